/// What keeps a study from being run or gone on with.
public enum StudyError: Error, Sendable, CustomStringConvertible {
  /// A plan that makes no sense.
  case plan(String)
  /// The study's file: not one, from another version, of another plan.
  case store(path: String, problem: String)
  /// The study's file: in use by another program just now.
  case busy(path: String, problem: String)
  /// A file or folder that cannot be written.
  case unwritable(path: String, problem: String)
  /// A trial that could not be run at all (a diverged one is a result, not an error).
  case trial(TrialKey, problem: String)
  /// Ended by the person before all trials were done; what is done is kept.
  case interrupted(done: Int, total: Int)

  public var description: String {
    switch self {
    case .plan(let problem): problem
    case .store(let path, let problem), .busy(let path, let problem), .unwritable(let path, let problem):
      "\(path): \(problem)"
    case .trial(let key, let problem):
      "\(key.choice) with learning rate \(key.hyperparameters.learningRate) and seed \(key.seed): \(problem)"
    case .interrupted(let done, let total):
      "stopped after \(done) of \(total) trials; the same command goes on from there"
    }
  }
}
