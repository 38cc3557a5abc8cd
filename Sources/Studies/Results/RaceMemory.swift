internal import Statistics
internal import Synchronization

/// Judgements of races that were asked for before: a schedule replays its race whenever it is asked what comes next, and
/// each replay simulates thousands of others. They follow from what is compared alone.
enum RaceMemory {
  private static let most = 64

  private struct Question: Hashable {
    var rule: RaceRule
    var families: [[[Comparison?]]]
    var looks: Int
  }

  private static let answers = Mutex<[(question: Question, answer: [[RaceJudgement]])]>([])

  static func judge(_ rule: RaceRule, _ families: [[[Comparison?]]], upTo looks: Int) -> [[RaceJudgement]] {
    let question = Question(rule: rule, families: families, looks: looks)
    if let known = answers.withLock({ $0.last { $0.question == question }?.answer }) { return known }
    let answer = rule.judge(families, upTo: looks)
    answers.withLock { answers in
      answers.append((question, answer))
      if answers.count > most { answers.removeFirst() }
    }
    return answer
  }
}
