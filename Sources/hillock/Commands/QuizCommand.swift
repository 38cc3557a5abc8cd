import Activations
import ArgumentParser
import Quiz
import Reports
import Studies

struct QuizCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quiz", abstract: "Ask review questions, and say why an answer is right and what shows it.",
    discussion: """
      One question at a time, each answered with a letter; q or the end of the input stops with the score so far. The \
      seed decides which questions come, in which order, and which letter is right: the same options give the same quiz. \
      --html writes it as a sheet to print, with the answers on a page of their own.
      """)

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Only these topics; --list names them.", valueName: "topic"))
  var topic: [String] = []
  @Option(help: "Seed of the questions and their order.")
  var seed: UInt64 = 1
  @Option(help: "How many questions. (default: all on the topics)")
  var count: Int?
  @Flag(help: "List the questions, without their answers, topic by topic.")
  var list = false
  @Option(help: ArgumentHelp("Write a sheet to print instead of asking.", valueName: "file"))
  var html: String?
  @Flag(help: "Print the quiz with its answers as JSON instead of asking.")
  var json = false

  func run() throws {
    try reporting {
      let topics = try topic.flatMap { try Typed.parts($0).map(Self.topic) }
      let available = Quiz.questions(on: topics)
      if let count, !(1...available.count).contains(count) {
        throw UsageError(
          "--count \(count); expected 1 to \(available.count), the number of questions"
            + (topics.isEmpty ? "" : " on these topics"))
      }
      if list {
        return print(json ? try JSONText.of(available.map(QuestionSheet.init)) : QuizText.list(available))
      }
      let quiz = Quiz(topics: topics, count: count, seed: seed)
      if let html {
        try OutputFile.write(try QuizSheet.html(quiz, topics: topics, command: TypedCommand.line), to: html)
        // With --json, standard output is for a program.
        if !json { print("wrote \(html): \(QuizText.questions(quiz.items.count)), seed \(seed)") }
      }
      if json {
        print(try JSONText.of(JSONQuiz(seed: seed, questions: quiz.items.map(QuestionSheet.init))))
      } else if html == nil {
        QuizSession(quiz).run()
      }
    }
  }

  /// A topic, an activation by any of its names, or another spelling.
  static func topic(_ text: String) throws -> Topic {
    let word = text.lowercased()
    let activation = (try? Activation(word))?.name
    if let topic = Topic(rawValue: word) ?? Topic.aliases[word] ?? activation.flatMap(Topic.init(rawValue:)) {
      return topic
    }
    let near = NearestMatch.find(word, among: Topic.allCases.map(\.name) + Topic.aliases.keys.sorted())
    throw UsageError(
      "no topic '\(text)'"
        + (near.map { "; did you mean '\($0)'?" }
          ?? "; expected \(Topic.allCases.map(\.name).joined(separator: ", "))"))
  }
}

/// A quiz, for programs.
private struct JSONQuiz: Encodable {
  let seed: UInt64
  let questions: [QuestionSheet]
}

/// A question, for programs. Without a quiz it has neither options nor an answer, so that a list gives nothing away.
private struct QuestionSheet: Encodable {
  let id, prompt: String
  let topic: Topic
  var options: [String]?
  var answer: String?
  var explanation: String?
  var see: [String: String]?
  var claim: String?

  init(_ question: Question) {
    (id, prompt, topic) = (question.id, question.prompt, question.topic)
  }

  init(_ item: Quiz.Item) {
    self.init(item.question)
    (options, answer, explanation) = (item.options, item.letter, item.question.explanation)
    see = [item.question.see.kind: item.question.see.text]
    claim = item.question.claim
  }
}
