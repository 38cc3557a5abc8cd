import VectorMath

/// One lane of `Float` with tables, as the lanes for AVX-512 have them: their arithmetic, on every processor.
struct TableScalar: Lanes {
  typealias Mask = Bool

  var number: Float

  init(number: Float) { self.number = number }
  init(_ value: Double) { number = Float(value) }

  static var isDouble: Bool { false }
  static func + (a: Self, b: Self) -> Self { Self(number: a.number + b.number) }
  static func - (a: Self, b: Self) -> Self { Self(number: a.number - b.number) }
  static func * (a: Self, b: Self) -> Self { Self(number: a.number * b.number) }
  static func / (a: Self, b: Self) -> Self { Self(number: a.number / b.number) }
  static prefix func - (a: Self) -> Self { Self(number: -a.number) }
  static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self {
    Self(number: .multiplyAdd(a.number, b.number, c.number))
  }
  static func productError(_ a: Self, _ b: Self, _ product: Self) -> Self {
    Self(number: .productError(a.number, b.number, product.number))
  }
  var magnitude: Self { Self(number: number.magnitude) }
  func withSign(of other: Self) -> Self { Self(number: number.withSign(of: other.number)) }
  func flippingSign(by other: Self) -> Self { Self(number: number.flippingSign(by: other.number)) }
  var truncated: Self { Self(number: number.truncated) }
  var roughReciprocal: Self { Self(number: number.roughReciprocal) }
  static func less(_ a: Self, _ b: Self) -> Bool { a.number < b.number }
  static func lessOrEqual(_ a: Self, _ b: Self) -> Bool { a.number <= b.number }
  static func equal(_ a: Self, _ b: Self) -> Bool { a.number == b.number }
  static func choose(_ mask: Bool, _ a: Self, _ b: Self) -> Self { mask ? a : b }
  static func powerOfTwo(biased: Self) -> Self { Self(number: .powerOfTwo(biased: biased.number)) }
  var exponentAndMantissa: (exponent: Self, mantissa: Self) {
    let (exponent, mantissa) = number.exponentAndMantissa
    return (Self(number: exponent), Self(number: mantissa))
  }

  static var hasTables: Bool { true }
  static func pick(_ table: SIMD16<Float>, at places: Self) -> Self {
    Self(number: table[Int(places.number.bitPattern & 15)])
  }
  static func power(biased: Self) -> Self {
    let bits = biased.number.bitPattern
    return Self(number: Float(bitPattern: bits &<< 19 &+ PowerSteps.bits[Int(bits & 15)]))
  }
  static func pick(_ table: LaneTable, at places: Self) -> Self {
    Self(number: table[Int(places.number.bitPattern & 31)])
  }
  static func leadingDigits(_ a: Self) -> Self { Self(number: Float(bitPattern: a.number.bitPattern >> 19)) }
}
