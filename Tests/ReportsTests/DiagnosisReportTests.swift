import Diagnostics
import Foundation
import NeuralNetworks
import Remedies
import Reports
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct DiagnosisReportTests {
  static func html(_ made: MadeUpDiagnosis) throws -> String {
    try DiagnosisReport.html(try made.diagnosis(), command: "hillock diagnose '<run>' --report x.html")
  }

  /// The pictures of a page, by what is read out of them.
  static func pictures(_ html: String) -> [(label: String, svg: String)] {
    html.components(separatedBy: "<svg").dropFirst().map { part in
      let svg = "<svg" + part.components(separatedBy: "</svg>")[0] + "</svg>\n"
      let label = svg.components(separatedBy: "aria-label=\"").dropFirst().first?.prefix { $0 != "\"" } ?? ""
      return (String(label), svg)
    }
  }

  static func file(_ label: String) -> String {
    "diagnosis-" + label.lowercased().split { !$0.isLetter }.joined(separator: "-") + ".svg"
  }

  @Test func pageAndPicturesAreAsRecorded() throws {
    let html = try Self.html(
      MadeUpDiagnosis(network: "conv 16, prelu learned per-channel, flatten, repeat 5 (dense 16, sigmoid), dense 2")
    )
    var bare = html
    let pictures = Self.pictures(html)
    #expect(pictures.count == 11)
    for (label, svg) in pictures {
      let difference = Snapshot.difference(svg, named: Self.file(label))
      #expect(difference == nil, "\(difference ?? "")")
      bare = bare.replacingOccurrences(of: svg.dropLast(), with: "[\(label)]")
    }
    let difference = Snapshot.difference(bare, named: "diagnosis.html")
    #expect(difference == nil, "\(difference ?? "")")
  }

  static let cases: [(MadeUpDiagnosis, Int)] = [
    (MadeUpDiagnosis(), 11),
    // Dead at the end, saturation and numbers lost on the way.
    (MadeUpDiagnosis(brokenFrom: 4), 10), (MadeUpDiagnosis(brokenFrom: 0), 5),
    (MadeUpDiagnosis(brokenFrom: 0, hasRemedies: false), 4),
    // One layer has no flow; nothing dies in it either.
    (MadeUpDiagnosis(hidden: 0, findings: []), 3), (MadeUpDiagnosis(hidden: 1, hasRemedies: false), 7),
    (MadeUpDiagnosis(steps: [], epochs: 0, hasRemedies: false), 0), (MadeUpDiagnosis(steps: [0], epochs: 0), 8),
    (MadeUpDiagnosis(hidden: 60, activation: "relu", factor: 8), 10),
    (MadeUpDiagnosis(hidden: 60, factor: 1e-30), 11),
    (MadeUpDiagnosis(hidden: 4, activation: "prelu", learned: true), 11),
    (MadeUpDiagnosis(factor: 1, score: 0.95, findings: []), 11),
  ]

  @Test("every page is whole, whatever was read", arguments: cases) func pages(made: MadeUpDiagnosis, pictures: Int)
    throws
  {
    let html = try Self.html(made)
    #expect(
      !html.contains("<script") && !html.contains("<i>run") && !html.contains("<hidden") && !html.contains("<run>"))
    #expect(html.contains("&lt;i&gt;run&lt;/i&gt; &amp; &quot;more&quot;"))
    #expect(!html.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "").contains("http"))
    let words = html.replacingOccurrences(of: "[^A-Za-z]+", with: " ", options: .regularExpression).lowercased()
      .replacingOccurrences(of: "nan or infinity", with: "")
    #expect(!words.contains(" nan ") && !words.contains(" inf "))
    let all = Self.pictures(html)
    #expect(all.count == pictures, "\(all.map(\.label))")
    for (label, svg) in all {
      #expect(XMLParser(data: Data(svg.utf8)).parse() && !label.isEmpty)
    }
    let bare = html.replacingOccurrences(of: "<!doctype html>", with: "")
      .replacingOccurrences(of: "<meta [^>]*>", with: "", options: .regularExpression)
    #expect(XMLParser(data: Data(bare.utf8)).parse())
  }

  /// A layer of nothing but zeros is a spike, which does not flatten what the layer was before.
  @Test func aDeadLayerLeavesTheOtherHill() throws {
    let pictures = Self.pictures(try Self.html(MadeUpDiagnosis(hidden: 3, activation: "relu", diesOut: true)))
    let svg = try #require(pictures.first { $0.label == "Distributions of the outputs by layer" }?.svg)
    let difference = Snapshot.difference(svg, named: "diagnosis-outputs-of-dead-layers.svg")
    #expect(difference == nil, "\(difference ?? "")")
    let dashed = svg.components(separatedBy: "<path").dropFirst().filter { $0.contains("stroke-dasharray") }
    #expect(dashed.count == 3)
    for path in dashed {
      let numbers = path.components(separatedBy: " d=\"")[1].prefix { $0 != "\"" }
        .split { !"0123456789.-".contains($0) }.compactMap { Double($0) }
      let heights = stride(from: 1, to: numbers.count, by: 2).map { numbers[$0] }
      let rise = (heights.max() ?? 0) - (heights.min() ?? 0)
      #expect(rise > 20, "\(heights)")
    }
  }

  @Test func theVerdictClaimsNoMoreThanTheFigures() throws {
    func verdict(_ made: MadeUpDiagnosis, _ change: (inout Diagnosis) -> Void = { _ in }) throws -> String {
      var diagnosis = try made.diagnosis()
      change(&diagnosis)
      return DiagnosisVerdict.text(diagnosis)
    }
    #expect(
      try verdict(MadeUpDiagnosis())
        == "Vanishing gradient before the first step, in hidden 1 to hidden 4: the network comes to 11.00 % validation "
        + "accuracy, a healthy one 90.00 %, a constant prediction 50.00 %. Of 4 changes tried alone one restores learning: "
        + "batch <normalisation> to 86.00 %, a gain of 75.00 percentage points (95 % interval +73.00 to +77.00, 3 seeds each)."
    )
    let none = try verdict(MadeUpDiagnosis()) { $0.trials.remove(at: 1) }
    #expect(
      none.hasSuffix(
        "None of the 3 changes tried alone restores learning (3 seeds each); closest comes ReLU instead to 41.00 %, a gain of "
          + "30.00 percentage points (95 % interval +10.00 to +50.00, 3 seeds each)."), "\(none)")
    let untried = try verdict(MadeUpDiagnosis(hasRemedies: false))
    #expect(untried.hasSuffix("a constant prediction 50.00 %. No change was tried."), "\(untried)")
    let healthy = try verdict(MadeUpDiagnosis(hasRemedies: false, score: 0.95, findings: [])) {
      $0.record.epochs[1].trainLoss = 0.01
    }
    #expect(healthy.hasPrefix("Nothing was found that would keep it from learning: the network comes to 95.00 %"))
    #expect(healthy.hasSuffix("Nothing has to be restored."))
    let diverged = try verdict(MadeUpDiagnosis(brokenFrom: 4))
    #expect(diverged.contains(": the network diverges (a healthy one 90.00 %"), "\(diverged)")
  }

  @Test func causesComeBeforeWhatFollowsFromThem() throws {
    let html = try Self.html(MadeUpDiagnosis())
    let order = ["<h3>Vanishing gradient", "From this follows: Outputs with few directions", "<h3>Memorising instead"]
    let places = order.map { html.range(of: $0)?.lowerBound }
    #expect(!places.contains(nil))
    #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
    // A cause that is not among the findings hides nothing.
    var made = MadeUpDiagnosis()
    made.findings = [
      Finding(.deadUnits, layers: [0], "Lonely.", evidence: [], followsFrom: .inputScaling)
    ]
    #expect(try Self.html(made).contains("<h3>Dead units"))
  }
}
