/// After which steps a run's layers are read, so that reading takes no more than a set share of the training time.
///
/// The start and the end are always read. In between come the powers of 2, as most happens early, and then places evenly
/// spread over the run: epochs' ends where an epoch is not longer than the distance between them. How many there are
/// follows from the length of the run and from what a probe costs, estimated in training steps: from numbers that are the
/// run's own, so that it is read at the same steps wherever it is repeated.
public struct ProbeSchedule: Hashable, Sendable {
  /// In ascending order; the last one is the run's end.
  public let steps: [Int]
  /// Those of them at which distributions are kept as well: at most `mostSketched`.
  public let sketched: Set<Int>

  /// What is aimed at: 1 % is left for what the estimate of a probe's cost misses, of the 3 % that may be spent.
  public static let defaultLimit = 0.02
  /// A run is read so many times however short it is: few steps take little time in any case.
  public static let least = 8
  /// A run is read so many times at the most: enough to draw a curve.
  public static let most = 200
  public static let mostSketched = 9

  /// - Parameters:
  ///   - epochs: at least 1.
  ///   - stepsPerEpoch: at least 1.
  ///   - limit: share of the training time.
  public init(epochs: Int, stepsPerEpoch: Int, cost: ProbeCost, limit: Double = defaultLimit) {
    let total = epochs * stepsPerEpoch
    let spent = cost.beginning + cost.sketches * Double(Self.mostSketched)
    let affordable = (limit * Double(total) - spent) / cost.probe
    let count = Int(min(Double(Self.most), max(Double(Self.least), affordable)))
    var due: Set = [0, total]
    let powers = (0..<Int.bitWidth - 2).map { 1 << $0 }.prefix { $0 < total }
    let early = min(powers.count, count - due.count)
    for i in 0..<early { due.insert(powers[i * powers.count / early]) }
    let rest = count - due.count
    if rest >= epochs {
      let parts = rest / epochs
      for epoch in 0..<epochs {
        for part in 1...parts { due.insert(epoch * stepsPerEpoch + (part * stepsPerEpoch + parts - 1) / parts) }
      }
    } else if rest > 0 {
      let distance = (epochs + rest - 1) / rest
      for epoch in stride(from: distance, through: epochs, by: distance) { due.insert(epoch * stepsPerEpoch) }
    }
    self.init(steps: due.sorted())
  }

  /// Exactly these steps.
  public init(steps: [Int]) {
    self.steps = Set(steps).sorted()
    var sketched: Set<Int> = []
    if let first = self.steps.first, let last = self.steps.last {
      for i in 0..<Self.mostSketched {
        let place = first + (last - first) * i / (Self.mostSketched - 1)
        if let step = self.steps.first(where: { $0 >= place }) { sketched.insert(step) }
      }
    }
    self.sketched = sketched
  }

  /// Whether the layers are read after so many steps.
  public func isDue(after step: Int) -> Bool {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle] < step { low = middle + 1 } else { high = middle }
    }
    return low < steps.count && steps[low] == step
  }

  /// The share of the run's steps that reading it costs.
  public func share(_ cost: ProbeCost) -> Double {
    let probes = Double(steps.count) * cost.probe + Double(sketched.count) * cost.sketches
    return (probes + cost.beginning) / Double(max(1, steps.last ?? 1))
  }
}
