internal import Foundation
public import NeuralNetworks
internal import Safetensors

/// A training run between two epochs, in one file: network, plan, data and all numbers. From here it goes on with the same
/// bits on the same processor, with the same library of products and one thread.
public struct Checkpoint: Sendable {
  public var network: Network
  public var plan: TrainingPlan
  /// By which the data are known again.
  public var fingerprint: String
  /// Where they come from; nil in files of earlier versions.
  public var source: DataSource?
  public var state: RunState

  public static let fileName = "checkpoint.safetensors"

  public init(
    network: Network, plan: TrainingPlan, fingerprint: String, source: DataSource? = nil, state: RunState
  ) {
    self.source = source
    self.network = network
    self.plan = plan
    self.fingerprint = fingerprint
    self.state = state
  }

  private struct Counters: Codable {
    var steps: Int
    var passes: Int
    var bestEpoch: Int?
  }

  /// - Throws: `ModelError` for a file that is no checkpoint.
  public init(path: String) throws(ModelError) {
    let file: SafetensorsFile
    do {
      file = try SafetensorsFile.read(path)
    } catch {
      throw ModelError(error.place, error.problem)
    }
    func text(_ key: String) throws(ModelError) -> String {
      guard let text = file.metadata[key] else {
        throw ModelError(path, "has no metadata '\(key)'; expected a checkpoint that was written here")
      }
      return text
    }
    network = try Model.decode(text("hillock.network"), path, "hillock.network")
    plan = try Model.decode(text("hillock.plan"), path, "hillock.plan")
    fingerprint = try text("hillock.data")
    let counters: Counters = try Model.decode(text("hillock.counters"), path, "hillock.counters")
    source =
      if file.metadata["hillock.source"] != nil {
        try Model.decode(text("hillock.source"), path, "hillock.source")
      } else { nil }
    state = RunState()
    state.epochs = try Model.decode(text("hillock.epochs"), path, "hillock.epochs")
    (state.steps, state.passes, state.bestEpoch) = (counters.steps, counters.passes, counters.bestEpoch)
    do {
      try network.validate()
    } catch {
      throw ModelError(path, error.description)
    }
    (state.parameters, state.statistics) = try Model.groups(network, file, prefix: "", path)
    var list = 0
    while file.tensors.contains(where: { $0.name.hasPrefix("optimizer.\(list).") }) {
      state.optimizer.append(try Model.fill(state.parameters, file, "optimizer.\(list).", path))
      list += 1
    }
    if state.bestEpoch != nil {
      state.bestParameters = try Model.fill(state.parameters, file, "best.", path)
      state.bestStatistics = try Model.fill(state.statistics, file, "best.", path)
    }
  }

  /// Writes it beside the old one and then in its place.
  public func write(_ path: String) throws(ModelError) {
    var tensors = Model.tensors(state.parameters + state.statistics, prefix: "")
    for (i, groups) in state.optimizer.enumerated() { tensors += Model.tensors(groups, prefix: "optimizer.\(i).") }
    tensors += Model.tensors(state.bestParameters + state.bestStatistics, prefix: "best.")
    var metadata = [
      "hillock.network": Model.encode(network), "hillock.plan": Model.encode(plan),
      "hillock.data": fingerprint, "hillock.epochs": Model.encode(state.epochs),
    ]
    if let source { metadata["hillock.source"] = Model.encode(source) }
    let counters = Counters(steps: state.steps, passes: state.passes, bestEpoch: state.bestEpoch)
    metadata["hillock.counters"] = Model.encode(counters)
    try Model.write(SafetensorsFile(metadata: metadata, tensors: tensors), to: path)
  }
}
