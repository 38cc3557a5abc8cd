internal import Studies

extension Claim {
  static let swishDepth = swishDepth(
    "swish-depth", normalization: .batch,
    "With batch normalisation Swish and ReLU are alike up to about 40 layers, and Swish is better between 40 and 50.",
    words: "with batch normalisation before each activation")
}
