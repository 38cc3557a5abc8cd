internal import Randomness

extension PreparedData {
  /// The same data with noise, always the same for the same seed.
  /// - Parameters:
  ///   - labels: the share of training examples that get another class, drawn from the others alike; for regression the
  ///     deviation of normal noise on training targets, in units of their own deviation. Validation and test targets stay.
  ///   - inputs: the deviation of normal noise on the scaled inputs of every part.
  public func adding(labelNoise labels: Double, inputNoise inputs: Double, seed: UInt64 = 0) -> PreparedData {
    guard labels > 0 || inputs > 0 else { return self }
    func blurred(_ part: Examples, _ index: UInt32) -> Examples {
      guard inputs > 0 else { return part }
      var stream = RandomStream(seed: seed, purpose: .noise, index: index)
      return part.replacing(inputs: part.inputs.map { $0 + Float(inputs) * stream.normal() })
    }
    return with(
      train: blurred(train, 1).replacing(targets: noisy(train.targets, labels, seed)),
      validation: blurred(validation, 2),
      test: blurred(test, 3))
  }

  private func noisy(_ targets: Targets, _ noise: Double, _ seed: UInt64) -> Targets {
    guard noise > 0 else { return targets }
    var stream = RandomStream(seed: seed, purpose: .noise)
    switch targets {
    case .classes(let labels, let names):
      guard names.count > 1 else { return targets }
      return .classes(
        labels.map { label in
          // Both are drawn for every example, so that more noise changes more labels and not others.
          let (chance, step) = (stream.uniformDouble(), stream.integer(below: names.count - 1))
          return chance < noise ? Int32((Int(label) + 1 + step) % names.count) : label
        }, names: names)
    case .values(let values, let width):
      return .values(values.map { $0 + Float(noise) * stream.normal() }, width: width)
    }
  }
}
