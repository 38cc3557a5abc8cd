/// The types of numbers that are read and written.
enum NPYType: CaseIterable {
  case float32, float64, uint8, int32, int64

  var name: String {
    switch self {
    case .float32: "float32"
    case .float64: "float64"
    case .uint8: "uint8"
    case .int32: "int32"
    case .int64: "int64"
    }
  }

  /// As it is written.
  var code: String {
    switch self {
    case .float32: "<f4"
    case .float64: "<f8"
    case .uint8: "|u1"
    case .int32: "<i4"
    case .int64: "<i8"
    }
  }

  /// Bytes of a number.
  var size: Int {
    switch self {
    case .float32, .int32: 4
    case .float64, .int64: 8
    case .uint8: 1
    }
  }
}

/// The dictionary that a `.npy` file starts with.
struct NPYHeader {
  /// Bytes; far more than 64 dimensions take.
  static let longest = 1 << 16

  let type: NPYType
  let isBigEndian: Bool
  let isFortran: Bool
  let shape: [Int]

  init(_ text: String, _ path: String) throws(DatasetError) {
    guard let code = Self.value("descr", text, open: "'", close: "'") else {
      throw DatasetError(path, "has a header without a type: \(text.prefix(80))")
    }
    guard let type = NPYType.allCases.first(where: { $0.code.dropFirst() == code.dropFirst() }),
      let order = code.first, "<>|".contains(order)
    else {
      throw DatasetError(
        path, "holds '\(code.prefix(40))'; expected \(NPYType.allCases.map(\.name).joined(separator: ", "))")
    }
    self.type = type
    isBigEndian = order == ">"
    guard let sizes = Self.value("shape", text, open: "(", close: ")") else {
      throw DatasetError(path, "has a header without a shape: \(text.prefix(80))")
    }
    let after = Self.rest("fortran_order", text).map { $0.drop { $0 == " " || $0 == ":" } }
    guard let after, after.hasPrefix("True") || after.hasPrefix("False") else {
      throw DatasetError(path, "has a header without fortran_order, True or False: \(text.prefix(80))")
    }
    isFortran = after.hasPrefix("True")
    var shape: [Int] = []
    for part in sizes.split(separator: ",") {
      let digits = part.filter { $0 != " " }
      if digits.isEmpty { continue }
      guard let size = Int(digits), size >= 0 else {
        throw DatasetError(path, "has the shape (\(sizes.prefix(80))); expected sizes of 0 or more")
      }
      shape.append(size)
    }
    guard shape.count <= 64 else { throw DatasetError(path, "has \(shape.count) dimensions; at most 64 are read") }
    self.shape = shape
  }

  /// What stands between the marks after a key.
  private static func value(_ key: String, _ text: String, open: Character, close: Character) -> String? {
    guard let rest = rest(key, text), let start = rest.firstIndex(of: open) else { return nil }
    let content = rest[rest.index(after: start)...]
    guard let end = content.firstIndex(of: close) else { return nil }
    return String(content[..<end])
  }

  /// What stands after a key.
  private static func rest(_ key: String, _ text: String) -> Substring? {
    let mark = "'\(key)'"
    var at = text.startIndex
    while at < text.endIndex {
      if text[at...].hasPrefix(mark) { return text[text.index(at, offsetBy: mark.count)...] }
      at = text.index(after: at)
    }
    return nil
  }
}
