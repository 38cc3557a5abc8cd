internal import Datasets

extension Trainer {
  /// The same network with everything kept and the parameters of now.
  private func probingNetwork() throws(NetworkError) -> CompiledNetwork {
    let probing =
      if let probingPlan {
        probingPlan
      } else {
        try CompiledNetwork(
          network, rows: batchSize, purpose: .probing, stateCount: 0, seed: seed, threads: threads, kernels: others)
      }
    probingPlan = probing
    probing.parameters.update(from: plan.parameters, count: plan.parameterCount)
    return probing
  }

  /// A network with everything kept, after a forward and a backward pass over `batchSize` examples with batch statistics
  /// and without dropout, and the mean loss.
  func probingPass(_ examples: Examples, from start: Int) throws(NetworkError) -> (CompiledNetwork, loss: Double) {
    try checkBatch(examples, from: start)
    let probing = try probingNetwork()
    gather(examples, from: start, count: batchSize, into: probing)
    try probing.forward(count: batchSize, mode: .probing, step: 0)
    plan.output.update(from: probing.output, count: batchSize * plan.outputSize)
    let sum = lossStep.run(rows: batchSize, divisor: batchSize, smooths: false, isWeighted: examples.weights != nil)
    probing.outputGradient.update(from: plan.outputGradient, count: batchSize * plan.outputSize)
    try probing.backward(mode: .probing)
    return (probing, sum / Double(batchSize))
  }

  /// The same after a forward pass alone, as in evaluation.
  func surveyingPass(_ examples: Examples, from start: Int, count: Int) throws(NetworkError) -> CompiledNetwork {
    let probing = try probingNetwork()
    for case (.batchNorm(let own), .batchNorm(let copy)) in zip(plan.steps, probing.steps) {
      copy.runningMean.update(from: own.runningMean, count: own.channels)
      copy.runningVariance.update(from: own.runningVariance, count: own.channels)
    }
    gather(examples, from: start, count: count, into: probing)
    try probing.forward(count: count, mode: .evaluation, step: 0)
    return probing
  }

  private func gather(_ examples: Examples, from start: Int, count: Int, into probing: CompiledNetwork) {
    batch.gather(examples, count: count) { start + $0 }
    probing.input.update(from: plan.input, count: count * plan.inputSize)
  }
}
