public import Activations
public import Datasets
public import NeuralNetworks

/// What a training run follows from: run again, it gives the same bits.
public struct RunSetup: Sendable {
  public var network: Network
  public var plan: TrainingPlan
  public var data: PreparedData
  /// The activation whose gain scales the initial weights after every activation; each one's own if nil.
  public var gainOf: Activation?
  /// What is done to the initial parameters; nothing if nil.
  public var alteration: (@Sendable (inout [ParameterGroup]) -> Void)?

  public init(
    network: Network, plan: TrainingPlan, data: PreparedData, gainOf: Activation? = nil,
    alteration: (@Sendable (inout [ParameterGroup]) -> Void)? = nil
  ) {
    self.network = network
    self.plan = plan
    self.data = data
    self.gainOf = gainOf
    self.alteration = alteration
  }

  /// The run before its first step, on this thread.
  public func begin(threads: Int = 1) throws(NetworkError) -> TrainingRun {
    let run = try TrainingRun(network: network, plan: plan, data: data, threads: threads, gainOf: gainOf)
    if let alteration {
      var parameters = try run.trainer.parameters()
      alteration(&parameters)
      try run.trainer.setParameters(parameters)
    }
    return run
  }
}
