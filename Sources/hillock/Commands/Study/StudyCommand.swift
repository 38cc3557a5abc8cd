import ArgumentParser

struct StudyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Train the same networks with every activation and show which learned best.",
    discussion: """
      'hillock study' alone runs the default study on generated digits; 'hillock study FILE' or options run another one \
      (see 'hillock help study run'). Every activation gets its own learning rate, tuned on validation data, and its own \
      gain at the start. Verdicts are about new examples from the same source: data without a test part are split \
      anew ten times and tuned anew in each split, generated data are drawn anew for every seed.

      Interrupted, the same command goes on where it stopped. The same command with more activations, seeds or points of \
      the grid runs what is new.
      """,
    subcommands: [
      StudyRunCommand.self, StudyInitCommand.self, StudyCheckCommand.self, StudyStatusCommand.self,
      StudyCompareCommand.self, StudyBestCommand.self,
    ], defaultSubcommand: StudyRunCommand.self)
}
