/// Bytes as gzip keeps them without compressing: stored blocks of at most 65535 bytes.
public func gzipped(_ bytes: [UInt8]) -> [UInt8] {
  func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
  var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
  var start = 0
  repeat {
    let block = bytes[start..<min(bytes.count, start + 0xFFFF)]
    start += block.count
    packed += [start == bytes.count ? 1 : 0] + little(block.count, 2) + little(~block.count, 2) + block
  } while start < bytes.count
  return packed + little(Int(crc32(bytes)), 4) + little(bytes.count, 4)
}

/// The checksum of gzip, zip and PNG.
public func crc32(_ bytes: [UInt8]) -> UInt32 {
  var crc: UInt32 = 0xFFFF_FFFF
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }
  return ~crc
}
