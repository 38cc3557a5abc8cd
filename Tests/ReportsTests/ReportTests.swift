import Activations
import Diagnostics
import Foundation
import Reports
import Studies
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ReportTests {
  /// A study that was made up: the third activation diverges, and names are hostile.
  static func result(_ names: [String], hidden: [Int], isClassification: Bool = true, seeds: Int = 3) throws
    -> StudyResult
  {
    let activations = try names.map { try Activation($0) }
    let plan = StudyPlan(
      dataName: "x", dataFingerprint: "0123456789abcdef", activations: activations, baseline: activations[0],
      hidden: hidden, epochs: 3, batchSize: 16, learningRates: [0.01, 0.1], optimizer: "SGD", tuningSeeds: [11, 12],
      finalSeeds: (1...UInt64(seeds)).map { $0 })
    func trial(_ key: TrialKey) -> TrialRecord {
      let place = Double(activations.firstIndex(of: key.activation) ?? 0)
      if place == 2 {
        return TrialRecord(
          key: key, divergedInEpoch: 1, validationScore: nil, validationLoss: nil, testScore: nil, testLoss: nil,
          millisecondsPerEpoch: 0, epochs: [])
      }
      let score = 0.95 - 0.01 * place + 0.002 * Double(key.seed % 3)
      let epochs = (0...3).map { epoch in
        EpochRecord(
          epoch: epoch, trainLoss: 1, validationLoss: 0.5, validationScore: score * Double(epoch + 1) / 4,
          layers: (0...hidden.count).map { layer in
            LayerProbe(
              layer: layer, name: layer == hidden.count ? "output" : "hidden \(layer + 1)", preActivationMean: 0,
              preActivationDeviation: 1, outputMean: 0.5, outputDeviation: .nan, deadShare: place == 1 ? 1 : 0.05,
              saturatedShare: 0.5, gradientNorm: place == 1 ? 0 : 0.01 * Double(layer + 1), updateRatio: 0.001)
          })
      }
      return TrialRecord(
        key: key, divergedInEpoch: nil, validationScore: score, validationLoss: 0.2, testScore: score, testLoss: 0.2,
        millisecondsPerEpoch: 12, epochs: epochs)
    }
    let tuning = StudyRunner.tuningKeys(plan).map(trial)
    let final = StudyRunner.finalKeys(plan, tuning).map(trial)
    return StudyResult(
      plan: plan,
      data: DataSummary(
        name: "<b>data</b>", description: "made up & hostile \"<script>\"", trainCount: 70, validationCount: 15,
        testCount: 15, inputShape: [28, 28], classNames: isClassification ? ["a", "b"] : [],
        isClassification: isClassification),
      environment: StudyEnvironment(
        hillockVersion: "0", processor: "none", cores: 2, instructionSet: "none", oneDNNVersion: "0", system: "none"),
      leaderboard: Leaderboard.rows(plan, tuning + final, margin: 0.005), equivalenceMargin: 0.005, finalTrials: final,
      tuningTrials: tuning, seconds: 12)
  }

  @Test(
    arguments: [
      (["relu", "binary-step", "squared-relu", "gelu"], [8, 8], true, 3), (["relu"], [], true, 1),
      (Activation.all.map(\.name), [4, 4, 4, 4], true, 5), (["tanh", "selu"], [8], false, 2),
    ] as [([String], [Int], Bool, Int)])
  func pages(names: [String], hidden: [Int], isClassification: Bool, seeds: Int) throws {
    let result = try Self.result(names, hidden: hidden, isClassification: isClassification, seeds: seeds)
    let html = try StudyReport.html(result, command: "hillock study --data '<x>'")
    #expect(!html.contains("<script") && !html.contains("<b>data"))
    #expect(html.contains("&lt;b&gt;data"))
    #expect(
      !html.contains("http://")
        || html.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "").contains("http://") == false)
    #expect(!html.contains("https://"))
    for activation in result.plan.activations { #expect(html.contains(activation.title)) }
    let words = html.replacingOccurrences(of: "[^A-Za-z]+", with: " ", options: .regularExpression).lowercased()
    #expect(!words.contains(" nan ") && !words.contains(" inf "))
    // Every picture on its own is well formed.
    var rest = html[...]
    var count = 0
    while let start = rest.range(of: "<svg"), let end = rest.range(of: "</svg>") {
      #expect(XMLParser(data: Data(rest[start.lowerBound..<end.upperBound].utf8)).parse())
      rest = rest[end.upperBound...]
      count += 1
    }
    #expect(count == (hidden.isEmpty ? 4 : 7))
  }

  @Test func theFindingClaimsNoMoreThanTheFigures() throws {
    let text = Finding.text(try Self.result(["relu", "binary-step", "squared-relu", "gelu"], hidden: [8]))
    #expect(text.contains("ReLU has the best mean accuracy"))
    #expect(text.contains("None is shown to be better than ReLU."))
    #expect(text.contains("Diverged: Squared ReLU"))
    #expect(Snapshot.difference(text + "\n", named: "finding.txt") == nil, "\(text)")
  }

  @Test(arguments: Activation.all.map(\.name)) func curves(name: String) throws {
    let svg = ActivationCharts.svg([try Activation(name)], withDerivative: true)
    #expect(XMLParser(data: Data(svg.utf8)).parse())
    #expect(!svg.contains("nan"))
  }
}
