import ArgumentParser

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure speeds on this machine.",
    subcommands: [
      BenchKernelsCommand.self, BenchTrainCommand.self, BenchMemoryCommand.self, BenchLearningCommand.self,
      BenchStoreCommand.self, BenchFindingsCommand.self, BenchProbesCommand.self, BenchVerdictsCommand.self,
    ])
}
