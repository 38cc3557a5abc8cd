internal import CZlib

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What a path names.
package enum FileKind {
  case file, folder, missing

  package static func of(_ path: String) -> FileKind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .missing }
    return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
  }
}

/// Whole files in memory, with a limit.
enum FileBytes {
  /// The largest file that is read whole.
  static let limit = 4 << 30

  static func read(_ path: String) throws(DatasetError) -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw DatasetError(path, reason("cannot be read")) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    let size = 1 << 20
    while true {
      let chunk = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        count = fread(buffer.baseAddress, 1, size, file)
      }
      if chunk.isEmpty { break }
      bytes += chunk
      if bytes.count > limit { throw DatasetError(path, "is larger than \(limit >> 30) GiB, the most that is read") }
    }
    if ferror(file) != 0 { throw DatasetError(path, reason("cannot be read")) }
    return bytes
  }

  /// The content of a gzip file, of which at most `limit` bytes are inflated.
  static func readInflated(_ path: String, limit: Int) throws(DatasetError) -> [UInt8] {
    guard FileKind.of(path) == .file, let file = gzopen(path, "rb") else {
      throw DatasetError(path, reason("cannot be read"))
    }
    defer { gzclose(file) }
    var bytes: [UInt8] = []
    let size = 1 << 20
    while bytes.count < limit {
      var status: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        status = gzread(file, buffer.baseAddress, UInt32(min(size, limit - bytes.count)))
        count = max(0, Int(status))
      }
      if status < 0 { throw DatasetError(path, "is a damaged gzip file, after \(bytes.count) inflated bytes") }
      if status == 0 { break }
      bytes += chunk
    }
    var code: Int32 = 0
    _ = gzerror(file, &code)
    if code != Z_OK && code != Z_STREAM_END {
      throw DatasetError(path, "is a truncated or damaged gzip file, after \(bytes.count) inflated bytes")
    }
    return bytes
  }

  /// Writes beside the file, then renames, so that what was there is never lost half-way.
  static func write(_ bytes: [UInt8], to path: String) throws(DatasetError) {
    let writer = try FileWriter(path)
    try writer.append(bytes)
    try writer.finish()
  }

  /// The size of a file in bytes; 0 if it is not known.
  static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? max(0, Int(status.st_size)) : 0
  }

  static func reason(_ what: String) -> String { "\(what): \(String(cString: strerror(errno)).lowercased())" }
}
