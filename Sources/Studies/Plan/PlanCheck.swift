internal import Activations
internal import NeuralNetworks
internal import Statistics

extension StudyPlan {
  /// The most trials that a study may have.
  static let mostTrials = 10_000_000

  /// - Throws: `StudyError.plan` that says what is wrong.
  public func validate() throws(StudyError) {
    func expect(_ isRight: Bool, _ problem: @autoclosure () -> String) throws(StudyError) {
      if !isRight { throw .plan(problem()) }
    }
    func check<T>(_ limit: PlanLimit<T>, _ values: [T]) throws(StudyError) {
      if let wrong = values.first(where: { !limit.holds($0) }) { throw .plan(limit.problem(wrong)) }
    }
    func distinct<T: Hashable>(_ what: String, _ values: [T], _ limit: PlanLimit<T>? = nil) throws(StudyError) {
      try expect(!values.isEmpty, "no \(what); expected at least one")
      if let limit { try check(limit, values) }
      try expect(Set(values).count == values.count, "a value among the \(what) is named twice")
    }
    try expect(!data.isEmpty, "no data; expected at least one data set")
    let names = data.compactMap { $0.summary?.name }
    try expect(
      Set(names).count == names.count,
      "two data sets are called \(names.first { name in names.count(where: { $0 == name }) > 1 } ?? "the same"); "
        + "rename one of the files")
    try expect(!networks.isEmpty, "no networks; expected at least one")
    try expect(
      Set(networks.map(\.name)).count == networks.count, "two networks are called the same; expected different names")
    try expect(!activations.isEmpty, "no activations to compare; expected at least one")
    try expect(Set(activations).count == activations.count, "an activation is named twice")
    try expect(activations.contains(baseline), "the baseline \(baseline) is not among the activations")
    try check(.epochs, [epochs])
    try distinct("depths", grid.depths, .depth)
    try distinct("widths", grid.widths, .width)
    try distinct("batch sizes", grid.batches, .batch)
    try distinct("normalisations", grid.normalizations)
    try distinct("initialisations", grid.initializations)
    try distinct("optimisers", grid.optimizers)
    try distinct("shares of label noise", grid.labelNoises, .labelNoise)
    try distinct("deviations of input noise", grid.inputNoises, .inputNoise)
    try distinct("training-set sizes", grid.trainSizes)
    try check(.trainSize, grid.trainSizes.compactMap { $0 })
    if let rates = tuning.rates { try distinct("learning rates", rates, .rate) }
    try check(.refinements, [tuning.refinements])
    try distinct("weight decays", tuning.weightDecays, .weightDecay)
    try distinct("dropouts", tuning.dropouts, .dropout)
    try check(.tuningSeeds, [tuning.seeds])
    if tuning.dropouts.contains(where: { $0 > 0 }), let without = networks.first(where: { !$0.mentionsDropout }) {
      throw .plan(
        "dropouts to tune, but the network \(without.name) has no place for them: write dropout among its layers")
    }
    try check(.seeds, [seeds])
    try check(.firstSeed, [Int(clamping: firstSeed)])
    try check(.splitSeed, [Int(clamping: splitSeed)])
    // A final seed that was tuned on would not be fresh.
    let tunedOn: ClosedRange<UInt64> = 1_000_001...1_100_000
    try expect(
      firstSeed > tunedOn.upperBound || firstSeed &+ UInt64(seeds) <= tunedOn.lowerBound,
      "\(seeds) seeds from \(firstSeed) on; expected none from \(tunedOn.lowerBound) to \(tunedOn.upperBound), with which "
        + "rates are tuned")
    for summary in data.compactMap(\.summary) { try checkMetric(summary) }
    if let margin { try check(.margin, [margin]) }
    // Before they are built: a product of long lists may not fit into memory.
    let sizes = [
      data.count, networks.count, grid.depths.count, grid.widths.count, grid.normalizations.count, grid.batches.count,
      grid.initializations.count, grid.optimizers.count, grid.labelNoises.count, grid.inputNoises.count,
      grid.trainSizes.count,
    ]
    let product = sizes.reduce(1.0) { $0 * Double($1) }
    try expect(product <= 100_000, "a grid of \(product) points; expected at most 100000")
    let count = settings.count * activations.count
    try expect(
      Double(count) * Double(tuning.trialCount(for: .sgd()) * Replicates.mostSplits + 4 * seeds)
        <= Double(Self.mostTrials),
      "\(count) settings with activations make more than \(Self.mostTrials) trials; expected a smaller grid")
  }

  private func checkMetric(_ data: DataSummary) throws(StudyError) {
    guard let metric else { return }
    guard metric.isForClasses == data.isClassification else {
      let fitting = Metric.allCases.filter { $0.isForClasses == data.isClassification }.map(\.rawValue)
      throw .plan(
        "the metric \(metric.rawValue), but \(data.name) has \(data.isClassification ? "classes" : "numbers") to "
          + "predict; expected one of \(fitting.joined(separator: ", "))")
    }
  }

  /// Checks every network with every activation, on the data that are known by now.
  /// - Throws: `StudyError.plan` that says which cannot be, and why.
  public func validateNetworks() throws(StudyError) {
    for setting in settings {
      guard let summary = data(of: setting)?.summary else { continue }
      guard setting.network.mentionsActivation || activations.count == 1 else {
        throw .plan(
          "network \(setting.network.name): it has no place for the activation that is compared; "
            + "write activation among its layers")
      }
      let available = min(setting.trainSize ?? summary.trainCount, summary.trainCount)
      guard grid.batches.count == 1 || setting.batch <= available else {
        throw .plan("a batch of \(setting.batch), but \(setting.data) has \(available) training examples")
      }
      for choice in activations {
        do throws(NetworkError) {
          try augmentation.validate(for: TensorShape(summary.inputShape))
          let network = try setting.network(
            choice, inputShape: summary.inputShape, outputs: summary.outputCount, dropout: tuning.dropouts.max() ?? 0)
          try network.validate()
          guard network.layers.contains(where: { $0.nested.contains(where: \.isActivation) }) || activations.count == 1
          else {
            throw NetworkError("it has no place for the activation that is compared: write activation among its layers")
          }
        } catch {
          throw .plan("network \(setting.network.name) on \(setting.data) with \(choice): \(error.description)")
        }
      }
    }
  }
}

extension Layer {
  fileprivate var isActivation: Bool { if case .activation = self { true } else { false } }
}
