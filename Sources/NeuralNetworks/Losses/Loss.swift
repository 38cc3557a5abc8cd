public import Datasets

/// What training makes small: the mean over the batch.
public enum Loss: String, Codable, Hashable, Sendable, CaseIterable {
  /// −ln softmax(z)[class], from logits z.
  case softmaxCrossEntropy = "softmax-cross-entropy"
  /// −y ln σ(z) − (1 − y) ln(1 − σ(z)), as max(z, 0) − yz + ln(1 + e^−|z|), mean over the outputs.
  case binaryCrossEntropy = "binary-cross-entropy"
  /// (z − y)², mean over the outputs.
  case meanSquaredError = "mean-squared-error"

  /// What fits the targets: softmax cross-entropy for classes, mean squared error for numbers.
  public static func fitting(_ targets: Targets) -> Loss {
    targets.isClassification ? .softmaxCrossEntropy : .meanSquaredError
  }
}

/// How good a network is on some examples.
public struct Metrics: Hashable, Sendable, Codable {
  /// The mean loss.
  public var loss: Double
  /// Accuracy for classes (the share of examples whose largest output is the right one; for binary cross-entropy whose
  /// outputs all lie on the right side), R² for numbers: 1 − Σ(z − y)² / Σ(y − ȳ)², with ȳ by output.
  public var score: Double

  public init(loss: Double, score: Double) {
    self.loss = loss
    self.score = score
  }
}
