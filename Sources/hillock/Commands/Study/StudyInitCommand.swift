import ArgumentParser
import Datasets
import Foundation
import Studies

struct StudyInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a commented study file for a data set.")

  @OptionGroup var dataOptions: DataOptions
  @Option(help: "Column whose rows of one value stay on one side of every split, such as a patient's.")
  var group: String?
  @Option(help: "Column with the time: trained on the past, tested on what follows.")
  var order: String?
  @Option(help: "Column with a split of your own: each value is a test part once.")
  var folds: String?
  @Option(help: "Column that says how much a row counts.")
  var weight: String?
  @Option(name: .shortAndLong, help: ArgumentHelp("Where it goes.", valueName: "file"))
  var output = "study.yaml"

  func run() throws {
    try reporting {
      guard !FileManager.default.fileExists(atPath: output) else {
        throw UsageError("\(output) is there already; another --output leaves it alone")
      }
      var asked = StudyFile()
      let (task, roles) = (
        try Typed.task(dataOptions.task), ColumnRoles(group: group, order: order, folds: folds, weight: weight)
      )
      asked.data = [StudyData(source: dataOptions.data, target: dataOptions.target, task: task, roles: roles)]
      Interrupt.watch()
      let input = try StudyInput(asked)
      guard let summary = input.plan.data[0].summary else { return }
      let text = StudyTemplate.text(
        summary, source: dataOptions.data, target: dataOptions.target, task: task, roles: roles,
        epochs: input.plan.epochs)
      // What is written can be read.
      var file = try StudyFile.parse(Array(text.utf8), from: output)
      file.data[0].summary = summary
      try file.plan.validateNetworks()
      try OutputFile.write(text, to: output)
      print("wrote \(output); 'hillock study check \(output)' says what it costs, 'hillock study \(output)' runs it")
    }
  }
}
