import ArgumentParser

/// The command line: parses, calls the libraries, prints.
@main
struct Hillock: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "hillock",
    abstract:
      "A laboratory for activation functions: which one should this network use, and why did that one stop learning?",
    discussion: """
      Activations are named as in 'hillock list', in upper or lower case, by an alias (silu, logistic …), and with \
      parameters: leaky-relu(0.02), swish(beta: 1.5).
      """,
    version: version,
    subcommands: [
      StudyCommand.self, ReportCommand.self, TrainCommand.self, EvaluateCommand.self, PredictCommand.self,
      PreflightCommand.self, DiagnoseCommand.self, AutopsyCommand.self, ClaimsCommand.self, ListCommand.self,
      ShowCommand.self, PlotCommand.self, TraceCommand.self, QuizCommand.self, ApplyCommand.self,
      DataCommand.self, BenchCommand.self, AccuracyCommand.self, DocumentCommand.self,
    ])
}
