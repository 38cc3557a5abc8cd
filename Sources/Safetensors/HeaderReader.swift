/// Reads the JSON of a header, from the byte after its length.
///
/// Stricter than JSON parsers in general use: a name twice is an error, and a value of another kind than the header has
/// there is one at once. So nothing nests deeper than the shape of a tensor, and a header of brackets alone costs nothing.
struct HeaderReader {
  /// A tensor as the header declares it; the offsets count from the end of the header.
  struct Entry {
    let name: String
    let type: TensorType
    let shape: [Int]
    let begin: Int
    let end: Int
    /// Where its name stands in the file.
    let place: Int
  }

  /// Dimensions that a tensor may have, as many as NumPy's arrays.
  static let mostDimensions = 64

  private let bytes: [UInt8]
  private let end: Int
  private let path: String
  private var at: Int

  private(set) var metadata: [String: String] = [:]
  private(set) var entries: [Entry] = []

  /// - Parameter header: where the header is in the file's bytes.
  init(_ bytes: [UInt8], header: Range<Int>, path: String) {
    self.bytes = bytes
    self.path = path
    at = header.lowerBound
    end = header.upperBound
  }

  mutating func read() throws(SafetensorsError) {
    try object("the header") { (reader, name, place) throws(SafetensorsError) in
      if name == "__metadata__" {
        try reader.object("'__metadata__'") { (reader, key, _) throws(SafetensorsError) in
          reader.metadata[key] = try reader.string("the text of \(quoted(key))")
        }
      } else {
        try reader.entry(name, place)
      }
    }
    skipSpaces()
    guard at == end else { throw unexpected("the header's end or spaces after its closing '}'") }
  }

  private mutating func entry(_ name: String, _ place: Int) throws(SafetensorsError) {
    var type: TensorType?
    var shape: [Int]?
    var offsets: [Int]?
    let tensor = "tensor \(quoted(name))"
    try object(tensor) { (reader, key, place) throws(SafetensorsError) in
      switch key {
      case "dtype": type = try reader.type(of: tensor)
      case "shape": shape = try reader.sizes("the shape of \(tensor)", most: Self.mostDimensions)
      case "data_offsets":
        let found = try reader.sizes("'data_offsets' of \(tensor)", most: 2)
        guard found.count == 2 else {
          throw reader.error("has \(found.count) offsets of \(tensor)", place, "expected 2")
        }
        offsets = found
      default:
        throw reader.error("has \(quoted(key)) in \(tensor)", place, "expected 'dtype', 'shape' and 'data_offsets'")
      }
    }
    guard let type else { throw error("has \(tensor) without a 'dtype'", place) }
    guard let shape else { throw error("has \(tensor) without a 'shape'", place) }
    guard let offsets else { throw error("has \(tensor) without 'data_offsets'", place) }
    entries.append(Entry(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1], place: place))
  }

  private mutating func type(of tensor: String) throws(SafetensorsError) -> TensorType {
    skipSpaces()
    let place = at
    let text = try string("the type of \(tensor)")
    guard let type = TensorType(rawValue: text) else {
      let known = TensorType.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("has the type \(quoted(text)) of \(tensor)", place, "expected one of \(known)")
    }
    return type
  }

  /// An array of whole numbers.
  private mutating func sizes(_ what: String, most: Int) throws(SafetensorsError) -> [Int] {
    skipSpaces()
    let place = at
    var found: [Int] = []
    try expect("[", "for \(what)")
    if take("]") { return found }
    repeat {
      guard found.count < most else {
        throw error("has more than \(most) numbers in \(what)", place, "at most \(most) are read")
      }
      found.append(try size(what))
    } while take(",")
    try expect("]", "or ',' in \(what)")
    return found
  }

  // MARK: The JSON that there is in a header

  /// The members of an object, each value read by `member`, which gets the name and where it stands.
  private mutating func object(
    _ what: String, _ member: (inout HeaderReader, String, Int) throws(SafetensorsError) -> Void
  ) throws(SafetensorsError) {
    try expect("{", "for \(what)")
    if take("}") { return }
    var seen: Set<String> = []
    repeat {
      skipSpaces()
      let place = at
      let name = try string("a name in \(what)")
      // Swift's strings are equal however their accents are composed: such names would be told apart by nobody.
      guard seen.insert(name).inserted else { throw error("has \(quoted(name)) a second time in \(what)", place) }
      try expect(":", "after \(quoted(name)) in \(what)")
      try member(&self, name, place)
    } while take(",")
    try expect("}", "or ',' in \(what)")
  }

  /// A whole number of 0 or more, without sign, fraction, exponent or leading zeros.
  private mutating func size(_ what: String) throws(SafetensorsError) -> Int {
    skipSpaces()
    let start = at
    while at < end, Self.isInNumber(bytes[at]) { at += 1 }
    let text = bytes[start..<at]
    guard let first = text.first else { throw unexpected("a whole number in \(what)") }
    let isPlain = text.allSatisfy { (0x30...0x39).contains($0) } && (first != 0x30 || text.count == 1)
    guard isPlain, let value = Int(String(decoding: text, as: UTF8.self)) else {
      throw error(
        "has \(quoted(String(decoding: text, as: UTF8.self))) in \(what)", start,
        "expected a whole number from 0 to \(Int.max)")
    }
    return value
  }

  private static func isInNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  private mutating func string(_ what: String) throws(SafetensorsError) -> String {
    try expect("\"", "for \(what)")
    let start = at - 1
    var text: [UInt8] = []
    while at < end {
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "\""):
        at += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        text += try escape(what).utf8
      case 0..<0x20:
        throw error("has a control character, \(Self.hex(byte)), in \(what)", at, "expected it as an escape, \\u00…")
      default:
        text.append(byte)
        at += 1
      }
    }
    throw error("has a string without a closing '\"', in \(what)", start)
  }

  private mutating func escape(_ what: String) throws(SafetensorsError) -> String {
    let place = at
    at += 2
    guard at <= end else { throw error("ends within an escape, in \(what)", place) }
    switch bytes[at - 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var value = try fourDigits(place, what)
      // Beyond 16 bits JSON writes two halves, a high one and a low one.
      if (0xD800..<0xDC00).contains(value), at + 1 < end, bytes[at] == UInt8(ascii: "\\"),
        bytes[at + 1] == UInt8(ascii: "u")
      {
        at += 2
        let low = try fourDigits(place, what)
        if (0xDC00..<0xE000).contains(low) { value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00) }
      }
      guard let scalar = Unicode.Scalar(value) else {
        throw error(
          "has half of a pair of escapes, in \(what)", place, "expected \\uD800 to \\uDBFF, then \\uDC00 to \\uDFFF")
      }
      return String(Character(scalar))
    default:
      throw error("has an escape that JSON does not know, in \(what)", place)
    }
  }

  private mutating func fourDigits(_ place: Int, _ what: String) throws(SafetensorsError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard at < end, let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue else {
        throw error("has \\u without four hexadecimal digits, in \(what)", place)
      }
      value = value << 4 | UInt32(digit)
      at += 1
    }
    return value
  }

  private mutating func skipSpaces() {
    while at < end, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard at < end, bytes[at] == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar, _ place: String) throws(SafetensorsError) {
    guard take(character) else { throw unexpected("'\(character)' \(place)") }
  }

  // MARK: Messages

  private func unexpected(_ expected: String) -> SafetensorsError {
    guard at < end else { return error("has a header that ends", at, "expected \(expected)") }
    let byte = bytes[at]
    let found = (0x21..<0x7F).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "the byte \(Self.hex(byte))"
    return error("has \(found)", at, "expected \(expected)")
  }

  private func error(_ found: String, _ place: Int, _ expected: String? = nil) -> SafetensorsError {
    SafetensorsError(path, "\(found), at byte \(place)" + (expected.map { "; \($0)" } ?? ""))
  }

  private static func hex(_ byte: UInt8) -> String { "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}
