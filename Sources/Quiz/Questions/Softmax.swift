extension Question {
  static let softmax: [Question] = [
    Question(
      "softmax-shift", .softmax, "100 is added to every logit. What becomes of softmax?",
      right: "It stays the same",
      wrong: [
        "All outputs come near to 1/n", "The largest output comes near to 1", "All outputs grow by a factor of e¹⁰⁰",
      ],
      because:
        "e¹⁰⁰ stands above and below the fraction and cancels: only differences between logits count. That is why "
        + "programs may take the largest logit from all of them first, so that nothing overflows.",
      see: .formula("e^(zᵢ + c) / Σ e^(zⱼ + c) = e^zᵢ / Σ e^zⱼ"), claim: "softmax-identities"),
    Question(
      "softmax-two-classes", .softmax,
      "Two classes with logits z₁ and z₂. What is softmax's probability of the second?",
      right: "σ(z₂ − z₁)", wrong: ["σ(z₂)", "σ(z₁ + z₂)", "tanh(z₂ − z₁)"],
      because:
        "Divide above and below by e^z₂. σ(z₂) is the case z₁ = 0, which is how a single sigmoid output does with "
        + "one logit for two classes.",
      see: .formula("e^z₂ / (e^z₁ + e^z₂) = 1 / (1 + e^−(z₂ − z₁))"), claim: "softmax-identities"),
    Question(
      "softmax-not-element-by-element", .softmax,
      "Which of these cannot be applied to each number of a layer on its own?",
      right: "Softmax", wrong: ["GELU", "PReLU", "Tanh"],
      because:
        "Every output of softmax depends on all inputs, by the sum below the fraction. PReLU has parameters, but "
        + "each output still depends on one input.",
      see: .command("hillock show softmax")),
    Question(
      "softmax-cross-derivative", .softmax,
      "softmax(z) = (0.7, 0.2, 0.1). What is the derivative of the first output by the second logit?",
      right: "−0.14", wrong: ["0", "0.14", "0.21"],
      because: "∂pᵢ/∂zⱼ = pᵢ (δᵢⱼ − pⱼ), here 0.7 · (0 − 0.2). What one class wins the others lose, so it is negative, "
        + "and not 0. 0.21 = 0.7 · 0.3 is the derivative by the first logit itself.",
      see: .command("hillock show softmax")),
    Question(
      "softmax-loss-gradient", .softmax,
      "softmax(z) = (0.7, 0.2, 0.1) and the third class is right. What is the gradient of the cross-entropy by z?",
      right: "(0.7, 0.2, −0.9)", wrong: ["(0, 0, −0.9)", "(0, 0, −10)", "(−0.7, −0.2, 0.9)"],
      because:
        "It is p − y with y = (0, 0, 1), and adds up to 0. (0, 0, −10) is the gradient by p, one step before: −1/0.1.",
      see: .command("hillock trace")),
    Question(
      "softmax-or-argmax", .softmax, "Why does training go through softmax and not through argmax?",
      right: "argmax has derivative 0 almost everywhere",
      wrong: [
        "argmax may choose another class than softmax", "argmax is dearer to calculate",
        "argmax cannot handle negative logits",
      ],
      because: "A little change of the logits leaves the index as it is, so no gradient comes back, and how near the "
        + "others were is lost. Both name the same class, and finding a maximum is the cheaper of the two.",
      see: .command("hillock show softmax"), claim: "softmax-trains-argmax-does-not"),
    Question(
      "softmax-temperature", .softmax,
      "The temperature T of softmax(z/T) is raised without end. What does it come near to?",
      right: "The uniform distribution",
      wrong: [
        "Probability 1 for the largest logit", "Probability 1 for the smallest logit", "0 in every output",
      ],
      because:
        "All z/T go to 0, so all e^(z/T) go to 1. Probability 1 for the largest logit is the other end, T → 0. The "
        + "sum is 1 at every temperature, so they cannot all go to 0.",
      see: .formula("softmax(z/T) → (1/n, …, 1/n) for T → ∞"), claim: "softmax-temperature"),
    Question(
      "softmax-wrong-and-sure", .softmax,
      "A softmax classifier is wrong and almost certain of it. How large is the gradient by its logits?",
      right: "Near 0 with squared error, large with cross-entropy",
      wrong: [
        "Near 0 with both", "Large with both", "Large with squared error, near 0 with cross-entropy",
      ],
      because:
        "With squared error the derivatives pᵢ (δᵢⱼ − pⱼ) of softmax remain as factors and vanish as p nears 0 and "
        + "1. Cross-entropy cancels them and leaves p − y, here nearly −1 for the right class. Softmax saturates; whether "
        + "the gradient vanishes is up to the loss.",
      see: .formula("∂ℓ/∂zⱼ = Σᵢ ∂ℓ/∂pᵢ · pᵢ (δᵢⱼ − pⱼ)"), claim: "softmax-gradient-vanishes"),
  ]
}
