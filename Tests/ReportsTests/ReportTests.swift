import Activations
import Diagnostics
import Foundation
import NeuralNetworks
import Reports
import Studies
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ReportTests {
  /// A study that was made up: the third activation diverges, and names are hostile.
  static func result(
    _ names: [String], depths: [Int], isClassification: Bool = true, seeds: Int = 3, networks: [NetworkTemplate]? = nil
  ) throws -> StudyResult {
    let summary = DataSummary(
      name: "<b>data</b>", description: "made up & hostile \"<script>\"", trainCount: 70, validationCount: 15,
      testCount: 15, inputShape: [28, 28], classNames: isClassification ? ["a", "b"] : [],
      isClassification: isClassification, outputCount: isClassification ? 2 : 1, fingerprint: "0123456789abcdef")
    let plan = StudyPlan(
      data: [StudyData(source: "x", summary: summary)], networks: networks ?? [NetworkTemplate.known[0]],
      activations: try names.map { try ActivationChoice($0) }, grid: Grid(depths: depths, widths: [8], batches: [16]),
      epochs: 3, tuning: Tuning(rates: [0.01, 0.1], refinements: 0), seeds: seeds)
    let schedule = StudySchedule(plan)
    var table = TrialTable()
    while let (_, keys) = schedule.next(table) {
      for key in keys {
        let place = Double(plan.activations.firstIndex(of: key.choice) ?? 0)
        let score = 0.95 - 0.01 * place + 0.002 * Double(key.seed % 3)
        table[key] =
          place == 2
          ? TrialOutcome(divergedInEpoch: 1, reason: "made up <i>")
          : TrialOutcome(
            validationScore: score, validationLoss: 0.2, testScore: key.phase == .tuning ? nil : score, testLoss: 0.2,
            millisecondsPerEpoch: 12 - place)
      }
    }
    var curves: [Place: [CurvePoint]] = [:]
    var layers: [Place: [LayerSummary]] = [:]
    for (identifier, setting) in schedule.settings {
      let depth = setting.depth ?? 0
      for (place, choice) in plan.activations.enumerated() where place != 2 {
        let own = Place(setting: identifier, choice: choice)
        curves[own] = (0...3).map {
          let score = 0.9 * Double($0 + 1) / 4
          return CurvePoint(
            epoch: $0, seeds: seeds, trainLoss: 1, validationLoss: 0.5, validationScore: score, low: score, high: score)
        }
        layers[own] = [0, 3].flatMap { epoch in
          (0...depth).map { layer in
            LayerSummary(
              epoch: epoch,
              probe: LayerProbe(
                layer: layer, name: layer == depth ? "output" : "hidden \(layer + 1)", preActivationMean: 0,
                preActivationDeviation: 1, outputMean: 0.5, outputDeviation: .nan, deadShare: place == 1 ? 1 : 0.05,
                saturatedShare: 0.5, gradientNorm: place == 1 ? 0 : 0.01 * Double(layer + 1), updateRatio: 0.001))
          }
        }
      }
    }
    let environment = StudyEnvironment(
      hillockVersion: "0", processor: "none", cores: 2, instructionSet: "none", oneDNNVersion: "0", system: "none")
    return try Leaderboard.result(
      StudyContents(
        plans: [
          PlanRecord(plan: plan, environment: environment, command: "hillock study --data '<x>'", trialsBefore: 0)
        ], table: table, curves: curves, layers: layers, seconds: 12, sessions: 1))
  }

  @Test(
    arguments: [
      (["relu", "binary-step", "squared-relu", "gelu"], [2], true, 3, 9), (["relu"], [0], true, 1, 4),
      (Activation.all.map(\.name), [4], true, 5, 9), (["tanh", "selu"], [1], false, 2, 9),
      (["relu", "tanh", "mish", "gelu"], [1, 3, 20], true, 3, 28),
    ] as [([String], [Int], Bool, Int, Int)])
  func pages(names: [String], depths: [Int], isClassification: Bool, seeds: Int, pictures: Int) throws {
    let result = try Self.result(names, depths: depths, isClassification: isClassification, seeds: seeds)
    let html = try StudyReport.html([result])
    #expect(!html.contains("<script") && !html.contains("<b>data") && !html.contains("made up <i>"))
    #expect(html.contains("&lt;b&gt;data"))
    #expect(!html.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "").contains("http://"))
    #expect(!html.contains("https://"))
    for choice in result.plan.activations { #expect(html.contains(choice.title)) }
    let words = html.replacingOccurrences(of: "[^A-Za-z]+", with: " ", options: .regularExpression).lowercased()
    #expect(!words.contains(" nan ") && !words.contains(" inf "))
    // Every picture on its own is well formed, and says what it is.
    var rest = html[...]
    var count = 0
    while let start = rest.range(of: "<svg"), let end = rest.range(of: "</svg>") {
      let svg = rest[start.lowerBound..<end.upperBound]
      #expect(XMLParser(data: Data(svg.utf8)).parse())
      #expect(!svg.contains("aria-label=\"\""))
      rest = rest[end.upperBound...]
      count += 1
    }
    #expect(count == pictures)
    #expect(Self.identifiers(html).count == Set(Self.identifiers(html)).count)
    #expect(XMLParser(data: Data(Self.asXML(html).utf8)).parse())
  }

  private static func identifiers(_ html: String) -> [Substring] {
    html.components(separatedBy: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
      // Pictures may cut alike.
      .filter { !$0.hasPrefix("hc") }
  }

  /// The page without what XML does not know.
  private static func asXML(_ html: String) -> String {
    html.replacingOccurrences(of: "<!doctype html>", with: "")
      .replacingOccurrences(of: "<meta [^>]*>", with: "", options: .regularExpression)
  }

  @Test func severalStudiesOnOnePage() throws {
    let results = [try Self.result(["relu", "tanh"], depths: [1]), try Self.result(["relu", "elu"], depths: [1, 2])]
    let html = try StudyReport.html(results)
    #expect(html.components(separatedBy: "<section class=\"study\"").count == 3)
    #expect(Self.identifiers(html).count == Set(Self.identifiers(html)).count)
  }

  @Test func theFindingClaimsNoMoreThanTheFigures() throws {
    let text = Finding.text(try Self.result(["relu", "binary-step", "squared-relu", "gelu"], depths: [1]))
    #expect(text.contains("ReLU has the best mean accuracy"))
    #expect(text.contains("None is shown to be better than ReLU."))
    #expect(text.contains("Diverged: Squared ReLU"))
    #expect(Snapshot.difference(text + "\n", named: "finding.txt") == nil, "\(text)")
  }

  @Test func textForms() throws {
    let result = try Self.result(["relu", "tanh", "mish", "gelu"], depths: [1, 3])
    let markdown = Snapshot.difference(StudyText.markdown(result), named: "study.md")
    #expect(markdown == nil, "\(markdown ?? "")")
    let csv = StudyText.csv([result])
    let lines = csv.split(separator: "\n")
    #expect(lines.count == 1 + 2 * 4)
    #expect(Set(lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }).count == 1)
    let tables = Snapshot.difference(StudyText.tables(result) + "\n", named: "tables.txt")
    #expect(tables == nil, "\(tables ?? "")")
  }

  @Test(arguments: Activation.all.map(\.name)) func curves(name: String) throws {
    let svg = ActivationCharts.svg([try Activation(name)], withDerivative: true)
    #expect(XMLParser(data: Data(svg.utf8)).parse())
    #expect(!svg.contains("nan"))
  }
}
