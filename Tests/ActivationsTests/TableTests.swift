import Foundation
import Testing
import VectorMath

/// The tables that only some processors use, on every processor: each place as the polynomial that it is, against the
/// function in `Double`, within the error that its comment states.
struct TableTests {
  @Test(arguments: 0..<16)
  func powersOfTwo(step: Int) {
    let bits = UInt32(127) << 23 &+ UInt32(step) << 19 &+ PowerSteps.bits[step]
    let (power, exact) = (Float(bitPattern: bits), exp2(Double(step) / 16))
    #expect(power == Float(exact))
    #expect(abs(Double(PowerSteps.errors[step]) - log(exact / Double(power))) < 0x1p-45)
  }

  @Test func aStepsExponential() {
    for i in -1000...1000 {
      // A little beyond half a step, where rounding to steps may lead.
      let r = Double(i) / 1000 * log(2) / 32 * 1.0005
      let found = r + r * r * Double(shortExpm1Polynomial(r))
      #expect(abs(found - expm1(r)) < exp2(-29.2), "r = \(r)")
    }
  }

  @Test(arguments: 0..<13)
  func logarithms(place: Int) {
    for i in -100...100 {
      let (middle, x) = (Double(place) / 32, Double(i) / 6400)
      let u = middle + x
      guard u > 0, u <= exp(-1) else { continue }
      let piece =
        Double(Log1pPieces.constants[place])
        + x
        * (Double(Log1pPieces.slopes[place])
          + x * (Double(Log1pPieces.squares[place]) + x * Double(Log1pPieces.cubes[place])))
      #expect(abs(u + u * u * piece - log1p(u)) < exp2(-28.08) * log1p(u), "u = \(u)")
    }
  }

  @Test(arguments: 0..<14)
  func normalTails(place: Int) {
    for i in -100...100 {
      let u = Double(place) / 4 + Double(i) / 800
      guard u >= 0, u <= 3.145 else { continue }
      let (t, x) = (4 * u / (4 - u), u - Double(MillsRatioPieces.centres[place]))
      let exact = (t + 4) * exp(t * t / 2) * erfc(t / 2.squareRoot()) / 2
      let slope =
        Double(MillsRatioPieces.slopes[place])
        + x
        * (Double(MillsRatioPieces.squares[place])
          + x * (Double(MillsRatioPieces.cubes[place]) + x * Double(MillsRatioPieces.fourths[place])))
      #expect(abs(Double(MillsRatioPieces.constants[place]) + x * slope - exact) < exp2(-29.4) * exact, "u = \(u)")
    }
  }
}
