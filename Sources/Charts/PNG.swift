internal import CZlib

/// A small picture of bytes: rows from the top, pixels of one channel (grey) or three (red, green, blue).
public struct Bitmap: Sendable, Hashable {
  public let width: Int
  public let height: Int
  public let channels: Int
  public let bytes: [UInt8]

  /// The sizes must be above 0 and agree, and channels be 1 or 3.
  public init(width: Int, height: Int, channels: Int, bytes: [UInt8]) {
    precondition(channels == 1 || channels == 3, "one channel or three")
    precondition(width > 0 && height > 0 && bytes.count == width * height * channels, "bytes of whole pixels")
    (self.width, self.height, self.channels, self.bytes) = (width, height, channels, bytes)
  }

  /// As a PNG file (ISO/IEC 15948): one header, one chunk of data, the end.
  public var png: [UInt8] {
    let stride = width * channels
    // Photographs take less as differences from the pixel to the left (filter 1).
    let isFiltered = channels == 3
    var lines: [UInt8] = []
    lines.reserveCapacity(height * (stride + 1))
    for y in 0..<height {
      lines.append(isFiltered ? 1 : 0)
      for i in 0..<stride {
        let byte = bytes[y * stride + i]
        lines.append(isFiltered && i >= channels ? byte &- bytes[y * stride + i - channels] : byte)
      }
    }
    let header = Self.big(width) + Self.big(height) + [8, channels == 3 ? 2 : 0, 0, 0, 0]
    return [0x89] + Array("PNG\r\n\u{1A}\n".utf8) + Self.chunk("IHDR", header)
      + Self.chunk("IDAT", Self.deflated(lines)) + Self.chunk("IEND", [])
  }

  private static func big(_ value: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
  }

  private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let content = Array(name.utf8) + data
    let checksum = content.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
    return big(data.count) + content + big(Int(checksum))
  }

  private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var size = compressBound(uLong(bytes.count))
    return [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
      // The bound is large enough for any data: there is no other way to fail but memory.
      let status = compress2(buffer.baseAddress, &size, bytes, uLong(bytes.count), Z_BEST_COMPRESSION)
      count = status == Z_OK ? Int(size) : 0
    }
  }
}

enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in Swift.stride(from: 0, to: bytes.count, by: 3) {
      let three = (0..<3).map { start + $0 < bytes.count ? Int(bytes[start + $0]) : 0 }
      let bits = three[0] << 16 | three[1] << 8 | three[2]
      let missing = max(0, start + 3 - bytes.count)
      for i in 0..<4 { text.append(i < 4 - missing ? digits[bits >> (18 - 6 * i) & 63] : 0x3D) }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
