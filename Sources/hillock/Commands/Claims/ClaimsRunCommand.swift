import Activations
import ArgumentParser
import Claims
import Datasets
import Foundation
import Reports
import Studies

struct ClaimsRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Test claims, all or some, and write a page with the verdicts.",
    discussion: """
      What is finished is kept in the folder: stopped anywhere, the same command goes on, and trials that claims share are \
      run once. The full scale uses MNIST and CIFAR-10 where 'hillock data fetch' brought them, generated data otherwise.
      """)

  @Argument(help: ArgumentHelp("As in 'hillock claims list'; all if none is named.", valueName: "claim"))
  var names: [String] = []
  @Option(help: "Only those about this; several times for several.")
  var topic: [String] = []
  @Flag(help: "Minutes on generated data, or hours on real ones.")
  var scale = Size.quick
  @Option(help: "Where the results go.")
  var output = "claims"
  @Option(help: "Trials at once. (default: the machine's processors)")
  var jobs: Int?
  @Option(help: ArgumentHelp("Also write the table of verdicts as Markdown.", valueName: "file.md"))
  var page: String?
  @Option(help: ArgumentHelp("Also write each claim's picture as SVG.", valueName: "folder"))
  var pictures: String?
  @Flag(help: "Print as JSON.")
  var json = false

  enum Size: String, EnumerableFlag { case quick, full }

  func run() throws {
    try reporting {
      let claims = try ChosenClaims.of(names, topics: topic)
      let jobs = jobs ?? Workers.available
      try Workers.check(threads: jobs)
      try OutputFile.makeFolder(output)
      let environment = StudyEnvironment.current
      let store = try ClaimStore(path: output + "/claims.sqlite", instructionSet: environment.instructionSet)
      let context = ClaimContext(
        scale: scale == .quick ? .quick : .full, data: ClaimSources.data, machine: environment.processor)
      Interrupt.watch()
      let line = ProgressLine()
      let runner = ClaimRunner(
        claims, context: context, known: try store.all().known, jobs: jobs,
        keep: { try store.add($0, key: $1, seconds: $2) }, isCancelled: { Interrupt.isRequested },
        progress: { progress in line.show(Self.words(progress)) })
      do {
        try runner.run()
      } catch {
        line.end()
        throw error
      }
      line.end()
      let (known, seconds) = try store.all()
      let problems = runner.problems
      let outcomes = claims.map { claim in
        var outcome = claim.outcome(known, seconds: seconds, context: context)
        if let problem = problems[claim.id] { outcome.verdict = .notTested(problem) }
        return outcome
      }
      try show(claims, outcomes, environment)
    }
  }

  /// A folder as seen from a file, where it lies beside or below it; otherwise as it was typed.
  private static func path(_ folder: String, from page: String) -> String {
    let base = (page as NSString).deletingLastPathComponent
    return !base.isEmpty && folder.hasPrefix(base + "/") ? String(folder.dropFirst(base.count + 1)) : folder
  }

  private static func words(_ progress: ClaimProgress) -> String {
    let rate = progress.seconds > 0 ? Double(progress.finishedHere) / progress.seconds : 0
    let left = rate > 0 ? Double(max(0, progress.expected - progress.done)) / rate : nil
    return "claim \(progress.claims + 1) of \(progress.claimCount), \(progress.claim) "
      + ProgressLine.text(
        "", progress.done, of: progress.expected, unit: "trials", rate: rate, secondsLeft: left)
  }

  private func show(_ claims: [Claim], _ outcomes: [Outcome], _ environment: StudyEnvironment) throws {
    let report = ClaimReport(
      claims, outcomes: outcomes, environment: environment, command: TypedCommand.line,
      date: String(Date.now.ISO8601Format().prefix(10)))
    let path = "\(output)/\(scale.rawValue).html"
    try OutputFile.write(try report.html(), to: path)
    if let page {
      try OutputFile.write(report.markdown(pictures: pictures.map { Self.path($0, from: page) }), to: page)
    }
    if let pictures {
      try OutputFile.makeFolder(pictures)
      for outcome in outcomes {
        if let svg = ClaimCharts(outcome).svg() { try OutputFile.write(svg, to: "\(pictures)/\(outcome.claim).svg") }
      }
    }
    if json { return print(try JSONText.of(outcomes)) }
    for (claim, outcome) in zip(claims, outcomes) {
      print("\(Terminal.bold(claim.id)): \(claim.statement)")
      print("  \(Terminal.bold(ClaimText.title(outcome.verdict)))")
      for criterion in outcome.criteria {
        print("  \(criterion.criterion.effect): \(ClaimText.judged(criterion))")
      }
    }
    print("\n\(report.summary)\nwrote \(path)")
  }
}

/// The data that claims use.
enum ClaimSources {
  /// Generated, and fetched ones that are there.
  static let data = ClaimData { name in
    // What was never fetched is not there; what was and cannot be read is an error.
    if Dataset.fetchableNames.contains(name), !FileManager.default.fileExists(atPath: DataFolder.path + "/" + name) {
      return nil
    }
    return try Dataset.loadOrCached(name)
  }
}
