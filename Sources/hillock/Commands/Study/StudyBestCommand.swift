import ArgumentParser
import Datasets
import Diagnostics
import Foundation
import Models
import NeuralNetworks
import Reports
import Statistics
import Studies

struct StudyBestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "best",
    abstract: "Train the network that a study recommends on all of its training data, and keep it.",
    discussion: """
      All rows of a table, those before a test part of the data's own, or one draw of generated data. With the activation and the learning rate that came out of the study; of several splits' rates the middle one. 'hillock \
      predict' and 'hillock evaluate' use what is kept. No test part is left: what to expect of new data is what the \
      study measured, and is noted in the model.
      """)

  @Argument(help: ArgumentHelp("The study's folder or file.", valueName: "study"))
  var study: String
  @Option(name: .shortAndLong, help: ArgumentHelp("Where the model goes.", valueName: "folder"))
  var output: String
  @Option(help: "Which setting of a study with several, by its number in the report.")
  var setting = 1
  @Option(help: "Another activation of the study than the recommended one.")
  var activation: String?

  func run() throws {
    try reporting {
      for name in Model.fileNames where FileManager.default.fileExists(atPath: "\(output)/\(name)") {
        throw UsageError("\(output)/\(name) is there already; another --output leaves it alone")
      }
      let result = try Leaderboard.result(try StudyReader(study).contents())
      guard result.settings.indices.contains(setting - 1) else {
        throw UsageError("--setting \(setting); the study has 1 to \(result.settings.count)")
      }
      let found = result.settings[setting - 1]
      let row = try chosen(found)
      guard let hyperparameters = row.hyperparameters else {
        throw StudyError.plan(
          "\(row.choice) has no learning rate yet: its tuning is not finished, or diverged everywhere")
      }
      let data = try StudyInput(stored: result.plan, study).data
      let whole = try data.whole(for: found.setting, result.plan)
      let key = TrialKey(
        phase: .final, setting: found.setting.identifier, choice: row.choice, hyperparameters: hyperparameters,
        seed: result.plan.firstSeed)
      let setup = try TrainedTrial(plan: result.plan, data: data).setup(key, found.setting, whole)
      try train(setup, found, row)
    }
  }

  private func chosen(_ found: SettingResult) throws -> LeaderboardRow {
    guard let activation else {
      guard let row = found.recommended else { throw StudyError.plan("the study has no final figures yet") }
      return row
    }
    let choice = try ActivationChoice(activation)
    guard let row = found.row(choice) else {
      throw UsageError(
        "\(choice) is not in the study; expected one of \(found.leaderboard.map(\.choice.description).joined(separator: ", "))"
      )
    }
    return row
  }

  private func train(_ setup: RunSetup, _ found: SettingResult, _ row: LeaderboardRow) throws {
    try OutputFile.makeFolder(output)
    Interrupt.watch()
    let run = try setup.begin(threads: Workers.available)
    while !run.isFinished {
      guard let epoch = try TrainingText.watching(run, { try run.runEpoch(progress: $0) }) else {
        throw Stopped(done: run.epochs.count, total: run.plan.epochs, unit: "epochs")
      }
      if epoch.isDiverged {
        throw NetworkError(
          "\(row.choice) diverged in epoch \(epoch.epoch) on all of the data; another --activation may not")
      }
    }
    var notes = [
      "data": run.data.description, "epochs": "\(run.epochs.count)",
      "plan": "\(run.plan.optimizer), \(run.plan.schedule), rate \(run.plan.learningRate)",
    ]
    if let score = row.score {
      let figures = found.figures
      notes["expected \(found.metric.title)"] =
        figures.score(score.value)
        + (score.low.isFinite ? " (95 % interval \(figures.interval(score)))" : "") + ", by the study"
    }
    try Model(
      network: setup.network, loss: run.plan.loss, data: run.data, parameters: try run.trainer.parameters(),
      statistics: run.trainer.statistics(), notes: notes
    ).write(folder: output)
    print(
      "\(row.choice.title), learning rate \(run.plan.learningRate), \(run.epochs.count) epochs on \(run.data.train.count) examples"
    )
    for note in notes.sorted(by: { $0.key < $1.key }) where note.key.hasPrefix("expected") {
      print("\(note.key): \(note.value)")
    }
    print("wrote \(output)/network.yaml and \(output)/weights.safetensors")
  }
}
