import ArgumentParser
import Reports
import Studies

struct StudyCompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Put two studies side by side: scores, ranks and verdicts.",
    discussion: "Activations that both studies have, setting by setting where both have the same one.")

  @Argument(help: ArgumentHelp("The first study's folder or file.", valueName: "study"))
  var first: String
  @Argument(help: ArgumentHelp("The second study's folder or file.", valueName: "study"))
  var second: String
  @Flag(help: "Print as JSON.")
  var json = false

  func run() throws {
    try reporting {
      let results = try [first, second].map { try Leaderboard.result(try StudyReader($0).contents()) }
      let comparison = try StudyComparison(results[0], results[1])
      print(json ? try JSONText.of(comparison) : StudyText.comparison(comparison, names: [first, second]))
    }
  }
}
