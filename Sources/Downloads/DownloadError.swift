/// Why a file was not fetched: what was found, what was expected, and where.
public struct DownloadError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Kind: Sendable {
    /// The network, or the server: another mirror or another time may help.
    case unreachable
    /// What came is not what was expected.
    case wrongBytes
    /// A file here that cannot be read or written.
    case file
    case interrupted
  }

  public let kind: Kind
  /// The address or the file.
  public let place: String
  public let problem: String

  public init(_ kind: Kind, _ place: String, _ problem: String) {
    (self.kind, self.place, self.problem) = (kind, place, problem)
  }

  public var description: String { "\(place): \(problem)" }
}
