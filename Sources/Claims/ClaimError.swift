/// What keeps a claim from being tested.
public enum ClaimError: Error, Sendable, CustomStringConvertible {
  /// A set-up that cannot be run: a mistake in the claim.
  case setup(String)
  /// The file with the results.
  case store(path: String, problem: String)
  /// Ended by the person; what is done is kept.
  case interrupted(done: Int)

  public var description: String {
    switch self {
    case .setup(let problem): problem
    case .store(let path, let problem): "\(path): \(problem)"
    case .interrupted(let done):
      "stopped after \(done) new trials, which are kept; the same command goes on from there"
    }
  }
}
