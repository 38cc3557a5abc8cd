/// Named arrays in the format of Hugging Face's safetensors: the length of a header in 8 bytes, little endian; the header
/// in JSON; then the arrays' bytes, one after another.
///
/// What Python's `safetensors` writes is read, and the other way round. The reader is the stricter one: a name twice, an
/// unknown field or a type that it does not know is an error.
public struct SafetensorsFile: Hashable, Sendable {
  /// Texts by name, for people and programs.
  public var metadata: [String: String]
  /// In the order of their bytes, where they were read from a file.
  public var tensors: [Tensor]

  /// The longest header that is read or written, as in the format's own library.
  public static let longestHeader = 100_000_000

  public init(metadata: [String: String] = [:], tensors: [Tensor] = []) {
    self.metadata = metadata
    self.tensors = tensors
  }

  /// The first tensor of that name.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }

  /// A whole file, of at most 4 GiB.
  /// - Throws: `SafetensorsError` if it cannot be read, and as `init(parsing:from:)`.
  public static func read(_ path: String) throws(SafetensorsError) -> SafetensorsFile {
    try SafetensorsFile(parsing: try WholeFile.read(path), from: path)
  }

  /// - Parameter path: for messages.
  /// - Throws: `SafetensorsError` for a header that is not whole, too long, not UTF-8 or not the JSON of tensors; for a type
  ///   that is not a `TensorType`; for bytes that do not fit a shape and type, overlap, leave a hole or are not there; and for
  ///   bytes left over.
  public init(parsing bytes: [UInt8], from path: String) throws(SafetensorsError) {
    let header = try Self.header(bytes, path)
    var reader = HeaderReader(bytes, header: header, path: path)
    try reader.read()
    metadata = reader.metadata
    tensors = []
    let size = bytes.count - header.upperBound
    for entry in reader.entries { try Self.check(entry, size, path) }
    // A tensor without bytes stands before the one that begins there.
    let sorted = reader.entries.sorted { ($0.begin, $0.end, $0.place) < ($1.begin, $1.end, $1.place) }
    var end = 0
    for (index, entry) in sorted.enumerated() {
      let before = index == 0 ? "the header" : "tensor \(quoted(sorted[index - 1].name))"
      guard entry.begin == end else {
        throw SafetensorsError(
          path,
          "tensor \(quoted(entry.name)) begins at byte \(entry.begin) of the data and \(before) ends at \(end): "
            + (entry.begin < end ? "they overlap" : "a hole")
            + "; expected no gap and no overlap (its name is at byte \(entry.place) of the file)")
      }
      end = entry.end
      tensors.append(
        Tensor(
          entry.name, type: entry.type, shape: entry.shape,
          bytes: Array(bytes[header.upperBound + entry.begin..<header.upperBound + entry.end])))
    }
    guard end == size else {
      throw SafetensorsError(
        path,
        "goes on after the last tensor, at byte \(header.upperBound + end); expected its end, not \(size - end) more")
    }
  }

  /// Where the header's JSON is.
  private static func header(_ bytes: [UInt8], _ path: String) throws(SafetensorsError) -> Range<Int> {
    guard bytes.count >= 8 else {
      throw SafetensorsError(path, "has \(bytes.count) bytes; expected at least 8, the length of a safetensors header")
    }
    let length = bytes[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(longestHeader) else {
      throw SafetensorsError(
        path, "declares a header of \(length) bytes, at byte 0; expected at most \(longestHeader) (a safetensors file?)"
      )
    }
    let end = 8 + Int(length)
    guard end <= bytes.count else {
      throw SafetensorsError(
        path, "declares a header of \(length) bytes, at byte 0, and has \(bytes.count - 8) after it")
    }
    guard length > 0, bytes[8] == UInt8(ascii: "{") else {
      throw SafetensorsError(path, "has no '{' at byte 8; expected a safetensors header in JSON")
    }
    guard String(validating: bytes[8..<end], as: UTF8.self) != nil else {
      throw SafetensorsError(
        path, "has a byte that is not UTF-8 in its header, at byte \(8 + validPrefix(bytes[8..<end])); expected JSON")
    }
    return 8..<end
  }

  /// Bytes before the first one that is not UTF-8.
  private static func validPrefix(_ bytes: ArraySlice<UInt8>) -> Int {
    var iterator = bytes.makeIterator()
    var decoder = UTF8()
    var count = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { count += UTF8.width(scalar) }
    return count
  }

  /// Checks one entry by itself, for data of `size` bytes.
  private static func check(_ entry: HeaderReader.Entry, _ size: Int, _ path: String) throws(SafetensorsError) {
    func error(_ problem: String) -> SafetensorsError {
      SafetensorsError(path, "tensor \(quoted(entry.name)), at byte \(entry.place), \(problem)")
    }
    guard entry.begin <= entry.end else { throw error("has its end, \(entry.end), before its begin, \(entry.begin)") }
    guard entry.end <= size else {
      throw error("ends at byte \(entry.end) of the data, which has \(size) bytes")
    }
    guard let count = entry.type.count(of: entry.shape) else {
      throw error("has the shape \(entry.shape), which is too large")
    }
    let expected = count * entry.type.size
    guard entry.end - entry.begin == expected else {
      throw error(
        "has \(entry.end - entry.begin) bytes of data; \(entry.type.rawValue) in the shape \(entry.shape) takes \(expected)"
      )
    }
  }

  // MARK: Writing

  /// The file's bytes: tensors by the size of their type, then by name, so that each is aligned; the same content gives the
  /// same bytes.
  /// - Throws: `SafetensorsError` for two tensors of one name, one named `__metadata__`, one with more than 64 dimensions, and
  ///   a header that would be too long: nothing that `init(parsing:from:)` would refuse is written.
  public func bytes() throws(SafetensorsError) -> [UInt8] {
    let order = tensors.sorted {
      $0.type.size != $1.type.size ? $0.type.size > $1.type.size : $0.name < $1.name
    }
    var header = Array("{".utf8)
    if !metadata.isEmpty {
      header += "\"__metadata__\":{".utf8
      for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
        Self.append(key, to: &header)
        header += ":".utf8
        Self.append(value, to: &header)
        header += ",".utf8
      }
      header.removeLast()
      header += "},".utf8
    }
    var seen: Set<String> = ["__metadata__"]
    var size = 0
    for tensor in order {
      guard seen.insert(tensor.name).inserted else {
        throw SafetensorsError(
          "tensor \(quoted(tensor.name))",
          tensor.name == "__metadata__" ? "has the name of the metadata; expected another" : "is there twice")
      }
      guard tensor.shape.count <= HeaderReader.mostDimensions else {
        throw SafetensorsError(
          "tensor \(quoted(tensor.name))",
          "has \(tensor.shape.count) dimensions; expected at most \(HeaderReader.mostDimensions)")
      }
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      let end = size + tensor.bytes.count
      Self.append(tensor.name, to: &header)
      header += ":{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(size),\(end)]},".utf8
      size = end
    }
    if header.count > 1 { header.removeLast() }
    header += "}".utf8
    // So that the data begin at a multiple of 8.
    header += Array(repeating: 0x20, count: (8 - header.count % 8) % 8)
    guard header.count <= Self.longestHeader else {
      throw SafetensorsError(
        "\(tensors.count) tensors", "take a header of \(header.count) bytes; expected at most \(Self.longestHeader)")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + size)
    bytes += (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    bytes += header
    for tensor in order { bytes += tensor.bytes }
    return bytes
  }

  /// Writes beside `path`, then renames: whatever fails, what was there before stays.
  /// - Throws: `SafetensorsError` if it cannot be written, and as `bytes()`.
  public func write(_ path: String) throws(SafetensorsError) {
    try WholeFile.write(try bytes(), to: path)
  }

  /// Appends a string of JSON.
  private static func append(_ text: String, to header: inout [UInt8]) {
    header += "\"".utf8
    // An array's bytes go by several times faster than a string's.
    for byte in Array(text.utf8) {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): header += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: header += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: header.append(byte)
      }
    }
    header += "\"".utf8
  }
}
