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
  /// g(z)
  public var core: V
  /// What rounding took from the last sum in `core`.
  public var coreLow: V
  /// e^(−t²/2) = `power` (1 + `excess`) `scale`
  public var power: V
  public var excess: V

  @inlinable public static var scale: V { @inline(__always) get { Exponential<V>.scale } }

  /// From here on, Φ(−t) is zero.
  @inlinable public static var bound: V { @inline(__always) get { V(V.isDouble ? 38.9 : 14.7) } }

  /// - Parameter t: from 0 to `bound`.
  @inlinable @inline(__always)
  public init(_ t: V) {
    let e = Exponential(gaussian: t)
    power = e.power
    excess = e.excess
    weight = t / (t + millsRatioCentre())
    // z / 2; exact but near t = 0, where it is rounded once.
    let z = weight - V(0.5)
    let (constant, slope): (V, V) = millsRatioCore(z)
    core = V.multiplyAdd(slope, z, constant)
    coreLow = V.multiplyAdd(slope, z, constant - core)
  }

  /// `base` − t Φ(−t). What rounding takes from `weight` stays, and what it takes from `core` too where there is a fused
  /// instruction, and from the product where there is none: to put everything back in would halve the error and cost half as
  /// much time again.
  @inlinable @inline(__always)
  public func product(subtractedFrom base: V) -> V {
    // The power of two, which takes no digits, comes first: the exponential is known before `core` is.
    let factor = weight * power
    let product = factor * core
    let lost = V.isFused ? V.productError(factor, core, product) : factor * coreLow
    let rest = V.multiplyAdd(product, excess, lost)
    return V.multiplyAdd(product + rest, -Self.scale, base)
  }

  /// (Φ(−t) − t φ(t)) / `scale`, given t. By 1 / (t + c) = (1 − `weight`) / c, which costs no second division, where a fused
  /// instruction spares the product's rounding.
  @inlinable @inline(__always)
  public func scaledDifference(_ t: V) -> V {
    let density = t * V(-0.3989422804014327)
    if V.isFused {
      let reciprocal = (V(1) - weight) * (V(1) / millsRatioCentre())
      return V.multiplyAdd(core, reciprocal, density) * V.multiplyAdd(power, excess, power)
    }
    let rest = core / (t + millsRatioCentre()) + density
    return V.multiplyAdd(rest, excess, rest) * power
  }
}
