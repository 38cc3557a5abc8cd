extension Question {
  /// Loss, backpropagation and training.
  static let learning: [Question] = [
    Question(
      "loss-both-terms", .loss,
      "The target is y = 0 and a classifier says a = 0.2. What is the binary cross-entropy, with natural logarithms?",
      right: "−ln 0.8 ≈ 0.223", wrong: ["−ln 0.2 ≈ 1.609", "0, since y = 0", "0.2² = 0.04"],
      because: "For y = 0 the second term is left, −ln(1 − a). If −y ln a were the whole loss, every negative example "
        + "would cost 0, however wrong the answer.",
      see: .formula("ℓ = −[y ln a + (1 − y) ln(1 − a)]")),
    Question(
      "loss-cost-is-a-mean", .loss,
      "Every example of the training set is put in a second time. What becomes of the cost J?",
      right: "It stays the same", wrong: ["It doubles", "It halves", "It grows by a factor of √2"],
      because:
        "J is the mean of the losses, so twice as many terms are divided by twice the number. It would double if "
        + "J were their sum, and so would the size of every step.",
      see: .formula("J = (1/m) Σ ℓ")),
    Question(
      "loss-of-knowing-nothing", .loss,
      "A classifier gives each of 10 classes the same probability. What is its cross-entropy, with natural logarithms?",
      right: "ln 10 ≈ 2.303", wrong: ["0.1", "−ln 0.9 ≈ 0.105", "log₂ 10 ≈ 3.322", "10"],
      because: "The right class has probability 0.1, and −ln 0.1 = ln 10. It is worth remembering: a fresh network on "
        + "ten classes that starts far above it is worse than knowing nothing. 3.322 is the same in bits.",
      see: .formula("−ln(1/n) = ln n")),
    Question(
      "loss-from-logits", .loss,
      "Why is cross-entropy calculated from logits by log-softmax, and not from finished probabilities?",
      right: "A probability that was rounded to 0 has no finite logarithm",
      wrong: [
        "Logits add up to 1, which probabilities do only nearly",
        "Softmax has no derivative where two logits are equal",
        "The logarithm of a probability is positive, which a loss may not be",
      ],
      because:
        "In Float, softmax of (0, 200) has a first entry of exactly 0, and ln 0 is −∞; log-softmax says −200. It "
        + "is the probabilities that add up to 1, and softmax has a derivative everywhere.",
      see: .command("hillock show log-softmax")),
    Question(
      "backpropagation-delta", .backpropagation,
      "Sigmoid output a = σ(z), binary cross-entropy, target y. What is ∂ℓ/∂z?",
      right: "a − y", wrong: ["y − a", "a (1 − a)", "(a − y) a (1 − a)"],
      because: "∂ℓ/∂a = (a − y) / (a (1 − a)), and times σ′ = a (1 − a) the slope cancels. Where it does not cancel, "
        + "(a − y) a (1 − a), the loss is half the squared error: there a saturated wrong answer learns slowly.",
      see: .command("hillock trace")),
    Question(
      "backpropagation-what-it-is", .backpropagation,
      "What does backpropagation do?",
      right: "It calculates the derivatives of the loss by all parameters, from the output backwards",
      wrong: [
        "It moves the parameters against the gradient, by an amount that the learning rate sets",
        "It feeds the errors of the output into the network again, as one more input",
        "It trains the last layer first, keeps it, and goes on with the layer before",
      ],
      because: "It is the chain rule in an order that calculates nothing twice. Moving the parameters is a step of its "
        + "own, the optimiser's, though the word is often used for both.",
      see: .command("hillock trace tanh")),
    Question(
      "backpropagation-one-update", .backpropagation,
      "One input x = 2, weight w = 0.3, output a = σ(z) = 0.6, target y = 1, cross-entropy, learning rate α = 0.5. What "
        + "is w after one step?",
      right: "0.7", wrong: ["−0.1", "0.5", "1.1"],
      because:
        "∂ℓ/∂w = x (a − y) = 2 · (−0.4) = −0.8, so w = 0.3 + 0.5 · 0.8 = 0.7. −0.1 goes up the gradient, not down; "
        + "0.5 forgets the factor x, 1.1 the "
        + "rate.",
      see: .formula("w ← w − α x (a − y)")),
    Question(
      "backpropagation-where-it-vanishes", .backpropagation,
      "Which layers does a vanishing gradient leave without learning first?",
      right: "The first ones, nearest to the input",
      wrong: [
        "The last ones, nearest to the output", "The widest ones, which have the most weights", "All of them alike",
      ],
      because: "On its way back the gradient takes a factor for every layer. If these are below 1, the product is "
        + "smallest where most of them have been taken: at the input. The last layers still learn, on features that do not.",
      see: .command("hillock preflight --data digits --hidden 64 --depth 20 --activation sigmoid"),
      claim: "sigmoid-gradient-vanishes"),
    Question(
      "training-epoch", .training,
      "1000 training examples, batches of 50. How many updates of the weights are in one epoch?",
      right: "20", wrong: ["1", "50", "1000"],
      because:
        "An epoch is one pass over the training examples, and every batch gives one update: 1000 / 50. One update "
        + "an epoch would be right for a single batch of all examples.",
      see: .command("hillock train --data moons --epochs 2")),
    Question(
      "training-test-data", .training,
      "A learning rate is chosen by the score on the test data, and that score is then reported. What is wrong?",
      right: "The reported score is likely too good",
      wrong: [
        "The reported score is likely too poor", "Nothing, as long as no gradient came from these data",
        "Nothing, if several learning rates were tried",
      ],
      because: "The best of several noisy scores owes part of its lead to chance, the more so the more were tried. No "
        + "gradient is needed for that: choosing is fitting too. Choose on validation data, and report on test data once.",
      see: .page("Documentation/studies.md")),
  ]
}
