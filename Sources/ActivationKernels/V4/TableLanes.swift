internal import CVectorMath
internal import VectorMath

/// 16 lanes of `Float`, with tables of 16 numbers in a register or 32 in two, from which AVX-512 picks one for each
/// lane in one instruction.
struct TableLanes: WrappedLanes {
  var base: FloatLanes16

  @inline(__always)
  init(base: FloatLanes16) { self.base = base }

  @inline(__always)
  static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self { Self(base: .multiplyAdd(a.base, b.base, c.base)) }

  @inline(__always)
  static func productError(_ a: Self, _ b: Self, _ product: Self) -> Self {
    Self(base: .productError(a.base, b.base, product.base))
  }

  @inline(__always)
  func upTo(_ bound: Self) -> Self { Self(base: base.upTo(bound.base)) }

  @inline(__always)
  func downTo(_ bound: Self) -> Self { Self(base: base.downTo(bound.base)) }

  @inline(__always)
  static var hasTables: Bool { true }

  @inline(__always)
  static func pick(_ table: SIMD16<Float>, at places: Self) -> Self {
    Self(base: Base(lanes: hk_pick_float16(table, places.base.lanes)))
  }

  @inline(__always)
  static func pick(_ table: LaneTable, at places: Self) -> Self {
    Self(base: Base(lanes: hk_pick2_float16(table.low, table.high, places.base.lanes)))
  }

  @inline(__always)
  static func leadingDigits(_ a: Self) -> Self {
    let bits = unsafeBitCast(a.base.lanes, to: SIMD16<UInt32>.self) &>> SIMD16<UInt32>(repeating: 19)
    return Self(base: Base(lanes: unsafeBitCast(bits, to: SIMD16<Float>.self)))
  }

  @inline(__always)
  static func greater(_ a: Self, _ b: Self) -> UInt16 { hk_greater_float16(a.base.lanes, b.base.lanes) }

  @inline(__always)
  func store(_ pointer: UnsafeMutablePointer<Float>, where lanes: UInt16) {
    hk_store_where_float16(base.lanes, pointer, lanes)
  }

  @inline(__always)
  static func power(biased: Self) -> Self {
    let places = unsafeBitCast(biased.base.lanes, to: SIMD16<UInt32>.self)
    let step = pick(unsafeBitCast(PowerSteps.bits, to: SIMD16<Float>.self), at: biased).base.lanes
    let bits = (places &<< SIMD16<UInt32>(repeating: 19)) &+ unsafeBitCast(step, to: SIMD16<UInt32>.self)
    return Self(base: Base(lanes: unsafeBitCast(bits, to: SIMD16<Float>.self)))
  }
}
