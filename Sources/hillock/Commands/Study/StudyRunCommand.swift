import ArgumentParser
import Foundation
import Reports
import Studies

struct StudyRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a study, or go on with it.",
    discussion: """
      Lists are separated by commas; all combinations of data, networks and the grid's lists are run with every \
      activation. Results: a table here, and report.html beside the study's file in the output folder.
      """)

  @OptionGroup var options: StudyOptions
  @Option(help: "Trials at once, one thread each. (default: all cores)")
  var jobs: Int?
  @Option(name: .shortAndLong, help: ArgumentHelp("Where report.html and the study's file go.", valueName: "folder"))
  var output: String?
  @Flag(help: "Print the final figures as JSON.")
  var json = false

  func run() throws {
    try reporting {
      guard jobs ?? 1 > 0 else { throw UsageError("--jobs \(jobs ?? 0); expected at least 1") }
      let file = try options.studyFile()
      let folder = output ?? StudyInput.folder(file, file: options.file)
      Interrupt.watch()
      let input = try StudyInput(file, folder: folder, jobs: jobs ?? Workers.available)
      try OutputFile.makeFolder(folder)
      try conduct(input, folder)
    }
  }

  private func conduct(_ input: StudyInput, _ folder: String) throws {
    let plan = input.plan
    let environment = StudyEnvironment.current
    let store = try StudyStore(
      path: "\(folder)/\(StudyReader.fileName)", plan: plan, environment: environment, command: TypedCommand.line)
    let trial = TrainedTrial(plan: plan, data: input.data)
    let runner = StudyRunner(
      plan: plan, store: store, jobs: jobs ?? environment.cores,
      body: { (key, isCancelled) throws(StudyError) in try trial.run(key, isCancelled: isCancelled) })
    let line = ProgressLine()
    if !json { for text in PlanText.lines(plan) { print(text) } }
    do {
      defer { line.end() }
      try runner.run(isCancelled: { Interrupt.isRequested }, progress: { line.show($0) })
    }
    let result = try Leaderboard.result(try store.contents())
    let report = folder + "/report.html"
    try OutputFile.write(StudyReport.html([result]), to: report)
    try OutputFile.write(StudyReport.leaderboardPicture(result), to: folder + "/leaderboard.svg")
    if json {
      print(try result.figures.json())
      return
    }
    print("")
    print(StudyText.tables(result))
    print("")
    print(Finding.text(result))
    print("\(result.trials) trials, " + String(format: "%.0f s of training in all. Report: ", result.seconds) + report)
  }
}
