public import CVectorMath

/// 4 lanes of `Float` that are calculated with as `Double`s, for processors without a fused multiply-add.
///
/// Without that instruction an exact product costs seventeen operations, and a `Float` needs several to keep its last
/// digits. `Double`s need none: half as many lanes, but in the end less work, and results that are almost always rounded
/// correctly.
@frozen
public struct WideLanes4: VectorLanes {
  public typealias Mask = SIMDMask<SIMD4<Int64>>
  public typealias Scalar = Float

  public var lanes: SIMD4<Double>

  @inlinable @inline(__always)
  public init(lanes: SIMD4<Double>) { self.lanes = lanes }

  @inlinable @inline(__always)
  public init(_ value: Double) { lanes = SIMD4<Double>(repeating: value) }

  @inlinable @inline(__always)
  public static var isDouble: Bool { false }

  @inlinable @inline(__always)
  public static var isWide: Bool { true }

  @inlinable @inline(__always)
  public static var isFused: Bool { false }

  @inlinable @inline(__always)
  public init(_ memory: SIMD4<Float>) { lanes = SIMD4<Double>(memory) }

  @inlinable @inline(__always)
  public var memory: SIMD4<Float> { SIMD4<Float>(lanes) }

  @inlinable @inline(__always)
  public func stream(_ pointer: UnsafeMutablePointer<Float>) { hk_stream_float4(memory, pointer) }

  @inlinable @inline(__always)
  public static func + (a: Self, b: Self) -> Self { Self(lanes: a.lanes + b.lanes) }

  @inlinable @inline(__always)
  public static func - (a: Self, b: Self) -> Self { Self(lanes: a.lanes - b.lanes) }

  @inlinable @inline(__always)
  public static func * (a: Self, b: Self) -> Self { Self(lanes: a.lanes * b.lanes) }

  @inlinable @inline(__always)
  public static func / (a: Self, b: Self) -> Self { Self(lanes: a.lanes / b.lanes) }

  @inlinable @inline(__always)
  public static prefix func - (a: Self) -> Self {
    // The standard library subtracts from 0, which is an operation more and leaves no −0.
    let bits = unsafeBitCast(a.lanes, to: SIMD4<UInt64>.self) ^ SIMD4<UInt64>(repeating: 0x8000_0000_0000_0000)
    return Self(lanes: unsafeBitCast(bits, to: SIMD4<Double>.self))
  }

  @inlinable @inline(__always)
  public static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self {
    Self(lanes: a.lanes * b.lanes + c.lanes)
  }

  /// Nothing that a `Float` would notice.
  @inlinable @inline(__always)
  public static func productError(_ a: Self, _ b: Self, _ product: Self) -> Self { Self(0) }

  @inlinable @inline(__always)
  public var magnitude: Self {
    let digits = unsafeBitCast(lanes, to: SIMD4<UInt64>.self) & SIMD4<UInt64>(repeating: 0x7FFF_FFFF_FFFF_FFFF)
    return Self(lanes: unsafeBitCast(digits, to: SIMD4<Double>.self))
  }

  @inlinable @inline(__always)
  public func withSign(of other: Self) -> Self {
    let sign = unsafeBitCast(other.lanes, to: SIMD4<UInt64>.self) & SIMD4<UInt64>(repeating: 0x8000_0000_0000_0000)
    let digits = unsafeBitCast(lanes, to: SIMD4<UInt64>.self) & SIMD4<UInt64>(repeating: 0x7FFF_FFFF_FFFF_FFFF)
    return Self(lanes: unsafeBitCast(digits | sign, to: SIMD4<Double>.self))
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
  public static func powerOfTwo(biased: Self) -> Self {
    let bits = unsafeBitCast(biased.lanes, to: SIMD4<UInt64>.self)
    return Self(lanes: unsafeBitCast(bits &<< SIMD4<UInt64>(repeating: 52), to: SIMD4<Double>.self))
  }

  @inlinable @inline(__always)
  public var exponentAndMantissa: (exponent: Self, mantissa: Self) {
    // Subtracting the bits of √½ puts the boundary between exponents at √½ instead of at 1.
    let bits = unsafeBitCast(lanes, to: SIMD4<UInt64>.self)
    let root = SIMD4<UInt64>(repeating: Double(0.7071067811865476).bitPattern)
    let exponent = unsafeBitCast(bits &- root, to: SIMD4<Int64>.self) &>> SIMD4<Int64>(repeating: 52)
    let mantissa = bits &- unsafeBitCast(exponent &<< SIMD4<Int64>(repeating: 52), to: SIMD4<UInt64>.self)
    // A small integer becomes a number by adding it to the bits of 1.5 · 2⁵².
    let shift = SIMD4<Int64>(repeating: Int64(bitPattern: Double(0x1.8p52).bitPattern))
    let number = Self(lanes: unsafeBitCast(shift &+ exponent, to: SIMD4<Double>.self)) - Self(0x1.8p52)
    return (number, Self(lanes: unsafeBitCast(mantissa, to: SIMD4<Double>.self)))
  }
}
