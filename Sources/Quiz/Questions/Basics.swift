extension Question {
  /// The neuron, its forward pass, and the two functions that need no curve.
  static let basics: [Question] = [
    Question(
      "neuron-pre-activation", .neuron,
      "A neuron has weights (0.5, −0.25) and bias 0.1. What is its pre-activation z for the input (1, 2)?",
      right: "0.1", wrong: ["0", "1.1", "0.525"],
      because: "z = 0.5 · 1 − 0.25 · 2 + 0.1 = 0.1. Without the bias it would be 0; 0.525 is σ(0.1), which is what a "
        + "sigmoid makes of z afterwards.",
      see: .command("hillock trace")),
    Question(
      "neuron-bias-moves-the-threshold", .neuron,
      "A ReLU unit has one input x, weight 2 and bias −3. For which x is its output above 0?",
      right: "x > 1.5", wrong: ["x > 0", "x > 3", "x > −1.5"],
      because: "The kink is where z = 2x − 3 is 0, at x = 1.5. x > 0 would be right without a bias: the bias is what "
        + "moves the kink away from the origin.",
      see: .formula("2x − 3 > 0 ⇔ x > 3/2")),
    Question(
      "neuron-why-not-linear", .neuron,
      "Why do the hidden layers of a deep network need an activation that is not linear?",
      right: "Without one, all layers together are a single affine map",
      wrong: [
        "Without one, the outputs cannot be kept between 0 and 1",
        "Without one, there is no derivative to send backwards",
        "Without one, the network fits its training data too well",
      ],
      because: "Affine maps of affine maps are affine, so depth would add nothing. A derivative there would be: the "
        + "identity's is 1 everywhere. And a range between 0 and 1 is what some activations have, not what they are for.",
      see: .formula("W₂(W₁x + b₁) + b₂ = (W₂W₁)x + (W₂b₁ + b₂)"), claim: "linear-is-one-layer"),
    Question(
      "binary-step-no-gradient", .binaryStep,
      "Why can gradient descent not train a network whose hidden units are binary steps?",
      right: "The derivative is 0 wherever it exists, so nothing reaches the weights below",
      wrong: [
        "The derivative is infinite wherever it exists, so every update overflows",
        "The output is not bounded, so the activations blow up from layer to layer",
        "The function takes two values only, so its loss cannot be calculated",
      ],
      because: "The step is flat on both sides of its jump: by the chain rule every gradient below is 0. Infinity is a "
        + "tempting answer, but the jump is one single point, which inputs practically never hit.",
      see: .command("hillock plot binary-step --derivative -o binary-step.svg"), claim: "step-passes-no-gradient"),
    Question(
      "linear-parameters-that-count", .linear,
      "3 inputs → 100 hidden units without activation → 1 output, with biases: 501 parameters. How many numbers are "
        + "enough to describe any function that this network computes?",
      right: "4", wrong: ["101", "401", "501"],
      because: "Whatever the 501 numbers are, the result is w₁x₁ + w₂x₂ + w₃x₃ + b. All 501 matter only once something "
        + "between the layers is not linear.",
      see: .formula("w₂·(W₁x + b₁) + b₂ = (W₁ᵀw₂)·x + (w₂·b₁ + b₂)"), claim: "linear-is-one-layer"),
    Question(
      "linear-where-it-belongs", .linear,
      "Where is the linear activation, which leaves z as it is, the usual choice?",
      right: "In the output layer of a regression",
      wrong: [
        "In the hidden layers of a deep classifier", "In the output of a classifier that must give probabilities",
        "Nowhere: it is not used in deep networks",
      ],
      because: "A target that can be any number needs an output that can be any number. In hidden layers it is hardly "
        + "ever used, for there it adds no expressive power; but “not used at all” goes too far.",
      see: .command("hillock show linear")),
  ]
}
