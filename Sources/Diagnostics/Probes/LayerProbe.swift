/// What was seen in one layer at the end of one epoch, on a fixed batch of validation examples.
public struct LayerProbe: Codable, Hashable, Sendable {
  /// The layer's place among the layers with weights, from 0 at the input.
  public var layer: Int
  /// What a person calls it: "hidden 1", "output".
  public var name: String
  /// Mean of the pre-activations z = XW + b, over the batch and the units.
  public var preActivationMean: Double
  /// Standard deviation of the pre-activations, over the batch and the units.
  public var preActivationDeviation: Double
  /// Mean of the outputs a = f(z).
  public var outputMean: Double
  /// Standard deviation of the outputs.
  public var outputDeviation: Double
  /// Share of units whose derivative is zero, or next to zero, for every example of the batch: they cannot learn.
  public var deadShare: Double
  /// Share of (example, unit) pairs on a flat part of f, where |f′| is below a hundredth of its largest magnitude.
  public var saturatedShare: Double
  /// Euclidean norm of ∂J/∂W.
  public var gradientNorm: Double
  /// Norm of the last update of W over the norm of W.
  public var updateRatio: Double

  public init(
    layer: Int, name: String, preActivationMean: Double, preActivationDeviation: Double, outputMean: Double,
    outputDeviation: Double, deadShare: Double, saturatedShare: Double, gradientNorm: Double, updateRatio: Double
  ) {
    self.layer = layer
    self.name = name
    self.preActivationMean = preActivationMean
    self.preActivationDeviation = preActivationDeviation
    self.outputMean = outputMean
    self.outputDeviation = outputDeviation
    self.deadShare = deadShare
    self.saturatedShare = saturatedShare
    self.gradientNorm = gradientNorm
    self.updateRatio = updateRatio
  }
}
