/// One array of a safetensors file.
public struct Tensor: Hashable, Sendable {
  public let name: String
  public let type: TensorType
  /// Sizes of the dimensions, the last one contiguous; empty for a single number.
  public let shape: [Int]
  /// The numbers, little endian: the product of the shape times the type's size.
  public let bytes: [UInt8]

  /// The shape must fit the bytes.
  public init(_ name: String, type: TensorType, shape: [Int], bytes: [UInt8]) {
    precondition(
      type.count(of: shape).map { $0 * type.size } == bytes.count,
      "the shape \(shape) does not fit \(bytes.count) bytes")
    self.name = name
    self.type = type
    self.shape = shape
    self.bytes = bytes
  }

  /// Numbers in it.
  public var count: Int { bytes.count / type.size }

  // MARK: Made from numbers. The product of the shape must be their count.

  public init(_ name: String, shape: [Int], _ values: [Float]) {
    self.init(name, type: .float32, shape: shape, bytes: littleEndian(values.map(\.bitPattern)))
  }

  public init(_ name: String, shape: [Int], _ values: [Double]) {
    self.init(name, type: .float64, shape: shape, bytes: littleEndian(values.map(\.bitPattern)))
  }

  public init(_ name: String, shape: [Int], _ values: [Int64]) {
    self.init(name, type: .int64, shape: shape, bytes: littleEndian(values))
  }

  public init(_ name: String, shape: [Int], _ values: [Int32]) {
    self.init(name, type: .int32, shape: shape, bytes: littleEndian(values))
  }

  public init(_ name: String, shape: [Int], _ values: [UInt64]) {
    self.init(name, type: .uint64, shape: shape, bytes: littleEndian(values))
  }

  public init(_ name: String, shape: [Int], _ values: [UInt32]) {
    self.init(name, type: .uint32, shape: shape, bytes: littleEndian(values))
  }

  public init(_ name: String, shape: [Int], _ values: [UInt8]) {
    self.init(name, type: .uint8, shape: shape, bytes: values)
  }

  public init(_ name: String, shape: [Int], _ values: [Bool]) {
    self.init(name, type: .bool, shape: shape, bytes: values.map { $0 ? 1 : 0 })
  }

  // MARK: Read as numbers

  /// The numbers of F32, F16 and BF16 exactly, those of F64 rounded to nearest (beyond `Float`'s range to infinity).
  /// - Throws: `SafetensorsError` for any other type.
  public func floats() throws(SafetensorsError) -> [Float] {
    switch type {
    case .float32: integers(UInt32.self).map { Float(bitPattern: $0) }
    case .float64: integers(UInt64.self).map { Float(Double(bitPattern: $0)) }
    case .float16: integers(UInt16.self).map(half)
    case .bfloat16: integers(UInt16.self).map { Float(bitPattern: UInt32($0) << 16) }
    default: throw wrongType("F32, F64, F16 or BF16")
    }
  }

  /// The numbers of F64, F32, F16 and BF16 exactly.
  /// - Throws: `SafetensorsError` for any other type.
  public func doubles() throws(SafetensorsError) -> [Double] {
    if type == .float64 { return integers(UInt64.self).map { Double(bitPattern: $0) } }
    return try floats().map { Double($0) }
  }

  /// The numbers of any type of integers; BOOL gives 0 and 1.
  /// - Throws: `SafetensorsError` for other types, and for a U64 that `Int64` cannot hold.
  public func integers() throws(SafetensorsError) -> [Int64] {
    switch type {
    case .int64: return integers(Int64.self)
    case .int32: return integers(Int32.self).map(Int64.init)
    case .int16: return integers(Int16.self).map(Int64.init)
    case .int8: return integers(Int8.self).map(Int64.init)
    case .uint32: return integers(UInt32.self).map(Int64.init)
    case .uint16: return integers(UInt16.self).map(Int64.init)
    case .uint8: return bytes.map(Int64.init)
    case .bool: return bytes.map { $0 == 0 ? 0 : 1 }
    case .uint64:
      let values = integers(UInt64.self)
      if let index = values.firstIndex(where: { $0 > UInt64(Int64.max) }) {
        throw SafetensorsError(
          "tensor \(quoted(name))", "number \(index) is \(values[index]); expected at most \(Int64.max)")
      }
      return values.map(Int64.init)
    case .float64, .float32, .float16, .bfloat16: throw wrongType("integers")
    }
  }

  /// The numbers of U64.
  /// - Throws: `SafetensorsError` for any other type.
  public func unsignedIntegers() throws(SafetensorsError) -> [UInt64] {
    guard type == .uint64 else { throw wrongType("U64") }
    return integers(UInt64.self)
  }

  /// The bytes of U8.
  /// - Throws: `SafetensorsError` for any other type.
  public func unsignedBytes() throws(SafetensorsError) -> [UInt8] {
    guard type == .uint8 else { throw wrongType("U8") }
    return bytes
  }

  /// Whether the bytes of BOOL are other than 0.
  /// - Throws: `SafetensorsError` for any other type.
  public func booleans() throws(SafetensorsError) -> [Bool] {
    guard type == .bool else { throw wrongType("BOOL") }
    return bytes.map { $0 != 0 }
  }

  private func wrongType(_ expected: String) -> SafetensorsError {
    SafetensorsError("tensor \(quoted(name))", "holds \(type.rawValue); expected \(expected)")
  }

  private func integers<T: FixedWidthInteger>(_: T.Type) -> [T] {
    bytes.withUnsafeBytes { raw in
      (0..<raw.count / MemoryLayout<T>.size).map {
        T(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * MemoryLayout<T>.size, as: T.self))
      }
    }
  }
}

private func littleEndian<T: FixedWidthInteger>(_ values: [T]) -> [UInt8] {
  values.map(\.littleEndian).withUnsafeBytes { Array($0) }
}

/// The number of a binary16's bits: exact. By hand, because `Float16` is not on every platform.
private func half(_ bits: UInt16) -> Float {
  let sign = UInt32(bits & 0x8000) << 16
  let exponent = UInt32(bits >> 10 & 0x1F)
  let fraction = UInt32(bits & 0x3FF)
  switch exponent {
  // Zero, and subnormal numbers: multiples of 2⁻²⁴.
  case 0: return Float(bitPattern: sign | (Float(fraction) * 0x1p-24).bitPattern)
  case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
  // The exponent's bias is 15 in binary16 and 127 in `Float`.
  default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
  }
}
