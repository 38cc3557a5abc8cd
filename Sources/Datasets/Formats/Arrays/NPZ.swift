internal import CZlib

/// NumPy's archives (`.npz`): arrays by name, in a zip archive of `.npy` members.
public struct NPZArchive: Sendable {
  public let path: String
  private let archive: ZipArchive

  public static func read(_ path: String) throws(DatasetError) -> NPZArchive {
    guard FileKind.of(path) == .file else { throw DatasetError(path, "no such file") }
    return try NPZArchive(parsing: try FileBytes.read(path), from: path)
  }

  /// - Throws: `DatasetError` for what is no whole zip archive of members that can be read.
  public init(parsing bytes: [UInt8], from path: String) throws(DatasetError) {
    self.path = path
    archive = try ZipArchive(bytes, from: path)
  }

  /// The arrays' names, in the archive's order.
  public var names: [String] {
    archive.members.compactMap { $0.name.hasSuffix(".npy") ? String($0.name.dropLast(4)) : nil }
  }

  /// The array of that name, inflated and checked only now.
  public func array(_ name: String) throws(DatasetError) -> NPYArray {
    guard let member = archive.members.first(where: { $0.name == name + ".npy" }) else {
      throw DatasetError(path, "has no array '\(name)'; it has \(names.joined(separator: ", "))")
    }
    return try NPYArray(parsing: try archive.content(member), from: "\(path)/\(member.name)")
  }

  /// Writes arrays, stored without compression, beside the file first. At most 4 GiB in all.
  public static func write(_ arrays: [(name: String, array: NPYArray)], to path: String) throws(DatasetError) {
    let writer = try FileWriter(path)
    var directory: [UInt8] = []
    var offset = 0
    for (name, array) in arrays {
      let (header, data) = (array.header, array.data)
      let size = header.count + data.count
      let member = Array("\(name).npy".utf8)
      guard offset + 30 + member.count + size < 0xFFFF_FFFF, member.count <= 0xFFFF else {
        throw DatasetError(path, "would be larger than 4 GiB, the most that is written")
      }
      var checksum = header.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
      if !data.isEmpty { checksum = data.withUnsafeBufferPointer { crc32_z(checksum, $0.baseAddress, $0.count) } }
      // Version 2.0, no flags, stored, and the first day that the format knows: the same arrays give the same file.
      let common =
        little(20, 2) + little(0, 2) + little(0, 2) + little(0, 2) + little(0x21, 2) + little(Int(checksum), 4)
        + little(size, 4) + little(size, 4) + little(member.count, 2) + little(0, 2)
      try writer.append(little(0x0403_4B50, 4) + common + member)
      try writer.append(header)
      try writer.append(data)
      directory += little(0x0201_4B50, 4) + little(20, 2) + common
      directory += little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(offset, 4) + member
      offset += 30 + member.count + size
    }
    guard arrays.count < 0xFFFF, offset + directory.count < 0xFFFF_FFFF else {
      throw DatasetError(path, "would be larger than 4 GiB, the most that is written")
    }
    try writer.append(directory)
    let counts = little(arrays.count, 2)
    let sizes = little(directory.count, 4) + little(offset, 4)
    try writer.append(little(0x0605_4B50, 4) + little(0, 2) + little(0, 2) + counts + counts + sizes + little(0, 2))
    try writer.finish()
  }

  private static func little(_ value: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
