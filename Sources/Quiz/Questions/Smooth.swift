extension Question {
  /// GELU, Swish, LiSHT and Mish.
  static let smooth: [Question] = [
    Question(
      "gelu-tanh-constant", .gelu,
      "GELU ≈ x/2 (1 + tanh(√(2/π) (x + c x³))). What is c?",
      right: "0.044715", wrong: ["0.04475", "0.44715", "1.702"],
      because:
        "With it the error stays below 0.0005. 0.04475 is a misprint that goes round; 1.702 belongs to the other "
        + "approximation, x σ(1.702 x), which is off by up to 0.02.",
      see: .command("hillock show gelu-tanh"), claim: "gelu-approximations"),
    Question(
      "gelu-what-it-weighs-by", .gelu, "GELU multiplies x by …",
      right: "the probability that a standard normal number is at most x",
      wrong: [
        "the density of the standard normal distribution at x", "0 or 1, drawn anew at every step",
        "the sign of x",
      ],
      because:
        "x Φ(x), with Φ the distribution's cumulative function. The density would make GELU go to 0 on both sides. "
        + "Drawing 0 or 1 with that probability is where the idea comes from; GELU is its expected value, nothing is drawn.",
      see: .command("hillock show gelu")),
    Question(
      "gelu-minimum", .gelu, "What is the smallest value of GELU, and where?",
      right: "about −0.17 at x ≈ −0.75",
      wrong: [
        "0, for all x ≤ 0", "about −0.28 at x ≈ −1.28", "−1, as x → −∞",
      ],
      because:
        "Left of it the curve rises back to 0, so GELU is not monotonic. −0.28 is Swish's dip, and −1 the bound of "
        + "ELU.",
      see: .command("hillock plot gelu swish --derivative -o gelu.svg")),
    Question(
      "gelu-mean", .gelu, "z is standard normal. What is the mean of GELU(z)?",
      right: "1/(2√π) ≈ 0.28", wrong: ["0, as GELU(0) = 0", "0, as negative outputs balance positive ones", "0.5"],
      because:
        "GELU goes through the origin and has negative values, but these are small: its mean lies well above 0, if "
        + "below ReLU's 0.40. “Centred on zero” does not hold for it.",
      see: .command("hillock show gelu")),
    Question(
      "swish-minimum", .swish, "What is the smallest value of Swish (β = 1), and where?",
      right: "about −0.278 at x ≈ −1.278",
      wrong: [
        "about −0.309 at x ≈ −1.192", "about −0.17 at x ≈ −0.75", "−0.25 at x = −1",
      ],
      because:
        "Where the slope is 0, x σ(−x) = −1, and from that f = x + 1. The dip at −1.192 is Mish's, the one at −0.75 "
        + "GELU's.",
      see: .command("hillock plot swish --derivative -o swish.svg"), claim: "swish-dip"),
    Question(
      "swish-beta-zero", .swish, "What is Swish, x σ(βx), for β = 0?",
      right: "x/2", wrong: ["0", "x", "ReLU"],
      because: "σ(0) = 1/2. ReLU is the other end, β → ∞; so β goes from linear to ReLU, and where it is learned, the "
        + "network chooses between them.",
      see: .command("hillock plot 'swish(0)' swish 'swish(10)' -o swish.svg"), claim: "swish-learned-beta"),
    Question(
      "swish-largest-slope", .swish, "What is the largest slope of Swish (β = 1)?",
      right: "about 1.1", wrong: ["1/4", "1/2", "exactly 1"],
      because:
        "It overshoots 1 near x = 2.4 and comes back to 1 from above. 1/4 is that of its gate σ alone, and 1/2 the "
        + "slope at 0.",
      see: .command("hillock plot swish --derivative -o swish.svg")),
    Question(
      "swish-depth", .swish,
      "Fully connected networks on MNIST: at which depths did the authors of Swish report that it left ReLU behind?",
      right: "Between about 40 and 50 layers",
      wrong: [
        "At every depth, by much the same margin", "Below 10 layers", "Between 10 and 20 layers",
      ],
      because: "Up to about 40 layers the two were alike; beyond, ReLU became harder to train. It is one report, with "
        + "batch normalisation and its own tuning, which another set-up need not repeat.",
      see: .source("Ramachandran et al. 2017, arXiv:1710.05941"), claim: "swish-depth"),
    Question(
      "lisht-symmetric", .lisht, "LiSHT is x tanh x. What can a LiSHT unit not tell the next layer?",
      right: "Whether z was positive or negative",
      wrong: [
        "How far z was from 0", "Whether z was 0", "Whether |z| was above 1",
      ],
      because:
        "Both factors change sign with z, so f(−z) = f(z), and no output is below 0. |z| it tells, as f grows with "
        + "it: that answers the other three.",
      see: .command("hillock plot lisht --derivative -o lisht.svg")),
    Question(
      "lisht-far-left", .lisht, "To what does the derivative of LiSHT go as x → −∞?",
      right: "−1", wrong: ["0", "1", "−∞"],
      because: "There tanh is −1, so f is −x, and falls. So LiSHT does not saturate on either side; 0 would be true of "
        + "tanh alone.",
      see: .command("hillock plot lisht --derivative -o lisht.svg"), claim: "lisht-beats-swish"),
    Question(
      "mish-definition", .mish, "Which of these is Mish?",
      right: "x tanh(softplus(x))", wrong: ["x softplus(tanh(x))", "tanh(x softplus(x))", "x σ(softplus(x))"],
      because:
        "The gate tanh(softplus(x)) goes from 0 on the left to 1 on the right. σ(softplus(x)) would be at least 1/2, "
        + "so it would close for no x.",
      see: .command("hillock show mish")),
    Question(
      "mish-minimum", .mish, "What is the smallest value of Mish, and where?",
      right: "about −0.309 at x ≈ −1.192",
      wrong: [
        "about −0.278 at x ≈ −1.278", "−0.5 at x = −1", "about −0.693, as x → −∞",
      ],
      because:
        "A dip a little deeper than that of Swish, −0.278, after which the curve comes back to 0. −ln 2 ≈ −0.693 is no "
        + "limit of it: softplus(0) is ln 2.",
      see: .command("hillock plot mish swish -o mish.svg")),
  ]
}
