/// Lanes for processors without a fused multiply-add: the same operations, with a product rounded before it is added.
/// (Without the instruction, the standard library's `addingProduct` would call the C library once per lane.)
@frozen
public struct Unfused<Base: VectorLanes>: VectorLanes {
  public typealias Mask = Base.Mask
  public typealias Scalar = Base.Scalar

  public var base: Base

  @inlinable @inline(__always)
  public init(base: Base) { self.base = base }

  @inlinable @inline(__always)
  public init(_ value: Double) { base = Base(value) }

  @inlinable @inline(__always)
  public init(_ memory: Base.Memory) { base = Base(memory) }

  @inlinable @inline(__always)
  public var memory: Base.Memory { base.memory }

  @inlinable @inline(__always)
  public static var isDouble: Bool { Base.isDouble }

  @inlinable @inline(__always)
  public static var isFused: Bool { false }

  @inlinable @inline(__always)
  public func stream(_ pointer: UnsafeMutablePointer<Scalar>) { base.stream(pointer) }

  @inlinable @inline(__always)
  public static func + (a: Self, b: Self) -> Self { Self(base: a.base + b.base) }

  @inlinable @inline(__always)
  public static func - (a: Self, b: Self) -> Self { Self(base: a.base - b.base) }

  @inlinable @inline(__always)
  public static func * (a: Self, b: Self) -> Self { Self(base: a.base * b.base) }

  @inlinable @inline(__always)
  public static func / (a: Self, b: Self) -> Self { Self(base: a.base / b.base) }

  @inlinable @inline(__always)
  public static prefix func - (a: Self) -> Self { Self(base: -a.base) }

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

  @inlinable @inline(__always)
  public var magnitude: Self { Self(base: base.magnitude) }

  @inlinable @inline(__always)
  public func withSign(of other: Self) -> Self { Self(base: base.withSign(of: other.base)) }

  @inlinable @inline(__always)
  public func flippingSign(by other: Self) -> Self { Self(base: base.flippingSign(by: other.base)) }

  @inlinable @inline(__always)
  public var truncated: Self { Self(base: base.truncated) }

  @inlinable @inline(__always)
  public var roughReciprocal: Self { Self(base: base.roughReciprocal) }

  @inlinable @inline(__always)
  public static func less(_ a: Self, _ b: Self) -> Mask { Base.less(a.base, b.base) }

  @inlinable @inline(__always)
  public static func lessOrEqual(_ a: Self, _ b: Self) -> Mask { Base.lessOrEqual(a.base, b.base) }

  @inlinable @inline(__always)
  public static func equal(_ a: Self, _ b: Self) -> Mask { Base.equal(a.base, b.base) }

  @inlinable @inline(__always)
  public static func choose(_ mask: Mask, _ a: Self, _ b: Self) -> Self {
    Self(base: Base.choose(mask, a.base, b.base))
  }

  @inlinable @inline(__always)
  public static func powerOfTwo(biased: Self) -> Self { Self(base: Base.powerOfTwo(biased: biased.base)) }

  @inlinable @inline(__always)
  public var exponentAndMantissa: (exponent: Self, mantissa: Self) {
    let (exponent, mantissa) = base.exponentAndMantissa
    return (Self(base: exponent), Self(base: mantissa))
  }
}
