#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Files for readers that take a path, in a folder that Scripts/fuzz makes and removes.
enum ScratchFile {
  static let folder: String = {
    guard let name = getenv("HILLOCK_FUZZ_SCRATCH") else { quit("HILLOCK_FUZZ_SCRATCH does not name a folder") }
    return String(cString: name)
  }()

  /// Writes a file in the scratch folder.
  /// - Returns: its path.
  @discardableResult
  static func write(_ bytes: [UInt8], named name: String) -> String {
    let path = folder + "/" + name
    write(bytes, to: path)
    return path
  }

  static func write(_ bytes: [UInt8], to path: String) {
    guard let file = fopen(path, "wb"), fwrite(bytes, 1, bytes.count, file) == bytes.count, fclose(file) == 0 else {
      quit("cannot write \(path)")
    }
  }

  /// A folder in the scratch folder.
  static func makeFolder(_ name: String) -> String {
    mkdir(folder + "/" + name, 0o755)
    return folder + "/" + name
  }

  static func remove(_ path: String) { unlink(path) }
}
