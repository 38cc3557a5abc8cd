import Diagnostics
import Testing

@Suite struct BriefTests {
  @Test func numbersInSentences() {
    let cases: [(Double, String)] = [
      (0, "0"), (2.0649e-8, "2.06e−8"), (-3e-7, "−3e−7"), (0.001, "0.0010"), (0.0388, "0.0388"), (0.388, "0.39"),
      (-1.5, "−1.50"), (12.34, "12.3"), (123.4, "123"), (9_999, "9999"), (12_345, "1.23e4"),
    ]
    for (value, text) in cases { #expect(Brief.text(value) == text) }
    #expect(Brief.percent(0.004) == "0.4 %" && Brief.percent(0.43) == "43 %" && Brief.percent(0) == "0 %")
  }
}
