import Activations
import Datasets
import Foundation
import NeuralNetworks
import Reports
import Statistics
import Studies
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ReportTests {
  @Test(
    arguments: [
      (MadeUpStudy(hasSwapOnly: true), 11), (MadeUpStudy(activations: ["relu"], depths: [0], seeds: 1), 5),
      (MadeUpStudy(activations: Activation.all.map(\.name), depths: [4], replication: .splits, seeds: 5), 10),
      (MadeUpStudy(activations: ["tanh", "selu"], depths: [1], classes: 0, metric: .rmse), 9),
      (
        MadeUpStudy(
          activations: ["relu", "tanh", "mish", "gelu"], depths: [1, 3, 20], replication: .fixedTest, seeds: 6), 31
      ), (MadeUpStudy(isCurrent: false), 6), (MadeUpStudy(trials: 3), 1),
    ])
  func pages(study: MadeUpStudy, pictures: Int) throws {
    let result = try study.result()
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
    let results = [
      try MadeUpStudy(activations: ["relu", "tanh"], depths: [1]).result(),
      try MadeUpStudy(activations: ["relu", "elu"], depths: [1, 2]).result(),
    ]
    let html = try StudyReport.html(results)
    #expect(html.components(separatedBy: "<section class=\"study\"").count == 3)
    #expect(Self.identifiers(html).count == Set(Self.identifiers(html)).count)
  }

  @Test func theFindingClaimsNoMoreThanTheFigures() throws {
    let text = Finding.text(try MadeUpStudy(depths: [1], replication: .splits).result())
    #expect(text.contains("ReLU has the best mean accuracy"))
    #expect(text.contains("None is shown to be better than ReLU."))
    #expect(text.contains("Diverged: Squared ReLU"))
    #expect(Snapshot.difference(text + "\n", named: "finding.txt") == nil, "\(text)")
  }

  @Test func textForms() throws {
    let result = try MadeUpStudy(
      activations: ["relu", "tanh", "mish", "gelu"], depths: [1, 3], replication: .splits, hasSwapOnly: true
    ).result()
    let markdown = Snapshot.difference(StudyText.markdown(result), named: "study.md")
    #expect(markdown == nil, "\(markdown ?? "")")
    let csv = StudyText.csv([result])
    let lines = csv.split(separator: "\n")
    #expect(lines.count == 1 + 2 * 4)
    #expect(Set(lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }).count == 1)
    #expect(lines[0].contains("metric") && lines[0].contains("rows_needed") && !lines[0].contains("group"))
    let tables = Snapshot.difference(StudyText.tables(result) + "\n", named: "tables.txt")
    #expect(tables == nil, "\(tables ?? "")")
  }

  @Test(arguments: Activation.all.map(\.name)) func curves(name: String) throws {
    let svg = ActivationCharts.svg([try Activation(name)], withDerivative: true)
    #expect(XMLParser(data: Data(svg.utf8)).parse())
    #expect(!svg.contains("nan"))
  }

  @Test func figuresOfEveryMetric() {
    #expect(Figures(isClassification: true).score(0.912345) == "91.23 %")
    #expect(Figures(isClassification: false).score(0.5) == "0.5000")
    let shares = Figures(metric: .balancedAccuracy)
    #expect(shares.interval(Estimate(value: 0.99, low: 0.97, high: 1.01)) == "97.00 to 100.00")
    #expect(shares.interval(Estimate(value: 0.99, low: .nan, high: .nan)) == "")
    #expect(shares.margin(0.005) == "±0.5 percentage points")
    // An error has no upper end, and as many digits as its target has.
    let large = Figures(metric: .rmse, deviation: 20_000)
    #expect(large.score(15_234.56) == "15235")
    #expect(large.interval(Estimate(value: 100, low: -50, high: 25_000)) == "0 to 25000")
    let small = Figures(metric: .mae, deviation: 0.002)
    #expect(small.score(0.00123456) == "0.001235")
    #expect(small.difference(-0.0001) == "−0.000100")
    #expect(Figures(metric: .logLoss).interval(Estimate(value: 2, low: 1.5, high: 2.5)) == "1.5000 to 2.5000")
    #expect(Figures(metric: .r2).interval(Estimate(value: -2, low: -3, high: 1.5)) == "−3.0000 to 1.0000")
  }
}
