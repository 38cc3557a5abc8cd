internal import CZlib

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The bytes of a file in their order, piece by piece; of a `.gz` file, inflated.
package final class ByteSource {
  private enum Handle {
    case plain(UnsafeMutablePointer<FILE>)
    case compressed(gzFile)
  }

  package let path: String
  private let handle: Handle
  /// Bytes that have been read (inflated ones of a `.gz` file).
  package private(set) var count = 0

  /// - Parameter isCompressed: whether it is inflated; by its name if nil.
  package init(_ path: String, isCompressed: Bool? = nil) throws(DatasetError) {
    self.path = path
    guard FileKind.of(path) == .file else {
      throw DatasetError(path, FileKind.of(path) == .folder ? "is a folder; expected a file" : "no such file")
    }
    if isCompressed ?? path.lowercased().hasSuffix(".gz") {
      guard let file = gzopen(path, "rb") else { throw DatasetError(path, FileBytes.reason("cannot be read")) }
      gzbuffer(file, 1 << 18)
      handle = .compressed(file)
    } else {
      guard let file = fopen(path, "rb") else { throw DatasetError(path, FileBytes.reason("cannot be read")) }
      handle = .plain(file)
    }
  }

  deinit {
    switch handle {
    case .plain(let file): fclose(file)
    case .compressed(let file): gzclose(file)
    }
  }

  /// Fills the buffer from its start, as far as there are bytes.
  /// - Returns: how many; fewer than the buffer holds only at the end of the file.
  package func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(DatasetError) -> Int {
    var filled = 0
    while filled < buffer.count, let base = buffer.baseAddress {
      let wanted = min(buffer.count - filled, 1 << 30)
      let got: Int
      switch handle {
      case .plain(let file):
        got = fread(base + filled, 1, wanted, file)
        if got == 0, ferror(file) != 0 { throw DatasetError(path, FileBytes.reason("cannot be read")) }
      case .compressed(let file):
        got = Int(gzread(file, base + filled, UInt32(wanted)))
        var code: Int32 = 0
        if got <= 0 { _ = gzerror(file, &code) }
        if got < 0 || code != Z_OK && code != Z_STREAM_END {
          throw DatasetError(
            path, "is a truncated or damaged gzip file, after \(count + filled) inflated bytes")
        }
      }
      if got == 0 { break }
      filled += got
    }
    count += filled
    return filled
  }

  /// Up to `limit` bytes, fewer only at the end.
  package func read(_ limit: Int) throws(DatasetError) -> [UInt8] {
    var problem: DatasetError?
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      do throws(DatasetError) { count = try read(into: buffer) } catch { problem = error }
    }
    if let problem { throw problem }
    return bytes
  }
}

/// A file that is written beside and renamed by `finish()`: what was there is never lost half-way. Without `finish()`
/// nothing stays.
package final class FileWriter {
  package let path: String
  private let beside: String
  private let file: UnsafeMutablePointer<FILE>
  private var isFinished = false

  package init(_ path: String) throws(DatasetError) {
    self.path = path
    beside = path + ".\(getpid()).part"
    guard FileKind.of(path) != .folder else { throw DatasetError(path, "is a folder; expected a file's name") }
    guard let file = fopen(beside, "wb") else { throw DatasetError(path, FileBytes.reason("cannot be written")) }
    self.file = file
  }

  deinit {
    guard !isFinished else { return }
    fclose(file)
    unlink(beside)
  }

  package func append(_ bytes: UnsafeRawBufferPointer) throws(DatasetError) {
    guard fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count else {
      throw DatasetError(path, FileBytes.reason("cannot be written"))
    }
  }

  package func append(_ bytes: [UInt8]) throws(DatasetError) {
    // A closure of withUnsafeBytes would lose the error's type.
    guard bytes.isEmpty || fwrite(bytes, 1, bytes.count, file) == bytes.count else {
      throw DatasetError(path, FileBytes.reason("cannot be written"))
    }
  }

  package func append(_ text: String) throws(DatasetError) { try append(Array(text.utf8)) }

  package func finish() throws(DatasetError) {
    let isFlushed = fflush(file) == 0 && fsync(fileno(file)) == 0
    let problem = FileBytes.reason("cannot be written")
    fclose(file)
    isFinished = true
    guard isFlushed, rename(beside, path) == 0 else {
      let reason = isFlushed ? FileBytes.reason("cannot be written") : problem
      unlink(beside)
      throw DatasetError(path, reason)
    }
  }
}
