/// NumPy's array files (`.npy`, versions 1 to 3) of float32 or float64 in any shape.
public struct NPYArray: Hashable, Sendable {
  public enum Values: Hashable, Sendable {
    case float32([Float])
    case float64([Double])

    public var count: Int {
      switch self {
      case .float32(let values): values.count
      case .float64(let values): values.count
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
    let type: String
    var data: [UInt8]
    switch values {
    case .float32(let values):
      type = "<f4"
      data = values.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
    case .float64(let values):
      type = "<f8"
      data = values.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
    }
    let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sizes)), }"
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    let length = header.utf8.count
    data = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + Array(header.utf8) + data
    try FileBytes.write(data, to: path)
  }

  /// - Throws: `DatasetError` for anything else than a whole file of float32 or float64.
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
    let header = String(decoding: bytes[start..<start + length], as: UTF8.self)
    let fields = try NPYHeader(header, path)
    var count = 1
    for size in fields.shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, product <= FileBytes.limit else {
        throw DatasetError(path, "declares the shape \(fields.shape), which is too large")
      }
      count = product
    }
    let width = fields.isDouble ? 8 : 4
    let data = bytes[(start + length)...]
    guard data.count == count * width else {
      throw DatasetError(
        path, "has \(data.count) bytes of data; the shape \(fields.shape) takes \(count * width)")
    }
    shape = fields.shape
    if fields.isDouble {
      let values: [Double] = data.withUnsafeBytes { raw in
        (0..<count).map {
          let bits = raw.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)
          return Double(bitPattern: fields.isBigEndian ? UInt64(bigEndian: bits) : UInt64(littleEndian: bits))
        }
      }
      self.values = .float64(fields.isFortran ? Self.transposed(values, fields.shape) : values)
    } else {
      let values: [Float] = data.withUnsafeBytes { raw in
        (0..<count).map {
          let bits = raw.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)
          return Float(bitPattern: fields.isBigEndian ? UInt32(bigEndian: bits) : UInt32(littleEndian: bits))
        }
      }
      self.values = .float32(fields.isFortran ? Self.transposed(values, fields.shape) : values)
    }
  }

  /// From the order in which the first index runs fastest to the one in which the last does.
  private static func transposed<T>(_ values: [T], _ shape: [Int]) -> [T] {
    guard shape.count > 1 else { return values }
    var strides = [Int](repeating: 1, count: shape.count)
    for d in 1..<shape.count { strides[d] = strides[d - 1] * shape[d - 1] }
    return values.indices.map { index in
      var rest = index
      var at = 0
      for d in shape.indices.reversed() {
        at += rest % shape[d] * strides[d]
        rest /= shape[d]
      }
      return values[at]
    }
  }
}

/// The dictionary that a .npy file starts with.
private struct NPYHeader {
  let isDouble: Bool
  let isBigEndian: Bool
  let isFortran: Bool
  let shape: [Int]

  init(_ text: String, _ path: String) throws(DatasetError) {
    guard let type = Self.value("descr", text, open: "'", close: "'") else {
      throw DatasetError(path, "has a header without a type: \(text.prefix(80))")
    }
    switch type {
    case "<f4", "|f4", ">f4": isDouble = false
    case "<f8", "|f8", ">f8": isDouble = true
    default: throw DatasetError(path, "holds '\(type)'; expected float32 ('<f4') or float64 ('<f8')")
    }
    isBigEndian = type.hasPrefix(">")
    guard let range = text.range(of: "fortran_order"), let sizes = Self.value("shape", text, open: "(", close: ")")
    else { throw DatasetError(path, "has a header without a shape: \(text.prefix(80))") }
    isFortran = text[range.upperBound...].prefix(8).contains("True")
    var shape: [Int] = []
    for part in sizes.split(separator: ",") {
      let digits = part.filter { $0 != " " }
      if digits.isEmpty { continue }
      guard let size = Int(digits), size >= 0 else {
        throw DatasetError(path, "has the shape (\(sizes)); expected sizes of 0 or more")
      }
      shape.append(size)
    }
    guard shape.count <= 64 else { throw DatasetError(path, "has \(shape.count) dimensions; at most 64 are read") }
    self.shape = shape
  }

  /// What stands between the marks after a key.
  private static func value(_ key: String, _ text: String, open: Character, close: Character) -> String? {
    guard let range = text.range(of: "'\(key)'") else { return nil }
    let rest = text[range.upperBound...]
    guard let start = rest.firstIndex(of: open) else { return nil }
    let content = rest[rest.index(after: start)...]
    guard let end = content.firstIndex(of: close) else { return nil }
    return String(content[..<end])
  }
}

extension String {
  /// The first place of some text.
  fileprivate func range(of part: String) -> Range<Index>? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(part) { return at..<index(at, offsetBy: part.count) }
      at = index(after: at)
    }
    return nil
  }
}
