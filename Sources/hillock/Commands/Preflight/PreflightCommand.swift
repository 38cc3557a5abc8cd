import ArgumentParser

struct PreflightCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preflight",
    abstract: "Predict before any training whether a network will learn, and where its signal or gradient is lost.",
    discussion: """
      'hillock preflight --data D --hidden 64 --depth 40 --activation tanh' reckons with mean-field theory how variance, \
      correlation and gradients go from layer to layer (see 'hillock help preflight run'). With --measure it puts what an \
      initialised network shows beside it, and with --epochs whether the network learned.
      """,
    subcommands: [PreflightRunCommand.self, PreflightScoreCommand.self], defaultSubcommand: PreflightRunCommand.self)
}
