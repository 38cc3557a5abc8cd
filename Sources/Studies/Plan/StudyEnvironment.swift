/// What the study was run on. Shown, stored, and needed to repeat it.
public struct StudyEnvironment: Codable, Hashable, Sendable {
  public var hillockVersion: String
  public var processor: String
  public var cores: Int
  public var instructionSet: String
  public var oneDNNVersion: String
  public var system: String

  public init(
    hillockVersion: String, processor: String, cores: Int, instructionSet: String, oneDNNVersion: String,
    system: String
  ) {
    self.hillockVersion = hillockVersion
    self.processor = processor
    self.cores = cores
    self.instructionSet = instructionSet
    self.oneDNNVersion = oneDNNVersion
    self.system = system
  }
}
