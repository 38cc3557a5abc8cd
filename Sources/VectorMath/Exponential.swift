/// eˣ, eˣ − 1 and their relatives.

/// eˣ = 2ᵏ (1 + `excess`), with `power` = 2^(k + headroom).
@frozen
public struct Exponential<V: Lanes> {
  public var power: V
  /// eʳ − 1, so that 2ᵏ + 2ᵏ · excess is rounded once: for a whole power from 2^(−½) − 1 to √2 − 1, its own last digits
  /// right; in steps a sixteenth of that, together with what rounding took from the power.
  public var excess: V
  /// What rounding took from `excess`; no operation where it is not used.
  public var excessLow: V

  @inlinable @inline(__always)
  public init(_ reduced: ReducedArgument<V>) {
    guard V.hasTables else {
      self = Self(whole: reduced)
      return
    }
    power = V.power(biased: reduced.biased)
    let r = reduced.remainder
    let (square, polynomial) = (r * r, shortExpm1Polynomial(r))
    // What rounding took from the power counts for nothing but here.
    let sum = r + V.pick(PowerSteps.errors, at: reduced.biased)
    excess = V.multiplyAdd(polynomial, square, sum)
    excessLow = V.multiplyAdd(polynomial, square, sum - excess)
  }

  /// From what has an integer k.
  @inlinable @inline(__always)
  public init(whole reduced: ReducedArgument<V>) {
    power = V.powerOfTwo(biased: reduced.biased)
    let r = reduced.remainder
    let square = r * r
    let polynomial = expm1Polynomial(r, square: square)
    excess = V.multiplyAdd(polynomial, square, r)
    excessLow = V.multiplyAdd(polynomial, square, r - excess)
  }

  @inlinable @inline(__always)
  public init(_ x: V, headroom: Double) { self.init(ReducedArgument(x, headroom: headroom)) }

  /// 2ᵏ + 2ᵏ · excess, still with the headroom.
  @inlinable public var scaled: V {
    @inline(__always) get { V.multiplyAdd(power, excess, power) }
  }

  /// With `down` the exponential, and what rounding took from it, which still has the headroom.
  @inlinable public var parts: (value: V, low: V) {
    @inline(__always) get {
      let scaled = scaled
      return (scaled * Self.scale, V.multiplyAdd(power, excess, power - scaled))
    }
  }

  /// For x ≤ 0.
  @inlinable public static var down: Double { @inline(__always) get { V.isDouble ? 200 : 64 } }
  /// For x ≥ 0.
  @inlinable public static var up: Double { @inline(__always) get { V.isDouble ? -200 : -64 } }

  /// What a result found with `down`, or the reciprocal of one found with `up`, is to be multiplied by in the end.
  @inlinable public static var scale: V { @inline(__always) get { V(V.isDouble ? 0x1p-200 : 0x1p-64) } }
}

/// e^(x/a) for x ≤ 0, and a (e^(x/a) − 1) from r' = a r = x − k a ln 2, so that neither the quotient nor the product
/// with a is rounded.
@frozen
public struct DividedExponential<V: Lanes> {
  /// e^(x/a) = `power` (1 + `excess`) `Exponential.scale`
  public var power: V
  public var excess: V
  /// a · `excess`, by its own rounding.
  public var product: V

  /// 2ᵏ and r'.
  ///
  /// - Parameters:
  ///   - x: from −a `exponentialBound()` to 0.
  ///   - a: positive, the same for all: what is made of it is found once for an array.
  @inlinable @inline(__always)
  public static func reduced(_ x: V, by a: V) -> (power: V, scaled: V) {
    let (biased, k) = ReducedArgument<V>.multiple(
      x, V(1) / a * V(ReducedArgument<V>.binaryLogarithm), Exponential<V>.down, steps: 1)
    // −a ln 2, the first piece with half of the digits, so that k times it is exact.
    let coarse = a * ReducedArgument<V>.coarse(1)
    let (high, rest) = coarse.halves
    let low =
      rest + V.multiplyAdd(a, ReducedArgument<V>.fine(1), V.productLost(a, ReducedArgument<V>.coarse(1), coarse))
    return (V.powerOfTwo(biased: biased), V.multiplyAdd(k, low, V.multiplyAdd(k, high, x)))
  }

  /// From what `reduced` finds.
  @inlinable @inline(__always)
  public init(power: V, scaled: V, by a: V) {
    self.power = power
    let r = scaled * (V(1) / a)
    let square = r * r
    let polynomial = expm1Polynomial(r, square: square)
    excess = V.multiplyAdd(polynomial, square, r)
    product = V.multiplyAdd(polynomial, scaled * r, scaled)
  }
}

/// The magnitude of x beyond which e^(−x) is zero, whatever it is multiplied by, and within which `Exponential` is
/// valid.
@inlinable @inline(__always)
public func exponentialBound<V: Lanes>() -> V { V(V.isDouble ? 796 : 130) }

/// eˣ for x ≤ 0, right down to the smallest subnormal number. About 0.9 ULP.
@inlinable @inline(__always)
public func exponential<V: Lanes>(_ x: V) -> V {
  let e = Exponential(V.larger(-exponentialBound(), x), headroom: Exponential<V>.down)
  return e.scaled * Exponential<V>.scale
}
