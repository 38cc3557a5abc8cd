internal import Charts

/// Numbers in sentences: three digits at the most.
public enum Brief {
  public static func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "−infinity" : "infinity" }
    if value == 0 { return "0" }
    let size = abs(value)
    guard size >= 1e-3, size < 1e4 else { return Text.scientific(value) }
    return Text.fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4)
  }

  public static func percent(_ share: Double) -> String {
    Text.fixed(share * 100, share < 0.1 && share > 0 ? 1 : 0) + " %"
  }
}
