extension Activation {
  /// How a framework writes this function with these parameters; nil where it has none.
  ///
  /// ```swift
  /// try Activation("leaky-relu(0.2)").elsewhere(.pytorch)   // nn.LeakyReLU(negative_slope=0.2)
  /// try Activation("swish(beta: 2)").elsewhere(.pytorch)    // nil: SiLU is the one with β = 1
  /// ```
  public func elsewhere(_ framework: Framework) -> String? { filled(facts.elsewhere[framework]) }

  /// The same with a first parameter that is learned from its value on: one for the layer, or one for each of its channels.
  /// - Parameter channels: how many there are, or what their number is called; nil for one value for the layer.
  public func elsewhere(_ framework: Framework, learnedFor channels: String?) -> String? {
    guard let channels else { return filled(facts.learnedByLayer[framework]) }
    return filled(facts.learnedByChannel[framework])?.replacing("{channels}", with: channels)
  }

  private func filled(_ spelling: String?) -> String? {
    guard var text = spelling else { return nil }
    for (parameter, value) in zip(facts.parameters, parameters) {
      let place = "{\(parameter.name)}"
      if !text.contains(place), value != parameter.defaultValue { return nil }
      text = text.replacing(place, with: Self.text(value))
    }
    return text
  }
}
