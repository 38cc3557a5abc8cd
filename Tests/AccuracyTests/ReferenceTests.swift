import Accuracy
import Activations
import Testing

@Suite struct ReferenceTests {
  // Elsewhere the reference has no more digits than `Double`.
  #if arch(x86_64)
    @Test("the reference is within 0.01 ULP of Double") func digits() throws {
      for line in ReferenceValues.text.split(separator: "\n") {
        let words = line.split(separator: " ").map(String.init)
        let x = try #require(Double(words[2]))
        let reference = try #require(
          Reference(words[0], parameters: Double(words[1]).map { [Wide($0)] } ?? []), "\(words[0])")
        for (found, text) in [(reference.value(Wide(x)), words[3]), (reference.derivative(Wide(x)), words[4])] {
          let exact = try #require(Wide(text))
          #expect(abs(found - exact) <= 0.01 * 0x1p-52 * abs(exact), "\(words[0]) at \(x): \(found), not \(exact)")
        }
      }
    }
  #endif

  @Test("every activation has a reference with its limits", arguments: Activation.all)
  func limits(activation: Activation) throws {
    let reference = try #require(Reference(activation, in: Double.self))
    let limits = activation.facts.limits
    #expect(Float(reference.value(-.infinity)) == Float(limits.atMinusInfinity))
    #expect(Float(reference.value(.infinity)) == Float(limits.atPlusInfinity))
    #expect(!reference.derivative(-.infinity).isNaN && !reference.derivative(.infinity).isNaN)
    #expect(reference.value(.nan).isNaN && reference.derivative(.nan).isNaN)
  }
}
