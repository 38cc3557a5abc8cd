/// The standard normal distribution's density and tail.
///
/// Φ(−t) = e^(−t²/2) R(t) for t ≥ 0, with R(t) = ½ e^(t²/2) erfc(t / √2), which falls smoothly from ½ and needs no
/// exponential. Rejected: 1 + erf, which loses every digit in the tail.
///
/// R(t) = g(u) / (t + 4) with u = 4t / (t + 4), where g falls smoothly from 2 to 0.45. So t R(t) = u g(u) / 4 and
/// R(t) = (4 − u) g(u) / 16: with a power of two beside t, constants round nothing.
@frozen
public struct NormalTail<V: Lanes> {
  /// u
  public var weight: V
  /// e^(−t²/2) = `power` (2 − `excess`) `scale`
  public var power: V
  public var excess: V
  /// g(u)
  public var core: V
  /// What rounding took from `core`.
  public var coreLow: V

  @inlinable public static var scale: V { @inline(__always) get { Exponential<V>.scale } }

  /// From here on, Φ(−t) is zero.
  @inlinable public static var bound: V { @inline(__always) get { V(V.isDouble ? 38.9 : 14.7) } }

  /// `weight`, given t from 0 to `bound`: t − t (t / (t + 4)), which leaves little of what the sum and the quotient lost
  /// where t is small, and where it is large t R(t) hardly depends on it.
  @inlinable @inline(__always)
  public static func weight(_ t: V) -> V { V.multiplyAdd(-t, t / (t + V(4)), t) }

  /// The exponential's argument, given t.
  @inlinable @inline(__always)
  public static func reduced(_ t: V) -> ReducedArgument<V> {
    ReducedArgument(gaussian: t, headroom: Exponential<V>.down - 1)
  }

  @inlinable @inline(__always)
  public init(weight: V, _ reduced: ReducedArgument<V>) {
    power = V.powerOfTwo(biased: reduced.biased)
    let square = reduced.remainder * reduced.remainder
    excess = V.multiplyAdd(gaussianPolynomial(reduced.remainder, square: square), square, reduced.remainder)
    self.weight = weight
    let ratio = MillsRatio(weight)
    (core, coreLow) = (ratio.value, ratio.low)
  }

  /// Whether what rounding took from `core` is left out: only where that is a gain in speed, with a fused instruction and
  /// without tables, and in `Float`.
  @inlinable public static var isCoreAlone: Bool { @inline(__always) get { V.isFused && !V.hasTables && !V.isDouble } }

  /// From these, and from `core` where that is alone, or in `Double` from `MillsRatio.curve`; else all of both parts is
  /// found here.
  @inlinable @inline(__always)
  public init(weight: V, power: V, excess: V, coreOrCurve: V) {
    self.weight = weight
    self.power = power
    self.excess = excess
    if Self.isCoreAlone {
      (core, coreLow) = (coreOrCurve, V(0))
    } else {
      let ratio = V.isDouble ? MillsRatio(weight, curve: coreOrCurve) : MillsRatio(weight)
      (core, coreLow) = (ratio.value, ratio.low)
    }
  }

  /// `base` − t Φ(−t). What rounding takes from `weight` stays, from `core` too where that is alone (with tables only
  /// what is beyond the pieces comes here), and in `Float` from the product where there is no fused instruction: to put
  /// everything back in would cost a third as much time again.
  @inlinable @inline(__always)
  public func product(subtractedFrom base: V) -> V {
    // The power of two, which takes no digits, comes first: the exponential is known before `core` is.
    let factor = weight * power
    let product: V
    if V.isDouble {
      let share = V(2) - excess
      let shareLow = (V(2) - share) - excess
      let high = core * share
      let low = V.productLost(core, share, high) + V.multiplyAdd(core, shareLow, coreLow * share)
      product = V.nearProduct(factor, high, factor * low)
    } else {
      let half = factor * core
      // Doubling rounds nothing, and the units that add have time.
      let twice = factor + factor
      product =
        V.isFused
        ? V.multiplyAdd(twice, core, V.hasTables ? V.multiplyAdd(-half, excess, twice * coreLow) : -(half * excess))
        : (half + half) + V.multiplyAdd(-half, excess, twice * coreLow)
    }
    return V.multiplyAdd(product, -V(0.25) * Self.scale, base)
  }

  /// (Φ(−t) − t φ(t)) / `scale`, given t. The larger terms come last, 1 / √(2π) in two numbers.
  @inlinable @inline(__always)
  public func scaledDifference(_ t: V) -> V {
    let density = V(V.isDouble ? 0.3989422804014327 : 0.3989422917366028)
    let densityLow = V(V.isDouble ? -2.4923272022777433e-17 : -1.1335170137e-08)
    var small = V.multiplyAdd(core * weight, V(-0.0625), t * -densityLow)
    if !V.isFused { small = V.multiplyAdd(coreLow, V(0.25), small) }
    let rest = V.multiplyAdd(core, V(0.25), V.difference(small, t, density)) * power
    return V.multiplyAdd(-rest, excess, rest + rest)
  }
}
