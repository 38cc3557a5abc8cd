/// σ(−t) = 1 / (1 + eᵗ) for t ≥ 0, from which everything that is made of σ follows without a cancellation: σ(t) is
/// 1 − σ(−t), at least ½.
///
/// With eᵗ = 2ᵏ (1 + p) the denominator is (1 + 2ᵏ) + 2ᵏ p. What rounding takes from it, and from its reciprocal, is put back
/// in by one step of Newton's iteration: about 0.8 ULP in the end, right down to the smallest subnormal number. Rejected:
/// eᵗ / (1 + eᵗ) with negative t, which rounds the exponential once more.
@frozen
public struct LogisticTail<V: Lanes> {
  /// σ(−t) / `scale` = `quotient` (1 + `error`), a normal number.
  public var quotient: V
  public var error: V

  /// What `scaled` is to be multiplied by in the end.
  @inlinable public static var scale: V { @inline(__always) get { Exponential<V>.scale } }

  /// - Parameters:
  ///   - t: from 0 to `exponentialBound()`.
  ///   - low: what rounding took from t.
  @inlinable @inline(__always)
  public init(_ t: V, low: V) {
    self.init(Exponential(t, low: low, headroom: Exponential<V>.up))
  }

  /// The same for an exact t.
  @inlinable @inline(__always)
  public init(_ t: V) {
    self.init(Exponential(t, headroom: Exponential<V>.up))
  }

  @inlinable @inline(__always)
  init(_ e: Exponential<V>) {
    let one = Self.scale
    let sum = e.power + one
    let denominator = V.multiplyAdd(e.power, e.excess, sum)
    quotient = V(1) / denominator
    if V.isWide {
      error = V(0)
    } else {
      let lost = ((e.power - sum) + one) + V.multiplyAdd(e.power, e.excess, sum - denominator)
      error = V.multiplyAdd(-lost, quotient, V.residual(V(1), denominator, quotient))
    }
  }

  /// σ(−t) / `scale`: to be multiplied with what makes the result larger before `scale` rounds it.
  @inlinable @inline(__always)
  public var scaled: V { V.isWide ? quotient : V.multiplyAdd(quotient, error, quotient) }

  /// σ(−t)
  @inlinable @inline(__always)
  public var value: V { scaled * Self.scale }

  /// a σ(−t) / `scale`, rounded once.
  @inlinable @inline(__always)
  public func scaled(times a: V) -> V {
    let product = a * quotient
    return V.isWide
      ? product : product + V.multiplyAdd(product, error, V.productError(a, quotient, product))
  }

  /// σ(−t) σ(t) / `scale`
  @inlinable @inline(__always)
  public var scaledSlope: V { scaled * (V(1) - value) }
}
