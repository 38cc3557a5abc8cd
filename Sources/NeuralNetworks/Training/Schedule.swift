#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How the learning rate changes over a training run, as a factor of the rate that is given.
public struct Schedule: Codable, Hashable, Sendable, CustomStringConvertible {
  public enum Shape: Codable, Hashable, Sendable {
    case constant
    /// Times `factor` after every `epochs`.
    case step(epochs: Int, factor: Double)
    /// Half a cosine from 1 to `end` (Loshchilov & Hutter 2017, arXiv:1608.03983).
    case cosine(end: Double)
    /// Up from 1/25 to 1 in the first 30 % and down to 1/250,000 after, both half cosines (Smith & Topin 2019,
    /// arXiv:1708.07120; the numbers are PyTorch's).
    case oneCycle
  }

  public var shape: Shape
  /// Epochs in which the factor first climbs from 0 (1/1000, so that the first step moves) to 1 in a straight line; the rest follows its shape.
  public var warmUp: Double

  public init(_ shape: Shape = .constant, warmUp: Double = 0) {
    self.shape = shape
    self.warmUp = warmUp
  }

  public static let constant = Schedule()

  public var description: String {
    let text =
      switch shape {
      case .constant: "constant"
      case .step(let epochs, let factor): "step:\(epochs):\(factor)"
      case .cosine(let end): end == 0 ? "cosine" : "cosine:\(end)"
      case .oneCycle: "one-cycle"
      }
    return warmUp > 0 ? "\(text)+warm-up:\(warmUp)" : text
  }

  /// Reads what `description` writes: `constant`, `step:10:0.1`, `cosine`, `one-cycle`, each also with `+warm-up:2`.
  public init(_ text: String) throws(NetworkError) {
    let parts = text.lowercased().split(separator: "+", omittingEmptySubsequences: false)
    let words = parts[0].split(separator: ":", omittingEmptySubsequences: false)
    let numbers = words.dropFirst().map { Double($0) }
    switch (words[0], numbers.count) {
    case ("constant", 0): self.init()
    case ("cosine", 0): self.init(.cosine(end: 0))
    case ("cosine", 1): self.init(.cosine(end: numbers.first.flatMap { $0 } ?? -1))
    case ("one-cycle", 0): self.init(.oneCycle)
    case ("step", 2):
      guard let epochs = numbers[0], let factor = numbers[1], epochs >= 1, epochs <= 1e6 else {
        throw .init("the schedule '\(text)'; expected step:EPOCHS:FACTOR, such as step:10:0.1")
      }
      self.init(.step(epochs: Int(epochs), factor: factor))
    default:
      throw .init("no schedule '\(text)'; expected constant, step:EPOCHS:FACTOR, cosine, cosine:END or one-cycle")
    }
    if parts.count > 1 {
      let pieces = parts[1].split(separator: ":")
      guard parts.count == 2, pieces.count == 2, pieces[0] == "warm-up", let epochs = Double(pieces[1]) else {
        throw .init("'+\(parts[1])' after a schedule; expected +warm-up:EPOCHS")
      }
      warmUp = epochs
    }
    try validate()
  }

  func validate() throws(NetworkError) {
    guard warmUp >= 0, warmUp.isFinite else { throw .init("a warm-up of \(warmUp) epochs; expected 0 or more") }
    switch shape {
    case .step(let epochs, let factor):
      guard epochs > 0, factor > 0, factor.isFinite else {
        throw .init("a step of \(factor) every \(epochs) epochs; expected numbers greater than 0")
      }
    case .cosine(let end):
      guard end >= 0, end <= 1 else { throw .init("a cosine that ends at \(end); expected 0 to 1") }
    case .constant, .oneCycle: break
    }
  }

  /// The factor for a step that begins after `epoch` epochs (with fractions) of `epochs` in all.
  public func factor(at epoch: Double, of epochs: Int) -> Double {
    let total = Double(epochs)
    if epoch < warmUp { return max(0.001, epoch / warmUp) }
    let rest = max(1e-9, total - warmUp)
    let progress = min(1, max(0, (epoch - warmUp) / rest))
    switch shape {
    case .constant: return 1
    case .step(let every, let factor): return pow(factor, ((epoch - warmUp) / Double(every)).rounded(.down))
    case .cosine(let end): return end + (1 - end) * 0.5 * (1 + cos(.pi * progress))
    case .oneCycle:
      let (start, finish, peak) = (1.0 / 25, 1.0 / 250_000, 0.3)
      return progress < peak
        ? start + (1 - start) * 0.5 * (1 - cos(.pi * progress / peak))
        : finish + (1 - finish) * 0.5 * (1 + cos(.pi * (progress - peak) / (1 - peak)))
    }
  }
}
