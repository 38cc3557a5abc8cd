import Charts
import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ChartTests {
  static var sample: Chart {
    Chart(
      title: "Loss & <friends>", subtitle: "two lines", x: Axis("epoch"), y: Axis("loss", scale: .logarithmic),
      marks: [
        AreaMark([(0, 0.5, 2), (1, 0.2, 1), (2, 0.1, 0.3)]),
        LineMark([(0, 1), (1, 0.5), (2, 0.2)], label: "ReLU"),
        LineMark([(0, 1), (1, .nan), (2, 0.21)], color: .series(1), dash: .dashed, label: "\"GELU\""),
        PointMark(1, 0.5), RuleMark(x: 1), RuleMark(y: 0.3, from: 0.5, to: 1.5),
        BarMark(x: 0.5, from: 0.1, to: 0.4), RectangleMark(x0: 0, x1: 1, y0: 0.2, y1: 0.4, opacity: 0.5, text: "12 %"),
      ])
  }

  static func isWellFormed(_ text: String) -> Bool { XMLParser(data: Data(text.utf8)).parse() }

  @Test func theTextIsAsRecorded() {
    #expect(Snapshot.difference(Self.sample.svg(), named: "sample.svg") == nil)
  }

  @Test func picturesAreWellFormedAndWithoutNaN() {
    let categories = Chart(
      y: Axis(scale: .categories(["a", "b & c"])), marks: [PointMark(1, 0), PointMark(.infinity, 1)])
    let charts = [Self.sample, categories, Chart(), Chart(title: "\u{1}\u{FFFE}", marks: [LineMark([(0, 0)])])]
    let multiples = SmallMultiples(title: "all", columns: 2, charts: charts)
    for svg in charts.map({ $0.svg() }) + [multiples.svg()] {
      #expect(Self.isWellFormed(svg))
      #expect(!svg.contains("nan") && !svg.contains("inf"))
    }
    #expect(Self.sample.svg().contains("Loss &amp; &lt;friends&gt;"))
  }

  @Test func namesAtLineEndsKeepApart() throws {
    let lines = (0..<8).map { LineMark([(0, 0), (1, 1 + Double($0) * 1e-4)], color: .series($0), label: "line \($0)") }
    let svg = Chart(marks: lines).svg()
    let places = try svg.matches(of: Regex("y=\"([0-9.]+)\" font-size=\"11.5\"[^>]*font-weight=\"500\"")).map {
      try #require(Double($0.output[1].substring ?? ""))
    }.sorted()
    #expect(places.count == 8)
    for (a, b) in zip(places, places.dropFirst()) { #expect(b - a >= 12.9) }
  }
}

@Suite struct TextTests {
  @Test func numbers() {
    #expect(Text.fixed(0.125, 2) == "0.13")
    #expect(Text.fixed(-0.001, 2) == "0.00")
    #expect(Text.fixed(-1.5, 1) == "−1.5")
    #expect(Text.fixed(.nan, 2) == "–")
    #expect(Text.fixed(12345, 0) == "12345")
    #expect(Text.short(0.05) == "0.05")
    #expect(Text.short(3) == "3")
    #expect(Text.short(1e-7) == "1e−7")
    #expect(Text.short(2.5e9) == "2.5e9")
    #expect(Text.scientific(2.0649e-8) == "2.06e−8" && Text.scientific(-9.996e-5) == "−1e−4")
    #expect(Text.scientific(12345) == "1.23e4" && Text.scientific(99_990) == "1e5")
    #expect(Text.scientific(.leastNonzeroMagnitude) == "4.94e−324" && Text.scientific(1.7e308) == "1.7e308")
    #expect(Text.power(ofTen: -2) == "0.01")
    #expect(Text.power(ofTen: -12) == "10⁻¹²")
    #expect(Text.escaped("<a href='x'>&\"") == "&lt;a href=&#39;x&#39;&gt;&amp;&quot;")
  }
}
