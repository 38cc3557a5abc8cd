public import Datasets

/// Where a run's data come from, so that they can be loaded again.
public struct DataSource: Codable, Hashable, Sendable {
  /// What is done to the inputs.
  public enum Scaling: Codable, Hashable, Sendable {
    /// Mean 0 and deviation 1 by the training part.
    case standard
    /// As they are in the data (pixels from 0 to 1), times a factor.
    case plain(factor: Double)
  }

  /// A name or path, as it was given.
  public var data: String
  public var target: String?
  public var task: Task?
  public var trainLimit: Int?
  public var scaling: Scaling

  public init(
    data: String, target: String? = nil, task: Task? = nil, trainLimit: Int? = nil, scaling: Scaling = .standard
  ) {
    self.data = data
    self.target = target
    self.task = task
    self.trainLimit = trainLimit
    self.scaling = scaling
  }

  /// The data split and scaled.
  /// - Parameter dataset: what is found under `data`.
  public func prepared(_ dataset: Dataset) throws(DatasetError) -> PreparedData {
    let width = dataset.inputShape.reduce(1, *)
    return switch scaling {
    case .standard: try dataset.prepared(trainLimit: trainLimit)
    case .plain(let factor):
      try dataset.prepared(trainLimit: trainLimit, inputs: .plain(width: width, factor: Float(factor)))
    }
  }
}
