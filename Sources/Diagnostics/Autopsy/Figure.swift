internal import Charts
internal import Foundation

/// Numbers in the sentences of an autopsy, which compare before and after.
enum Figure {
  /// Three significant digits: "0.0123", "−3.2", "1.5e−7".
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "−∞" : "∞" }
    let size = abs(value)
    if size != 0, size < 1e-4 || size >= 999.5 { return Text.scientific(value) }
    return (value < 0 ? "−" : "") + String(format: "%.3g", size)
  }

  /// "43 %", "0.2 %", "780 %"
  static func percent(_ share: Double) -> String { text(share * 100) + " %" }
}
