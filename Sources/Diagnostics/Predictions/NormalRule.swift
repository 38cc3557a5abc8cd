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
/// Gauss–Legendre against the density. Beyond |z| = 10 the density leaves less than 2e−23.
struct NormalRule {
  private(set) var z: [Double] = []
  private(set) var x: [Double] = []
  /// They add up to 1.
  private(set) var weights: [Double] = []

  private static let reach = 10.0
  private static let ladder: [Double] =
    [0.015, 0.06, 0.2, 0.6, 1.5, 3, 5, 8, 12, 20] + (5...60).map { Double(1 << $0) }

  /// - Parameters:
  ///   - kinks: where the function is not smooth, in x.
  ///   - cuts: more places to cut at, in z.
  init(mean: Double, deviation: Double, kinks: [Double], cuts: [Double] = [], rule: GaussLegendre = .fine) {
    var ends = stride(from: -Self.reach, through: Self.reach, by: 1.25).map { $0 }
    for kink in kinks + [0] { ends.append((kink - mean) / deviation) }
    for step in Self.ladder where step < (Self.reach * deviation + abs(mean)) {
      ends.append((step - mean) / deviation)
      ends.append((-step - mean) / deviation)
    }
    ends = (ends + cuts).filter { abs($0) <= Self.reach }.sorted()
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
