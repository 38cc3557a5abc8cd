internal import Studies

extension Claim {
  static let swishDepthPlain = swishDepth(
    "swish-depth-plain", normalization: .none,
    "Without batch normalisation, too, Swish is like ReLU in shallower networks and better from 40 layers on.",
    words: "without normalisation")
}
