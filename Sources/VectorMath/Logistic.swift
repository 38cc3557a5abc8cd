/// σ(−t) = 1 / (1 + eᵗ) for t ≥ 0, from which everything that is made of σ follows without a cancellation: σ(t) is
/// 1 − σ(−t), at least ½.
///
/// With eᵗ = 2ᵏ (1 + p) the denominator is (1 + 2ᵏ) + 2ᵏ p, whose bracket is exact but for what `init` puts back: one rounding,
/// and another in the division, right down to the smallest subnormal number. Together that is at most 1.8 ULP; a step of
/// Newton's iteration after the division would make it 0.9 and take 30 % longer. Rejected: eᵗ / (1 + eᵗ) with negative t,
/// which rounds the exponential once more.
@frozen
public struct LogisticTail<V: Lanes> {
  /// `scale` / σ(−t)
  public var denominator: V
  /// σ(−t) / `scale`: to be multiplied with what makes the result larger before `scale` rounds it.
  public var scaled: V

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
    // For k > 23 (52 in `Double`) the sum has lost digits of the one.
    denominator = sum + V.multiplyAdd(e.power, e.excess, (e.power - sum) + one)
    scaled = V(1) / denominator
  }

  /// σ(−t)
  @inlinable @inline(__always)
  public var value: V { scaled * Self.scale }

  /// a σ(−t) / `scale`: a second division costs less than the rounding of a product.
  @inlinable @inline(__always)
  public func scaled(times a: V) -> V { a / denominator }

  /// σ(−t) σ(t) / `scale`
  @inlinable @inline(__always)
  public var scaledSlope: V { scaled * (V(1) - value) }
}
