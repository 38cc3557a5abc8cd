import Datasets
import Diagnostics
import Foundation
import NeuralNetworks

/// What commands say while they train one network.
enum TrainingText {
  /// Data, network and plan, before the first epoch.
  static func describe(_ run: TrainingRun) {
    print(run.data.description)
    print(
      "\(run.data.train.count) training, \(run.data.validation.count) validation and \(run.data.test.count) test examples"
    )
    print("")
    print(run.trainer.network.description)
    print("")
    let options = run.plan.options
    var text =
      "\(run.plan.optimizer), rate \(run.plan.learningRate), \(run.plan.schedule), batches of \(run.plan.batchSize)"
    if options.weightDecay > 0 { text += ", weight decay \(options.weightDecay)" }
    if !options.augmentation.isOff {
      text += ", shift \(options.augmentation.shift)\(options.augmentation.flip ? ", flip" : "")"
    }
    print(text)
    if !run.epochs.isEmpty { print("going on after epoch \(run.epochs.count)") }
  }

  /// One epoch with its progress on standard error.
  /// - Parameter train: trains, calling what it is given as `TrainingRun.runEpoch` does.
  /// - Returns: nil if it was interrupted.
  static func watching(
    _ run: TrainingRun, _ train: ((_ share: Double, _ loss: Double) -> Bool) throws -> EpochSummary?
  ) throws -> EpochSummary? {
    let line = ProgressLine()
    defer { line.end() }
    let clock = ContinuousClock()
    let began = clock.now
    var shown = began
    let epoch = run.epochs.count + 1
    return try train { share, loss in
      let now = clock.now
      if now - shown > .milliseconds(200) {
        shown = now
        let seconds = (now - began) / .seconds(1)
        let done = Int(share * 1000)
        line.show(
          "epoch \(epoch) \(ProgressLine.bar(done, of: 1000)) loss \(String(format: "%.4f", loss)), "
            + ProgressLine.time(seconds / share - seconds))
      }
      return !Interrupt.isRequested
    }
  }

  static func line(_ epoch: EpochSummary, _ data: PreparedData) -> String {
    let score = data.task == .classification ? "accuracy" : "R²"
    let validation =
      epoch.isDiverged
      ? "diverged"
      : String(format: "validation loss %.4f, ", epoch.validation.loss) + score
        + String(format: " %.4f", epoch.validation.score)
    let loss = epoch.trainLoss.isFinite ? String(format: "%.4f", epoch.trainLoss) : Brief.text(epoch.trainLoss)
    return String(format: "epoch %3d  loss ", epoch.epoch) + loss + "  " + validation
      + String(format: "  rate %.5f  %.1f s", epoch.learningRate, epoch.seconds)
  }
}
