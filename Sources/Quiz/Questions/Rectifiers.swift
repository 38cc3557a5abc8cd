extension Question {
  /// ReLU, and those that are straight on both sides.
  static let rectifiers: [Question] = [
    Question(
      "relu-not-linear", .relu, "Is ReLU linear?",
      right: "No: f(−1) + f(1) = 1, but f(−1 + 1) = 0",
      wrong: [
        "No: it has no derivative at 0, and a linear function needs one there",
        "Yes: its graph is made of straight lines only", "Yes, but only because its slope is never negative",
      ],
      because: "A linear function keeps sums, and ReLU does not. Straight pieces make it piecewise linear, which is "
        + "another thing: enough of them come as near as you like to any continuous function "
        + "on a bounded region.",
      see: .command("hillock plot relu -o relu.svg")),
    Question(
      "relu-dead-unit", .relu,
      "A ReLU unit's z is below 0 for every training example. What gradient do its incoming weights get from them?",
      right: "None at all",
      wrong: [
        "A hundredth of the usual one", "One that pulls z towards 0", "One that pushes z further down",
      ],
      because:
        "The slope is exactly 0 for all of them: the unit is dead. Only what is no gradient of its own can bring it "
        + "back: momentum that is left, weight decay, or a change in the layers below. A hundredth is what a leaky ReLU "
        + "would let through.",
      see: .page("Documentation/autopsy.md"), claim: "relu-units-die"),
    Question(
      "relu-silent-or-dead", .relu,
      "In a fresh network about half of a ReLU layer's units put out 0 for a given example. Are these dead?",
      right: "No: dead is a unit that is silent for all examples",
      wrong: [
        "Yes: their weights will never change again", "Yes, unless their bias is above 0",
        "No: a ReLU unit can only die at its very first step",
      ],
      because:
        "Another example wakes other units; being silent for some is how ReLU works. Weights that get no gradient "
        + "from one example get it from the next. Units die at any step, most often of one that was too large.",
      see: .page("Documentation/autopsy.md"), claim: "relu-units-die"),
    Question(
      "relu-at-the-kink", .relu, "ReLU has no derivative at 0. What do programs do with an input of exactly 0?",
      right: "They use a fixed value by convention, mostly 0",
      wrong: [
        "They leave the example out", "They use the slope of the step before", "They put out NaN, and training stops",
      ],
      because:
        "Any value between the slopes on both sides, 0 and 1, is a subgradient. Most take 0; what matters is that "
        + "the choice is stated. An undefined point does not stop training, and no history is needed.",
      see: .command("hillock show relu")),
    Question(
      "relu-growth-through-layers", .relu,
      "In a ReLU network the weights have twice the variance that He initialisation asks for. By what factor does the "
        + "mean square of z grow over 20 layers?",
      right: "about 10⁶", wrong: ["2", "40", "about 1000"],
      because:
        "Each layer doubles it, and 2²⁰ = 1,048,576: nothing in ReLU limits its outputs. About 1000 is the growth of "
        + "the outputs themselves, the square root. 40 would be growth by adding.",
      see: .formula("Var w = 4/n ⇒ E[z²] ← n · Var w · E[z²]/2 = 2 E[z²]"), claim: "relu-blows-up"),
    Question(
      "leaky-relu-value-and-slope", .leakyReLU, "Leaky ReLU with slope 0.01: what are f(−3) and f′(−3)?",
      right: "−0.03 and 0.01", wrong: ["−0.03 and −0.01", "0 and 0.01", "0.03 and 0.01"],
      because:
        "Below 0 it is the line 0.01 x: values are negative, but the line rises, so its slope is positive. A slope of "
        + "−0.01 would belong to a function that falls towards 0.",
      see: .command("hillock show leaky-relu")),
    Question(
      "leaky-relu-revival", .leakyReLU,
      "A unit's z is below 0 for all examples. What does a slope of 0.01 change, compared with ReLU?",
      right: "It gets a hundredth of the gradient, and may come back",
      wrong: [
        "It gets the full gradient, and comes back at once", "It gets no gradient, but its output is not 0",
        "Its z cannot fall below −0.01 any more",
      ],
      because:
        "The slope is a factor of the gradient. So no unit is cut off for ever, but at a hundredth of the pace the "
        + "way back can take long: “may” is the word. The slope bounds neither z nor the output.",
      see: .command("hillock plot relu leaky-relu --derivative -o leaky.svg"), claim: "leaky-prevents-death"),
    Question(
      "leaky-relu-slope-one", .leakyReLU, "To what does leaky ReLU turn as its slope goes to 1?",
      right: "The identity", wrong: ["ReLU", "The absolute value", "ELU"],
      because:
        "With both sides at slope 1 the kink is gone, and with it what makes layers more than one. ReLU is slope 0, "
        + "the absolute value slope −1.",
      see: .command("hillock show 'leaky-relu(1)'"), claim: "leaky-slope-matters"),
    Question(
      "prelu-derivative-by-slope", .prelu,
      "PReLU learns its slope a. What is ∂f/∂a at x = −2, and at x = 2?",
      right: "−2 and 0", wrong: ["a and 1", "−2 and 2", "0 and 2"],
      because:
        "f = a x below 0, whose derivative by a is x; above 0, a does not occur. a and 1 are the derivatives by x.",
      see: .formula("∂f/∂a = min(x, 0)")),
    Question(
      "prelu-how-many", .prelu,
      "PReLU with a slope for each channel follows a convolution with 64 channels of 32 × 32. How many parameters does it "
        + "add?",
      right: "64", wrong: ["1", "1024", "65,536"],
      because:
        "One for each channel, shared by all positions. 1 is the form with a slope for each layer; 65,536 would be "
        + "one for each output. Beside the convolution's own weights, 64 are few.",
      see: .command("hillock show prelu"), claim: "prelu-overfits"),
    Question(
      "prelu-weight-decay", .prelu,
      "Weight decay is applied to PReLU's slopes as well. Towards which function does it pull?",
      right: "ReLU", wrong: ["The identity", "Leaky ReLU with slope 0.01", "The absolute value"],
      because:
        "Decay pulls numbers to 0, and slope 0 is ReLU. The identity would be slope 1. That is why the authors left "
        + "the slopes out of it.",
      see: .command("hillock show prelu"), claim: "prelu-learning-helps"),
    Question(
      "prelu-slopes-by-depth", .prelu,
      "What did He et al. (2015) find about the slopes that a convolutional network had learned?",
      right: "Larger in the first layer than in deep ones",
      wrong: [
        "Larger in deep layers than in the first one", "Much the same in all layers", "Negative in nearly all layers",
      ],
      because:
        "The first layer's filters find edges, whose negative responses tell something too, so it stayed nearer to "
        + "linear; deeper ones became more nearly ReLU. It is a finding on their networks, not a law.",
      see: .source("He et al. 2015, table 1, arXiv:1502.01852"), claim: "prelu-slopes-by-depth"),
  ]
}
