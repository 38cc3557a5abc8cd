import ArgumentParser
import Datasets
import NeuralNetworks

/// How a network is trained.
struct TrainingPlanOptions: ParsableArguments {
  @Option(help: "Passes over the training data.")
  var epochs = 10
  @Option(help: "Examples in a batch.")
  var batch = 64
  @Option(help: "Learning rate. (default: 0.05 for SGD, 0.001 for the others)")
  var rate: Double?
  @Option(help: "sgd, nesterov, adam, adamw or rmsprop.")
  var optimizer = "sgd"
  @Option(help: "Momentum of SGD.")
  var momentum = 0.9
  @Option(help: "constant, step:EPOCHS:FACTOR, cosine, cosine:END or one-cycle, each also with +warm-up:EPOCHS.")
  var schedule = "constant"
  @Option(help: "Pull of the weights towards 0; biases, normalisation and activations' parameters are left alone.")
  var weightDecay = 0.0
  @Option(help: "Scales gradients down to this norm where theirs is larger.")
  var clip: Double?
  @Option(help: "Share of the target that is spread over all classes alike.")
  var labelSmoothing = 0.0
  @Option(help: "Batches whose mean gradient makes a step.")
  var accumulate = 1
  @Option(help: "Moves training images by up to so many pixels.")
  var shift = 0
  @Flag(help: "Mirrors training images, each with probability 1/2.")
  var flip = false
  @Option(help: "Stops after so many epochs without a smaller validation loss, and takes the best one.")
  var patience: Int?
  @Option(help: "Seed of initial weights, data order, dropout and augmentation.")
  var seed: UInt64 = 1

  func plan(for data: PreparedData) throws -> TrainingPlan {
    let isOwn = self.optimizer.contains(":")
    let takesMomentum = ["sgd", "nesterov"].contains(self.optimizer.lowercased())
    let optimizer = try Optimizer(takesMomentum && !isOwn ? "\(self.optimizer):\(momentum)" : self.optimizer)
    var usual = 0.001
    if case .sgd = optimizer { usual = 0.05 }
    guard (1...1 << 20).contains(batch) else { throw UsageError("--batch \(batch); expected 1 to \(1 << 20)") }
    return TrainingPlan(
      loss: .fitting(data.train.targets), optimizer: optimizer,
      options: TrainingOptions(
        weightDecay: weightDecay, clipNorm: clip, labelSmoothing: labelSmoothing, accumulation: accumulate,
        augmentation: Augmentation(shift: shift, flip: flip)), schedule: try Schedule(schedule),
      learningRate: rate ?? usual, epochs: epochs, batchSize: batch, patience: patience, seed: seed)
  }
}
