import Activations
import ArgumentParser
import Datasets
import Foundation
import OneDNN
import Reports
import Studies

struct StudyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Train the same network with every activation and show which learned best.",
    discussion: """
      Every activation gets its own learning rate, tuned on validation data, and its own gain at the start. The final \
      figures come from fresh seeds, paired between activations, on test data that nothing else has touched.

      Interrupted, the same command goes on where it stopped. Results: a table here, and \
      report.html in the output folder.
      """)

  @Option(
    help: ArgumentHelp(
      "Data: digits, moons, circles, spirals, xor, mnist, fashion-mnist, cifar10 (see hillock data), a folder of IDX or "
        + "CIFAR-10 files, a CSV file, or an .npz file.", valueName: "name or path"))
  var data = "digits"
  @Option(help: "Column of a CSV file to predict. (default: the last one)")
  var target: String?
  @Option(help: "classification or regression. (default: by the target's content)")
  var task: String?
  @Option(help: "Activations, separated by commas, or all.")
  var activations = "all"
  @Option(help: "Units of a hidden layer, or of each one: 128 or 128,64.")
  var hidden = "96"
  @Option(help: "Number of hidden layers. (default: 3, or as many as --hidden lists)")
  var depth: Int?
  @Option(help: "Passes over the training data.")
  var epochs = 8
  @Option(help: "Fresh seeds for the final figures.")
  var seeds = 5
  @Option(help: "Seeds for the choice of the learning rate.")
  var tuningSeeds = 2
  @Option(help: "Learning rates to try, separated by commas.")
  var rates = "0.001,0.003,0.01,0.03,0.1,0.3"
  @Option(help: "Examples in a training step.")
  var batch = 64
  @Option(help: "At most so many training examples. (default: all)")
  var trainLimit: Int?
  @Option(help: "Trials at once, one thread each. (default: all cores)")
  var jobs: Int?
  @Option(help: ArgumentHelp("Where report.html and the study's file go.", valueName: "folder"))
  var output: String?
  @Flag(help: "Print the final figures as JSON.")
  var json = false

  func run() throws {
    try reporting {
      let plan = try Self.options(self)
      try conduct(plan.0, plan.1)
    }
  }

  private func conduct(_ plan: StudyPlan, _ data: PreparedData) throws {
    let folder = output ?? "study-" + Self.slug(data.name)
    try OutputFile.makeFolder(folder)
    let summary = DataSummary(data)
    let environment = StudyEnvironment.current
    let store = try StudyStore(
      path: folder + "/study.sqlite", plan: plan, data: summary, environment: environment)
    let trial = TrainedTrial(plan: plan, data: data)
    let runner = StudyRunner(
      plan: plan, store: store, jobs: jobs ?? environment.cores,
      body: { (key, isCancelled) throws(StudyError) in try trial.run(key, isCancelled: isCancelled) })
    let line = ProgressLine()
    if !json {
      print("\(summary.description)")
      print(
        "\(plan.activations.count) activations, hidden layers of \(plan.hidden.map(String.init).joined(separator: ", ")), "
          + "\(plan.epochs) epochs, \(plan.learningRates.count) rates × \(plan.tuningSeeds.count) seeds, "
          + "then \(plan.finalSeeds.count) fresh seeds")
    }
    Interrupt.watch()
    do {
      defer { line.end() }
      try runner.run(isCancelled: { Interrupt.isRequested }, progress: { line.show($0) })
    }
    let result = try runner.result(data: summary, environment: environment)
    let report = folder + "/report.html"
    try OutputFile.write(StudyReport.html(result, command: Self.command), to: report)
    try OutputFile.write(StudyReport.leaderboardPicture(result), to: folder + "/leaderboard.svg")
    if json {
      print(try result.figures.json())
    } else {
      print("")
      print(LeaderboardText.table(result))
      print("")
      print(LeaderboardText.finding(result))
      print(String(format: "%.0f s of training in all. Report: ", result.seconds) + report)
    }
  }

  private static var command: String {
    (["hillock"] + CommandLine.arguments.dropFirst()).map { $0.contains(" ") || $0.contains("(") ? "'\($0)'" : $0 }
      .joined(separator: " ")
  }

  static func slug(_ name: String) -> String {
    String(name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" })
  }

  /// The plan and the data, from what was typed.
  private static func options(_ o: StudyCommand) throws -> (StudyPlan, PreparedData) {
    let task = try task(o.task)
    func expect(_ isRight: Bool, _ problem: String) throws { if !isRight { throw UsageError(problem) } }
    try expect(o.epochs > 0, "--epochs \(o.epochs); expected at least 1")
    try expect((1...1000).contains(o.seeds), "--seeds \(o.seeds); expected 1 to 1000")
    try expect((1...1000).contains(o.tuningSeeds), "--tuning-seeds \(o.tuningSeeds); expected 1 to 1000")
    try expect(o.batch > 0, "--batch \(o.batch); expected at least 1")
    try expect(o.jobs ?? 1 > 0, "--jobs \(o.jobs ?? 0); expected at least 1")
    try expect(o.trainLimit ?? 1 > 0, "--train-limit \(o.trainLimit ?? 0); expected at least 1")
    let activations = try activationList(o.activations)
    let hidden = try hiddenLayers(o.hidden, depth: o.depth)
    let rates = try o.rates.split(separator: ",").map { part in
      guard let rate = Double(part.trimmingCharacters(in: .whitespaces)), rate > 0, rate.isFinite else {
        throw UsageError("--rates: '\(part)'; expected numbers above 0, separated by commas")
      }
      return rate
    }
    let data = try Dataset.loadOrCached(o.data, target: o.target, task: task).prepared(trainLimit: o.trainLimit)
    let relu = activations.first { $0.name == "relu" }
    guard let first = activations.first else { throw UsageError("--activations names none") }
    let plan = StudyPlan(
      dataName: o.data, dataFingerprint: data.fingerprint, activations: activations, baseline: relu ?? first,
      hidden: hidden, epochs: o.epochs, batchSize: o.batch, trainLimit: o.trainLimit, learningRates: rates,
      optimizer: "SGD (momentum 0.9)", tuningSeeds: (1...UInt64(o.tuningSeeds)).map { 1_000_000 + $0 },
      finalSeeds: Array(1...UInt64(o.seeds)))
    try plan.validate()
    return (plan, data)
  }

  /// What was typed for --task.
  static func task(_ text: String?) throws -> Task? {
    try text.map { text in
      guard let task = Task(rawValue: text.lowercased()) else {
        throw UsageError("--task \(text); expected classification or regression")
      }
      return task
    }
  }

  static func activationList(_ text: String) throws -> [Activation] {
    if text.lowercased() == "all" { return Activation.all }
    // Commas within parentheses separate parameters.
    var parts = [""]
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == ",", depth <= 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
    }
    return try parts.map { try Activation($0.trimmingCharacters(in: .whitespaces)) }
  }

  static func hiddenLayers(_ text: String, depth: Int?) throws -> [Int] {
    let widths = try text.split(separator: ",").map { part in
      guard let width = Int(part.trimmingCharacters(in: .whitespaces)), (1...100_000).contains(width) else {
        throw UsageError("--hidden: '\(part)'; expected numbers of units from 1 to 100000, separated by commas")
      }
      return width
    }
    guard !widths.isEmpty else { throw UsageError("--hidden is empty; expected a number of units") }
    if let depth, !(0...1000).contains(depth) { throw UsageError("--depth \(depth); expected 0 to 1000") }
    if widths.count == 1 { return Array(repeating: widths[0], count: depth ?? 3) }
    if let depth, depth != widths.count {
      throw UsageError("--depth \(depth), but --hidden lists \(widths.count) layers")
    }
    return widths
  }
}

extension DataSummary {
  init(_ data: PreparedData) {
    self.init(
      name: data.name, description: data.description, trainCount: data.train.count,
      validationCount: data.validation.count, testCount: data.test.count, inputShape: data.inputShape,
      classNames: data.classNames, isClassification: data.task == .classification)
  }
}

extension StudyEnvironment {
  /// This machine.
  static var current: StudyEnvironment {
    StudyEnvironment(
      hillockVersion: Hillock.version, processor: field("model name", in: "/proc/cpuinfo") ?? "unknown",
      cores: Workers.available, instructionSet: InstructionSet.best.description,
      oneDNNVersion: OneDNN.version, system: field("PRETTY_NAME", in: "/etc/os-release") ?? "Linux")
  }

  private static func field(_ name: String, in path: String) -> String? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    for line in text.split(separator: "\n") where line.hasPrefix(name) {
      guard let mark = line.firstIndex(where: { $0 == ":" || $0 == "=" }) else { continue }
      return line[line.index(after: mark)...].trimmingCharacters(in: CharacterSet(charactersIn: " \t\""))
    }
    return nil
  }
}
