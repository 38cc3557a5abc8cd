internal import Activations
internal import NeuralNetworks

extension StudyPlan {
  /// The most trials that a study may have.
  static let mostTrials = 10_000_000

  /// - Throws: `StudyError.plan` that says what is wrong.
  public func validate() throws(StudyError) {
    func expect(_ isRight: Bool, _ problem: @autoclosure () -> String) throws(StudyError) {
      if !isRight { throw .plan(problem()) }
    }
    func distinct<T: Hashable>(_ what: String, _ values: [T]) throws(StudyError) {
      try expect(!values.isEmpty, "no \(what); expected at least one")
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
    try expect((1...1_000_000).contains(epochs), "\(epochs) epochs; expected 1 to 1000000")
    try distinct("depths", grid.depths)
    try expect(grid.depths.allSatisfy { (0...1_000).contains($0) }, "depths of \(grid.depths); expected 0 to 1000")
    try distinct("widths", grid.widths)
    try expect(
      grid.widths.allSatisfy { (1...100_000).contains($0) }, "widths of \(grid.widths); expected 1 to 100000 units")
    try distinct("batch sizes", grid.batches)
    try expect(
      grid.batches.allSatisfy { (1...1 << 20).contains($0) },
      "batches of \(grid.batches); expected 1 to \(1 << 20) examples")
    try distinct("normalisations", grid.normalizations)
    try distinct("initialisations", grid.initializations)
    try distinct("optimisers", grid.optimizers)
    try distinct("shares of label noise", grid.labelNoises)
    try expect(
      grid.labelNoises.allSatisfy { (0...1).contains($0) }, "label noise of \(grid.labelNoises); expected 0 to 1")
    try distinct("deviations of input noise", grid.inputNoises)
    try expect(
      grid.inputNoises.allSatisfy { (0...1_000).contains($0) }, "input noise of \(grid.inputNoises); expected 0 or more"
    )
    try distinct("training-set sizes", grid.trainSizes)
    try expect(
      grid.trainSizes.allSatisfy { $0 ?? 1 > 0 },
      "a training set of \(grid.trainSizes.compactMap { $0 }.min() ?? 0); expected at least 1 example")
    try checkTuning()
    try expect((1...10_000).contains(seeds), "\(seeds) seeds; expected 1 to 10000")
    if let margin {
      try expect(margin > 0 && margin.isFinite, "an equivalence margin of \(margin); expected more than 0")
    }
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
      count * (tuning.trialCount(for: .sgd()) + 2 * seeds) <= Self.mostTrials,
      "\(count) settings with activations make more than \(Self.mostTrials) trials; expected a smaller grid")
  }

  private func checkTuning() throws(StudyError) {
    if let rates = tuning.rates {
      guard !rates.isEmpty else { throw .plan("no learning rates to try; expected at least one") }
      guard rates.allSatisfy({ $0 > 0 && $0.isFinite }) else {
        throw .plan("learning rates \(rates); expected finite ones above 0")
      }
      guard Set(rates).count == rates.count else { throw .plan("a learning rate is named twice") }
    }
    guard (0...10).contains(tuning.refinements) else {
      throw .plan("\(tuning.refinements) rounds of refinement; expected 0 to 10")
    }
    guard !tuning.weightDecays.isEmpty, tuning.weightDecays.allSatisfy({ $0 >= 0 && $0 <= 1 }),
      Set(tuning.weightDecays).count == tuning.weightDecays.count
    else { throw .plan("weight decays \(tuning.weightDecays); expected different numbers from 0 to 1") }
    guard !tuning.dropouts.isEmpty, tuning.dropouts.allSatisfy({ $0 >= 0 && $0 < 1 }),
      Set(tuning.dropouts).count == tuning.dropouts.count
    else { throw .plan("dropouts \(tuning.dropouts); expected different numbers from 0 to less than 1") }
    guard (1...1_000).contains(tuning.seeds) else { throw .plan("\(tuning.seeds) tuning seeds; expected 1 to 1000") }
    if tuning.dropouts.contains(where: { $0 > 0 }), let without = networks.first(where: { !$0.mentionsDropout }) {
      throw .plan(
        "dropouts to tune, but the network \(without.name) has no place for them: write dropout among its layers")
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
