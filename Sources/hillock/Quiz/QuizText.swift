import Quiz
import Reports

/// A quiz in words.
enum QuizText {
  private static let width = 80

  static func questions(_ count: Int) -> String { "\(count) question\(count == 1 ? "" : "s")" }

  static func opening(_ quiz: Quiz) -> String {
    "\(questions(quiz.items.count)), seed \(quiz.seed): the same seed, topics and count give the same quiz."
  }

  static func question(_ item: Quiz.Item, number: Int, of count: Int) -> String {
    let head = "\(number) of \(count) · \(item.question.topic.title)"
    let options = item.options.enumerated().map { place, option in
      "  \(Quiz.letter(place))  " + wrapped(option, indent: 5, first: 5)
    }
    return ([Terminal.bold(head), wrapped(item.question.prompt)] + options).joined(separator: "\n")
  }

  static func verdict(_ item: Quiz.Item, isRight: Bool) -> String {
    let verdict =
      isRight ? Terminal.bold("Right.") : Terminal.bold("No:") + " \(item.letter), \(item.options[item.answer])."
    return ([wrapped(verdict), wrapped(item.question.explanation)] + pointers(item.question)).joined(separator: "\n")
  }

  private static func pointers(_ question: Question) -> [String] {
    // Not wrapped: commands are copied.
    ["See: \(question.see.text)"] + (question.claim.map { ["Measured: hillock claims show \($0)"] } ?? [])
  }

  static func result(_ grade: Grade, of quiz: Quiz) -> String {
    let score = grade.score
    guard score.asked > 0 else { return "No question was answered." }
    let left = quiz.items.count - score.asked
    var parts = [
      Terminal.bold("\(score.right) of \(score.asked) right") + ", seed \(quiz.seed)"
        + (left > 0 ? "; \(questions(left)) left" : "")
    ]
    var table = Table([("topic", .left), ("right", .right), ("asked", .right)])
    for (topic, own) in grade.byTopic { table.rows.append([topic.title, "\(own.right)", "\(own.asked)"]) }
    parts.append(table.text)
    if !grade.missed.isEmpty {
      var topics: [String] = []
      for question in grade.missed where !topics.contains(question.topic.name) { topics.append(question.topic.name) }
      let lines = grade.missed.map { "  \($0.id): \($0.see.text)" }
      parts.append(([Terminal.bold("To look at again")] + lines).joined(separator: "\n"))
      parts.append("Only these topics: hillock quiz --topic \(topics.joined(separator: " "))")
    }
    return parts.joined(separator: "\n\n")
  }

  static func list(_ questions: [Question]) -> String {
    let topics = Topic.allCases.compactMap { topic -> String? in
      let own = questions.filter { $0.topic == topic }
      guard !own.isEmpty else { return nil }
      let lines = own.map { "  \($0.id)\n      " + wrapped($0.prompt, indent: 6, first: 6) }
      return "\(Terminal.bold(topic.name)): \(topic.title)\n" + lines.joined(separator: "\n")
    }
    return (topics + ["\(self.questions(questions.count)) on \(topics.count) topic\(topics.count == 1 ? "" : "s")"])
      .joined(separator: "\n\n")
  }

  /// What a person typed, short and without what would move the cursor.
  static func shown(_ line: String) -> String {
    let clean = line.unicodeScalars.map { scalar -> Character in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: "\u{FFFD}"
      default: Character(scalar)
      }
    }
    return clean.count > 20 ? String(clean.prefix(20)) + "…" : String(clean)
  }

  private static func wrapped(_ text: String, indent: Int = 0, first: Int = 0) -> String {
    Paragraph.wrapped(text, width: width, indent: indent, first: first)
  }
}
