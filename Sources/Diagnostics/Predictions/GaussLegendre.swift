#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Gauss–Legendre nodes and weights on [−1, 1]: the zeros of the Legendre polynomial by Newton's method from Tricomi's
/// estimate (Abramowitz & Stegun, 25.4.29 and 22.16.6). Exact for polynomials of degree 2 · order − 1.
struct GaussLegendre {
  let nodes: [Double]
  let weights: [Double]

  init(order: Int) {
    var nodes = [Double](repeating: 0, count: order)
    var weights = nodes
    let n = Double(order)
    for i in 0..<order {
      var x = -cos(Double.pi * (Double(i) + 0.75) / (n + 0.5))
      var slope = 0.0
      for _ in 0..<100 {
        var (p, before) = (1.0, 0.0)
        for k in 1...order {
          let k = Double(k)
          (p, before) = (((2 * k - 1) * x * p - (k - 1) * before) / k, p)
        }
        slope = n * (x * p - before) / (x * x - 1)
        let step = p / slope
        x -= step
        if abs(step) < 1e-16 { break }
      }
      nodes[i] = x
      weights[i] = 2 / ((1 - x * x) * slope * slope)
    }
    self.nodes = nodes
    self.weights = weights
  }

  /// Panels of one dimension.
  static let fine = GaussLegendre(order: 16)
  /// Panels of two dimensions.
  static let coarse = GaussLegendre(order: 8)
}
