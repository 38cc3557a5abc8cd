/// The standard normal distribution's density and tail.
///
/// Φ(−t) = e^(−t²/2) R(t) for t ≥ 0, with R(t) = ½ e^(t²/2) erfc(t / √2), which falls smoothly from ½ and needs no
/// exponential. Rejected: 1 + erf, which loses every digit in the tail.
///
/// R(t) = g(z) / (t + c) with z = (t − c) / (t + c), where g is almost a parabola.
@frozen
public struct NormalTail<V: Lanes> {
  /// t + c
  public var sum: V
  /// t / (t + c)
  public var weight: V
  /// g(z) = `core` + `coreLow`
  public var core: V
  public var coreLow: V
  /// e^(−t²/2) = `power` (1 + `excess`) `scale`
  public var power: V
  public var excess: V

  @inlinable public static var scale: V { @inline(__always) get { Exponential<V>.scale } }

  /// Beyond, Φ(−t) is zero.
  @inlinable public static var bound: V { @inline(__always) get { V(V.isDouble ? 38.9 : 14.7) } }

  /// - Parameter t: from 0 to `bound`.
  @inlinable @inline(__always)
  public init(_ t: V) {
    let square = t * t
    let e = Exponential(
      square * V(-0.5), low: V.productError(t, t, square) * V(-0.5), headroom: Exponential<V>.down)
    power = e.power
    excess = e.excess
    sum = t + millsRatioCentre()
    weight = t / sum
    // Near t = 0, where the parabola is steepest, this way is the one that is rounded once.
    let z = V.multiplyAdd(weight, V(2), V(-1))
    let (constant, slope): (V, V) = millsRatioCore(z)
    core = V.multiplyAdd(slope, z, constant)
    // Without a fused instruction this is the sum's error alone, and so it is with the product below.
    coreLow = V.multiplyAdd(slope, z, constant - core)
  }

  /// t Φ(−t) / `scale`. What rounding takes from the sum and from the quotient in `weight` stays: to put it back in would
  /// halve the error and cost half as much time again.
  @inlinable @inline(__always)
  public var scaledProduct: V {
    let product = weight * core
    let lost = V.multiplyAdd(weight, coreLow, V.isFused ? V.productError(weight, core, product) : V(0))
    return (product + V.multiplyAdd(product, excess, lost)) * power
  }

  /// (Φ(−t) − t φ(t)) / `scale`
  @inlinable @inline(__always)
  public func scaledDifference(_ t: V) -> V {
    let rest = V.multiplyAdd(-t, V(0.3989422804014327), core / sum)
    return V.multiplyAdd(rest, excess, rest) * power
  }
}
