import Foundation
import Quiz
import TestSupport
import Testing

/// The quiz as people take it.
@Suite struct QuizCommandTests {
  static func run(_ arguments: [String], _ input: [UInt8]) throws -> CommandTests.Outcome {
    try CommandTests.run(["quiz"] + arguments, input: input)
  }

  static func lines(_ lines: [String]) -> [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }

  @Test func rightAnswersScoreAndWrongOnesAreExplained() throws {
    let quiz = Quiz(topics: [.gelu], seed: 7)
    let right = try Self.run(["--topic", "gelu", "--seed", "7"], Self.lines(quiz.items.map(\.letter)))
    #expect(right.status == 0 && right.output.contains("4 of 4 right, seed 7\n"), "\(right.output)")
    #expect(!right.output.contains("To look at again"))
    let letters = quiz.items.map { Quiz.letter(($0.answer + 1) % $0.options.count).lowercased() }
    let wrong = try Self.run(["--topic", "gelu", "--seed", "7"], Self.lines(letters))
    #expect(wrong.output.contains("0 of 4 right") && wrong.output.contains("hillock quiz --topic gelu"))
    for item in quiz.items {
      #expect(wrong.output.contains("No: \(item.letter), "))
      #expect(wrong.output.contains("See: \(item.question.see.text)\n"))
      #expect(wrong.output.contains("  \(item.question.id): "))
    }
  }

  @Test func whatPeopleSee() throws {
    let outcome = try Self.run(
      ["--topic", "sigmoid", "tanh", "--count", "4"], Self.lines(["a", "x", "", "b", "C", "q", "a"]))
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let difference = Snapshot.difference(outcome.output, named: "quiz.txt")
    #expect(difference == nil, "\(difference ?? "")")
    // No colours into a file.
    #expect(!outcome.output.contains("\u{1B}"))
    #expect(
      outcome.output
        == (try Self.run(
          ["--topic", "sigmoid,tanh", "--count", "4", "--seed", "1"], Self.lines(["a", "x", "", "b", "C", "q"]))).output
    )
  }

  /// By name, as a test's arguments are written out.
  static let hostile: [String: [UInt8]] = [
    "nothing": [], "q": Array("q\n".utf8), "empty lines": Array("\n\n\n".utf8),
    "bytes that are no UTF-8": [0xFF, 0xFE, 0x00, 0x0A, 0xC3, 0x0A], "an unended line": Array("zzz".utf8), "zero": [0],
    "a long line": Array(repeating: 0x61, count: 1_000_000) + [0x0A],
    "many empty lines": Array(repeating: 0x0A, count: 1000), "a control sequence": Array("\u{1B}[2J\n".utf8),
    "a line without an end": Array(repeating: 0x80, count: 20_000_000),
  ]

  @Test(arguments: hostile.keys.sorted()) func noInputBreaksIt(name: String) throws {
    let input = try #require(Self.hostile[name])
    let outcome = try Self.run([], input)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasSuffix("No question was answered.\n"))
    #expect(!outcome.output.contains("\u{1B}"))
    #expect(outcome.output.utf8.count < 20_000)
  }

  @Test func anUnendedLastLineCounts() throws {
    let outcome = try Self.run(["--topic", "binary-step"], Array("a".utf8))
    #expect(outcome.output.contains("of 1 right"))
  }

  @Test(arguments: ["SiLU", "logistic", "step", "heaviside", "ReLU", "backprop", "initialization", "softmax"])
  func topicsByOtherNames(name: String) throws {
    #expect(try Self.run(["--topic", name], Self.lines(["q"])).status == 0)
  }

  @Test func json() throws {
    let outcome = try Self.run(["--json", "--count", "5", "--seed", "9"], [])
    struct Sheet: Decodable {
      struct Entry: Decodable {
        let id, topic, prompt, answer, explanation: String
        let options: [String]
        let see: [String: String]
      }
      let seed: UInt64
      let questions: [Entry]
    }
    let sheet = try JSONDecoder().decode(Sheet.self, from: Data(outcome.output.utf8))
    let items = Quiz(count: 5, seed: 9).items
    #expect(sheet.seed == 9 && sheet.questions.map(\.id) == items.map(\.question.id))
    #expect(sheet.questions.map(\.answer) == items.map(\.letter))
    let list = try Self.run(["--list", "--json"], [])
    #expect(!list.output.contains("\"answer\"") && list.output.contains("\"mish-minimum\""))
  }

  @Test func sheet() throws {
    try withScratchFolder { folder in
      let outcome = try CommandTests.run(["quiz", "--html", "quiz.html", "--seed", "2"], in: folder)
      #expect(outcome.status == 0 && outcome.output.hasSuffix(" questions, seed 2\n"))
      let html = try String(contentsOfFile: folder + "/quiz.html", encoding: .utf8)
      #expect(html.contains("<pre>hillock quiz --html quiz.html --seed 2</pre>"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["quiz.html"])
    }
  }

  static let commands = Set(
    Question.all.compactMap { question -> String? in
      if case .command(let line) = question.see { return line }
      return nil
    }
  ).sorted()

  /// Every command that a question points to runs.
  @Test(arguments: commands) func pointersRun(line: String) throws {
    try withScratchFolder { folder in
      let outcome = try CommandTests.run(Self.words(line), in: folder, environment: ["HOME": folder])
      #expect(outcome.status == 0, "\(line): \(outcome.errors)")
    }
  }

  /// The words of a command line after the program's name; quotes keep blanks together.
  static func words(_ line: String) -> [String] {
    var words = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "'": isQuoted.toggle()
      case " " where !isQuoted: words.append("")
      default: words[words.count - 1].append(character)
      }
    }
    return Array(words.dropFirst())
  }
}
