/// NumPy's array files (`.npy`, versions 1 to 3) of float32, float64, uint8, int32 or int64 in any shape, of either byte
/// order; C and Fortran order are read, C order is kept and written.
public struct NPYArray: Hashable, Sendable {
  public enum Values: Hashable, Sendable {
    case float32([Float])
    case float64([Double])
    case uint8([UInt8])
    case int32([Int32])
    case int64([Int64])

    public var count: Int {
      switch self {
      case .float32(let values): values.count
      case .float64(let values): values.count
      case .uint8(let values): values.count
      case .int32(let values): values.count
      case .int64(let values): values.count
      }
    }

    /// NumPy's name of the type: `float32`.
    public var typeName: String { type.name }

    var type: NPYType {
      switch self {
      case .float32: .float32
      case .float64: .float64
      case .uint8: .uint8
      case .int32: .int32
      case .int64: .int64
      }
    }
  }

  /// Sizes of the dimensions, the last one contiguous; empty for a single number.
  public let shape: [Int]
  public let values: Values

  /// The product of the sizes must be the number of values.
  public init(shape: [Int], values: Values) {
    precondition(shape.reduce(1, *) == values.count, "a shape that does not fit the values")
    self.shape = shape
    self.values = values
  }

  public static func read(_ path: String) throws(DatasetError) -> NPYArray {
    guard FileKind.of(path) == .file else { throw DatasetError(path, "no such file") }
    return try NPYArray(parsing: try FileBytes.read(path), from: path)
  }

  /// Writes version 1.0, little endian, beside the file first.
  public func write(_ path: String) throws(DatasetError) {
    let writer = try FileWriter(path)
    try writer.append(header)
    try writer.append(data)
    try writer.finish()
  }

  /// - Parameter path: the name that errors begin with.
  /// - Throws: `DatasetError` for anything else than a whole file of one of the five types.
  public init(parsing bytes: [UInt8], from path: String) throws(DatasetError) {
    guard bytes.count >= 10, bytes[0] == 0x93, Array(bytes[1..<6]) == Array("NUMPY".utf8) else {
      throw DatasetError(path, "does not start with \\x93NUMPY; expected a .npy file")
    }
    let wide = bytes[6] >= 2
    guard (1...3).contains(bytes[6]) else {
      throw DatasetError(path, "is version \(bytes[6]) of the format; expected 1, 2 or 3")
    }
    let start = wide ? 12 : 10
    guard bytes.count >= start else { throw DatasetError(path, "ends within its header, at byte \(bytes.count)") }
    let length = (8..<start).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
    guard start + length <= bytes.count else {
      throw DatasetError(path, "declares a header of \(length) bytes and has \(bytes.count - start)")
    }
    guard length <= NPYHeader.longest else {
      throw DatasetError(path, "has a header of \(length) bytes; expected at most \(NPYHeader.longest)")
    }
    let fields = try NPYHeader(String(decoding: bytes[start..<start + length], as: UTF8.self), path)
    // Sizes of 0 do not excuse others that no product could hold.
    var count = 1
    for size in fields.shape where size > 0 {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, product <= FileBytes.limit else {
        throw DatasetError(path, "declares the shape \(fields.shape), which is too large")
      }
      count = product
    }
    if fields.shape.contains(0) { count = 0 }
    let width = fields.type.size
    let data = bytes[(start + length)...]
    guard data.count == count * width else {
      throw DatasetError(
        path, "has \(data.count) bytes of data; the shape \(fields.shape) of \(fields.type.name) takes \(count * width)"
      )
    }
    shape = fields.shape
    let layout = NPYLayout(count: count, isBigEndian: fields.isBigEndian, transposed: fields.isFortran ? shape : nil)
    switch fields.type {
    case .float32: values = .float32(layout.integers(data, UInt32.self).map { Float(bitPattern: $0) })
    case .float64: values = .float64(layout.integers(data, UInt64.self).map { Double(bitPattern: $0) })
    case .uint8: values = .uint8(layout.integers(data, UInt8.self))
    case .int32: values = .int32(layout.integers(data, Int32.self))
    case .int64: values = .int64(layout.integers(data, Int64.self))
    }
  }

  /// What stands before the data, of version 1.0: a multiple of 64 bytes.
  var header: [UInt8] {
    let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var header = "{'descr': '\(values.type.code)', 'fortran_order': False, 'shape': (\(sizes)), }"
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    let length = header.utf8.count
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + Array(header.utf8)
  }

  /// The values as they stand in a file.
  var data: [UInt8] {
    switch values {
    case .float32(let values): Self.bytes(values.map(\.bitPattern))
    case .float64(let values): Self.bytes(values.map(\.bitPattern))
    case .uint8(let values): values
    case .int32(let values): Self.bytes(values)
    case .int64(let values): Self.bytes(values)
    }
  }

  private static func bytes<T: FixedWidthInteger>(_ values: [T]) -> [UInt8] {
    // A copy on processors of the other byte order alone.
    let ordered = T(littleEndian: 1) == 1 ? values : values.map(\.littleEndian)
    return ordered.withUnsafeBytes { Array($0) }
  }
}

/// How the numbers of a `.npy` file become values in C order.
struct NPYLayout {
  let count: Int
  let isBigEndian: Bool
  /// The shape of data in Fortran order; nil for C order.
  let transposed: [Int]?

  func integers<T: FixedWidthInteger & BitwiseCopyable>(_ data: ArraySlice<UInt8>, _ type: T.Type) -> [T] {
    let places = transposed.flatMap(NPYLayout.places)
    return data.withUnsafeBytes { raw in
      [T](unsafeUninitializedCapacity: count) { buffer, filled in
        for i in 0..<count {
          let place = places?[i] ?? i
          let bits = raw.loadUnaligned(fromByteOffset: place * MemoryLayout<T>.size, as: T.self)
          buffer.initializeElement(at: i, to: isBigEndian ? T(bigEndian: bits) : T(littleEndian: bits))
        }
        filled = count
      }
    }
  }

  /// For each index in C order, where the last one runs fastest, its place in the order in which the first one does.
  private static func places(_ shape: [Int]) -> [Int]? {
    guard shape.count > 1, !shape.contains(0) else { return nil }
    var strides = [Int](repeating: 1, count: shape.count)
    for d in 1..<shape.count { strides[d] = strides[d - 1] * shape[d - 1] }
    var index = [Int](repeating: 0, count: shape.count)
    var place = 0
    var places: [Int] = []
    places.reserveCapacity(shape.reduce(1, *))
    while true {
      places.append(place)
      var d = shape.count - 1
      while index[d] + 1 == shape[d] {
        place -= index[d] * strides[d]
        index[d] = 0
        if d == 0 { return places }
        d -= 1
      }
      index[d] += 1
      place += strides[d]
    }
  }
}
