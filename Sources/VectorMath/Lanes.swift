/// What a function written once needs of a number, whether that number is one scalar or a whole vector of them.
///
/// The standard library's `SIMD` protocol would do, were its generic methods not evaluated lane by lane. Every
/// requirement here has a concrete witness for each conforming type, so a generic function that is specialised and
/// inlined becomes the same instructions as one written by hand.
///
/// Goals, in this order: correct at every input, accurate to the last digits, without branches, fast.
public protocol Lanes: Sendable {
  /// The result of a comparison, lane by lane.
  associatedtype Mask

  /// Whether results are `Double`; a constant after specialisation, so that choosing coefficients by it costs nothing.
  static var isDouble: Bool { get }

  /// Whether `multiplyAdd` rounds once.
  static var isFused: Bool { get }

  /// The same value in every lane, rounded to the lane's type.
  init(_ value: Double)

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self

  /// a · b + c: rounded once where the processor has a fused instruction, twice where it has none.
  static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self

  /// The rounding error of `product`, which must be a · b rounded: a · b − product.
  static func productError(_ a: Self, _ b: Self, _ product: Self) -> Self

  /// The absolute value; the sign bit is cleared, NaN included.
  var magnitude: Self { get }

  /// This magnitude with another value's sign.
  func withSign(of other: Self) -> Self

  /// This value, negated where the other one's sign is negative.
  func flippingSign(by other: Self) -> Self

  /// This value without the last 12 (`Double`: 27) of its digits.
  var truncated: Self { get }

  /// 1 over a positive number within a twentieth, where both are normal: for corrections, of which a few digits are
  /// enough.
  var roughReciprocal: Self { get }

  static func less(_ a: Self, _ b: Self) -> Mask
  static func lessOrEqual(_ a: Self, _ b: Self) -> Mask
  static func equal(_ a: Self, _ b: Self) -> Mask

  /// `a` in the lanes where the mask holds, `b` elsewhere.
  static func choose(_ mask: Mask, _ a: Self, _ b: Self) -> Self

  /// For this value ≥ 0 the smaller of it and a positive bound. For NaN the bound, or NaN.
  ///
  /// This and `downTo` may be the comparison of the bits as whole numbers, which grow with the magnitude and with the
  /// sign: unlike that of numbers, it runs beside the units that multiply.
  func upTo(_ bound: Self) -> Self

  /// The larger of this value and a negative bound. For NaN the bound, or NaN.
  func downTo(_ bound: Self) -> Self

  /// 2ᵏ for the integer k whose biased exponent `biased` holds in its low bits, as `exponentShift` puts it there. Valid
  /// for normal 2ᵏ.
  static func powerOfTwo(biased: Self) -> Self

  /// 2^(k / `powerSteps`), rounded, from k and the bias in such steps, likewise; 0 for 0.
  static func power(biased: Self) -> Self

  /// Whether a lane can be picked from a register by a number in another, so that tables are as quick as constants:
  /// `Float`'s on AVX-512. Functions with short pieces or steps then have fewer operations than with one long
  /// polynomial.
  static var hasTables: Bool { get }

  /// In each lane the number of `table` at the place in the last four bits of `places`. Only where there are tables.
  static func pick(_ table: SIMD16<Float>, at places: Self) -> Self

  /// The same with 32 numbers and five bits.
  static func pick(_ table: LaneTable, at places: Self) -> Self

  /// In the last five bits the last of the exponent and the first four digits after the point. Only where there are
  /// tables.
  static func leadingDigits(_ a: Self) -> Self

  /// The exponent e and mantissa m of a positive, normal value: value = m · 2ᵉ with √½ ≤ m < √2.
  var exponentAndMantissa: (exponent: Self, mantissa: Self) { get }
}

extension Lanes {
  @inlinable @inline(__always)
  public static var isFused: Bool { true }

  @inlinable public static var hasTables: Bool { @inline(__always) get { false } }

  @inlinable @inline(__always)
  public static func pick(_ table: SIMD16<Float>, at places: Self) -> Self { places }

  @inlinable @inline(__always)
  public static func pick(_ table: LaneTable, at places: Self) -> Self { places }

  @inlinable @inline(__always)
  public static func leadingDigits(_ a: Self) -> Self { a }

  @inlinable @inline(__always)
  public static func power(biased: Self) -> Self { powerOfTwo(biased: biased) }

  /// How many powers of 2^(1 / `powerSteps`) there are from one power of two to the next.
  @inlinable public static var powerSteps: Double { @inline(__always) get { hasTables ? 16 : 1 } }

  /// Adding it rounds a small value to the nearest integer k, and leaves k / `steps` + `headroom` in the low bits as
  /// the biased exponent, in `steps`-ths, that `powerOfTwo(biased:)` and `power(biased:)` take. (`rounded()` would be a
  /// call per lane below SSE 4.1.)
  @inlinable @inline(__always)
  public static func exponentShift(headroom: Double, steps: Double) -> Self {
    Self(isDouble ? 0x1.8p52 + (1_023 + headroom) * steps : 0x1.8p23 + (127 + headroom) * steps)
  }

  /// This value as the sum of two with half of the digits, so that products of halves are exact. (In `Double`, that of
  /// two lower halves to 53 digits.)
  @inlinable @inline(__always)
  var halves: (high: Self, low: Self) {
    let high = truncated
    return (high, self - high)
  }

  /// c − a · b, which must be small against c: rounded once, on every processor.
  @inlinable @inline(__always)
  public static func residual(_ c: Self, _ a: Self, _ b: Self) -> Self {
    if isFused { return multiplyAdd(-a, b, c) }
    let product = a * b
    return (c - product) - productError(a, b, product)
  }

  /// c − a · b of any size. Without a fused instruction the product's lower part is rounded, which costs less than
  /// `residual`.
  @inlinable @inline(__always)
  public static func difference(_ c: Self, _ a: Self, _ b: Self) -> Self {
    if isFused { return multiplyAdd(-a, b, c) }
    let (high, low) = splitProduct(a, b)
    return (c - high) - low
  }

  /// c − a (b + `low`), likewise.
  @inlinable @inline(__always)
  public static func difference(_ c: Self, _ a: Self, _ b: Self, low: Self) -> Self {
    if isFused { return multiplyAdd(-a, b, multiplyAdd(-a, low, c)) }
    let (high, rest) = splitProduct(a, b)
    return (c - high) - (rest + a * low)
  }

  /// a · b, of which `high` is exact and `low`, at most 2⁻¹¹ of it, is rounded: less work than `productError` where
  /// there is no fused instruction.
  @inlinable @inline(__always)
  static func splitProduct(_ a: Self, _ b: Self) -> (high: Self, low: Self) {
    let (aHigh, aLow) = a.halves
    let (bHigh, bLow) = b.halves
    return (aHigh * bHigh, aHigh * bLow + aLow * b)
  }

  /// What rounding took from a · b, to ten binary digits: enough to put it back, for less than `productError` takes
  /// without a fused instruction.
  @inlinable @inline(__always)
  public static func productLost(_ a: Self, _ b: Self, _ product: Self) -> Self {
    if isFused { return productError(a, b, product) }
    let (high, low) = splitProduct(a, b)
    return (high - product) + low
  }

  /// a · b + c for a small c, on every processor as if rounded once, but for a thousandth of an ULP.
  @inlinable @inline(__always)
  public static func nearProduct(_ a: Self, _ b: Self, _ c: Self) -> Self {
    if isFused { return multiplyAdd(a, b, c) }
    let product = a * b
    return product + (productLost(a, b, product) + c)
  }

  /// The smaller one; the second where either is NaN.
  @inlinable @inline(__always)
  public static func smaller(_ a: Self, _ b: Self) -> Self { choose(less(a, b), a, b) }

  /// The larger one; the second where either is NaN.
  @inlinable @inline(__always)
  public static func larger(_ a: Self, _ b: Self) -> Self { choose(less(b, a), a, b) }

  @inlinable @inline(__always)
  public func upTo(_ bound: Self) -> Self { Self.smaller(bound, self) }

  @inlinable @inline(__always)
  public func downTo(_ bound: Self) -> Self { Self.larger(bound, self) }

  /// `result`, but NaN where this value is NaN: for functions that are constant on pieces.
  @inlinable @inline(__always)
  public func propagatingNaN(to result: Self) -> Self {
    Self.choose(Self.equal(self, self), result, self)
  }
}
