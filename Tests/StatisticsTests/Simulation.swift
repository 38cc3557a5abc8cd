import Foundation
import Randomness
import Statistics
import Testing

/// Studies without networks: scores are a replicate's own effect, shared by all methods, and noise. What a procedure
/// promises is counted over hundreds of them. Fixed seeds, so the counts are always the same; the allowances are four
/// standard errors, so that nearly any seed would do.
enum Simulation {
  enum Noise: CaseIterable {
    case normal
    /// Skewed alike for all, so that their differences are symmetric.
    case skewed
    /// Every second method is the one before it but for a hundredth of the variance.
    case nearDuplicates
    /// The baseline's is normal, the others' skewed, and so are the differences.
    case skewedUnlikeTheBaseline
    /// The differences themselves are exponential: the baseline has no noise.
    case skewedAlone
  }

  /// One study's differences, methods × replicates, to a baseline that is not among them. `advantages` are the methods'
  /// true ones, in units of one run's noise, whose deviation is 1.
  static func differences(_ study: Int, advantages: [Double], replicates: Int, noise: Noise = .normal) -> [[Double]] {
    var random = RandomStream(seed: 20, purpose: .test, index: UInt32(study), step: UInt32(advantages.count))
    var result = advantages.map { _ in [Double]() }
    for _ in 0..<replicates {
      let baseline = noise == .skewedAlone ? 0 : draw(&random, noise == .skewed)
      let isSkewed = [.skewed, .skewedUnlikeTheBaseline, .skewedAlone].contains(noise)
      var before = 0.0
      for (m, advantage) in advantages.enumerated() {
        var own = draw(&random, isSkewed)
        if noise == .nearDuplicates, m % 2 == 1 { own = 0.99.squareRoot() * before + 0.1 * own }
        before = own
        result[m].append(advantage + own - baseline)
      }
    }
    return result
  }

  static func comparisons(_ differences: [[Double]], margin: Double = 0) -> [Comparison] {
    differences.map { Comparison(differences: $0, margin: margin) }
  }

  /// Mean 0, deviation 1; skewed, as accuracies are, by rare bad runs (an exponential distribution's negative).
  private static func draw(_ random: inout RandomStream, _ isSkewed: Bool) -> Double {
    isSkewed ? 1 + log(1 - random.uniformDouble()) : Double(random.normal())
  }

  /// How many of `count` studies a predicate holds for.
  static func count(_ count: Int, _ isSo: (Int) -> Bool) -> Int { (0..<count).count(where: isSo) }

  /// The most of `count` that an event of probability `p` is seen, but for one time in thirty thousand.
  static func most(_ count: Int, _ p: Double) -> Int {
    Int(Double(count) * p + 4 * (Double(count) * p * (1 - p)).squareRoot())
  }

  static func least(_ count: Int, _ p: Double) -> Int { count - most(count, 1 - p) }
}

extension Judgement {
  var isDifferent: Bool { verdict == .better || verdict == .worse }
}

extension Judgement {
  /// Whether the verdict, the interval and the corrected p-value say the same.
  func isConsistent(alpha: Double) -> Bool {
    guard let interval = difference, let adjustedP else { return verdict == .undecided }
    let isSigned = interval.low > 0 || interval.high < 0
    guard abs(adjustedP / alpha - 1) > 1e-6 else { return true }
    return isSigned == (adjustedP <= alpha) && (verdict == .better ? interval.low > 0 : true)
      && (verdict == .worse ? interval.high < 0 : true)
  }
}
