internal import CZlib

/// The members of a zip archive, found by its central directory, which alone is believed: stored or deflated ones.
///
/// Nothing is inflated before it is asked for, and never more than the directory declares. An archive is refused as a
/// whole where names are there twice, members lie within each other or outside the file, or declare what their
/// compressed bytes cannot hold.
struct ZipArchive {
  struct Member {
    let name: String
    let isDeflated: Bool
    let checksum: UInt32
    let compressedSize: Int
    let size: Int
    /// Where its local header is, and where its bytes are.
    let offset: Int
    var start = 0
  }

  private static let mostMembers = 4_096
  /// Deflate makes 258 bytes of two bits at best.
  private static let largestRatio = 1_032

  let path: String
  private let bytes: [UInt8]
  private(set) var members: [Member] = []

  init(_ bytes: [UInt8], from path: String) throws(DatasetError) {
    self.bytes = bytes
    self.path = path
    let directory = try directory()
    guard directory.count <= Self.mostMembers else {
      throw DatasetError(path, "has \(directory.count) members; at most \(Self.mostMembers) are read")
    }
    var at = directory.start
    var names: Set<String> = []
    var total = 0
    for _ in 0..<directory.count {
      let (member, next) = try entry(at, end: directory.end)
      guard names.insert(member.name).inserted else {
        throw DatasetError(path, "has two members '\(member.name)'")
      }
      // Each is at most the limit: the sum of some thousand cannot overflow.
      total += member.size
      guard total <= FileBytes.limit else {
        throw DatasetError(path, "declares more than \(FileBytes.limit >> 30) GiB, the most that are read")
      }
      members.append(member)
      at = next
    }
    guard at == directory.end else {
      throw DatasetError(path, "has a directory that goes on after its \(directory.count) members, at byte \(at)")
    }
    try locate(end: directory.start)
  }

  /// The member's bytes, whose number and checksum are those of the directory.
  func content(_ member: Member) throws(DatasetError) -> [UInt8] {
    let packed = bytes[member.start..<member.start + member.compressedSize]
    let content = member.isDeflated ? try inflated(packed, member) : Array(packed)
    let checksum = content.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
    guard UInt32(truncatingIfNeeded: checksum) == member.checksum else {
      throw DatasetError("\(path)/\(member.name)", "is damaged: its CRC-32 is not the one that the archive declares")
    }
    return content
  }

  private func number(_ at: Int, _ size: Int) -> Int {
    (0..<size).reversed().reduce(0) { $0 << 8 | Int(bytes[at + $1]) }
  }

  /// 64 bits of a place or size; nil for what is beyond any file.
  private func wide(_ at: Int) -> Int? {
    bytes[at + 7] < 0x40 ? number(at, 8) : nil
  }

  // MARK: The directory

  /// Where the directory is, from the record at the end of the file.
  private func directory() throws(DatasetError) -> (start: Int, end: Int, count: Int) {
    // The record is 22 bytes and a comment of at most 65535, up to the very end.
    var place = bytes.count - 22
    let first = max(0, place - 0xFFFF)
    while place >= first, !(number(place, 4) == 0x0605_4B50 && place + 22 + number(place + 20, 2) == bytes.count) {
      place -= 1
    }
    guard place >= first, bytes.count >= 22 else {
      throw DatasetError(path, "has no end record of a zip archive; expected an .npz file, whole")
    }
    var (count, size, start) = (number(place + 10, 2), number(place + 12, 4), number(place + 16, 4))
    var end = place
    if count == 0xFFFF || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF, let far = try wideDirectory(place) {
      (start, size, count, end) = far
    }
    guard number(place + 4, 2) == 0, number(place + 6, 2) == 0 else {
      throw DatasetError(path, "is one part of several; expected a zip archive in one file")
    }
    guard start <= end, size == end - start, count <= size / 46 else {
      throw DatasetError(
        path,
        "declares a directory of \(count) members, bytes \(start) to \(start &+ size); it should end at byte \(end)")
    }
    return (start, end, count)
  }

  /// The same from zip64's record.
  private func wideDirectory(_ end: Int) throws(DatasetError) -> (start: Int, size: Int, count: Int, end: Int)? {
    let locator = end - 20
    guard locator >= 0, number(locator, 4) == 0x0706_4B50 else { return nil }
    guard let record = wide(locator + 8), record <= locator - 56, number(record, 4) == 0x0606_4B50,
      let count = wide(record + 32), let size = wide(record + 40), let start = wide(record + 48)
    else { throw DatasetError(path, "has a zip64 record out of range, declared at byte \(locator)") }
    return (start, size, count, record)
  }

  private func entry(_ at: Int, end: Int) throws(DatasetError) -> (Member, next: Int) {
    guard at + 46 <= end, number(at, 4) == 0x0201_4B50 else {
      throw DatasetError(path, "has no directory entry at byte \(at), where one is declared")
    }
    let (nameSize, extraSize) = (number(at + 28, 2), number(at + 30, 2))
    let extra = at + 46 + nameSize
    let next = extra + extraSize + number(at + 32, 2)
    guard next <= end, let name = String(validating: bytes[at + 46..<extra], as: UTF8.self) else {
      throw DatasetError(path, "has a damaged directory entry at byte \(at)")
    }
    let place = "\(path)/\(name)"
    guard number(at + 8, 2) & 1 == 0 else { throw DatasetError(place, "is encrypted; such members are not read") }
    let method = number(at + 10, 2)
    guard method == 0 || method == 8 else {
      throw DatasetError(place, "is packed by method \(method); expected 0 (stored) or 8 (deflated)")
    }
    // What does not fit into 32 bits is all ones there and follows in an extra field, in this order.
    var fields = [number(at + 24, 4), number(at + 20, 4), number(at + 42, 4)]
    if fields.contains(0xFFFF_FFFF), var far = wideFields(extra, extraSize) {
      for i in fields.indices where fields[i] == 0xFFFF_FFFF {
        guard let first = far.first, let value = first else {
          throw DatasetError(place, "has a damaged zip64 field")
        }
        fields[i] = value
        far.removeFirst()
      }
    }
    let (size, compressedSize) = (fields[0], fields[1])
    guard size <= FileBytes.limit else {
      throw DatasetError(place, "declares \(size) bytes; more than \(FileBytes.limit >> 30) GiB are not read")
    }
    guard compressedSize <= bytes.count,
      method == 0 ? size == compressedSize : size <= (compressedSize + 1) * Self.largestRatio
    else {
      throw DatasetError(place, "declares \(size) bytes from \(compressedSize) packed ones, which cannot be")
    }
    let member = Member(
      name: name, isDeflated: method == 8, checksum: UInt32(number(at + 16, 4)), compressedSize: compressedSize,
      size: size, offset: fields[2])
    return (member, next)
  }

  /// The numbers of the extra field 1; nil if there is none.
  private func wideFields(_ start: Int, _ size: Int) -> [Int?]? {
    var at = start
    while at + 4 <= start + size {
      let length = number(at + 2, 2)
      guard at + 4 + length <= start + size else { return nil }
      if number(at, 2) == 1 { return (0..<length / 8).map { wide(at + 4 + 8 * $0) } }
      at += 4 + length
    }
    return nil
  }

  /// Finds the members' bytes behind their local headers.
  private mutating func locate(end: Int) throws(DatasetError) {
    var ranges: [Range<Int>] = []
    for i in members.indices {
      let member = members[i]
      let place = "\(path)/\(member.name)"
      let at = member.offset
      guard at <= end - 30, number(at, 4) == 0x0403_4B50 else {
        throw DatasetError(place, "has no local header at byte \(at), where one is declared")
      }
      let nameSize = number(at + 26, 2)
      let start = at + 30 + nameSize + number(at + 28, 2)
      guard start <= end, member.compressedSize <= end - start else {
        throw DatasetError(place, "declares \(member.compressedSize) bytes from byte \(start), beyond the members' end")
      }
      guard Array(member.name.utf8) == Array(bytes[at + 30..<at + 30 + nameSize]) else {
        throw DatasetError(place, "has another name in its local header, at byte \(at)")
      }
      members[i].start = start
      ranges.append(at..<start + member.compressedSize)
    }
    ranges.sort { $0.lowerBound < $1.lowerBound }
    for (a, b) in zip(ranges, ranges.dropFirst()) where b.lowerBound < a.upperBound {
      throw DatasetError(path, "has members that lie within each other, at byte \(b.lowerBound)")
    }
  }

  // MARK: Deflate

  private func inflated(_ packed: ArraySlice<UInt8>, _ member: Member) throws(DatasetError) -> [UInt8] {
    var isWhole = false
    let content = [UInt8](unsafeUninitializedCapacity: member.size) { output, count in
      packed.withUnsafeBufferPointer { input in
        let (written, isEnd) = Self.inflate(input, output)
        count = written
        isWhole = isEnd && written == member.size
      }
    }
    guard isWhole else {
      throw DatasetError(
        "\(path)/\(member.name)", "is damaged: its packed bytes do not hold the \(member.size) that are declared")
    }
    return content
  }

  /// - Returns: how many bytes there were, at most as many as there is room, and whether the input ended with them.
  private static func inflate(
    _ input: UnsafeBufferPointer<UInt8>, _ output: UnsafeMutableBufferPointer<UInt8>
  ) -> (Int, Bool) {
    var stream = z_stream()
    guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return (0, false)
    }
    defer { inflateEnd(&stream) }
    var (read, written) = (0, 0)
    // zlib counts in 32 bits.
    let piece = 1 << 30
    // An empty member still needs one place for zlib to look at.
    var spare: UInt8 = 0
    while true {
      let (given, room) = (min(piece, input.count - read), min(piece, output.count - written))
      stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + read })
      stream.avail_in = UInt32(given)
      stream.avail_out = UInt32(room)
      let status: Int32
      if room > 0, let base = output.baseAddress {
        stream.next_out = base + written
        status = CZlib.inflate(&stream, Z_NO_FLUSH)
      } else {
        status = withUnsafeMutablePointer(to: &spare) {
          stream.next_out = $0
          return CZlib.inflate(&stream, Z_NO_FLUSH)
        }
      }
      let (taken, made) = (given - Int(stream.avail_in), room - Int(stream.avail_out))
      read += taken
      written += made
      if status == Z_STREAM_END { return (written, read == input.count) }
      if status != Z_OK || taken == 0 && made == 0 { return (written, false) }
    }
  }
}
