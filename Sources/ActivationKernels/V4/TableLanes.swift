internal import CVectorMath
internal import VectorMath

/// 16 lanes of `Float`, with tables of 16 numbers in a register, from which AVX-512 picks one for each lane in one instruction.
struct TableLanes: VectorLanes {
  typealias Base = FloatLanes16
  typealias Mask = Base.Mask
  typealias Scalar = Base.Scalar

  var base: Base

  @inline(__always)
  init(base: Base) { self.base = base }

  @inline(__always)
  init(_ value: Double) { base = Base(value) }

  @inline(__always)
  init(_ memory: Base.Memory) { base = Base(memory) }

  @inline(__always)
  var memory: Base.Memory { base.memory }

  @inline(__always)
  static var isDouble: Bool { false }

  @inline(__always)
  func stream(_ pointer: UnsafeMutablePointer<Scalar>) { base.stream(pointer) }

  @inline(__always)
  static func + (a: Self, b: Self) -> Self { Self(base: a.base + b.base) }

  @inline(__always)
  static func - (a: Self, b: Self) -> Self { Self(base: a.base - b.base) }

  @inline(__always)
  static func * (a: Self, b: Self) -> Self { Self(base: a.base * b.base) }

  @inline(__always)
  static func / (a: Self, b: Self) -> Self { Self(base: a.base / b.base) }

  @inline(__always)
  static prefix func - (a: Self) -> Self { Self(base: -a.base) }

  @inline(__always)
  static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self { Self(base: .multiplyAdd(a.base, b.base, c.base)) }

  @inline(__always)
  static func productError(_ a: Self, _ b: Self, _ product: Self) -> Self {
    Self(base: .productError(a.base, b.base, product.base))
  }

  @inline(__always)
  var magnitude: Self { Self(base: base.magnitude) }

  @inline(__always)
  func withSign(of other: Self) -> Self { Self(base: base.withSign(of: other.base)) }

  @inline(__always)
  func flippingSign(by other: Self) -> Self { Self(base: base.flippingSign(by: other.base)) }

  @inline(__always)
  var truncated: Self { Self(base: base.truncated) }

  @inline(__always)
  var roughReciprocal: Self { Self(base: base.roughReciprocal) }

  @inline(__always)
  static func less(_ a: Self, _ b: Self) -> Mask { Base.less(a.base, b.base) }

  @inline(__always)
  static func lessOrEqual(_ a: Self, _ b: Self) -> Mask { Base.lessOrEqual(a.base, b.base) }

  @inline(__always)
  static func equal(_ a: Self, _ b: Self) -> Mask { Base.equal(a.base, b.base) }

  @inline(__always)
  static func choose(_ mask: Mask, _ a: Self, _ b: Self) -> Self { Self(base: Base.choose(mask, a.base, b.base)) }

  @inline(__always)
  func upTo(_ bound: Self) -> Self { Self(base: base.upTo(bound.base)) }

  @inline(__always)
  func downTo(_ bound: Self) -> Self { Self(base: base.downTo(bound.base)) }

  @inline(__always)
  static func powerOfTwo(biased: Self) -> Self { Self(base: Base.powerOfTwo(biased: biased.base)) }

  @inline(__always)
  var exponentAndMantissa: (exponent: Self, mantissa: Self) {
    let (exponent, mantissa) = base.exponentAndMantissa
    return (Self(base: exponent), Self(base: mantissa))
  }

  @inline(__always)
  static var hasTables: Bool { true }

  @inline(__always)
  static func pick(_ table: SIMD16<Float>, at places: Self) -> Self {
    Self(base: Base(lanes: hk_pick_float16(table, places.base.lanes)))
  }

  @inline(__always)
  static func power(biased: Self) -> Self {
    let places = unsafeBitCast(biased.base.lanes, to: SIMD16<UInt32>.self)
    let step = pick(unsafeBitCast(PowerSteps.bits, to: SIMD16<Float>.self), at: biased).base.lanes
    let bits = (places &<< SIMD16<UInt32>(repeating: 19)) &+ unsafeBitCast(step, to: SIMD16<UInt32>.self)
    return Self(base: Base(lanes: unsafeBitCast(bits, to: SIMD16<Float>.self)))
  }
}
