import Activations
import Diagnostics
import Foundation
import Testing

@Suite struct PredictionsSelfNormalizationTests {
  /// SELU's constants from ELU (Klambauer et al. 2017).
  @Test func recoversSELU() throws {
    let found = try #require(SelfNormalization(try Activation("elu")))
    #expect(abs(found.scale / 1.0507009873554805 - 1) < 1e-12)
    #expect(abs(try #require(found.value) / 1.6732632423543772 - 1) < 1e-12)
    #expect(found.parameter == "alpha" && found.shift == 0)
    #expect(found.isStable && found.contraction > 0 && found.contraction < 1)
    // SELU needs nothing more.
    let selu = try #require(SelfNormalization(try Activation("selu")))
    #expect(abs(selu.scale - 1) < 1e-12 && abs(selu.shift) < 1e-12)
    #expect(abs(selu.contraction - found.contraction) < 1e-8)
  }

  /// Mean 0 and variance 1 come out, by a sum of its own; what is said of stability holds when it is iterated.
  @Test(arguments: Activation.all) func everyFunction(activation: Activation) throws {
    let own = try #require(SelfNormalization(activation))
    func g(_ x: Double) -> Double { own.scale * own.activation.value(x) + own.shift }
    func square(_ variance: Double) -> Double {
      let h = 1.0 / 2048
      var sum = 0.0
      for i in -20_480..<20_480 {
        let z = (Double(i) + 0.5) * h
        let y = g(z * variance.squareRoot())
        sum += h * y * y * Self.density(z)
      }
      return sum
    }
    let h = 1.0 / 2048
    let mean = (-20_480..<20_480).reduce(0.0) {
      $0 + h * g((Double($1) + 0.5) * h) * Self.density((Double($1) + 0.5) * h)
    }
    #expect(abs(mean) < 1e-6, "\(activation)")
    #expect(abs(square(1) - 1) < 1e-5, "\(activation)")
    let slope = (square(1.01) - square(0.99)) / 0.02
    #expect(
      abs(slope - own.contraction) < 2e-3 * max(1, own.contraction), "\(activation): \(slope), \(own.contraction)")
  }

  static func density(_ z: Double) -> Double { exp(-z * z / 2) / (2 * Double.pi).squareRoot() }

  @Test func constantsOfKnownFunctions() throws {
    let relu = try #require(SelfNormalization(try Activation("relu")))
    let variance = 0.5 - 1 / (2 * Double.pi)
    #expect(abs(relu.scale - 1 / variance.squareRoot()) < 1e-12)
    #expect(abs(relu.shift + relu.scale / (2 * Double.pi).squareRoot()) < 1e-12)
    let tanh = try #require(SelfNormalization(try Activation("tanh")))
    #expect(tanh.shift == 0 && tanh.parameter == nil && tanh.isStable)
    #expect(abs(tanh.scale - (try Activation("tanh")).gain) < 1e-10)
    // A straight line keeps every variance: neither stable nor not.
    let linear = try #require(SelfNormalization(try Activation("linear")))
    #expect(!linear.isStable && abs(linear.contraction - 1) < 1e-9)
    // A leaky ReLU's mean is 0 only where it is a line.
    #expect(try #require(SelfNormalization(try Activation("leaky-relu"))).parameter == nil)
  }
}
