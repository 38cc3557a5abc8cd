/// σ(−t) = 1 / (1 + eᵗ) for t ≥ 0, from which everything that is made of σ follows without a cancellation: σ(t) is
/// 1 − σ(−t), at least ½.
///
/// With eᵗ = 2ᵏ (1 + p) the denominator is (1 + 2ᵏ) + 2ᵏ p, whose bracket is exact but for what `init` puts back: one rounding,
/// which is known, and another in the division, right down to the smallest subnormal number. Rejected: eᵗ / (1 + eᵗ) with
/// negative t, which rounds the exponential once more.
@frozen
public struct LogisticTail<V: Lanes> {
  /// `scale` / σ(−t): what is divided by it is to be multiplied by `scale` in the end, after what makes it larger.
  public var denominator: V
  /// What rounding took from it.
  public var denominatorLow: V

  @inlinable public static var scale: V { @inline(__always) get { Exponential<V>.scale } }

  /// From what another one held.
  @inlinable @inline(__always)
  public init(denominator: V, low: V) {
    self.denominator = denominator
    denominatorLow = low
  }

  /// - Parameter e: eᵗ, for t from 0 to `exponentialBound()`, with `Exponential.up`.
  @inlinable @inline(__always)
  public init(_ e: Exponential<V>) {
    let one = Self.scale
    let sum = e.power + one
    // For k > 23 (52 in `Double`), and for nearly every power that is none of two, the sum has lost digits of the one.
    let rest = V.multiplyAdd(e.power, e.excess, (e.power - sum) + one)
    denominator = sum + rest
    denominatorLow = rest - (denominator - sum)
  }

  /// a σ(−t) / `scale`, with what rounding took from the denominator and the quotient: the former would count for a whole ULP
  /// where the quotient's last place is half as large.
  @inlinable @inline(__always)
  public func scaled(times a: V) -> V {
    let quotient = a / denominator
    let lost = V.multiplyAdd(-quotient, denominatorLow, V.difference(a, quotient, denominator))
    return V.multiplyAdd(lost, denominator.roughReciprocal, quotient)
  }

  /// a σ(−t) to 1.8 ULP, as it comes from the division.
  @inlinable @inline(__always)
  public func quotient(times a: Double = 1) -> V { (Self.scale * V(a)) / denominator }

  /// σ(−t) / `scale` to 1.8 ULP
  @inlinable public var reciprocal: V { @inline(__always) get { V(1) / denominator } }

  /// What rounding took from `reciprocal` and from the denominator, as a share of `reciprocal`.
  @inlinable public var reciprocalLost: V {
    @inline(__always) get {
      V.multiplyAdd(-reciprocal, denominatorLow, V.residual(V(1), reciprocal, denominator))
    }
  }

  /// σ(−t) / `scale` to 1 ULP: all that was lost is put back, exactly enough for it to rise as t falls.
  @inlinable public var correctedReciprocal: V {
    @inline(__always) get { V.multiplyAdd(reciprocal, reciprocalLost, reciprocal) }
  }
}
