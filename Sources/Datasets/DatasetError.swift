/// What can be wrong with data: what was found, what was expected, and where.
public struct DatasetError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file or the name of the data, with line and column or byte where they are known: `iris.csv:3:5`.
  public let place: String
  public let problem: String

  public init(_ place: String, _ problem: String) {
    self.place = place
    self.problem = problem
  }

  public var description: String { "\(place): \(problem)" }
}
