import Activations
import Testing
import TrainingKernelTables
import TrainingKernelsBaseline

#if arch(x86_64)
  import TrainingKernelsV3
  import TrainingKernelsV4
#endif

/// The builds of the trainer's loops that this processor can run.
struct Build: CustomTestStringConvertible {
  let name: String
  let table: TrainingTable

  var testDescription: String { name }

  static let all: [Build] = {
    var found = [Build(name: "baseline", table: TrainingKernelsBaseline.trainingTable())]
    #if arch(x86_64)
      if InstructionSet.v3.isAvailable { found.append(Build(name: "v3", table: TrainingKernelsV3.trainingTable())) }
      if InstructionSet.v4.isAvailable { found.append(Build(name: "v4", table: TrainingKernelsV4.trainingTable())) }
    #endif
    return found
  }()
}
