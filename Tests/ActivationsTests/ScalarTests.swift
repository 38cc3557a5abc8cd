import Accuracy
import ActivationCatalogue
import Activations
import TestSupport
import Testing
import VectorMath

/// The same functions for one number at a time.
@Suite struct ScalarTests {
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
