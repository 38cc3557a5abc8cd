public import NeuralNetworks

/// What it takes to look into a network, in training steps of it.
public struct ProbeCost: Hashable, Sendable {
  /// One reading of all layers.
  public var probe: Double
  /// What distributions take besides.
  public var sketches: Double
  /// What is done once: a second network for the probes, a look at the inputs, the score of known examples.
  public var beginning: Double

  public init(probe: Double, sketches: Double = 0, beginning: Double = 0) {
    self.probe = probe
    self.sketches = sketches
    self.beginning = beginning
  }
}

extension ProbeCost {
  /// Nanoseconds on one core with AVX2, as measured. They are only compared with each other.
  private enum Time {
    /// A multiplication of a product and its addition, which a pass does three times.
    static let product = 0.03
    /// A layer's output number on its way forwards and back.
    static let number = 1.0
    /// What a layer takes at the least.
    static let layer = 2_000.0
    /// The update of a parameter.
    static let parameter = 0.4
    /// The norms of a weight, its gradient and its update, and the copies that are made of it.
    static let norms = 0.6
    /// Limits and slopes of a number, which all have.
    static let limits = 1.5
    /// Moments of a number, which those of the sample have, in three arrays.
    static let moments = 4.0
    /// What a layer's reading takes at the least.
    static let reading = 25_000.0
    static let sketched = 8.0
    static let sketch = 30_000.0
    /// The second network, layer by layer.
    static let making = 200_000.0
    /// A number of the inputs.
    static let input = 0.6
  }

  /// A pass of the second network over one of the first: its arrays do not share their places, and are in no cache.
  private static let probingPass = 1.7

  /// An estimate from the network's shape; `hillock bench probes` shows it beside what it measures.
  /// - Parameter examples: those that are trained on.
  public init(_ network: Network, plan: TrainingPlan, examples: Int) throws(NetworkError) {
    let batch = Double(plan.batchSize)
    let shapes = try network.shapes()
    let parameters = try network.parameterCounts()
    var (pass, reading, sketches, count) = (0.0, 0.0, 0.0, 0.0)
    for (i, layer) in network.layers.enumerated() {
      let nested = layer.nested
      let linear = Double(nested.count(where: \.hasWeights))
      let numbers = batch * Double(shapes[i].count)
      count += Double(nested.count)
      pass += Double(nested.count) * (numbers * Time.number + Time.layer)
      pass += 3 * Double(parameters[i]) * Double(shapes[i].positions) * batch * Time.product
      reading += linear * (numbers * Time.limits + Time.reading)
      reading += linear * min(numbers, Double(RunWatch.sample)) * Time.moments
      sketches += linear * (min(numbers, Double(LayerSketches.defaultSample)) * Time.sketched + Time.sketch)
    }
    let all = Double(parameters.reduce(0, +))
    let step = Double(plan.options.accumulation) * pass + all * Time.parameter
    let inputs = Double(examples) * Double(network.inputShape.reduce(1, *)) * Time.input
    // Forwards alone is a third of a pass.
    let score = pass / 3 * Double(min(examples, RunWatch.mostEvaluated)) / batch
    self.init(
      probe: (Self.probingPass * pass + reading + all * Time.norms) / step, sketches: sketches / step,
      beginning: (count * Time.making + inputs + score) / step)
  }
}
