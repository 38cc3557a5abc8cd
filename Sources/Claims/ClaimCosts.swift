/// What testing a claim takes.
public enum ClaimCosts {
  /// Seconds of one processor, measured on two cores of a server with AVX2 (Zen 3).
  static let measured: [String: (quick: Double, full: Double)] = [:]

  /// "40 s of one processor"; nil where it was not measured.
  public static func words(_ claim: String, _ scale: ClaimScale) -> String? {
    guard let cost = measured[claim] else { return nil }
    let seconds = scale == .full ? cost.full : cost.quick
    return seconds < 1
      ? "less than a second"
      : seconds < 120
        ? "\(Int(seconds.rounded())) s of one processor"
        : "\(Int((seconds / 60).rounded())) min of one processor"
  }
}
