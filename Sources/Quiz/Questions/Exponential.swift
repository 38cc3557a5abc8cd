extension Question {
  /// ELU and SELU.
  static let exponential: [Question] = [
    Question(
      "elu-far-left", .elu, "What becomes of ELU's derivative (α = 1) as x → −∞?",
      right: "It goes to 0", wrong: ["It goes to −1", "It stays at 1", "It grows like e^|x|"],
      because: "f′ = eˣ for x < 0: an exponential of a negative number, so it cannot explode. −1 is where the function "
        + "goes. ELU saturates on the left, like a sigmoid.",
      see: .command("hillock plot elu --derivative -o elu.svg")),
    Question(
      "elu-smooth-for-one-alpha", .elu, "For which α > 0 is the derivative of ELU continuous at 0?",
      right: "α = 1 only", wrong: ["every α", "α < 1", "α ≈ 1.6733 only"],
      because:
        "From the left the slope comes to α e⁰ = α, from the right it is 1. The function itself is continuous for "
        + "every α. 1.6733 is SELU's α, and SELU has a kink.",
      see: .command("hillock plot 'elu(0.5)' elu 'elu(2)' --derivative -o elu.svg")),
    Question(
      "elu-mean", .elu,
      "z is standard normal. What are the means of ReLU(z) and of ELU(z) with α = 1, rounded?",
      right: "0.40 and 0.16", wrong: ["0.40 and 0", "0.50 and 0.25", "0 and 0.16"],
      because: "ELU's negative outputs take the mean down from 1/√(2π) ≈ 0.399 to 0.161: nearer to zero, not at zero. "
        + "They are bounded by −1, so they cannot balance the positive side.",
      see: .command("hillock show elu"), claim: "elu-mean-nearer-zero"),
    Question(
      "selu-constants", .selu, "Which constants has SELU?",
      right: "λ ≈ 1.0507, α ≈ 1.6733",
      wrong: [
        "λ ≈ 1.6733, α ≈ 1.0507", "λ = 1, α ≈ 1.7581", "λ ≈ 1.7159, α = 2/3",
      ],
      because: "They follow from mean 0 and variance 1 being kept. 1.7581 is λα, the bound on the left. 1.7159 and 2/3 "
        + "belong to a scaled tanh.",
      see: .command("hillock show selu"), claim: "selu-self-normalises"),
    Question(
      "selu-initial-variance", .selu, "Which variance do SELU's initial weights need, with n inputs to a unit?",
      right: "1/n", wrong: ["2/n", "1/n²", "6/n"],
      because: "SELU keeps mean 0 and variance 1 if z has them, and z = Σ wᵢxᵢ has variance n · Var w. That is LeCun "
        + "initialisation. 2/n is He's, which makes up for the half that ReLU cuts off; here nothing is missing.",
      see: .command("hillock show selu"), claim: "selu-needs-lecun"),
    Question(
      "selu-slope-above-one", .selu, "Why must SELU's slope for positive inputs be above 1?",
      right: "So that a variance that has become too small can grow again",
      wrong: [
        "So that the function has no kink at 0", "So that outputs cannot exceed 1",
        "So that no exponential is needed there",
      ],
      because: "The negative side shrinks variance; only a slope above 1 can raise it, so that 1 is a fixed point that "
        + "draws from both sides. A kink it has all the same: λα ≈ 1.758 from the left, λ ≈ 1.051 from the right.",
      see: .command("hillock plot selu --derivative -o selu.svg"), claim: "selu-self-normalises"),
    Question(
      "selu-dropout", .selu, "Which dropout leaves SELU's mean and variance as they are?",
      right: "Alpha dropout: dropped units go to −λα, then all are rescaled",
      wrong: [
        "Ordinary dropout: dropped units go to 0, the others are scaled up",
        "Any dropout, since SELU brings the moments back by itself",
        "None: with SELU nothing may ever be dropped",
      ],
      because:
        "−λα ≈ −1.758 is where a saturated SELU unit is anyway, and an affine map restores both moments. Scaling "
        + "up the units that are left keeps the mean, but raises the variance.",
      see: .formula("x ↦ a (x d − λα (1 − d)) + b with d ∈ {0, 1}"), claim: "selu-self-normalises"),
  ]
}
