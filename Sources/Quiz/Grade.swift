/// What a typed line means for a question.
public enum Reply: Sendable, Hashable {
  case option(Int)
  case stop
  case unclear

  /// A letter in upper or lower case, with blanks around it or a bracket or full stop after it, as people type.
  public init(_ line: String, options: Int) {
    var word = line.unicodeScalars.drop { $0.properties.isWhitespace }
    while let last = word.last, last.properties.isWhitespace { word.removeLast() }
    if word.count == 2, word.last == "." || word.last == ")" { word.removeLast() }
    let text = String(String.UnicodeScalarView(word)).lowercased()
    guard text != "q", text != "quit" else {
      self = .stop
      return
    }
    let place = (0..<options).first { Quiz.letter($0).lowercased() == text }
    self = place.map { .option($0) } ?? .unclear
  }
}

/// The answers to a quiz so far.
public struct Grade: Sendable {
  public struct Answer: Sendable {
    public let item: Quiz.Item
    public let chosen: Int

    public var isRight: Bool { chosen == item.answer }
  }

  public struct Score: Sendable, Hashable {
    public var right = 0
    public var asked = 0
  }

  public private(set) var answers: [Answer] = []

  public init() {}

  /// Takes an answer; says whether it is right.
  @discardableResult
  public mutating func add(_ item: Quiz.Item, chosen: Int) -> Bool {
    let answer = Answer(item: item, chosen: chosen)
    answers.append(answer)
    return answer.isRight
  }

  public var score: Score { Self.score(answers) }

  /// The topics that came up, in the order in which they are taught.
  public var byTopic: [(topic: Topic, score: Score)] {
    Topic.allCases.compactMap { topic in
      let own = answers.filter { $0.item.question.topic == topic }
      return own.isEmpty ? nil : (topic, Self.score(own))
    }
  }

  /// What to look at again, in the order in which it was asked.
  public var missed: [Question] { answers.filter { !$0.isRight }.map(\.item.question) }

  private static func score(_ answers: [Answer]) -> Score {
    Score(right: answers.count { $0.isRight }, asked: answers.count)
  }
}
