internal import Randomness

/// Questions drawn and dealt by a seed: the same seed, topics and count give the same quiz.
public struct Quiz: Sendable, Hashable {
  /// A question with its options in the order in which they are shown.
  public struct Item: Sendable, Hashable {
    public let question: Question
    public let options: [String]
    /// The place of the right option.
    public let answer: Int

    public var letter: String { Quiz.letter(answer) }
  }

  public let seed: UInt64
  public let items: [Item]

  /// - Parameters:
  ///   - topics: those to draw from; all if there are none.
  ///   - count: so many questions, or all there are.
  public init(
    of questions: [Question] = Question.all, topics: [Topic] = [], count: Int? = nil, seed: UInt64
  ) {
    self.seed = seed
    var stream = RandomStream(seed: seed, purpose: .quiz)
    let chosen = stream.shuffled(Self.questions(questions, on: topics))
    var deck = Deck(seed: seed)
    items = chosen.prefix(count ?? chosen.count).map { question in
      let answer = deck.place(of: question.options.count)
      var options = stream.shuffled(question.wrong)
      options.insert(question.right, at: answer)
      return Item(question: question, options: options, answer: answer)
    }
  }

  /// Those on the topics, in the order of the list.
  public static func questions(_ questions: [Question] = Question.all, on topics: [Topic]) -> [Question] {
    topics.isEmpty ? questions : questions.filter { topics.contains($0.topic) }
  }

  /// A, B, C …
  public static func letter(_ place: Int) -> String { String(UnicodeScalar(UInt8(65 + place))) }

  /// Places of right answers, dealt like cards: within every round of n questions with n options each letter is right
  /// once, so that no letter is a better guess than another.
  private struct Deck {
    private var stream: RandomStream
    private var cards: [Int: [Int]] = [:]

    init(seed: UInt64) { stream = RandomStream(seed: seed, purpose: .quiz, index: 1) }

    mutating func place(of options: Int) -> Int {
      var left = cards[options] ?? []
      if left.isEmpty { left = stream.shuffled(Array(0..<options)) }
      let place = left.removeLast()
      cards[options] = left
      return place
    }
  }
}
