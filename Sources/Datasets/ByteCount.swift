/// Sizes of files and memory as text.
public enum ByteCount {
  /// "999 B", "1.3 MB", "25 MB": two digits at least, in powers of a thousand.
  public static func text(_ count: Int) -> String {
    if count < 1000 { return "\(count) B" }
    var value = Double(count)
    var unit = "B"
    // What is rounded to a thousand is one of the next unit.
    for next in ["kB", "MB", "GB", "TB"] where value >= 999.5 {
      value /= 1000
      unit = next
    }
    let tenths = (value * 10).rounded() / 10
    return (tenths < 10 ? "\(tenths)" : "\(Int(value.rounded()))") + " \(unit)"
  }
}
