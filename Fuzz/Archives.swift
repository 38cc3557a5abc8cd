/// Archives made without compressing, for seeds and for inputs that shall pass an archive's checks.
enum Archives {
  static func little(_ value: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// CRC-32 of gzip and zip.
  static func checksum(_ bytes: [UInt8]) -> Int {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return Int(~crc)
  }

  /// A deflate stream of one stored block, for at most 65535 bytes.
  static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    [1] + little(bytes.count, 2) + little(~bytes.count, 2) + bytes
  }

  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + deflated(bytes) + little(checksum(bytes), 4) + little(bytes.count, 4)
  }

  static func zip(_ members: [(name: String, bytes: [UInt8])], isDeflated: Bool = false) -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for (name, bytes) in members {
      let packed = isDeflated ? deflated(bytes) : bytes
      let common =
        little(20, 2) + little(0, 2) + little(isDeflated ? 8 : 0, 2) + little(0x21_0000, 4)
        + little(checksum(bytes), 4) + little(packed.count, 4) + little(bytes.count, 4) + little(name.utf8.count, 2)
        + little(0, 2)
      directory += little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 10) + little(file.count, 4) + name.utf8
      file += little(0x0403_4B50, 4) + common + name.utf8 + packed
    }
    return file + directory + little(0x0605_4B50, 4) + little(0, 4) + little(members.count, 2)
      + little(members.count, 2)
      + little(directory.count, 4) + little(file.count, 4) + little(0, 2)
  }
}
