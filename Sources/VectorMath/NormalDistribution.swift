/// The standard normal distribution's density and tail.
///
/// Φ(−t) = e^(−t²/2) R(t) for t ≥ 0, with R(t) = ½ e^(t²/2) erfc(t / √2), which falls smoothly from ½ and needs no
/// exponential. Rejected: 1 + erf, which loses every digit in the tail.
///
/// R(t) = g(z) / (t + c) with z = (t − c) / (t + c), where g is almost a parabola; z / 2 is t / (t + c) − ½.
@frozen
public struct NormalTail<V: Lanes> {
  /// t / (t + c)
  public var weight: V
  /// e^(−t²/2) = `power` (2 − `excess`) `scale`
  public var power: V
  public var excess: V
  /// g(z)
  public var core: V
  /// What rounding took from the last sum in `core`.
  public var coreLow: V

  @inlinable public static var scale: V { @inline(__always) get { Exponential<V>.scale } }

  /// From here on, Φ(−t) is zero.
  @inlinable public static var bound: V { @inline(__always) get { V(V.isDouble ? 38.9 : 14.7) } }

  /// `weight`, given t from 0 to `bound`.
  @inlinable @inline(__always)
  public static func weight(_ t: V) -> V { t / (t + millsRatioCentre()) }

  /// The exponential's argument, given t.
  @inlinable @inline(__always)
  public static func reduced(_ t: V) -> ReducedArgument<V> {
    ReducedArgument(gaussian: t, headroom: Exponential<V>.down - 1)
  }

  @inlinable @inline(__always)
  public init(weight: V, _ reduced: ReducedArgument<V>) {
    power = reduced.power
    let square = reduced.remainder * reduced.remainder
    excess = V.multiplyAdd(gaussianPolynomial(reduced.remainder, square: square), square, reduced.remainder)
    self.weight = weight
    (core, coreLow) = Self.core(weight)
  }

  /// From these, and from `core` where there is a fused instruction: without one `coreLow` is used too, so that both are
  /// found here.
  @inlinable @inline(__always)
  public init(weight: V, power: V, excess: V, core: V) {
    self.weight = weight
    self.power = power
    self.excess = excess
    (self.core, coreLow) = V.isFused ? (core, V(0)) : Self.core(weight)
  }

  @inlinable @inline(__always)
  static func core(_ weight: V) -> (core: V, low: V) {
    // z / 2; exact but near t = 0, where it is rounded once.
    let z = weight - V(0.5)
    let (constant, slope): (V, V) = millsRatioCore(z)
    let core = V.multiplyAdd(slope, z, constant)
    return (core, V.multiplyAdd(slope, z, constant - core))
  }

  /// `base` − t Φ(−t). What rounding takes from `weight` stays, and what it takes from `core` too where there is a fused
  /// instruction, and from the product where there is none: to put everything back in would halve the error and cost half as
  /// much time again.
  @inlinable @inline(__always)
  public func product(subtractedFrom base: V) -> V {
    // The power of two, which takes no digits, comes first: the exponential is known before `core` is.
    let factor = weight * power
    let half = factor * core
    // Doubling rounds nothing, and the units that add have time.
    let (product, twice) = (half + half, factor + factor)
    let lost = V.isFused ? V.productError(twice, core, product) : twice * coreLow
    let rest = V.multiplyAdd(-half, excess, lost)
    return V.multiplyAdd(product + rest, -Self.scale, base)
  }

  /// (Φ(−t) − t φ(t)) / `scale`, given t. By 1 / (t + c) = (1 − `weight`) / c, which costs no second division, where a fused
  /// instruction spares the product's rounding.
  @inlinable @inline(__always)
  public func scaledDifference(_ t: V) -> V {
    let density = t * V(-0.3989422804014327)
    if V.isFused {
      let reciprocal = (V(1) - weight) * (V(1) / millsRatioCentre())
      return V.multiplyAdd(core, reciprocal, density) * V.multiplyAdd(-power, excess, power + power)
    }
    let rest = core / (t + millsRatioCentre()) + density
    return V.multiplyAdd(-rest, excess, rest + rest) * power
  }
}
