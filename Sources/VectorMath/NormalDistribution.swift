/// The standard normal distribution's density and tail.
///
/// Φ(−t) = e^(−t²/2) R(t) for t ≥ 0, with R(t) = ½ e^(t²/2) erfc(t / √2), which falls smoothly from ½ and needs no
/// exponential. Rejected: 1 + erf, which loses every digit in the tail.
///
/// R(t) = g(z) / (t + c) with z = (t − c) / (t + c), where g is almost a parabola.
@frozen
public struct NormalTail<V: Lanes> {
  /// 1 / (t + c) = `reciprocal` (1 + `correction`)
  public var reciprocal: V
  public var correction: V
  /// t / (t + c) = `weight` + `weightLow`
  public var weight: V
  public var weightLow: V
  /// g(z) = `core` + `coreLow`
  public var core: V
  public var coreLow: V
  /// e^(−t²/2) = `power` (1 + `excess`) `scale`
  public var power: V
  public var excess: V
  public var excessLow: V

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
    excessLow = e.excessLow
    let centre: V = millsRatioCentre()
    let sum = t + centre
    reciprocal = V(1) / sum
    weight = t * reciprocal
    if V.isWide {
      correction = V(0)
      weightLow = V(0)
    } else {
      correction = V.multiplyAdd(-(t - (sum - centre)), reciprocal, V.residual(V(1), sum, reciprocal))
      weightLow = V.multiplyAdd(weight, correction, V.productError(t, reciprocal, weight))
    }
    // Near t = 0, where the parabola is steepest, this way is the one that is rounded once.
    let z = V.multiplyAdd(weight + weightLow, V(2), V(-1))
    let (constant, slope): (V, V) = millsRatioCore(z)
    if V.isFused || V.isWide {
      core = V.multiplyAdd(slope, z, constant)
      coreLow = V.isWide ? V(0) : V.multiplyAdd(slope, z, constant - core)
    } else {
      let product = slope * z
      core = product + constant
      coreLow = (product - (core - constant)) + V.productError(slope, z, product)
    }
  }

  /// t Φ(−t) / `scale`
  @inlinable @inline(__always)
  public var scaledProduct: V {
    let product = weight * core
    if V.isWide { return V.multiplyAdd(product, excess, product) * power }
    // Of all factors only the last sum is rounded for good.
    var lost = V.multiplyAdd(core, weightLow, V.productError(weight, core, product))
    lost = V.multiplyAdd(product, excessLow, V.multiplyAdd(weight, coreLow, lost))
    return (product + V.multiplyAdd(product, excess, V.multiplyAdd(lost, excess, lost))) * power
  }

  /// (Φ(−t) − t φ(t)) / `scale`
  @inlinable @inline(__always)
  public func scaledDifference(_ t: V) -> V {
    let ratio = reciprocal * core
    if V.isWide {
      let rest = V.multiplyAdd(-t, V(0.3989422804014327), ratio)
      return V.multiplyAdd(rest, excess, rest) * power
    }
    // The density at 0 is no `Float`.
    let density = V(V.isDouble ? 0.3989422804014327 : 0.3989422917366028)
    let densityLow = V(V.isDouble ? -2.49232720228e-17 : -1.13351701053e-8)
    let lost = V.multiplyAdd(
      reciprocal, V.multiplyAdd(core, correction, coreLow), V.productError(reciprocal, core, ratio))
    let rest = V.multiplyAdd(-t, density, ratio) + V.multiplyAdd(-t, densityLow, lost)
    return V.multiplyAdd(rest, excess, rest) * power
  }
}
