/// What is wrong with a file of a model: what was found, what was expected, and where.
public struct ModelError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file, with line and column where they are known.
  public let place: String
  public let problem: String

  public init(_ place: String, _ problem: String) {
    self.place = place
    self.problem = problem
  }

  public var description: String { "\(place): \(problem)" }
}
