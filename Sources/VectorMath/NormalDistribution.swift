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
  /// What rounding took from the last sum in `core`.
  public var coreLow: V

  @inlinable public static var scale: V { @inline(__always) get { Exponential<V>.scale } }

  /// From here on, Φ(−t) is zero.
  @inlinable public static var bound: V { @inline(__always) get { V(V.isDouble ? 38.9 : 14.7) } }

  /// `weight`, given t from 0 to `bound`: t − t (t / (t + 4)), which leaves little of what the sum and the quotient lost where
  /// t is small, and where it is large t R(t) hardly depends on it.
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
    (core, coreLow) = Self.core(weight)
  }

  /// From these, and from `core` where there is a fused instruction and no tables: elsewhere `coreLow` is used too, so that
  /// both are found here.
  @inlinable @inline(__always)
  public init(weight: V, power: V, excess: V, core: V) {
    self.weight = weight
    self.power = power
    self.excess = excess
    (self.core, coreLow) = V.isFused && !V.hasTables ? (core, V(0)) : Self.core(weight)
  }

  @inlinable @inline(__always)
  static func core(_ weight: V) -> (core: V, low: V) {
    let (x, constant, slope) = millsRatio(weight)
    if V.isFused {
      let core = V.multiplyAdd(slope, x, constant)
      return (core, V.multiplyAdd(slope, x, constant - core))
    }
    let (high, low) = V.splitProduct(slope, x)
    let sum = constant + high
    let core = sum + low
    return (core, ((constant - sum) + high) + (low - (core - sum)))
  }

  /// `base` − t Φ(−t). What rounding takes from `weight` stays, and what it takes from `core` too where there is a fused
  /// instruction but no tables (with them only what is beyond the pieces comes here), and from the product where there is none: to put everything back in would cost a third as much time again.
  @inlinable @inline(__always)
  public func product(subtractedFrom base: V) -> V {
    // The power of two, which takes no digits, comes first: the exponential is known before `core` is.
    let factor = weight * power
    let half = factor * core
    // Doubling rounds nothing, and the units that add have time.
    let twice = factor + factor
    let product =
      V.isFused
      ? V.multiplyAdd(twice, core, V.hasTables ? V.multiplyAdd(-half, excess, twice * coreLow) : -(half * excess))
      : (half + half) + V.multiplyAdd(-half, excess, twice * coreLow)
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
