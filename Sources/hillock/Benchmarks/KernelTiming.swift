/// What `bench kernels` times.
enum KernelTiming: String, Codable, CodingKeyRepresentable, CaseIterable {
  /// y = f(x)
  case forward
  /// dx = g · f′(x)
  case backward
  /// f(x) and f′(x) in one sweep.
  case forwardAndDerivative
  /// What the two passes of a training step take: y = f(x), then dx = g · f′ from y where f′ follows from it, else from
  /// the f′ that the forward sweep has left, or from x where that is quicker.
  case forwardThenBackward
  case oneDNNForward
  case oneDNNBackward
  /// As many bytes as the forward pass reads, copied to as many as it writes: the physical limit.
  case memcpy
  /// The passes of the build for AVX2, to compare another instruction set with.
  case v3Forward
  case v3Backward
}

/// One function's times for one size and one number of threads.
struct KernelFigures: Codable {
  /// As it can be typed: `gelu`, `leaky-relu(slope: 0.02)`, `softmax`.
  let name: String
  /// Of softmax: how many numbers a row has.
  let channels: Int?
  /// The number of elements asked for.
  let size: Int
  /// Those that were worked on: a multiple of `channels`.
  let elements: Int
  let threads: Int
  let nanosecondsPerElement: [KernelTiming: Double]

  subscript(timing: KernelTiming) -> Double? { nanosecondsPerElement[timing] }

  func ratio(_ timing: KernelTiming, to other: KernelTiming) -> Double? {
    guard let a = self[timing], let b = self[other], b > 0 else { return nil }
    return a / b
  }

  /// `gelu`, `softmax, rows of 1000`
  var title: String { channels.map { "\(name), rows of \($0)" } ?? name }
}
