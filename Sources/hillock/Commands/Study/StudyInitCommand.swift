import ArgumentParser
import Datasets
import Foundation
import Studies

struct StudyInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a commented study file for a data set.")

  @OptionGroup var dataOptions: DataOptions
  @Option(name: .shortAndLong, help: ArgumentHelp("Where it goes.", valueName: "file"))
  var output = "study.yaml"

  func run() throws {
    try reporting {
      guard !FileManager.default.fileExists(atPath: output) else {
        throw UsageError("\(output) is there already; another --output leaves it alone")
      }
      let summary = DataSummary(try dataOptions.load().prepared())
      let text = StudyTemplate.text(
        summary, source: dataOptions.data, target: dataOptions.target, task: try Typed.task(dataOptions.task))
      // What is written can be read.
      var file = try StudyFile.parse(Array(text.utf8), from: output)
      file.data[0].summary = summary
      try file.plan.validateNetworks()
      try OutputFile.write(text, to: output)
      print("wrote \(output); 'hillock study check \(output)' says what it costs, 'hillock study \(output)' runs it")
    }
  }
}
