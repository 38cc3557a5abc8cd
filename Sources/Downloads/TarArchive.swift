package import Datasets

/// Reads the members of a tar archive (POSIX ustar) that are expected, and no others.
///
/// Names in the archive choose among the expected ones and never become paths. Everything else in it is passed over:
/// folders, links, other files.
package enum TarArchive {
  package struct Member: Sendable {
    /// As in the archive.
    package let name: String
    package let size: Int
    /// Where it goes.
    package let path: String

    package init(name: String, size: Int, path: String) {
      (self.name, self.size, self.path) = (name, size, path)
    }
  }

  private static let blockSize = 512

  /// Extracts from a `.tar` or `.tar.gz` file. All of the members must be there, once, and of these sizes; each is
  /// written beside and renamed.
  /// - Parameter largest: at most so many bytes of the archive are read.
  package static func extract(
    _ members: [Member], from path: String, largest: Int = 1 << 30, isCancelled: () -> Bool = { false }
  ) throws(DatasetError) {
    let source = try ByteSource(path)
    var missing = Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0) })
    let known = Set(missing.keys)
    while !missing.isEmpty {
      guard !isCancelled(), source.count <= largest else {
        throw DatasetError(path, isCancelled() ? "stopped" : "goes on after \(largest) bytes, the most that are read")
      }
      let start = source.count
      let block = try source.read(blockSize)
      // Two blocks of zeros are the end, of which one is enough here.
      guard !block.isEmpty, block.contains(where: { $0 != 0 }) else { break }
      let header = try Header(block, at: start, of: path)
      guard header.isFile, known.contains(header.name) else {
        try skip(header.size, source)
        continue
      }
      guard let member = missing.removeValue(forKey: header.name) else {
        throw DatasetError(path, "has two members '\(header.name)'")
      }
      guard header.size == member.size else {
        throw DatasetError(path, "has '\(header.name)' of \(header.size) bytes; expected \(member.size)")
      }
      let writer = try FileWriter(member.path)
      try pass(header.size, source) { piece throws(DatasetError) in try writer.append(piece) }
      try writer.finish()
    }
    if let name = missing.keys.sorted().first { throw DatasetError(path, "ends without '\(name)'") }
  }

  private static func skip(_ size: Int, _ source: ByteSource) throws(DatasetError) {
    try pass(size, source) { _ in }
  }

  /// Hands on so many bytes and leaves out those that fill the last block.
  private static func pass(
    _ size: Int, _ source: ByteSource, _ body: ([UInt8]) throws(DatasetError) -> Void
  ) throws(DatasetError) {
    var left = size
    while left > 0 {
      let piece = try source.read(min(left, 1 << 20))
      if piece.isEmpty { throw DatasetError(source.path, "ends at byte \(source.count), within a member") }
      try body(piece)
      left -= piece.count
    }
    let rest = (blockSize - size % blockSize) % blockSize
    guard try source.read(rest).count == rest else {
      throw DatasetError(source.path, "ends at byte \(source.count), within a member")
    }
  }

  private struct Header {
    let name: String
    let size: Int
    let isFile: Bool

    init(_ block: [UInt8], at start: Int, of path: String) throws(DatasetError) {
      guard block.count == blockSize else {
        throw DatasetError(path, "ends at byte \(start + block.count), within a header")
      }
      // The sum of all bytes, those of the sum itself taken as blanks.
      let sum = block.indices.reduce(0) { $0 + ((148..<156).contains($1) ? 0x20 : Int(block[$1])) }
      guard Self.octal(block[148..<156]) == sum, let size = Self.octal(block[124..<136]) else {
        throw DatasetError(path, "has no tar header at byte \(start), where one is expected")
      }
      self.size = size
      // A file is marked by 0 or, in old archives, by a byte 0.
      isFile = block[156] == 0x30 || block[156] == 0
      let prefix = Self.text(block[345..<500])
      let isPOSIX = Self.text(block[257..<263]).hasPrefix("ustar")
      name = (isPOSIX && !prefix.isEmpty ? prefix + "/" : "") + Self.text(block[0..<100])
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Octal digits with blanks or zeros around them; at most 12 of them, so that nothing overflows.
    private static func octal(_ bytes: ArraySlice<UInt8>) -> Int? {
      let digits = bytes.drop { $0 == 0x20 }.prefix { $0 != 0 && $0 != 0x20 }
      guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x37).contains($0) }) else { return nil }
      return digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
    }
  }
}
