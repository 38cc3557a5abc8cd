// A scalar is one lane.

extension Float: Lanes {
  public typealias Mask = Bool

  @inlinable @inline(__always)
  public static var isDouble: Bool { false }

  @inlinable @inline(__always)
  public static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self { c.addingProduct(a, b) }

  @inlinable @inline(__always)
  public static func productError(_ a: Self, _ b: Self, _ product: Self) -> Self { (-product).addingProduct(a, b) }

  @inlinable @inline(__always)
  public func withSign(of other: Self) -> Self { Self(signOf: other, magnitudeOf: self) }

  @inlinable @inline(__always)
  public func flippingSign(by other: Self) -> Self { other.sign == .minus ? -self : self }

  @inlinable @inline(__always)
  public var truncated: Self { Self(bitPattern: bitPattern & 0xFFFF_F000) }

  @inlinable @inline(__always)
  public var roughReciprocal: Self { 1 / self }

  @inlinable @inline(__always)
  public static func less(_ a: Self, _ b: Self) -> Bool { a < b }

  @inlinable @inline(__always)
  public static func lessOrEqual(_ a: Self, _ b: Self) -> Bool { a <= b }

  @inlinable @inline(__always)
  public static func equal(_ a: Self, _ b: Self) -> Bool { a == b }

  @inlinable @inline(__always)
  public static func choose(_ mask: Bool, _ a: Self, _ b: Self) -> Self { mask ? a : b }

  @inlinable @inline(__always)
  public static func powerOfTwo(biased: Self) -> Self { Self(bitPattern: biased.bitPattern &<< 23) }

  @inlinable @inline(__always)
  public var exponentAndMantissa: (exponent: Self, mantissa: Self) {
    let root = Self(0.7071067811865476).bitPattern
    let shifted = Int32(bitPattern: bitPattern &- root) &>> 23
    let mantissa = bitPattern &- UInt32(bitPattern: shifted &<< 23)
    return (Self(shifted), Self(bitPattern: mantissa))
  }
}

extension Double: Lanes {
  public typealias Mask = Bool

  @inlinable @inline(__always)
  public static var isDouble: Bool { true }

  @inlinable @inline(__always)
  public static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self { c.addingProduct(a, b) }

  @inlinable @inline(__always)
  public static func productError(_ a: Self, _ b: Self, _ product: Self) -> Self { (-product).addingProduct(a, b) }

  @inlinable @inline(__always)
  public func withSign(of other: Self) -> Self { Self(signOf: other, magnitudeOf: self) }

  @inlinable @inline(__always)
  public func flippingSign(by other: Self) -> Self { other.sign == .minus ? -self : self }

  @inlinable @inline(__always)
  public var truncated: Self { Self(bitPattern: bitPattern & 0xFFFF_FFFF_F800_0000) }

  @inlinable @inline(__always)
  public var roughReciprocal: Self { 1 / self }

  @inlinable @inline(__always)
  public static func less(_ a: Self, _ b: Self) -> Bool { a < b }

  @inlinable @inline(__always)
  public static func lessOrEqual(_ a: Self, _ b: Self) -> Bool { a <= b }

  @inlinable @inline(__always)
  public static func equal(_ a: Self, _ b: Self) -> Bool { a == b }

  @inlinable @inline(__always)
  public static func choose(_ mask: Bool, _ a: Self, _ b: Self) -> Self { mask ? a : b }

  @inlinable @inline(__always)
  public static func powerOfTwo(biased: Self) -> Self { Self(bitPattern: biased.bitPattern &<< 52) }

  @inlinable @inline(__always)
  public var exponentAndMantissa: (exponent: Self, mantissa: Self) {
    let root = Self(0.7071067811865476).bitPattern
    let shifted = Int64(bitPattern: bitPattern &- root) &>> 52
    let mantissa = bitPattern &- UInt64(bitPattern: shifted &<< 52)
    return (Self(shifted), Self(bitPattern: mantissa))
  }
}
