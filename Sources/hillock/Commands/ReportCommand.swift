import ArgumentParser
import Reports
import Studies

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write what one or several studies found, while they run or afterwards.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case html, md, csv, json }

  @Argument(help: ArgumentHelp("Folders or files of studies.", valueName: "study"))
  var studies: [String]
  @Option(help: "html (a page with pictures), md, csv (a line for each activation and setting) or json.")
  var format = Format.html
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where it goes; - for standard output. (default: report.html, or standard output)", valueName: "file"))
  var output: String?

  func run() throws {
    try reporting {
      guard !studies.isEmpty else { throw UsageError("no study; expected a study's folder or file") }
      let results = try studies.map { try Leaderboard.result(try StudyReader($0).contents()) }
      let text =
        switch format {
        case .html: try StudyReport.html(results)
        case .md: results.map { StudyText.markdown($0) }.joined(separator: "\n")
        case .csv: StudyText.csv(results)
        case .json: results.count == 1 ? try results[0].json() : try JSONText.of(results)
        }
      let path = output ?? (format == .html ? "report.html" : "-")
      if path == "-" {
        print(text, terminator: text.hasSuffix("\n") ? "" : "\n")
      } else {
        try OutputFile.write(text, to: path)
        print("wrote \(path)")
      }
    }
  }
}
