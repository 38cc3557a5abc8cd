/// The colours of a chart: at most eight that can be told apart by everyone, and greys.
///
/// Okabe, M.; Ito, K. (2008). Color universal design. The order puts those first that stand out on white and on black.
public enum SeriesColor: Hashable, Sendable {
  /// 0…7
  case series(Int)
  /// For what is there to compare with, and not to be named.
  case grey
  case ink

  var variable: String {
    switch self {
    case .series(let index): "var(--hc-\(index % 8))"
    case .grey: "var(--hc-grey)"
    case .ink: "var(--hc-ink)"
    }
  }
}

/// How a line is broken, so that colour is not needed to tell lines apart.
public enum Dash: Hashable, Sendable, CaseIterable {
  case solid, dashed, dotted, long

  var attribute: String {
    switch self {
    case .solid: ""
    case .dashed: " stroke-dasharray=\"6 3\""
    case .dotted: " stroke-dasharray=\"1.5 3\""
    case .long: " stroke-dasharray=\"10 3 2 3\""
    }
  }

  /// A different one for each of a few series.
  public static func of(_ index: Int) -> Dash { allCases[index % allCases.count] }
}

enum StyleSheet {
  /// The same text in every picture, so that many in one page do not disturb each other.
  static let css = """
    svg.hc{--hc-ink:#1f2328;--hc-muted:#5b636b;--hc-grid:#e4e7ea;--hc-paper:#ffffff;--hc-grey:#b6bcc3;\
    --hc-0:#0072b2;--hc-1:#d55e00;--hc-2:#009e73;--hc-3:#b3588d;--hc-4:#c98a00;--hc-5:#3d9bd6;--hc-6:#1f2328;--hc-7:#8a7f00;\
    font-family:system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;max-width:100%;height:auto}
    @media (prefers-color-scheme:dark){svg.hc{--hc-ink:#e6edf3;--hc-muted:#9aa4ae;--hc-grid:#2b3138;--hc-paper:#0f1419;\
    --hc-grey:#4d565f;--hc-0:#58a6e0;--hc-1:#f0883e;--hc-2:#2fbf94;--hc-3:#d98cb8;--hc-4:#e3b341;--hc-5:#7cc4f2;\
    --hc-6:#e6edf3;--hc-7:#d2c94b}}
    """
}
