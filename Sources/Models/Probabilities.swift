internal import Activations
internal import NeuralNetworks

/// From logits.
enum Probabilities {
  static func softmax(_ logits: [Float], classes: Int) throws(NetworkError) -> [Float] {
    do {
      return try Softmax.standard.apply(to: logits, channels: classes)
    } catch {
      throw NetworkError("\(error)")
    }
  }

  static func sigmoid(_ logits: [Float]) -> [Float] {
    guard let sigmoid = try? Activation("sigmoid") else { return logits }
    return sigmoid.apply(to: logits)
  }
}
