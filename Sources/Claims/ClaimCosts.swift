/// What testing a claim takes.
public enum ClaimCosts {
  /// Seconds of one processor, measured on two cores of a server with AVX2 (Zen 3). What several claims share is counted
  /// in each of them, as it is what a claim takes alone.
  static let measured: [String: (quick: Double, full: Double)] = [
    "cross-entropy-needs-both-terms": (0.0, 0.0),
    "linear-is-one-layer": (0.7, 2.6),
    "step-passes-no-gradient": (2.9, 22),
    "sigmoid-saturates": (0.0, 0.0),
    "sigmoid-derivative-quarter": (0.1, 0.0),
    "sigmoid-gradient-vanishes": (2.0, 52),
    "sigmoid-not-centred": (16, 107),
    "sigmoid-needs-scaled-inputs": (28, 109),
    "softmax-identities": (0.0, 0.6),
    "softmax-trains-argmax-does-not": (49, 37),
    "softmax-temperature": (0.1, 0.0),
    "softmax-gradient-vanishes": (0.0, 0.0),
    "tanh-faster-than-sigmoid": (7.1, 94),
    "tanh-vanishes": (1.1, 51),
    "tanh-derivative-shape": (0.0, 0.0),
    "relu-faster": (11, 152),
    "relu-cheaper": (2.7, 2.8),
    "relu-units-die": (64, 543),
    "relu-blows-up": (4.1, 47),
    "relu-collapse": (3.6, 17),
    "asymmetric-initialisation": (4.0, 19),
    "leaky-prevents-death": (4.1, 17),
    "leaky-gain": (5.8, 83),
    "leaky-slope-matters": (9.0, 106),
    "elu-faster-than-relu": (6.3, 83),
    "elu-mean-nearer-zero": (6.7, 37),
    "elu-exponential-costs": (1.2, 2.4),
    "elu-slower-than-swish-selu": (18, 111),
    "prelu-slopes-by-depth": (24, 337),
    "prelu-learning-helps": (12, 138),
    "prelu-overfits": (15, 45),
    "selu-self-normalises": (9.0, 246),
    "selu-needs-lecun": (3.8, 43),
    "alpha-dropout": (3.2, 4.9),
    "gelu-approximations": (0.1, 0.0),
    "gelu-approximations-train": (13, 109),
    "gelu-slower": (1.2, 2.7),
    "gelu-slower-in-epochs": (8.6, 96),
    "gelu-mnist": (21, 230),
    "swish-depth": (36, 1191),
    "swish-depth-plain": (25, 1317),
    "swish-batch-size": (26, 250),
    "swish-learned-beta": (16, 123),
    "swish-dip": (24, 216),
    "imagenet": (61, 262),
    "lisht-beats-swish": (10.0, 64),
    "mish-beats-swish": (8.4, 53),
    "mish-deeper": (51, 609),
    "three-seeds-mislead": (24, 120),
    "initialisation-or-function": (41, 318),
    "top-layer-saturates": (5.2, 191),
    "he-thirty-layers": (39, 287),
    "cost-per-function": (9.0, 18),
    "nothing-beats-relu": (19, 878),
  ]

  /// "40 s of one processor"; nil where it was not measured.
  public static func words(_ claim: String, _ scale: ClaimScale) -> String? {
    guard let cost = measured[claim] else { return nil }
    let seconds = scale == .full ? cost.full : cost.quick
    return seconds < 1
      ? "less than a second"
      : seconds < 120
        ? "\(Int(seconds.rounded())) s of one processor"
        : "\(Int((seconds / 60).rounded())) min of one processor"
  }
}
