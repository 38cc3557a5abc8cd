import Foundation
import Quiz

/// A quiz on the terminal: asks, reads a letter from standard input, grades at once.
struct QuizSession {
  /// Lines in a row that are no answer, after which nobody is taken to be there.
  private static let mostUnclear = 100

  private let quiz: Quiz
  /// What is typed is seen on a terminal; elsewhere the answer is repeated.
  private let isTyped = isatty(0) != 0

  init(_ quiz: Quiz) { self.quiz = quiz }

  func run() {
    Terminal.printNow(QuizText.opening(quiz) + "\n")
    var grade = Grade()
    for (place, item) in quiz.items.enumerated() {
      Terminal.printNow(QuizText.question(item, number: place + 1, of: quiz.items.count))
      guard let chosen = answer(item.options.count) else { break }
      let isRight = grade.add(item, chosen: chosen)
      Terminal.printNow(QuizText.verdict(item, isRight: isRight) + "\n")
    }
    print(QuizText.result(grade, of: quiz))
  }

  /// The chosen option, or nil if the person stops or the input ends.
  private func answer(_ options: Int) -> Int? {
    let last = Quiz.letter(options - 1)
    for _ in 0..<Self.mostUnclear {
      print("Your answer (A–\(last), q to stop): ", terminator: "")
      fflush(nil)
      guard let line = InputLine.next() else {
        print("")
        return nil
      }
      switch Reply(line, options: options) {
      case .option(let place):
        if !isTyped { print(Quiz.letter(place)) }
        return place
      case .stop:
        if !isTyped { print("q") }
        return nil
      case .unclear:
        if !isTyped { print("") }
        let found = line.allSatisfy(\.isWhitespace) ? "nothing" : "'\(QuizText.shown(line))'"
        Terminal.printNow("Found \(found); expected a letter from A to \(last), or q.")
      }
    }
    return nil
  }
}

/// Lines of standard input, of which the beginning is enough.
enum InputLine {
  private static let kept = 256
  /// A line without an end, as from a device, counts as the end of the input.
  private static let longest = 1 << 24

  /// The next line without its end, or nil at the end of the input. Bytes that are no UTF-8 become U+FFFD.
  static func next() -> String? {
    var bytes: [UInt8] = []
    var count = 0
    while true {
      let byte = getchar()
      if byte == EOF { return count == 0 ? nil : String(decoding: bytes, as: UTF8.self) }
      if byte == 10 { return String(decoding: bytes, as: UTF8.self) }
      count += 1
      if count > longest { return nil }
      if bytes.count < kept { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    }
  }
}
