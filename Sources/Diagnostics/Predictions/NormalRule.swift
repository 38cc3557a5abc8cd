internal import Activations

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A quadrature rule for E[g(x)], x ~ N(mean, deviation²), where g is made of an activation.
///
/// Gauss–Hermite quadrature loses its accuracy at a kink, and where the normal distribution is much wider than the bend of
/// a sigmoid. Here the line is cut at the kinks, at places that grow geometrically away from 0 in x (so that a bend is
/// resolved whatever the variance), and at equal distances in z = (x − mean) / deviation; each panel is done by
/// Gauss–Legendre against the density. Beyond |z| = 10 the density leaves less than 2e−23; in two dimensions, where a rule
/// is needed for every node of another, 7.5 (1e−13), fewer cuts and fewer nodes have to do.
struct NormalRule {
  private(set) var z: [Double] = []
  private(set) var x: [Double] = []
  /// They add up to 1.
  private(set) var weights: [Double] = []

  enum Effort { case fine, coarse }

  private static let ladder: [Double] =
    [0.015, 0.06, 0.2, 0.6, 1.5, 3, 5, 8, 12, 20] + (5...60).map { Double(1 << $0) }

  /// - Parameters:
  ///   - kinks: where the function is not smooth, in x.
  ///   - cuts: more places to cut at, in z.
  init(mean: Double, deviation: Double, kinks: [Double], cuts: [Double] = [], effort: Effort = .fine) {
    let (reach, rule, least) = effort == .fine ? (10.0, GaussLegendre.fine, 0.0) : (7.5, GaussLegendre.coarse, 0.1)
    var ends = stride(from: -reach, through: reach, by: 1.25).map { $0 }
    for kink in kinks + [0] { ends.append((kink - mean) / deviation) }
    for step in Self.ladder where step > least && step < reach * deviation + abs(mean) {
      ends.append((step - mean) / deviation)
      ends.append((-step - mean) / deviation)
    }
    ends = (ends + cuts).filter { abs($0) <= reach }.sorted()
    z.reserveCapacity(ends.count * rule.nodes.count)
    x.reserveCapacity(ends.count * rule.nodes.count)
    weights.reserveCapacity(ends.count * rule.nodes.count)
    for (a, b) in zip(ends, ends.dropFirst()) where b - a > 1e-14 {
      let (middle, half) = ((a + b) / 2, (b - a) / 2)
      for (node, weight) in zip(rule.nodes, rule.weights) {
        let at = middle + half * node
        z.append(at)
        x.append(mean + deviation * at)
        weights.append(weight * half * 0.3989422804014327 * exp(-at * at / 2))
      }
    }
  }

  /// Σ w g(x) with the values of g.
  func sum(_ values: [Double]) -> Double {
    var total = 0.0
    for (w, value) in zip(weights, values) { total += w * value }
    return total
  }
}
