internal import ActivationCatalogue
internal import VectorMath

/// What an activation does to a standard normal input, by quadrature.
extension Activation {
  /// E[f(z)²] for z ~ N(0, 1).
  public var meanSquare: Double {
    GaussianQuadrature.expectation(kinks: facts.kinks) { value($0) * value($0) }
  }

  /// E[f(z)] for z ~ N(0, 1).
  public var mean: Double { GaussianQuadrature.expectation(kinks: facts.kinks) { value($0) } }

  /// E[f′(z)²] for z ~ N(0, 1): how a gradient's variance changes on its way back.
  public var meanSquareSlope: Double {
    GaussianQuadrature.expectation(kinks: facts.kinks) { derivative($0) * derivative($0) }
  }

  /// 1 / √E[f(z)²], z ~ N(0, 1): weights with standard deviation gain / √inputs keep the pre-activations' variance at 1
  /// from layer to layer, for any activation. √2 for ReLU (He et al. 2015, arXiv:1502.01852), 1 for linear and SELU.
  public var gain: Double {
    let square = meanSquare
    return square > 0 && square.isFinite ? 1 / square.squareRoot() : 1
  }
}

/// Expectations under the standard normal distribution.
///
/// Gauss–Hermite quadrature in one piece would lose its accuracy at a kink; the line is cut there, and each piece done by
/// Gauss–Legendre panels against the density.
enum GaussianQuadrature {
  static func expectation(kinks: [Double], _ f: (Double) -> Double) -> Double {
    var total = 0.0
    let ends = [-10.0] + kinks.filter { abs($0) < 10 } + [10.0]
    for (a, b) in zip(ends, ends.dropFirst()) {
      let panels = max(1, Int((b - a) / 0.5))
      let width = (b - a) / Double(panels)
      for panel in 0..<panels {
        let middle = a + (Double(panel) + 0.5) * width
        for (node, weight) in nodes {
          for side in [-1.0, 1.0] {
            let x = middle + side * node * width / 2
            total += weight * width / 2 * f(x) * density(x)
          }
        }
      }
    }
    return total
  }

  static func density(_ x: Double) -> Double { 0.3989422804014327 * exponential(-x * x / 2) }

  /// Gauss–Legendre nodes and weights of order 10 on [−1, 1], the positive half (Abramowitz & Stegun, table 25.4).
  private static let nodes: [(Double, Double)] = [
    (0.1488743389816312, 0.2955242247147529), (0.4333953941292472, 0.2692667193099963),
    (0.6794095682990244, 0.2190863625159820), (0.8650633666889845, 0.1494513491505806),
    (0.9739065285171717, 0.0666713443086881),
  ]
}
