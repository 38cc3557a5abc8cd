import Quiz
import Testing

@Suite struct DealingTests {
  @Test(arguments: [0, 1, 2, 77, UInt64.max]) func nothingIsLost(seed: UInt64) {
    let quiz = Quiz(seed: seed)
    #expect(Set(quiz.items.map(\.question.id)) == Set(Question.all.map(\.id)))
    #expect(quiz.items.count == Question.all.count)
    for item in quiz.items {
      #expect(item.options[item.answer] == item.question.right)
      #expect(item.options.sorted() == item.question.options.sorted())
    }
  }

  @Test func theSameSeedGivesTheSameQuiz() {
    #expect(Quiz(topics: [.sigmoid, .relu], count: 5, seed: 3) == Quiz(topics: [.sigmoid, .relu], count: 5, seed: 3))
    #expect(Quiz(seed: 3).items != Quiz(seed: 4).items)
    // For ever: people write the seed down.
    #expect(
      Quiz(topics: [.sigmoid], seed: 1).items.map { $0.letter + " " + $0.question.id } == [
        "A sigmoid-raw-pixels", "B sigmoid-where-it-saturates", "D sigmoid-several-labels",
        "C sigmoid-slope-from-output", "A sigmoid-signs-of-gradients", "D sigmoid-ten-in-a-row",
        "C sigmoid-largest-slope",
      ])
  }

  @Test func topicsAndCount() {
    let quiz = Quiz(topics: [.mish, .tanh], count: 3, seed: 1)
    #expect(quiz.items.count == 3)
    #expect(quiz.items.allSatisfy { [.mish, .tanh].contains($0.question.topic) })
    #expect(Quiz(count: 1, seed: 1).items.count == 1)
  }

  /// Of n options, each letter is right as often as any other, to within one.
  @Test(arguments: 0..<20) func lettersAreBalanced(seed: UInt64) {
    let items = Quiz(seed: seed).items
    for options in 3...5 {
      let own = items.filter { $0.options.count == options }
      let counts = (0..<options).map { place in own.count { $0.answer == place } }
      #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1, "\(counts)")
    }
  }

  /// Over many seeds every question has every letter.
  @Test func everyPlaceComesUp() {
    var places: [String: Set<Int>] = [:]
    for seed in 0..<80 as Range<UInt64> {
      for item in Quiz(seed: seed).items { places[item.question.id, default: []].insert(item.answer) }
    }
    for question in Question.all { #expect(places[question.id]?.count == question.options.count, "\(question.id)") }
  }

  @Test(
    arguments: [
      ("a", .option(0)), ("B", .option(1)), ("  d \r", .option(3)), ("c)", .option(2)), ("c.", .option(2)),
      ("q", .stop),
      ("Quit", .stop), ("e", .unclear), ("", .unclear), (" ", .unclear), ("ab", .unclear), ("1", .unclear),
      ("\u{FFFD}a", .unclear), ("а", .unclear), ("a\u{301}", .unclear), ("\0", .unclear), (".", .unclear),
    ] as [(String, Reply)])
  func replies(line: String, expected: Reply) {
    #expect(Reply(line, options: 4) == expected)
  }

  @Test func gradesAddUp() {
    let quiz = Quiz(topics: [.relu, .mish], seed: 1)
    var grade = Grade()
    #expect(grade.score.right == 0 && grade.score.asked == 0)
    for (place, item) in quiz.items.enumerated() {
      let isWrong = place % 3 == 0
      let chosen = isWrong ? (item.answer + 1) % item.options.count : item.answer
      #expect(grade.add(item, chosen: chosen) == !isWrong)
    }
    #expect(grade.score.right == 4 && grade.score.asked == 7)
    #expect(grade.byTopic.map(\.topic) == [.relu, .mish])
    #expect(grade.byTopic.map(\.score.asked) == [5, 2])
    #expect(grade.byTopic.map(\.score.right).reduce(0, +) == 4)
    #expect(grade.missed.map(\.id) == [0, 3, 6].map { quiz.items[$0].question.id })
  }
}
