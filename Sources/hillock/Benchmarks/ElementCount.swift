/// A number of elements as people write it: 4096, 4Ki, 16Mi.
struct ElementCount: Hashable {
  let value: Int

  /// Four arrays of the largest take 1 GiB.
  static let allowed = 1...(64 << 20)

  init(_ value: Int) { self.value = value }

  init(parsing text: Substring) throws {
    let trimmed = text.filter { !$0.isWhitespace }
    let digits = trimmed.prefix { $0.isASCII && $0.isNumber }
    let factor: Int? =
      switch trimmed.dropFirst(digits.count).lowercased() {
      case "": 1
      case "ki": 1 << 10
      case "mi": 1 << 20
      default: nil
      }
    guard let factor, let number = Int(digits) else {
      throw UsageError("--sizes: '\(text)'; expected numbers of elements such as 4096, 4Ki or 16Mi")
    }
    let (product, overflows) = number.multipliedReportingOverflow(by: factor)
    guard !overflows, Self.allowed.contains(product) else {
      throw UsageError("--sizes: \(text); expected 1 to 64Mi elements")
    }
    value = product
  }

  /// "4 Ki"
  var text: String {
    if value >= 1 << 20, value % (1 << 20) == 0 { return "\(value >> 20) Mi" }
    if value >= 1 << 10, value % (1 << 10) == 0 { return "\(value >> 10) Ki" }
    return String(value)
  }
}
