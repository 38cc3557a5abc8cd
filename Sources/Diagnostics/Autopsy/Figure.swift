internal import Foundation

/// Numbers in sentences.
enum Figure {
  /// Three significant digits: "0.0123", "−3.2", "1.5e-07".
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "−∞" : "∞" }
    let text = String(format: "%.3g", abs(value))
    return (value < 0 ? "−" : "") + text
  }

  /// "43 %", "0.2 %", "780 %"
  static func percent(_ share: Double) -> String { text(share * 100) + " %" }
}
