/// One multiple-choice question.
public struct Question: Sendable, Hashable {
  /// Where it can be seen that the answer is right.
  public enum Pointer: Sendable, Hashable {
    /// A command line that shows it.
    case command(String)
    /// A formula from which it follows.
    case formula(String)
    /// A page of the repository.
    case page(String)
    /// Who reported it.
    case source(String)

    /// What it is, in a word.
    public var kind: String {
      switch self {
      case .command: "command"
      case .formula: "formula"
      case .page: "page"
      case .source: "source"
      }
    }

    public var text: String {
      switch self {
      case .command(let text), .formula(let text), .page(let text), .source(let text): text
      }
    }
  }

  /// Stable: people note which ones they missed.
  public let id: String
  public let topic: Topic
  public let prompt: String
  /// The one right option. Kept apart from the others, so that a question cannot have none or two.
  public let right: String
  public let wrong: [String]
  /// Why the right option is right, and why a tempting one is not.
  public let explanation: String
  public let see: Pointer
  /// The claim whose experiment shows it: `hillock claims show` and this.
  public let claim: String?

  /// All options, the right one first; a quiz deals them anew.
  public var options: [String] { [right] + wrong }

  init(
    _ id: String, _ topic: Topic, _ prompt: String, right: String, wrong: [String], because explanation: String,
    see: Pointer, claim: String? = nil
  ) {
    self.id = id
    self.topic = topic
    self.prompt = prompt
    self.right = right
    self.wrong = wrong
    self.explanation = explanation
    self.see = see
    self.claim = claim
  }

  /// Every question, topic by topic.
  public static let all: [Question] = {
    let questions =
      basics + learning + saturating + softmax + rectifiers + exponential + smooth + initialisation + choosing
    return Topic.allCases.flatMap { topic in questions.filter { $0.topic == topic } }
  }()
}
