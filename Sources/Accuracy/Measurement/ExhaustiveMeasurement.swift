public import Activations
internal import Dispatch
internal import Synchronization

/// Results for every `Float` there is, or for every n-th block of 2¹⁶ neighbours. The figures do not depend on the number
/// of threads.
public struct ExhaustiveMeasurement: Sendable {
  public struct Outcome: Sendable, Codable {
    public var candidates: [CandidateFindings]
    /// The largest error of the `Double` kernel that sieved, in ULP of `Double`, where it was checked against the wide
    /// reference: two numbers in each block, for f and for f′.
    public var sieve: [ErrorPoint?]
  }

  /// How many blocks there are.
  public static let allBlocks = Int(UInt64(1) << 32 / UInt64(SieveWorker.blockSize))

  private let requirements: Requirements<Float>
  private let targets: [SieveTarget]
  private let candidates: [Candidate<Float>]
  private let stride: Int

  /// Nil if the activation has no reference.
  /// - Parameters:
  ///   - near: gives nearly exact values: `Double` kernels whose own accuracy the sampled measurement has shown.
  ///   - every: 1 for all blocks.
  public init?(
    _ activation: Activation, _ candidates: [Candidate<Float>], near: Candidate<Double>? = nil, every: Int = 1
  ) {
    guard let requirements = Requirements<Float>(activation), let asFloat = activation.withFloatParameters else {
      return nil
    }
    self.requirements = requirements
    self.candidates = candidates
    stride = max(1, every)
    targets = SieveTarget.all(requirements, near: near ?? Candidate(asFloat, on: .best), candidates)
  }

  public var blocks: Int { (Self.allBlocks + stride - 1) / stride }

  /// Some block out of the n-th group of `stride` blocks: always the first would be the same places of all exponents.
  private func place(_ n: Int) -> Int {
    let offset = Int(truncatingIfNeeded: (UInt64(n) &+ 1) &* 0x9E37_79B9_7F4A_7C15 >> 33) % stride
    return min(n * stride + offset, Self.allBlocks - 1)
  }

  /// Nil if it was cancelled.
  /// - Parameter finished: called after each block, on some thread.
  public func run(
    threads: Int, isCancelled: @escaping @Sendable () -> Bool = { false },
    finished: @escaping @Sendable () -> Void = {}
  ) -> Outcome? {
    let shared = Shared(targets)
    DispatchQueue.concurrentPerform(iterations: max(1, threads)) { _ in
      let worker = SieveWorker(targets)
      while !isCancelled() {
        let block = shared.next.add(1, ordering: .relaxed).oldValue
        guard block < blocks else { break }
        worker.run(block: place(block))
        finished()
      }
      shared.add(worker)
    }
    if isCancelled() { return nil }
    return shared.sums.withLock { outcome($0) }
  }

  private func outcome(_ sums: Sums) -> Outcome {
    let result = candidates.enumerated().map { i, candidate in
      var value = sums.findings[0][i]
      SpecialValues.check(
        candidate.forward, limits: requirements.limits.map { ($0.x, $0.value) }, into: &value.violations)
      if requirements.isMonotonic {
        let zeros = SampledMeasurement.results(candidate.forward, [-0.0, 0.0])
        value.violations.monotonicity.add(zeros[1] < zeros[0] ? 1 : 0, at: 0)
      }
      var derivative: Findings?
      if let loop = candidate.derivative, targets.count > 1,
        let place = targets[1].loops.firstIndex(where: { $0.candidate == i })
      {
        var findings = sums.findings[1][place]
        SpecialValues.check(
          loop, limits: requirements.limits.map { ($0.x, $0.derivative) }, into: &findings.violations)
        derivative = findings
      }
      return CandidateFindings(candidate: candidate.name, value: value, derivative: derivative)
    }
    return Outcome(candidates: result, sieve: sums.sieve)
  }

  private struct Sums {
    var findings: [[Findings]]
    var sieve: [ErrorPoint?]
  }

  /// The next block to take, and what finished workers found.
  private final class Shared: Sendable {
    let next = Atomic<Int>(0)
    let sums: Mutex<Sums>

    init(_ targets: [SieveTarget]) {
      sums = Mutex(
        Sums(
          findings: targets.map { Array(repeating: Findings(), count: $0.loops.count) },
          sieve: targets.map { _ in nil }))
    }

    func add(_ worker: SieveWorker) {
      let (findings, errors) = (worker.findings, worker.sieveErrors)
      sums.withLock { sums in
        for t in findings.indices {
          for l in findings[t].indices { sums.findings[t][l].merge(findings[t][l]) }
          sums.sieve[t] = ErrorPoint.worse(sums.sieve[t], errors[t])
        }
      }
    }
  }
}

extension Activation {
  /// The same function with its parameters rounded to `Float`, as kernels in `Float` take them.
  var withFloatParameters: Activation? {
    try? Activation(named: name, settings: parameters.map { (nil, "\(Double(Float($0)))") })
  }
}
