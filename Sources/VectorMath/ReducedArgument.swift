/// The argument of an exponential without its power of two: x = k ln 2 + r with |r| ≤ ½ ln 2, so that eˣ = 2ᵏ eʳ (Cody
/// & Waite, *Software Manual for the Elementary Functions*, 1980).
///
/// k ln 2 is subtracted in two pieces whose first has few bits, so that k times it is exact even without a fused
/// instruction.
///
/// Where there are `powerSteps` from one power of two to the next, x = k ln 2 / `powerSteps` + r, and r is so much
/// smaller: but for `init(whole:)` and `init(gaussian:)`, whose powers are always whole.
@frozen
public struct ReducedArgument<V: Lanes> {
  /// k with its exponent's bias, 0 for a power of 0: as `powerOfTwo(biased:)` takes it for whole powers, as
  /// `power(biased:)` does otherwise.
  public var biased: V
  /// r
  public var remainder: V

  @inlinable @inline(__always)
  public init(biased: V, remainder: V) {
    self.biased = biased
    self.remainder = remainder
  }

  /// - Parameters:
  ///   - x: such that k + headroom is within the exponents of normal numbers; elsewhere the result is meaningless.
  ///   - headroom: `Exponential.down` for x ≤ 0, which keeps the digits of results below the normal range until the very end;
  ///     `up` for x ≥ 0, whose reciprocals then do.
  @inlinable @inline(__always)
  public init(_ x: V, headroom: Double) { self.init(x, headroom, steps: V.powerSteps) }

  /// The same with an integer k, so that products with 2ᵏ and 2ᵏ − 1 are exact: for `Exponential.init(whole:)`.
  @inlinable @inline(__always)
  public init(whole x: V, headroom: Double) { self.init(x, headroom, steps: 1) }

  @inlinable @inline(__always)
  init(_ x: V, _ headroom: Double, steps: Double) {
    let (biased, k) = Self.multiple(x, V(Self.binaryLogarithm), headroom, steps: steps)
    let r = V.multiplyAdd(k, Self.fine(steps), V.multiplyAdd(k, Self.coarse(steps), x))
    self.init(biased: biased, remainder: r)
  }

  /// Of x + `low`, where `low` is what rounding took from x: the exponential would magnify it to x times its size. (Not
  /// an optional: the compiler takes vectors in optionals apart.)
  @inlinable @inline(__always)
  public init(_ x: V, low: V, headroom: Double) {
    let (biased, k) = Self.multiple(x, V(Self.binaryLogarithm), headroom)
    self.init(biased: biased, remainder: V.multiplyAdd(k, Self.coarse(), x) + V.multiplyAdd(k, Self.fine(), low))
  }

  /// Of x · `slope`, which is never rounded: k ln 2 is subtracted within the fused product.
  @inlinable @inline(__always)
  public init(_ x: V, times slope: V, headroom: Double) {
    if V.isFused {
      let (biased, k) = Self.multiple(x, slope * V(Self.binaryLogarithm), headroom)
      self.init(biased: biased, remainder: V.multiplyAdd(k, Self.fine(), V.multiplyAdd(x, slope, k * Self.coarse())))
    } else {
      let (high, low) = V.splitProduct(x, slope)
      self.init(high, low: low, headroom: headroom)
    }
  }

  /// Of x · (`slope` + `slopeLow`).
  @inlinable @inline(__always)
  public init(_ x: V, times slope: V, slopeLow: V, headroom: Double) {
    if V.isFused {
      let (biased, k) = Self.multiple(x, slope * V(Self.binaryLogarithm), headroom)
      let rest = V.multiplyAdd(x, slopeLow, k * Self.fine())
      self.init(biased: biased, remainder: V.multiplyAdd(x, slope, k * Self.coarse()) + rest)
    } else {
      let (high, low) = V.splitProduct(x, slope)
      self.init(high, low: V.multiplyAdd(x, slopeLow, low), headroom: headroom)
    }
  }

  /// Of −|x|, for any x; for NaN perhaps that of a bound.
  @inlinable @inline(__always)
  public init(decaying x: V) {
    let t = x.magnitude.upTo(exponentialBound())
    let (biased, k) = Self.multiple(t, V(-Self.binaryLogarithm), Exponential<V>.down)
    self.init(biased: biased, remainder: V.multiplyAdd(k, Self.fine(), V.multiplyAdd(k, Self.coarse(), -t)))
  }

  /// Of x ≤ 0 without headroom, where 2ᵏ is 0 if eˣ is below the normal range: for sums with a term of 1, beside which
  /// the rest is nothing, and which subnormal numbers would only make slow. (By `bounded`, as a comparison shared with
  /// `larger` would keep that from being one instruction.)
  @inlinable @inline(__always)
  public init(flushing x: V) {
    let bound = Self.flushed
    let bounded = V.larger(bound, x)
    let reduced = Self(bounded, headroom: 0)
    biased = V.choose(V.lessOrEqual(bounded, bound), V(0), reduced.biased)
    remainder = reduced.remainder
  }

  /// Where eˣ falls below the normal range.
  @inlinable public static var flushed: V { @inline(__always) get { V(V.isDouble ? -708.3 : -87.3) } }

  /// Of −t²/2 with an integer k, and r in `remainder` as −2r: t² instead of half of it costs a product less.
  @inlinable @inline(__always)
  public init(gaussian t: V, headroom: Double) {
    let square = t * t
    let (biased, k) = Self.multiple(square, V(-0.5 * Self.binaryLogarithm), headroom, steps: 1)
    let (coarse, fine) = (Self.coarse(1) * V(-2), Self.fine(1) * V(-2))
    self.biased = biased
    if V.isFused {
      remainder = V.multiplyAdd(k, fine, V.multiplyAdd(t, t, k * coarse))
    } else {
      remainder = V.multiplyAdd(k, coarse, square) + V.multiplyAdd(k, fine, V.productLost(t, t, square))
    }
  }

  /// The k of x · `slope`, which has been multiplied by 1 / ln 2, in steps, with its exponent's bias and without.
  @inlinable @inline(__always)
  static func multiple(_ x: V, _ slope: V, _ headroom: Double, steps: Double = V.powerSteps) -> (biased: V, k: V) {
    let shift = V.exponentShift(headroom: headroom, steps: steps)
    let biased = V.multiplyAdd(x, slope * V(steps), shift)
    return (biased, biased - shift)
  }

  /// 1 / ln 2
  @inlinable static var binaryLogarithm: Double { @inline(__always) get { 1.4426950408889634 } }

  /// −ln 2 / `steps` in two pieces. Float: 355/512 and the rest; Double: the leading 32 bits and the rest.
  @inlinable @inline(__always)
  static func coarse(_ steps: Double = V.powerSteps) -> V {
    V((V.isDouble ? -0.6931471803691238 : -0.693359375) / steps)
  }
  @inlinable @inline(__always)
  static func fine(_ steps: Double = V.powerSteps) -> V {
    V((V.isDouble ? -1.9082149292705877e-10 : 2.1219444005469057e-4) / steps)
  }
}
