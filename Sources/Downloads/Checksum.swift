package import Datasets

/// By what a file is known again.
public enum Checksum: Sendable, Hashable {
  /// Of the file as it is.
  case md5(String)
  /// Of what a `.gz` file holds, however it was packed.
  case sha256OfContent(String)

  /// What differs, in words; nil if the file is the right one.
  /// - Parameter name: what the file is called when it is whole, by which a `.gz` file is known.
  package func difference(_ path: String, named name: String) throws(DatasetError) -> String? {
    let (expected, found, what) =
      switch self {
      case .md5(let expected): (expected, try Self.sum(.md5, ByteSource(path, isCompressed: false)), "MD5")
      case .sha256OfContent(let expected):
        (
          expected, try Self.sum(.sha256, ByteSource(path, isCompressed: name.hasSuffix(".gz"))),
          "SHA-256 of its content"
        )
      }
    return found == expected ? nil : "its \(what) is \(found); expected \(expected)"
  }

  private static func sum(_ algorithm: Digest.Algorithm, _ source: ByteSource) throws(DatasetError) -> String {
    var hash = Digest.Hash(algorithm)
    while true {
      let piece = try source.read(1 << 20)
      if piece.isEmpty { return hash.finish() }
      piece.withUnsafeBufferPointer { hash.update($0) }
    }
  }
}
