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
    let (biased, k) = Self.multiple(x, headroom)
    power = V.powerOfTwo(biased: biased)
    let r = V.multiplyAdd(k, Self.fine, V.multiplyAdd(k, Self.coarse, x))
    (excess, excessLow) = Self.excess(r)
  }

  /// The same at x + `low`, where `low` is what rounding took from x: the exponential would magnify it to x times its size.
  /// (Not an optional: the compiler takes vectors in optionals apart.)
  @inlinable @inline(__always)
  public init(_ x: V, low: V, headroom: Double) {
    let (biased, k) = Self.multiple(x, headroom)
    power = V.powerOfTwo(biased: biased)
    let rest = V.multiplyAdd(k, Self.fine, low)
    (excess, excessLow) = Self.excess(V.multiplyAdd(k, Self.coarse, x) + rest)
  }

  /// e^(−|x|), for any x.
  @inlinable @inline(__always)
  public init(decaying x: V) {
    self.init(-V.smaller(exponentialBound(), x.magnitude), headroom: Self.down)
  }

  /// eʳ − 1
  @inlinable @inline(__always)
  static func excess(_ r: V) -> (high: V, low: V) {
    let square = r * r
    let p = expm1Polynomial(r, square: square)
    let high = V.multiplyAdd(p, square, r)
    return (high, V.multiplyAdd(p, square, r - high))
  }

  /// k with its exponent's bias, and k.
  @inlinable @inline(__always)
  static func multiple(_ x: V, _ headroom: Double) -> (biased: V, k: V) {
    let shift = V.exponentShift(headroom: headroom)
    let biased = V.multiplyAdd(x, V(1.4426950408889634), shift)
    return (biased, biased - shift)
  }

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

/// The magnitude of x beyond which e^(−x) is zero, whatever it is multiplied by, and within which `Exponential` is valid.
@inlinable @inline(__always)
public func exponentialBound<V: Lanes>() -> V { V(V.isDouble ? 796 : 130) }

/// eˣ for x ≤ 0, right down to the smallest subnormal number. About 0.9 ULP.
@inlinable @inline(__always)
public func exponential<V: Lanes>(_ x: V) -> V {
  let e = Exponential(V.larger(-exponentialBound(), x), headroom: Exponential<V>.down)
  return V.multiplyAdd(e.power, e.excess, e.power) * Exponential<V>.scale
}
