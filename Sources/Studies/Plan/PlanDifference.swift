internal import Activations

extension StudyPlan {
  /// - Throws: `StudyError.plan` that says what is wrong.
  public func validate() throws(StudyError) {
    func expect(_ isRight: Bool, _ problem: String) throws(StudyError) { if !isRight { throw .plan(problem) } }
    try expect(!activations.isEmpty, "no activations to compare; expected at least one")
    try expect(Set(activations).count == activations.count, "an activation is named twice")
    try expect(activations.contains(baseline), "the baseline \(baseline) is not among the activations")
    try expect(epochs > 0, "\(epochs) epochs; expected at least 1")
    try expect(batchSize > 0, "a batch of \(batchSize); expected at least 1 example")
    try expect(
      hidden.allSatisfy { (1...100_000).contains($0) }, "hidden layers of \(hidden) units; expected 1 to 100000")
    try expect(!learningRates.isEmpty, "no learning rates to try")
    try expect(
      learningRates.allSatisfy { $0 > 0 && $0.isFinite },
      "learning rates \(learningRates); expected finite ones above 0")
    try expect(Set(learningRates).count == learningRates.count, "a learning rate is named twice")
    try expect(!tuningSeeds.isEmpty && !finalSeeds.isEmpty, "no seeds; expected at least 1")
    try expect(
      Set(tuningSeeds).isDisjoint(with: finalSeeds), "tuning seeds and final seeds overlap; final ones must be fresh")
  }

  /// What another plan has different, in words; nil if they are the same.
  public func difference(to other: StudyPlan) -> String? {
    func differs<T: Equatable>(_ what: String, _ a: T, _ b: T) -> String? {
      a == b ? nil : "its \(what) is \(a), here it is \(b)"
    }
    func names(_ all: [Activation]) -> String { all.map(\.description).joined(separator: ", ") }
    let differences: [String?] = [
      differs("data", dataName, other.dataName),
      differs("data's fingerprint", dataFingerprint, other.dataFingerprint),
      differs("list of activations", names(activations), names(other.activations)),
      differs("baseline", baseline.description, other.baseline.description),
      differs("list of hidden layers", hidden, other.hidden),
      differs("number of epochs", epochs, other.epochs),
      differs("batch size", batchSize, other.batchSize),
      differs("limit of training examples", trainLimit ?? 0, other.trainLimit ?? 0),
      differs("list of learning rates", learningRates, other.learningRates),
      differs("optimiser", optimizer, other.optimizer),
      differs("list of tuning seeds", tuningSeeds, other.tuningSeeds),
      differs("list of final seeds", finalSeeds, other.finalSeeds),
    ]
    return differences.compactMap { $0 }.first
  }
}
