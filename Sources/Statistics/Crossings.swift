#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How likely any of `count` p-values is at most p when there is no difference at all, from simulated draws.
///
/// The expected number of such p-values is count · p, whatever their correlation. What is simulated is only the share of
/// it that remains when several in one draw count as one: (n + 8) / (b + 8), where n is the number of draws with at least
/// one, and b the number of all of them. For independent p-values the share is near 1, for copies of one it is 1/count,
/// and in both cases it varies little from draw to draw; where the draws are too few to tell, it goes to 1, which is
/// Bonferroni's bound.
struct Crossings {
  private var count: Double
  /// At the levels 1.25⁻ⁱ; empty where nothing was simulated.
  private var shares: [Double] = []

  static let levels = 84
  private static let logStep = log(1.25)
  private static let pseudoCount = 8.0

  /// Bonferroni's bound, which is exact for one.
  init(bound count: Int) { self.count = Double(count) }

  /// `all[i]` of the simulated p-values, and the least of `first[i]` draws, lie in (1.25⁻ⁱ⁻¹, 1.25⁻ⁱ].
  init(count: Int, all: [Int], first: [Int]) {
    self.count = Double(count)
    shares = [Double](repeating: 1, count: Self.levels)
    var (b, n) = (Self.pseudoCount, Self.pseudoCount)
    for i in (0..<Self.levels).reversed() {
      b += Double(all[i])
      n += Double(first[i])
      shares[i] = n / b
    }
  }

  static func level(_ i: Int) -> Double { exp(-Double(i) * logStep) }

  /// P(any p-value ≤ p)
  func probability(_ p: Double) -> Double {
    guard p > 0 else { return 0 }
    guard !shares.isEmpty else { return min(1, count * p) }
    let place = min(max(0, -log(p) / Self.logStep), Double(Self.levels - 1))
    let low = min(Int(place), Self.levels - 2)
    let share = shares[low] + (place - Double(low)) * (shares[low + 1] - shares[low])
    return min(1, count * p * share)
  }
}

/// Independent families of p-values together.
enum Families {
  /// No level is smaller, so that intervals stay finite.
  static let least = 1e-100

  /// The largest p with 1 − Π (1 − gone − P(any of the family ≤ p)) ≤ `alpha`, where `gone` is the probability that any of
  /// the family crossed a race's boundary before.
  static func level(_ families: [Crossings], gone: [Double], alpha: Double) -> Double {
    let most = min(max(alpha, least), 1)
    // But for rounding: of one comparison the level is alpha.
    if crossed(families, gone, most) <= alpha * (1 + 1e-14) { return most }
    var (low, high) = (log(least), log(most))
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if crossed(families, gone, exp(middle)) <= alpha { low = middle } else { high = middle }
    }
    return exp(low)
  }

  /// 1 − Π (1 − gone − P), with its digits where it is small.
  static func crossed(_ families: [Crossings], _ gone: [Double], _ p: Double) -> Double {
    var sum = 0.0
    for (f, family) in families.enumerated() {
      let all = gone[f] + family.probability(p)
      guard all < 1 else { return 1 }
      sum += log1p(-all)
    }
    return -expm1(sum)
  }
}
