import Activations
import Diagnostics
import Studies

/// Plans and trials without networks.
enum Fixture {
  static func plan(
    _ names: [String] = ["relu", "tanh", "gelu"], finalSeeds: [UInt64] = [1, 2, 3], rates: [Double] = [0.01, 0.1]
  ) throws -> StudyPlan {
    let activations = try names.map { try Activation($0) }
    return StudyPlan(
      dataName: "none", dataFingerprint: "0", activations: activations, baseline: activations[0], hidden: [4],
      epochs: 2,
      batchSize: 8, learningRates: rates, optimizer: "none", tuningSeeds: [101, 102], finalSeeds: finalSeeds)
  }

  static let data = DataSummary(
    name: "none", description: "made up", trainCount: 1, validationCount: 1, testCount: 1, inputShape: [2],
    classNames: ["a", "b"], isClassification: true)

  static let environment = StudyEnvironment(
    hillockVersion: "0", processor: "none", cores: 1, instructionSet: "none", oneDNNVersion: "0", system: "none")

  /// Scores that depend on the key alone; the rate 0.1 is the better one, except for tanh; "mish" diverges always.
  static func trial(_ key: TrialKey) -> TrialRecord {
    if key.activation.name == "mish" {
      return TrialRecord(
        key: key, divergedInEpoch: 1, validationScore: nil, validationLoss: nil, testScore: nil, testLoss: nil,
        millisecondsPerEpoch: 1, epochs: [])
    }
    let likes: Double = key.activation.name == "tanh" ? 0.01 : 0.1
    let bonus = Double(key.activation.name.utf8.count) * 0.003 + (key.learningRate == likes ? 0.1 : 0)
    let score = 0.7 + bonus + Double(key.seed % 7) * 0.001
    let layer = LayerProbe(
      layer: 0, name: "hidden 1", preActivationMean: 0.1, preActivationDeviation: .nan, outputMean: 1 / 3,
      outputDeviation: 0.2, deadShare: 0.25, saturatedShare: 0.5, gradientNorm: 1e-7, updateRatio: 0)
    return TrialRecord(
      key: key, divergedInEpoch: nil, validationScore: score, validationLoss: 1 - score,
      testScore: key.phase == .final ? score : nil, testLoss: key.phase == .final ? 1 - score : nil,
      millisecondsPerEpoch: 2,
      epochs: [EpochRecord(epoch: 0, trainLoss: nil, validationLoss: 1, validationScore: 0.1, layers: [layer])])
  }
}
