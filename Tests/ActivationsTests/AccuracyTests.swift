import ActivationCatalogue
import Activations
import TestSupport
import Testing

/// Every function of the catalogue, on every instruction set of this machine, against the reference.
@Suite struct AccuracyTests {
  static let cases = Activation.all.map(\.description) + ["swish(beta: 1.5)", "celu(alpha: 0.7)", "elu(alpha: 1.3)"]

  @Test("value and derivative in Float are within 4 ULP", arguments: cases, InstructionSet.available)
  func floatAccuracy(text: String, set: InstructionSet) throws {
    let activation = try Activation(text)
    let p = activation.parameters.map { Wide(Float($0)) }
    let points = SamplePoints.floats(kinks: activation.facts.kinks)
    let (values, derivatives) = evaluate(activation, set, points)
    var worst = (value: Wide(0), at: Float(0))
    var worstDerivative = (value: Wide(0), at: Float(0))
    for (i, x) in points.enumerated() {
      let expected = try #require(Reference.value(activation.name, Wide(x), p))
      let error = ulps(values[i], expected)
      if !(error <= worst.value) { worst = (error, x) }
      let slope = try #require(Reference.derivative(activation.name, Wide(x), p))
      // Near a zero of the derivative a relative error means nothing: there the bound is absolute, 2⁻²³.
      if abs(slope) < 0.27, abs(x) < 3, abs(Wide(derivatives[i]) - slope) <= 0x1p-23 { continue }
      let slopeError = ulps(derivatives[i], slope)
      if !(slopeError <= worstDerivative.value) { worstDerivative = (slopeError, x) }
    }
    #expect(worst.value <= 4, "\(text) on \(set): value off by \(worst.value) ULP at \(worst.at)")
    #expect(
      worstDerivative.value <= 4,
      "\(text) on \(set): derivative off by \(worstDerivative.value) ULP at \(worstDerivative.at)")
  }

  private func evaluate(
    _ activation: Activation, _ set: InstructionSet, _ points: [Float]
  ) -> (values: [Float], derivatives: [Float]) {
    let kernels = activation.kernels(for: set)
    var values = points
    var derivatives = points
    kernels.forward(points, into: &values, count: points.count)
    kernels.derivative(points, into: &derivatives, count: points.count)
    return (values, derivatives)
  }
}
