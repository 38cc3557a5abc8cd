extension Question {
  /// Sigmoid and tanh.
  static let saturating: [Question] = [
    Question(
      "sigmoid-largest-slope", .sigmoid, "What is the largest value of the sigmoid's derivative?",
      right: "1/4", wrong: ["1/2", "1", "It has none: the slope grows without limit"],
      because: "σ′ = σ (1 − σ) is largest where σ = 1/2, at x = 0. 1/2 is the value there, not the slope; 1 is the "
        + "largest slope of tanh.",
      see: .command("hillock plot sigmoid --derivative -o sigmoid.svg"), claim: "sigmoid-derivative-quarter"),
    Question(
      "sigmoid-slope-from-output", .sigmoid, "A sigmoid unit puts out 0.9. What is its derivative there?",
      right: "0.09", wrong: ["0.1", "0.19", "0.25"],
      because:
        "a (1 − a) = 0.9 · 0.1: the output is all that the backward pass needs. 0.19 is 1 − a², the rule for tanh.",
      see: .formula("σ′ = a (1 − a)")),
    Question(
      "sigmoid-ten-in-a-row", .sigmoid,
      "Ten sigmoid units in a chain, all weights 1. By what factor at most does a gradient come through?",
      right: "about 10⁻⁶", wrong: ["about 10⁻³", "1/40", "1/4"],
      because:
        "Each unit leaves at most 1/4, and (1/4)¹⁰ = 1/1,048,576. The factors multiply; 1/40 would be 1/4 divided "
        + "by the number of layers. Larger weights work against it, until they saturate the units.",
      see: .command("hillock plot sigmoid --derivative -o sigmoid.svg"),
      claim: "sigmoid-gradient-vanishes"),
    Question(
      "sigmoid-where-it-saturates", .sigmoid,
      "From about which |x| on is the sigmoid's slope less than a hundredth of its largest?",
      right: "6", wrong: ["2", "20", "100"],
      because: "σ′(6) = 0.00247, and a hundredth of 1/4 is 0.0025. At 2 there is still 42 % left; at 20 it is down to "
        + "10⁻⁸ of the largest.",
      see: .command("hillock show sigmoid"), claim: "sigmoid-saturates"),
    Question(
      "sigmoid-signs-of-gradients", .sigmoid,
      "A unit's inputs are outputs of sigmoids, all above 0. What holds of its weights' gradients for one example?",
      right: "They all have the same sign",
      wrong: [
        "They are all positive", "They add up to 0", "They all have the same size",
      ],
      because:
        "Each is xᵢ δ with xᵢ > 0, so δ alone decides the sign: one example moves all of these weights up or all "
        + "down. They need not be positive, as δ can have either sign. Over a batch the signs may mix again.",
      see: .formula("∂ℓ/∂wᵢ = xᵢ δ, xᵢ > 0"), claim: "sigmoid-not-centred"),
    Question(
      "sigmoid-raw-pixels", .sigmoid,
      "Pixels from 0 to 255 go unscaled into a sigmoid layer with ordinary initial weights. What is the trouble?",
      right: "Most units sit on a flat end and get next to no gradient",
      wrong: [
        "The outputs leave the range from 0 to 1", "The units die: their output is exactly 0 for all examples",
        "The derivatives exceed 1/4 and the gradient explodes",
      ],
      because: "z comes to lie far out, where the curve has no slope left. The range cannot be left and "
        + "1/4 not exceeded, whatever z is. Nor is it the death of ReLU units: half of these sit near 1.",
      see: .command("hillock show sigmoid"), claim: "sigmoid-needs-scaled-inputs"),
    Question(
      "sigmoid-several-labels", .sigmoid,
      "A picture may carry any of five labels, several at once or none. What is the output layer?",
      right: "Five sigmoids, one for each label",
      wrong: [
        "A softmax over the five labels", "Five ReLUs, one for each label", "One sigmoid for all five labels",
      ],
      because:
        "Each label is a yes-or-no question of its own. A softmax makes labels compete, as its outputs add up to "
        + "1: right for exactly one label, wrong for none or several.",
      see: .formula("σ(z₁), …, σ(z₅) each in (0, 1), with any sum")),
    Question(
      "tanh-slope-at-zero", .tanh, "What is the derivative of tanh at 0?",
      right: "1", wrong: ["0", "1/4", "1/2"],
      because:
        "tanh′ = 1 − tanh², and tanh 0 = 0: four times the steepest slope of the sigmoid, 1/4. It is the function "
        + "that is 0 there, not its slope.",
      see: .command("hillock plot sigmoid tanh --derivative -o tanh.svg"), claim: "tanh-derivative-shape"),
    Question(
      "tanh-slope-from-output", .tanh, "A tanh unit puts out 0.8. What is its derivative there?",
      right: "0.36", wrong: ["0.16", "0.2", "0.64"],
      because: "1 − 0.8² = 0.36. 0.16 is a (1 − a), the rule for the sigmoid.",
      see: .formula("tanh′ = 1 − a²"), claim: "tanh-derivative-shape"),
    Question(
      "tanh-from-sigmoid", .tanh, "Which of these is tanh x?",
      right: "2 σ(2x) − 1", wrong: ["σ(x) − 1/2", "2 σ(x) − 1", "σ(2x) − 1"],
      because:
        "It is the sigmoid stretched to twice its height, moved down, and squeezed to half its width. Without the "
        + "squeeze, 2 σ(x) − 1 is tanh(x/2), only half as steep at 0.",
      see: .formula("2/(1 + e^(−2x)) − 1 = (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ)")),
    Question(
      "tanh-still-vanishes", .tanh,
      "tanh has slope 1 at 0. Why can gradients still vanish in deep tanh networks?",
      right: "Everywhere else the slope is below 1, and the factors multiply",
      wrong: [
        "Positive and negative outputs cancel, so that nothing is left", "Its derivative is not monotonic",
        "Its derivative is 0 for all negative inputs",
      ],
      because:
        "The slope is 1 at a single point; at |z| = 2 it is 0.07, and ten such factors leave 10⁻¹². How far units "
        + "get from 0 is up to the weights: with small ones tanh is nearly linear, and little is lost. A derivative that is "
        + "0 for negative inputs is ReLU's.",
      see: .command("hillock plot tanh --derivative -o tanh.svg"), claim: "tanh-vanishes"),
    Question(
      "tanh-mean-zero", .tanh,
      "z is distributed symmetrically around 0. What is the mean of tanh z, and of σ(z)?",
      right: "0 and 1/2", wrong: ["0 and 0", "0 and 1/4", "1/2 and 1/2"],
      because: "tanh is odd, so both sides cancel; σ(z) − 1/2 is odd too, so σ's mean is its value at 0. That is what "
        + "“centred on zero” means, and it holds for symmetric inputs only.",
      see: .command("hillock show tanh"), claim: "sigmoid-not-centred"),
  ]
}
