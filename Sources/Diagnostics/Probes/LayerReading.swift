/// What was read in one layer at one moment, on a batch of examples: enough to say how signal, slope and gradient stand.
///
/// a is the layer's output, z what goes into its activation, δ = ∂J/∂z (of the dense or convolutional layer itself, where a
/// normalisation follows). A unit is a channel; its examples are the batch's rows, positions of images included.
///
/// Of a large array, means, deviations and what compares units are taken from rows spread evenly over the batch: at most
/// `defaultSample` numbers. Limits, numbers that are not finite, and slopes are those of all rows.
public struct LayerReading: Codable, Hashable, Sendable {
  /// The layer's place among the layers with weights, from 0 at the input.
  public var layer: Int
  /// What a person calls it: "hidden 1", "output".
  public var name: String
  /// As `Activation.description` gives it; nil where none follows.
  public var activation: String?
  public var units: Int

  public var preActivation: Moments
  public var output: Moments
  /// Of δ, times the batch size: what one example asks for.
  public var gradient: Moments

  /// √(Σ mean(a)² / Σ mean(a²)), sums over units, means over examples: 0 for outputs centred on zero, 1 for outputs that do
  /// not depend on the example.
  public var meanShift: Double
  /// Share of units whose derivative is zero, or next to zero, for every example.
  public var deadShare: Double
  /// Share of (example, unit) pairs where |f′| is below a hundredth of its largest magnitude.
  public var saturatedShare: Double
  /// Share of units whose output does not change with the example: deviation at most 10⁻⁴ of the layer's root mean
  /// square. 0 for one row, which cannot tell.
  public var constantShare: Double
  /// Share of units that follow another unit of the layer: |correlation| above 0.999 over the examples. Of at most 64
  /// units, spread evenly over the layer; constant ones do not count. 0 for fewer than 8 rows, which cannot tell.
  public var duplicateShare: Double
  /// (Σλ)² / Σλ² over the eigenvalues λ of the outputs' covariance: the number of directions that the outputs use, from 1
  /// (the participation ratio; Recanatesi et al. 2019, arXiv:1906.00443). Of at most 64 rows, so at most 63: k equal
  /// directions show as about k / (1 + k / 63). 0 if nothing varies but constant units' rounding errors.
  public var effectiveRank: Double

  /// Euclidean norms of W, ∂J/∂W, and the last update of W.
  public var weightNorm: Double
  public var gradientNorm: Double
  public var updateNorm: Double
  /// The activation's learned values, one for each unit; nil where it learns nothing.
  public var learned: [Double]?
  /// How the numbers are distributed, where that was asked for.
  public var sketches: LayerSketches?

  public init(
    layer: Int, name: String, activation: String?, units: Int, preActivation: Moments = Moments(),
    output: Moments = Moments(), gradient: Moments = Moments(), meanShift: Double = 0, deadShare: Double = 0,
    saturatedShare: Double = 0, constantShare: Double = 0, duplicateShare: Double = 0, effectiveRank: Double = 0,
    weightNorm: Double = 0, gradientNorm: Double = 0, updateNorm: Double = 0, learned: [Double]? = nil,
    sketches: LayerSketches? = nil
  ) {
    self.layer = layer
    self.name = name
    self.activation = activation
    self.units = units
    self.preActivation = preActivation
    self.output = output
    self.gradient = gradient
    self.meanShift = meanShift
    self.deadShare = deadShare
    self.saturatedShare = saturatedShare
    self.constantShare = constantShare
    self.duplicateShare = duplicateShare
    self.effectiveRank = effectiveRank
    self.weightNorm = weightNorm
    self.gradientNorm = gradientNorm
    self.updateNorm = updateNorm
    self.learned = learned
    self.sketches = sketches
  }

  /// ‖ΔW‖ / ‖W‖; 0 before the first step.
  public var updateRatio: Double { weightNorm > 0 ? updateNorm / weightNorm : 0 }
}

/// The distributions of a layer's numbers, over rows spread evenly over the batch: of each array at most `defaultSample`
/// numbers. Were they independent, 95 of 100 times no share below a value would be off by more than 1.36 / √8,192 = 1.5 %
/// (Massart 1990, doi:10.1214/aop/1176990746).
public struct LayerSketches: Codable, Hashable, Sendable {
  public static let defaultSample = 8_192

  public var preActivation = Sketch()
  public var output = Sketch()
  /// Of δ, times the batch size.
  public var gradient = Sketch()

  public init(preActivation: Sketch = Sketch(), output: Sketch = Sketch(), gradient: Sketch = Sketch()) {
    self.preActivation = preActivation
    self.output = output
    self.gradient = gradient
  }

  /// Adds what was seen of the same layer at another moment, or on other examples.
  public mutating func merge(_ other: LayerSketches) {
    preActivation.merge(other.preActivation)
    output.merge(other.output)
    gradient.merge(other.gradient)
  }
}

/// Mean, deviation and limits of numbers, those that are not finite counted apart.
public struct Moments: Codable, Hashable, Sendable {
  public var mean = 0.0
  public var deviation = 0.0
  public var smallest = 0.0
  public var largest = 0.0
  /// Share of numbers that are NaN or infinite.
  public var notFiniteShare = 0.0

  public init(
    mean: Double = 0, deviation: Double = 0, smallest: Double = 0, largest: Double = 0, notFiniteShare: Double = 0
  ) {
    self.mean = mean
    self.deviation = deviation
    self.smallest = smallest
    self.largest = largest
    self.notFiniteShare = notFiniteShare
  }

  public var rootMeanSquare: Double { (mean * mean + deviation * deviation).squareRoot() }
}
