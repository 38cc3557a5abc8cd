/// Lanes for processors without a fused multiply-add: the same operations, with a product rounded before it is added.
/// (Without the instruction, the standard library's `addingProduct` would call the C library once per lane.)
@frozen
public struct Unfused<Base: VectorLanes>: WrappedLanes {
  public var base: Base

  @inlinable @inline(__always)
  public init(base: Base) { self.base = base }

  @inlinable @inline(__always)
  public static var isFused: Bool { false }

  @inlinable @inline(__always)
  public static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self { a * b + c }

  /// Dekker's product: both factors are cut in halves whose products are exact (*Numerische Mathematik* 18, 1971,
  /// doi:10.1007/BF01397083).
  @inlinable @inline(__always)
  public static func productError(_ a: Self, _ b: Self, _ product: Self) -> Self {
    let (aHigh, aLow) = a.halves
    let (bHigh, bLow) = b.halves
    return ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow
  }
}
