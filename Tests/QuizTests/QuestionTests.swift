import Foundation
import Quiz
import Testing

/// What holds for every question.
@Suite struct QuestionTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../../"

  @Test func idsAreUniqueAndTopicsAllHaveQuestions() {
    let ids = Question.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(Set(Question.all.map(\.prompt)).count == ids.count)
    #expect(ids.count >= 30)
    for topic in Topic.allCases { #expect(Question.all.contains { $0.topic == topic }, "\(topic)") }
  }

  @Test(arguments: Question.all) func isComplete(_ question: Question) {
    #expect((3...5).contains(question.options.count))
    let plain = question.options.map { $0.lowercased().filter { !$0.isWhitespace } }
    #expect(Set(plain).count == plain.count, "two options are alike")
    #expect(question.options.allSatisfy { !$0.isEmpty && $0.count <= 90 })
    #expect(question.id.hasPrefix(question.topic.name + "-"))
    #expect(question.id.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") })
    #expect(question.prompt.last == "?" || question.prompt.last == "…")
    #expect(question.explanation.count > 60 && question.explanation.last == ".")
    #expect(!question.see.text.isEmpty)
    // Options are dealt anew, so no text may name them by letter or place.
    let words = question.explanation + question.prompt + question.options.joined()
    for phrase in ["Option ", "option A", "above answer", "the first option", "All of the above", "None of the above"] {
      #expect(!words.contains(phrase))
    }
    for part in [question.prompt, question.explanation] + question.options {
      #expect(!part.contains("  ") && part.first != " " && part.last != " ")
    }
    if case .page(let path) = question.see {
      #expect(FileManager.default.fileExists(atPath: Self.root + path), "\(path)")
    }
    if case .command(let line) = question.see { #expect(line.hasPrefix("hillock ")) }
    if let claim = question.claim {
      #expect(!claim.isEmpty && claim.allSatisfy { $0.isASCII && ($0.isLowercase || $0 == "-") })
    }
  }

  /// Whoever always takes the longest option, or the shortest, should not do much better than by chance.
  @Test func lengthGivesNothingAway() {
    func share(_ isExtreme: ([Int]) -> Int?) -> Double {
      let hits = Question.all.count { question in
        let lengths = question.options.map(\.count)
        return lengths[0] == isExtreme(lengths) && lengths.count { $0 == lengths[0] } == 1
      }
      return Double(hits) / Double(Question.all.count)
    }
    let (longest, shortest) = (share { $0.max() }, share { $0.min() })
    #expect(longest < 0.3, "\(longest)")
    #expect(shortest < 0.3, "\(shortest)")
  }
}
