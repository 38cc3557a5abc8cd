/// Several lanes that are loaded from and stored to memory together.
public protocol VectorLanes: Lanes {
  associatedtype Scalar: BinaryFloatingPoint & Sendable
  static var scalarCount: Int { get }
  init(broadcasting value: Scalar)
}

extension VectorLanes {
  /// The lanes at `pointer`, which needs no alignment beyond its scalar's.
  @inlinable @inline(__always)
  public static func load(_ pointer: UnsafePointer<Scalar>) -> Self {
    UnsafeRawPointer(pointer).loadUnaligned(as: Self.self)
  }

  @inlinable @inline(__always)
  public func store(_ pointer: UnsafeMutablePointer<Scalar>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Self.self)
  }
}
