/// 8 lanes of `Double`. Each witness is the concrete operation: see `Lanes`.
///
/// A struct of its own, as a generic type such as `SIMD8` can conform to a protocol for one kind of scalar only.
@frozen
public struct DoubleLanes8: VectorLanes {
  public typealias Mask = SIMDMask<SIMD8<Int64>>
  public typealias Scalar = Double

  public var lanes: SIMD8<Double>

  @inlinable @inline(__always)
  public init(lanes: SIMD8<Double>) { self.lanes = lanes }

  @inlinable @inline(__always)
  public init(_ value: Double) { lanes = SIMD8<Double>(repeating: Double(value)) }

  @inlinable @inline(__always)
  public init(broadcasting value: Double) { lanes = SIMD8<Double>(repeating: value) }

  @inlinable @inline(__always)
  public static var isDouble: Bool { true }

  @inlinable @inline(__always)
  public static var scalarCount: Int { 8 }

  @inlinable @inline(__always)
  public static func + (a: Self, b: Self) -> Self { Self(lanes: a.lanes + b.lanes) }

  @inlinable @inline(__always)
  public static func - (a: Self, b: Self) -> Self { Self(lanes: a.lanes - b.lanes) }

  @inlinable @inline(__always)
  public static func * (a: Self, b: Self) -> Self { Self(lanes: a.lanes * b.lanes) }

  @inlinable @inline(__always)
  public static func / (a: Self, b: Self) -> Self { Self(lanes: a.lanes / b.lanes) }

  @inlinable @inline(__always)
  public static prefix func - (a: Self) -> Self { Self(lanes: -a.lanes) }

  @inlinable @inline(__always)
  public static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self {
    Self(lanes: c.lanes.addingProduct(a.lanes, b.lanes))
  }

  @inlinable @inline(__always)
  public static func productError(_ a: Self, _ b: Self, _ product: Self) -> Self {
    Self(lanes: (-product.lanes).addingProduct(a.lanes, b.lanes))
  }

  @inlinable @inline(__always)
  public var magnitude: Self {
    let digits = unsafeBitCast(lanes, to: SIMD8<UInt64>.self) & SIMD8<UInt64>(repeating: 0x7FFF_FFFF_FFFF_FFFF)
    return Self(lanes: unsafeBitCast(digits, to: SIMD8<Double>.self))
  }

  @inlinable @inline(__always)
  public func withSign(of other: Self) -> Self {
    let sign = unsafeBitCast(other.lanes, to: SIMD8<UInt64>.self) & SIMD8<UInt64>(repeating: 0x8000_0000_0000_0000)
    let digits = unsafeBitCast(lanes, to: SIMD8<UInt64>.self) & SIMD8<UInt64>(repeating: 0x7FFF_FFFF_FFFF_FFFF)
    return Self(lanes: unsafeBitCast(digits | sign, to: SIMD8<Double>.self))
  }

  @inlinable @inline(__always)
  public static func less(_ a: Self, _ b: Self) -> Mask { a.lanes .< b.lanes }

  @inlinable @inline(__always)
  public static func lessOrEqual(_ a: Self, _ b: Self) -> Mask { a.lanes .<= b.lanes }

  @inlinable @inline(__always)
  public static func equal(_ a: Self, _ b: Self) -> Mask { a.lanes .== b.lanes }

  @inlinable @inline(__always)
  public static func choose(_ mask: Mask, _ a: Self, _ b: Self) -> Self {
    Self(lanes: b.lanes.replacing(with: a.lanes, where: mask))
  }

  @inlinable @inline(__always)
  public static func powerOfTwo(shifted: Self) -> Self {
    let biased = unsafeBitCast(shifted.lanes, to: SIMD8<UInt64>.self) &+ SIMD8<UInt64>(repeating: 1023)
    return Self(lanes: unsafeBitCast(biased &<< SIMD8<UInt64>(repeating: 52), to: SIMD8<Double>.self))
  }

  @inlinable @inline(__always)
  public var exponentAndMantissa: (exponent: Self, mantissa: Self) {
    // Subtracting the bits of √½ puts the boundary between exponents at √½ instead of at 1.
    let bits = unsafeBitCast(lanes, to: SIMD8<UInt64>.self)
    let root = SIMD8<UInt64>(repeating: Double(0.7071067811865476).bitPattern)
    let exponent = unsafeBitCast(bits &- root, to: SIMD8<Int64>.self) &>> SIMD8<Int64>(repeating: 52)
    let mantissa = bits &- unsafeBitCast(exponent &<< SIMD8<Int64>(repeating: 52), to: SIMD8<UInt64>.self)
    // A small integer becomes a number by adding it to the bits of the rounding shift.
    let shift = SIMD8<Int64>(repeating: Int64(bitPattern: Double(0x1.8p52).bitPattern))
    let number = Self(lanes: unsafeBitCast(shift &+ exponent, to: SIMD8<Double>.self)) - Self.roundingShift
    return (number, Self(lanes: unsafeBitCast(mantissa, to: SIMD8<Double>.self)))
  }
}
