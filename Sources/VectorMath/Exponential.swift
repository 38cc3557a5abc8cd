/// eˣ, eˣ − 1 and their relatives.
///
/// x = k ln 2 + r with |r| ≤ ½ ln 2, so eˣ = 2ᵏ eʳ (Cody & Waite, *Software Manual for the Elementary Functions*, 1980).
/// k ln 2 is subtracted in two pieces whose first has few bits, so that k times it is exact even without a fused
/// instruction.

/// eˣ = 2ᵏ (1 + `excess`), with `power` = 2^(k + headroom).
@frozen
public struct Exponential<V: Lanes> {
  public var power: V
  /// eʳ − 1, from 2^(−½) − 1 to √2 − 1; its own last digits are right, so that 2ᵏ + 2ᵏ · excess is rounded once.
  public var excess: V
  /// What rounding took from `excess`; no operation where it is not used.
  public var excessLow: V

  /// - Parameters:
  ///   - x: such that k + headroom is within the exponents of normal numbers; elsewhere the result is meaningless.
  ///   - headroom: `down` for x ≤ 0, which keeps the digits of results below the normal range until the very end; `up` for
  ///     x ≥ 0, whose reciprocals then do.
  @inlinable @inline(__always)
  public init(_ x: V, headroom: Double) {
    let (biased, k) = Self.multiple(x, V(Self.binaryLogarithm), headroom)
    self.init(biased, V.multiplyAdd(k, Self.fine, V.multiplyAdd(k, Self.coarse, x)))
  }

  /// The same at x + `low`, where `low` is what rounding took from x: the exponential would magnify it to x times its size.
  /// (Not an optional: the compiler takes vectors in optionals apart.)
  @inlinable @inline(__always)
  public init(_ x: V, low: V, headroom: Double) {
    let (biased, k) = Self.multiple(x, V(Self.binaryLogarithm), headroom)
    self.init(biased, V.multiplyAdd(k, Self.coarse, x) + V.multiplyAdd(k, Self.fine, low))
  }

  /// The same at x · `slope`, which is never rounded: k ln 2 is subtracted within the fused product.
  @inlinable @inline(__always)
  public init(_ x: V, times slope: V, headroom: Double) {
    if V.isFused {
      let (biased, k) = Self.multiple(x, slope * V(Self.binaryLogarithm), headroom)
      self.init(biased, V.multiplyAdd(k, Self.fine, V.multiplyAdd(x, slope, k * Self.coarse)))
    } else {
      let product = x * slope
      self.init(product, low: V.productError(x, slope, product), headroom: headroom)
    }
  }

  /// The same at x · (`slope` + `slopeLow`).
  @inlinable @inline(__always)
  public init(_ x: V, times slope: V, slopeLow: V, headroom: Double) {
    if V.isFused {
      let (biased, k) = Self.multiple(x, slope * V(Self.binaryLogarithm), headroom)
      let rest = V.multiplyAdd(x, slopeLow, k * Self.fine)
      self.init(biased, V.multiplyAdd(x, slope, k * Self.coarse) + rest)
    } else {
      let product = x * slope
      let low = V.multiplyAdd(x, slopeLow, V.productError(x, slope, product))
      self.init(product, low: low, headroom: headroom)
    }
  }

  /// e^(−t²/2), whose argument is never rounded either.
  @inlinable @inline(__always)
  public init(gaussian t: V) {
    let half = t * V(-0.5)
    let product = half * t
    if V.isFused {
      let (biased, k) = Self.multiple(product, V(Self.binaryLogarithm), Self.down)
      self.init(biased, V.multiplyAdd(k, Self.fine, V.multiplyAdd(half, t, k * Self.coarse)))
    } else {
      self.init(product, low: V.productError(t, t, t * t) * V(-0.5), headroom: Self.down)
    }
  }

  /// From k with its exponent's bias, and r.
  @inlinable @inline(__always)
  init(_ biased: V, _ r: V) {
    power = V.powerOfTwo(biased: biased)
    let square = r * r
    let polynomial = expm1Polynomial(r, square: square)
    excess = V.multiplyAdd(polynomial, square, r)
    excessLow = V.multiplyAdd(polynomial, square, r - excess)
  }

  /// e^(−|x|), for any x.
  @inlinable @inline(__always)
  public init(decaying x: V) {
    self.init(-V.smaller(exponentialBound(), x.magnitude), headroom: Self.down)
  }

  /// The k of x · `slope`, which has been multiplied by 1 / ln 2, with its exponent's bias and without.
  @inlinable @inline(__always)
  static func multiple(_ x: V, _ slope: V, _ headroom: Double) -> (biased: V, k: V) {
    let shift = V.exponentShift(headroom: headroom)
    let biased = V.multiplyAdd(x, slope, shift)
    return (biased, biased - shift)
  }

  /// 1 / ln 2
  @inlinable static var binaryLogarithm: Double { @inline(__always) get { 1.4426950408889634 } }

  /// −ln 2 in two pieces. Float: 355/512 and the rest; Double: the leading 32 bits and the rest.
  @inlinable static var coarse: V {
    @inline(__always) get { V(V.isDouble ? -0.6931471803691238 : -0.693359375) }
  }
  @inlinable static var fine: V {
    @inline(__always) get { V(V.isDouble ? -1.9082149292705877e-10 : 2.1219444005469057e-4) }
  }

  /// For x ≤ 0.
  @inlinable public static var down: Double { @inline(__always) get { V.isDouble ? 200 : 64 } }
  /// For x ≥ 0.
  @inlinable public static var up: Double { @inline(__always) get { V.isDouble ? -200 : -64 } }

  /// What a result found with `down`, or the reciprocal of one found with `up`, is to be multiplied by in the end.
  @inlinable public static var scale: V { @inline(__always) get { V(V.isDouble ? 0x1p-200 : 0x1p-64) } }
}

/// e^(x/a) for x ≤ 0, and a (e^(x/a) − 1) from r' = a r = x − k a ln 2, so that neither the quotient nor the product with a is
/// rounded.
@frozen
public struct DividedExponential<V: Lanes> {
  /// e^(x/a) = `power` (1 + `excess`) `Exponential.scale`
  public var power: V
  public var excess: V
  /// a · `excess`, by its own rounding.
  public var product: V

  /// - Parameters:
  ///   - x: from −a `exponentialBound()` to 0.
  ///   - a: positive, the same for all: what is made of it is found once for an array.
  @inlinable @inline(__always)
  public init(_ x: V, by a: V) {
    let inverse = V(1) / a
    let (biased, k) = Exponential<V>.multiple(
      x, inverse * V(Exponential<V>.binaryLogarithm), Exponential<V>.down)
    power = V.powerOfTwo(biased: biased)
    // −a ln 2, the first piece with half of the digits, so that k times it is exact.
    let coarse = a * Exponential<V>.coarse
    let (high, rest) = coarse.halves
    let low = rest + V.multiplyAdd(a, Exponential<V>.fine, V.productError(a, Exponential<V>.coarse, coarse))
    let scaled = V.multiplyAdd(k, low, V.multiplyAdd(k, high, x))
    let r = scaled * inverse
    let square = r * r
    let polynomial = expm1Polynomial(r, square: square)
    excess = V.multiplyAdd(polynomial, square, r)
    product = V.multiplyAdd(polynomial, scaled * r, scaled)
  }
}

/// The magnitude of x beyond which e^(−x) is zero, whatever it is multiplied by, and within which `Exponential` is valid.
@inlinable @inline(__always)
public func exponentialBound<V: Lanes>() -> V { V(V.isDouble ? 796 : 130) }

/// eˣ for x ≤ 0, right down to the smallest subnormal number. About 0.9 ULP.
@inlinable @inline(__always)
public func exponential<V: Lanes>(_ x: V) -> V {
  let e = Exponential(V.larger(-exponentialBound(), x), headroom: Exponential<V>.down)
  return V.multiplyAdd(e.power, e.excess, e.power) * Exponential<V>.scale
}
