#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Whole files in memory, with a limit, and written beside and renamed.
enum WholeFile {
  /// The largest file that is read.
  static let limit = 4 << 30

  static func read(_ path: String) throws(SafetensorsError) -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw failure(path, "cannot be read") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    let size = 1 << 20
    while true {
      let chunk = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        count = fread(buffer.baseAddress, 1, size, file)
      }
      if chunk.isEmpty { break }
      bytes += chunk
      if bytes.count > limit {
        throw SafetensorsError(path, "is larger than \(limit >> 30) GiB, the most that is read")
      }
    }
    if ferror(file) != 0 { throw failure(path, "cannot be read") }
    return bytes
  }

  /// The new content is on the disk before the name passes to it, so that a power cut leaves one or the other.
  static func write(_ bytes: [UInt8], to path: String) throws(SafetensorsError) {
    // A name of its own, so that two writers at once do not mix their bytes.
    let beside = path + ".\(getpid())-\(UInt32.random(in: 0 ... .max)).part"
    guard let file = fopen(beside, "wbx") else { throw failure(path, "cannot be written") }
    let isWritten =
      fwrite(bytes, 1, bytes.count, file) == bytes.count && fflush(file) == 0 && fsync(fileno(file)) == 0
    var problem = errno
    let isClosed = fclose(file) == 0
    if isWritten, !isClosed { problem = errno }
    guard isWritten, isClosed else {
      unlink(beside)
      throw failure(path, "cannot be written", problem)
    }
    guard rename(beside, path) == 0 else {
      problem = errno
      unlink(beside)
      throw failure(path, "cannot be written", problem)
    }
    // The folder's entry too; where a folder cannot be opened for that, the file is whole all the same.
    let parent = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) + "/" }
    let folder = open(parent ?? ".", O_RDONLY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  private static func failure(_ path: String, _ what: String, _ code: Int32 = errno) -> SafetensorsError {
    SafetensorsError(path, "\(what): \(String(cString: strerror(code)).lowercased())")
  }
}
