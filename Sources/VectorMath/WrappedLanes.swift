/// Lanes that do a few operations otherwise than those they are made of, which do the rest: all that has no default in `Lanes`
/// but products with a sum, which are the type's own.
public protocol WrappedLanes: VectorLanes where Scalar == Base.Scalar, Mask == Base.Mask, Memory == Base.Memory {
  associatedtype Base: VectorLanes

  var base: Base { get }

  init(base: Base)
}

extension WrappedLanes {
  @inlinable @inline(__always)
  public init(_ value: Double) { self.init(base: Base(value)) }

  @inlinable @inline(__always)
  public init(_ memory: Base.Memory) { self.init(base: Base(memory)) }

  @inlinable public var memory: Base.Memory { @inline(__always) get { base.memory } }

  @inlinable public static var isDouble: Bool { @inline(__always) get { Base.isDouble } }

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
