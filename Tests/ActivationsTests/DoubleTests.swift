import ActivationCatalogue
import Activations
import TestSupport
import Testing
import VectorMath

/// The same functions in `Double`, and as scalars.
@Suite struct DoubleTests {
  static let cases = Activation.all.map(\.description) + ["swish(beta: 1.5)", "celu(alpha: 0.7)"]

  static let points: [Double] = {
    var points: [Double] = [
      0, -0.0, .infinity, -.infinity, .nan, 1e300, -1e300, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, -6, -14,
      -88, -700, -745, 709,
    ]
    for i in -3_000...3_000 { points.append(Double(i) * 0.0123) }
    for i in -400...400 { points.append(Double(i) * 1.83) }
    return points
  }()

  // Where the wider reference is no wider, there is nothing to compare with.
  #if arch(x86_64)
    @Test("value and derivative in Double are within 8 ULP", arguments: cases, InstructionSet.available)
    func accuracy(text: String, set: InstructionSet) throws {
      let activation = try Activation(text)
      let p = activation.parameters.map { Wide($0) }
      let kernels = activation.kernels(for: set)
      var values = Self.points
      var slopes = Self.points
      kernels.forward(Self.points, into: &values, count: values.count)
      kernels.derivative(Self.points, into: &slopes, count: values.count)
      for (i, x) in Self.points.enumerated() {
        let value = try #require(Reference.value(activation.name, Wide(x), p))
        let slope = try #require(Reference.derivative(activation.name, Wide(x), p))
        #expect(Self.error(values[i], value) <= 8, "\(text) on \(set): \(values[i]) at \(x)")
        // Near a zero of the derivative the bound is absolute, as in Float.
        if abs(slope) < 0.27, abs(x) < 3, abs(Wide(slopes[i]) - slope) <= 0x1p-52 { continue }
        #expect(Self.error(slopes[i], slope) <= 8, "\(text)′ on \(set): \(slopes[i]) at \(x)")
      }
    }

    static func error(_ found: Double, _ expected: Wide) -> Wide {
      if found.isNaN || expected.isNaN { return found.isNaN && expected.isNaN ? 0 : .infinity }
      let rounded = Double(expected)
      if rounded.isInfinite || found.isInfinite { return rounded == found ? 0 : .infinity }
      return abs(Wide(found) - expected) / Wide(max(rounded.magnitude, Double.leastNormalMagnitude).ulp)
    }
  #endif

  @Test("scalars have the values of the arrays") func scalars() {
    var visitor = ScalarVisitor()
    Catalogue.visitAll(&visitor)
    #expect(visitor.count == Activation.all.count)
  }

  /// Instantiates each function for one `Float`.
  private struct ScalarVisitor: ActivationVisitor {
    var count = 0

    mutating func visit<A: ActivationFunction>(_ activation: A.Type) {
      let whole = Activation.all[count]
      count += 1
      #expect(whole.name == A.facts.name)
      let values = whole.parameterValues
      let p = Parameters<Float>(values[0], values[1])
      for i in -60...60 {
        let x = Float(i) * 0.31
        let expected = Reference.value(whole.name, Wide(x), whole.parameters.map { Wide(Float($0)) }) ?? .nan
        #expect(ulps(A.value(x, p), expected) <= 4, "\(whole.name) at \(x)")
        #expect(abs(A.derivative(x, p) - whole.derivative(x)) <= 4 * max(0.25, abs(whole.derivative(x))).ulp)
      }
    }
  }
}
