import Activations
import Diagnostics
import Foundation
import Testing

/// Quadrature against closed forms.
@Suite struct PredictionsMeanFieldTests {
  static func activation(_ text: String) throws -> Activation { try Activation(text) }

  /// ReLU: E[f²] = q / 2, E[f] = √(q / 2π), E[f′²] = 1/2, at any variance.
  @Test(arguments: [1e-24, 1e-6, 0.3, 1, 7, 1e6, 1e24])
  func reluVariance(q: Double) throws {
    let moments = ActivationMoments(try Self.activation("relu"), variance: q)
    #expect(abs(moments.meanSquare / (q / 2) - 1) < 1e-13)
    #expect(abs(moments.mean / (q / (2 * .pi)).squareRoot() - 1) < 1e-13)
    #expect(abs(moments.slopeSquare - 0.5) < 1e-13)
    #expect(abs(moments.meanFourth / (1.5 * q * q) - 1) < 1e-13)
    let squared = ActivationMoments(try Self.activation("squared-relu"), variance: q)
    #expect(abs(squared.meanSquare / (1.5 * q * q) - 1) < 1e-12)
  }

  /// The arc-cosine kernel of order 1 (Cho & Saul 2009): E[f(u) f(v)] = q (√(1 − c²) + c (π − arccos c)) / 2π.
  @Test(arguments: [-1, -0.9, -0.3, 0, 0.2, 0.7, 0.99, 0.9999, 1 - 1e-9, 1])
  func reluCorrelation(c: Double) throws {
    for q in [1e-8, 1, 40.0] {
      let found = ActivationDual(try Self.activation("relu"), variance: q, correlation: c).product
      let expected = q * ((max(0, 1 - c * c)).squareRoot() + c * (.pi - acos(c))) / (2 * .pi)
      #expect(abs(found - expected) <= 1e-10 * q, "\(c) at \(q): \(found), expected \(expected)")
    }
    let leaky = ActivationDual(try Self.activation("leaky-relu(0.3)"), variance: 1, correlation: c).product
    // f = 0.3 x + 0.7 relu(x).
    let relu = ((max(0, 1 - c * c)).squareRoot() + c * (.pi - acos(c))) / (2 * .pi)
    #expect(abs(leaky - (0.09 * c + 2 * 0.3 * 0.7 * c / 2 + 0.49 * relu)) < 1e-10)
  }

  /// The arc-cosine kernel of order 0, for a function that jumps: (π − arccos c) / 2π.
  @Test func stepCorrelation() throws {
    for c in [-0.8, 0, 0.5, 0.999] {
      let found = ActivationDual(try Self.activation("binary-step"), variance: 2, correlation: c).product
      #expect(abs(found - (.pi - acos(c)) / (2 * .pi)) < 1e-10)
    }
  }

  /// The arc-cosine kernels of ReLU's slope (order 0) and of its square (order 2), and E[f′²(u) f′²(v)].
  @Test(arguments: [-0.7, 0, 0.4, 0.95]) func otherProducts(c: Double) throws {
    let dual = ActivationDual(try Self.activation("relu"), variance: 1, correlation: c)
    let (angle, root) = (acos(c), (1 - c * c).squareRoot())
    #expect(abs(dual.slopeProduct - (.pi - angle) / (2 * .pi)) < 1e-10)
    #expect(abs(dual.slopeSquareProduct - (.pi - angle) / (2 * .pi)) < 1e-10)
    let second = (3 * root * c + (.pi - angle) * (1 + 2 * c * c)) / (2 * .pi)
    #expect(abs(dual.squareProduct - second) < 1e-9)
  }

  /// GELU = x Φ(x): E[f(x)²] has a closed form, E[f] = q / √(2π (1 + q)).
  @Test(arguments: [0.01, 1, 3, 100.0]) func geluMean(q: Double) throws {
    let moments = ActivationMoments(try Self.activation("gelu"), variance: q)
    #expect(abs(moments.mean / (q / (2 * .pi * (1 + q)).squareRoot()) - 1) < 1e-12)
  }

  /// For softplus's slope σ: E[σ(x)] = ½ by symmetry; for hard tanh, by the normal distribution function.
  @Test func truncated() throws {
    #expect(abs(ActivationMoments(try Self.activation("sigmoid"), variance: 1e8).mean - 0.5) < 1e-12)
    for q in [0.01, 1, 1e4, 1e12] {
      let s = q.squareRoot()
      let inside = erf(1 / s / 2.0.squareRoot())
      let density = exp(-0.5 / q) / (2 * Double.pi).squareRoot()
      let expected = q * (inside - 2 / s * density) + (1 - inside)
      let found = ActivationMoments(try Self.activation("hard-tanh"), variance: q)
      // Where it is nearly linear the closed form is a difference of large numbers.
      #expect(abs(found.meanSquare - expected) < 1e-15 * max(1, s) + 1e-13, "\(q): \(found.meanSquare), \(expected)")
      #expect(abs(found.slopeSquare - inside) < 1e-13)
    }
  }

  /// tanh at variance 1: ∫ tanh² φ = 0.394294491123, ∫ sech⁴ φ = 0.464402, by scipy.integrate.quad.
  @Test func tanhAtOne() throws {
    let moments = ActivationMoments(try Self.activation("tanh"), variance: 1)
    #expect(abs(moments.meanSquare - Self.simpson { tanh($0) * tanh($0) }) < 1e-12)
    #expect(abs(moments.slopeSquare - Self.simpson { pow(1 - tanh($0) * tanh($0), 2) }) < 1e-12)
  }

  /// ∫ g φ by Simpson's rule with steps of 1/1000, exact to rounding for smooth functions.
  static func simpson(_ g: (Double) -> Double) -> Double {
    let h = 1e-3
    var sum = 0.0
    for i in -12_000...12_000 {
      let x = Double(i) * h
      sum += (i % 2 == 0 ? 2.0 : 4.0) / 3 * h * g(x) * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    }
    return sum
  }

  /// With a mean: E[relu(m + s z)] = m Φ(m/s) + s φ(m/s).
  @Test func shifted() throws {
    for (m, s) in [(2.0, 0.5), (-1, 3), (0.1, 1e-3), (-30, 10)] {
      let found = ActivationMoments(try Self.activation("relu"), mean: m, variance: s * s).mean
      let t = m / s
      let expected = m * 0.5 * erfc(-t / 2.0.squareRoot()) + s * exp(-t * t / 2) / (2 * Double.pi).squareRoot()
      #expect(abs(found - expected) < 1e-13 * max(1, abs(expected)))
    }
  }

  /// Every function of the catalogue against a plain sum over many points.
  @Test(arguments: Activation.all) func everyFunction(activation: Activation) {
    for q in [0.04, 1.3, 90] {
      let s = Double(q).squareRoot()
      var (square, product) = (0.0, 0.0)
      // The midpoint rule: its error at a kink or jump falls with the step.
      let h = 1.0 / 512
      let zs = (-5_120..<5_120).map { (Double($0) + 0.5) * h }
      let f = zs.map { activation.value($0 * s) }
      let w = zs.map { h * exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot() }
      for i in zs.indices { square += w[i] * f[i] * f[i] }
      let found = ActivationMoments(activation, variance: q)
      #expect(abs(found.meanSquare - square) < 2e-5 * max(square, 1e-3), "\(activation) at \(q)")
      // Two dimensions: every 16th point, so less exactly.
      let coarse = stride(from: 8, to: zs.count, by: 16).map { $0 }
      let c = 0.6
      for i in coarse {
        for j in coarse {
          let v = c * zs[i] + (1 - c * c).squareRoot() * zs[j]
          product += 256 * w[i] * w[j] * f[i] * activation.value(v * s)
        }
      }
      let dual = ActivationDual(activation, variance: q, correlation: c).product
      #expect(abs(dual - product) < 3e-3 * max(square, 1e-3), "\(activation) at \(q): \(dual), \(product)")
    }
  }
}

/// Fixed points and slopes against what was published.
@Suite struct PredictionsFixedPointTests {
  /// Schoenholz et al. (2017): tanh with σb² = 0.05 is critical at σw² = 1.7603.
  @Test func tanhIsCritical() throws {
    var field = MeanField(try Activation("tanh"), weightVariance: 1.7603, biasVariance: 0.05)
    guard case .settles(let q) = field.destination(from: 1) else {
      Issue.record("no fixed point")
      return
    }
    #expect(abs(field.variance(after: q) / q - 1) < 1e-10)
    #expect(abs(field.chi(at: q) - 1) < 2e-3)
    field.weightVariance = 1.3
    guard case .settles(let ordered) = field.destination(from: 3) else {
      Issue.record("no fixed point")
      return
    }
    #expect(field.correlationFixedPoint(at: ordered).correlation == 1)
    field.weightVariance = 2.5
    guard case .settles(let chaotic) = field.destination(from: 3) else {
      Issue.record("no fixed point")
      return
    }
    let end = field.correlationFixedPoint(at: chaotic)
    #expect(end.correlation > 0.1 && end.correlation < 0.9)
    #expect(abs(field.correlation(after: end.correlation, at: chaotic) - end.correlation) < 1e-7)
    #expect(abs(end.slope) < 1)
  }

  /// With He's weights every variance of ReLU stays; 1 − c goes like 9π² / 2l² (Hayou et al. 2019).
  @Test func reluAtTheEdge() throws {
    let field = MeanField(try Activation("relu"), weightVariance: 2)
    #expect(field.destination(from: 3) == .stays)
    #expect(abs(field.chi(at: 3) - 1) < 1e-13)
    var c = 0.3
    for _ in 0..<400 { c = field.correlation(after: c, at: 1) }
    let expected = 9 * Double.pi * .pi / 2 / 400 / 400
    #expect(abs((1 - c) / expected - 1) < 0.1, "1 − c is \(1 - c), expected \(expected)")
    let summary = MeanFieldSummary(field, start: 1)
    #expect(summary.correlation == 1 && summary.correlationDepth == nil)
  }

  @Test func elsewhere() throws {
    #expect(MeanField(try Activation("relu"), weightVariance: 1).destination(from: 1) == .vanishes)
    #expect(MeanField(try Activation("relu"), weightVariance: 3).destination(from: 1) == .grows)
    #expect(MeanField(try Activation("linear"), weightVariance: 1).destination(from: 0.2) == .stays)
    // x² grows from above its fixed point and vanishes from below it: σw² 1.5 q² = q at 2/3.
    let squared = MeanField(try Activation("squared-relu"), weightVariance: 1)
    #expect(squared.destination(from: 1) == .grows)
    #expect(squared.destination(from: 0.5) == .vanishes)
    #expect(abs(squared.elasticity(at: 0.1) - 2) < 1e-6)
    // SELU's fixed point is 1 by design, and it is stable (Klambauer et al. 2017).
    let selu = MeanField(try Activation("selu"), weightVariance: 1)
    guard case .settles(let q) = selu.destination(from: 0.1) else {
      Issue.record("no fixed point")
      return
    }
    #expect(abs(q - 1) < 1e-9)
    #expect(try #require(MeanFieldSummary(selu, start: 0.1).varianceDepth) > 0)
    // No slope at all.
    #expect(MeanField(try Activation("binary-step"), weightVariance: 2).chi(at: 1) == 0)
    // Sigmoid in LeCun's weights: deep in the ordered phase.
    let sigmoid = MeanFieldSummary(MeanField(try Activation("sigmoid"), weightVariance: 1), start: 1)
    #expect(sigmoid.chi < 0.1 && sigmoid.correlation == 1)
    #expect(try #require(sigmoid.correlationDepth) < 1)
  }
}
