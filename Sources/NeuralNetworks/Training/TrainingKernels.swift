internal import Activations
internal import TrainingKernelTables
internal import TrainingKernelsBaseline

#if arch(x86_64)
  internal import TrainingKernelsV3
  internal import TrainingKernelsV4
#endif

/// The trainer's loops for the best instruction set of this processor.
enum TrainingKernels {
  static let best: TrainingTable = {
    switch InstructionSet.best {
    case .baseline: return TrainingKernelsBaseline.trainingTable()
    #if arch(x86_64)
      case .v3: return TrainingKernelsV3.trainingTable()
      case .v4: return TrainingKernelsV4.trainingTable()
    #else
      case .v3, .v4: return TrainingKernelsBaseline.trainingTable()
    #endif
    }
  }()
}
