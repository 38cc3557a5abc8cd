/// Numbers in sentences: three digits at the most.
public enum Brief {
  public static func text(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    if value == 0 { return "0" }
    let size = abs(value)
    if size >= 1e-3, size < 1e4 {
      let digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 2 : 4
      return rounded(value, digits)
    }
    var exponent = 0
    var scaled = size
    // By tens, so that subnormal numbers come out as well.
    while scaled >= 9.95 {
      scaled /= 10
      exponent += 1
    }
    while scaled < 0.995 {
      scaled *= 10
      exponent -= 1
    }
    return (value < 0 ? "−" : "") + rounded(scaled, 1) + "e\(exponent)"
  }

  public static func percent(_ share: Double) -> String {
    rounded(share * 100, share < 0.1 && share > 0 ? 1 : 0) + " %"
  }

  private static func rounded(_ value: Double, _ digits: Int) -> String {
    var factor = 1
    for _ in 0..<digits { factor *= 10 }
    let whole = Int((abs(value) * Double(factor)).rounded())
    let sign = value < 0 ? "−" : ""
    guard digits > 0 else { return "\(sign)\(whole)" }
    let rest = String(whole % factor)
    return "\(sign)\(whole / factor)." + String(repeating: "0", count: digits - rest.count) + rest
  }
}
