/// Several lanes that are loaded from and stored to memory together.
public protocol VectorLanes: Lanes {
  associatedtype Scalar: BinaryFloatingPoint & Sendable
  /// The lanes as they lie in memory.
  associatedtype Memory: SIMD where Memory.Scalar == Scalar

  init(_ memory: Memory)
  var memory: Memory { get }

  /// Stores past the caches, for arrays that are larger than those. `pointer` is aligned to the lanes' size in memory.
  func stream(_ pointer: UnsafeMutablePointer<Scalar>)

  /// Which lanes of a are greater than those of b, the first in the lowest bit. Only where there are tables.
  static func greater(_ a: Self, _ b: Self) -> UInt16

  /// Stores the lanes whose bits are set. Only where there are tables.
  func store(_ pointer: UnsafeMutablePointer<Scalar>, where lanes: UInt16)
}

extension VectorLanes {
  @inlinable @inline(__always)
  public static var scalarCount: Int { MemoryLayout<Memory>.size / MemoryLayout<Scalar>.size }

  @inlinable @inline(__always)
  public static func greater(_ a: Self, _ b: Self) -> UInt16 { 0 }

  @inlinable @inline(__always)
  public func store(_ pointer: UnsafeMutablePointer<Scalar>, where lanes: UInt16) {}

  @inlinable @inline(__always)
  public init(broadcasting value: Scalar) { self.init(Memory(repeating: value)) }

  /// The lanes at `pointer`, which needs no alignment beyond its scalar's.
  @inlinable @inline(__always)
  public static func load(_ pointer: UnsafePointer<Scalar>) -> Self {
    Self(UnsafeRawPointer(pointer).loadUnaligned(as: Memory.self))
  }

  @inlinable @inline(__always)
  public func store(_ pointer: UnsafeMutablePointer<Scalar>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: memory, as: Memory.self)
  }
}
