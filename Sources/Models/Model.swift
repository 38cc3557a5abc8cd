public import Datasets
internal import Foundation
public import NeuralNetworks
internal import Safetensors

/// A trained network with what is needed to use it on new data: a folder with `network.yaml` and `weights.safetensors`.
///
/// The weights are named after the layers (`layers.0.weights`: outputs × inputs, or outputs × inputs × height × width).
/// Scalings and the classes' names are in the same file, names in its metadata.
public struct Model: Hashable, Sendable {
  public var network: Network
  public var loss: Loss
  public var inputScaling: InputScaling
  public var targetScaling: TargetScaling
  /// Empty for regression.
  public var classNames: [String]
  /// The names of the columns that it takes, for a table.
  public var columns: [String]
  /// What was predicted.
  public var targetName: String
  public var parameters: [ParameterGroup]
  public var statistics: [ParameterGroup]
  /// For people: what it was trained on, and how good it was.
  public var notes: [String: String]

  static let networkName = "network.yaml"
  static let weightsName = "weights.safetensors"
  public static let fileNames = [networkName, weightsName]

  public init(
    network: Network, loss: Loss, data: PreparedData, parameters: [ParameterGroup], statistics: [ParameterGroup],
    notes: [String: String] = [:]
  ) {
    self.network = network
    self.loss = loss
    inputScaling = data.inputScaling
    targetScaling = data.targetScaling
    classNames = data.classNames
    columns = data.columns
    targetName = data.targetName
    self.parameters = parameters
    self.statistics = statistics
    self.notes = notes
  }

  /// - Throws: `ModelError` for files that are no model's, or do not belong together.
  public init(folder: String) throws(ModelError) {
    let weights = "\(folder)/\(Self.weightsName)"
    let file: SafetensorsFile
    do {
      file = try SafetensorsFile.read(weights)
    } catch {
      throw ModelError(error.place, error.problem)
    }
    network = try NetworkFile.read("\(folder)/\(Self.networkName)", inputShape: [])
    guard let text = file.metadata["hillock.loss"], let loss = Loss(rawValue: text) else {
      throw ModelError(
        weights, "does not say a loss in its metadata (hillock.loss); expected a model that was trained here")
    }
    self.loss = loss
    classNames = try Self.decode(file.metadata["hillock.classes"] ?? "[]", weights, "hillock.classes")
    columns = try Self.decode(file.metadata["hillock.columns"] ?? "[]", weights, "hillock.columns")
    targetName = file.metadata["hillock.target"] ?? ""
    notes = file.metadata.filter { !$0.key.hasPrefix("hillock.") }
    let width = network.inputShape.reduce(1, *)
    let mean: [Float] = try file.values("inputs.mean", weights)
    let factor: [Float] = try file.values("inputs.factor", weights)
    guard mean.count == width, factor.count == width else {
      throw ModelError(weights, "has an input scaling of \(mean.count) numbers; the network takes \(width)")
    }
    inputScaling = InputScaling(mean: mean, factor: factor)
    let (center, deviation) = (file["targets.mean"], file["targets.deviation"])
    if let center, let deviation {
      let (a, b) = try (center.doubles(in: weights), deviation.doubles(in: weights))
      guard a.count == b.count else {
        throw ModelError(weights, "has \(a.count) target means and \(b.count) deviations")
      }
      targetScaling = TargetScaling(mean: a, deviation: b)
    } else {
      targetScaling = TargetScaling(mean: [], deviation: [])
    }
    (parameters, statistics) = try Self.groups(network, file, prefix: "", weights)
    try checkMetadata(weights)
  }

  /// The file's words must fit the network.
  private func checkMetadata(_ path: String) throws(ModelError) {
    let (inputs, outputs): (Int, Int)
    do {
      (inputs, outputs) = (network.inputShape.reduce(1, *), try network.shapes().last?.count ?? 0)
    } catch {
      throw ModelError(path, error.description)
    }
    guard loss != .softmaxCrossEntropy || classNames.count == outputs, Set(classNames).count == classNames.count else {
      throw ModelError(path, "names \(classNames.count) classes; the network puts out \(outputs)")
    }
    guard loss != .meanSquaredError || targetScaling.mean.count == outputs else {
      throw ModelError(path, "scales \(targetScaling.mean.count) targets; the network puts out \(outputs)")
    }
    guard columns.isEmpty || columns.count == inputs && Set(columns).count == inputs else {
      throw ModelError(path, "names \(columns.count) columns; the network takes \(inputs), each once")
    }
  }

  /// Writes both files, each beside the old one and then in its place.
  public func write(folder: String) throws(ModelError) {
    var tensors = Self.tensors(parameters + statistics, prefix: "")
    tensors.append(Tensor("inputs.mean", shape: [inputScaling.mean.count], inputScaling.mean))
    tensors.append(Tensor("inputs.factor", shape: [inputScaling.factor.count], inputScaling.factor))
    if !targetScaling.mean.isEmpty {
      tensors.append(Tensor("targets.mean", shape: [targetScaling.mean.count], targetScaling.mean))
      tensors.append(Tensor("targets.deviation", shape: [targetScaling.deviation.count], targetScaling.deviation))
    }
    var metadata = notes
    metadata["hillock.loss"] = loss.rawValue
    metadata["hillock.classes"] = Self.encode(classNames)
    metadata["hillock.columns"] = Self.encode(columns)
    metadata["hillock.target"] = targetName
    try Self.write(SafetensorsFile(metadata: metadata, tensors: tensors), to: "\(folder)/\(Self.weightsName)")
    let path = "\(folder)/\(Self.networkName)"
    do {
      try Data(NetworkFile.text(network).utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw ModelError(path, "cannot be written: \(error.localizedDescription)")
    }
  }

  /// Initial weights are replaced at once, so the cheapest ones will do.
  static func quicklyStarted(_ network: Network) -> Network {
    var copy = network
    copy.initialization = .lecun
    return copy
  }

  /// The network with these weights, to evaluate and to predict with.
  public func trainer(batchSize: Int, threads: Int = 1) throws(NetworkError) -> Trainer {
    let trainer = try Trainer(
      network: Self.quicklyStarted(network), loss: loss, optimizer: .sgd(momentum: 0), batchSize: batchSize, seed: 0,
      threads: threads)
    try trainer.setParameters(parameters)
    try trainer.setStatistics(statistics)
    return trainer
  }

  /// - Parameter inputs: whole rows, not scaled.
  /// - Returns: what the network puts out: probabilities for classes, numbers in the targets' own unit.
  public func predictions(for inputs: [Float], threads: Int = 1) throws(NetworkError) -> [Float] {
    let width = network.inputShape.reduce(1, *)
    guard inputs.count % width == 0 else {
      throw .init("\(inputs.count) input numbers; expected rows of \(width)")
    }
    let rows = inputs.count / width
    let trainer = try trainer(batchSize: max(1, min(256, rows)), threads: threads)
    return try finish(trainer.outputs(for: inputScaling.apply(inputs)))
  }

  private func finish(_ outputs: [Float]) throws(NetworkError) -> [Float] {
    switch loss {
    case .softmaxCrossEntropy: try Probabilities.softmax(outputs, classes: max(1, classNames.count))
    case .binaryCrossEntropy: Probabilities.sigmoid(outputs)
    case .meanSquaredError: targetScaling.undo(outputs)
    }
  }
}
