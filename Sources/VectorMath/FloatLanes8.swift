public import CVectorMath

/// 8 lanes of `Float`. Each witness is the concrete operation: see `Lanes`.
///
/// A struct of its own, as a generic type such as `SIMD8` can conform to a protocol for one kind of scalar only.
@frozen
public struct FloatLanes8: VectorLanes {
  public typealias Mask = SIMDMask<SIMD8<Int32>>
  public typealias Scalar = Float

  public var lanes: SIMD8<Float>

  @inlinable @inline(__always)
  public init(lanes: SIMD8<Float>) { self.lanes = lanes }

  @inlinable @inline(__always)
  public init(_ value: Double) { lanes = SIMD8<Float>(repeating: Float(value)) }

  @inlinable @inline(__always)
  public static var isDouble: Bool { false }

  @inlinable @inline(__always)
  public init(_ memory: SIMD8<Float>) { lanes = memory }

  @inlinable @inline(__always)
  public var memory: SIMD8<Float> { lanes }

  @inlinable @inline(__always)
  public func stream(_ pointer: UnsafeMutablePointer<Scalar>) { hk_stream_float8(lanes, pointer) }

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
    let bits = unsafeBitCast(a.lanes, to: SIMD8<UInt32>.self) ^ SIMD8<UInt32>(repeating: 0x8000_0000)
    return Self(lanes: unsafeBitCast(bits, to: SIMD8<Float>.self))
  }

  @inlinable @inline(__always)
  public static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self {
    Self(lanes: hk_fma_float8(a.lanes, b.lanes, c.lanes))
  }

  @inlinable @inline(__always)
  public static func productError(_ a: Self, _ b: Self, _ product: Self) -> Self {
    multiplyAdd(a, b, -product)
  }

  @inlinable @inline(__always)
  public var magnitude: Self {
    let digits = unsafeBitCast(lanes, to: SIMD8<UInt32>.self) & SIMD8<UInt32>(repeating: 0x7FFF_FFFF)
    return Self(lanes: unsafeBitCast(digits, to: SIMD8<Float>.self))
  }

  @inlinable @inline(__always)
  public func withSign(of other: Self) -> Self {
    let sign = unsafeBitCast(other.lanes, to: SIMD8<UInt32>.self) & SIMD8<UInt32>(repeating: 0x8000_0000)
    let digits = unsafeBitCast(lanes, to: SIMD8<UInt32>.self) & SIMD8<UInt32>(repeating: 0x7FFF_FFFF)
    return Self(lanes: unsafeBitCast(digits | sign, to: SIMD8<Float>.self))
  }

  @inlinable @inline(__always)
  public func flippingSign(by other: Self) -> Self {
    let sign = unsafeBitCast(other.lanes, to: SIMD8<UInt32>.self) & SIMD8<UInt32>(repeating: 0x8000_0000)
    return Self(lanes: unsafeBitCast(unsafeBitCast(lanes, to: SIMD8<UInt32>.self) ^ sign, to: SIMD8<Float>.self))
  }

  @inlinable @inline(__always)
  public var truncated: Self {
    let bits = unsafeBitCast(lanes, to: SIMD8<UInt32>.self) & SIMD8<UInt32>(repeating: 0xFFFF_F000)
    return Self(lanes: unsafeBitCast(bits, to: SIMD8<Float>.self))
  }

  @inlinable @inline(__always)
  public var roughReciprocal: Self {
    // The exponent is negated, and the mantissa's logarithm about so.
    let bits = SIMD8<UInt32>(repeating: 0x7EF3_1000) &- unsafeBitCast(lanes, to: SIMD8<UInt32>.self)
    return Self(lanes: unsafeBitCast(bits, to: SIMD8<Float>.self))
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
  public func upTo(_ bound: Self) -> Self { Self(lanes: hk_smaller_bits_float8(lanes, bound.lanes)) }

  @inlinable @inline(__always)
  public func downTo(_ bound: Self) -> Self { Self(lanes: hk_smaller_bits_float8(lanes, bound.lanes)) }

  @inlinable @inline(__always)
  public static func powerOfTwo(biased: Self) -> Self {
    let bits = unsafeBitCast(biased.lanes, to: SIMD8<UInt32>.self)
    return Self(lanes: unsafeBitCast(bits &<< SIMD8<UInt32>(repeating: 23), to: SIMD8<Float>.self))
  }

  @inlinable @inline(__always)
  public var exponentAndMantissa: (exponent: Self, mantissa: Self) {
    // Subtracting the bits of √½ puts the boundary between exponents at √½ instead of at 1.
    let bits = unsafeBitCast(lanes, to: SIMD8<UInt32>.self)
    let root = SIMD8<UInt32>(repeating: Float(0.7071067811865476).bitPattern)
    let exponent = unsafeBitCast(bits &- root, to: SIMD8<Int32>.self) &>> SIMD8<Int32>(repeating: 23)
    let mantissa = bits &- unsafeBitCast(exponent &<< SIMD8<Int32>(repeating: 23), to: SIMD8<UInt32>.self)
    // A small integer becomes a number by adding it to the bits of 1.5 · 2²³.
    let shift = SIMD8<Int32>(repeating: Int32(bitPattern: Float(0x1.8p23).bitPattern))
    let number = Self(lanes: unsafeBitCast(shift &+ exponent, to: SIMD8<Float>.self)) - Self(0x1.8p23)
    return (number, Self(lanes: unsafeBitCast(mantissa, to: SIMD8<Float>.self)))
  }
}
