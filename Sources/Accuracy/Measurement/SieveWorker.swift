/// One thread's share of an exhaustive measurement: blocks of 2¹⁶ neighbouring bit patterns, taken in chunks that stay in
/// the cache.
///
/// Nearly exact values, once for all candidates, come from the `Double` kernels, which are a hundred times as fast as the
/// wide reference. A result's distance from them is its error but for 2⁻²⁷ ULP or so; the worst result of every block is
/// measured again by the wide reference, and that figure counts.
final class SieveWorker {
  static let blockSize = 1 << 16
  static let chunkSize = 1 << 12
  // What comes after a chunk is tried too, for the step from its last number to the next.
  private static let padded = chunkSize + 8

  private let targets: [SieveTarget]
  private let x = Buffer<Float>(padded)
  private let wideX = Buffer<Double>(padded)
  private let near = Buffer<Double>(chunkSize)
  private let rounded = Buffer<Float>(chunkSize)
  private let scale = Buffer<Double>(chunkSize)
  private let nearZeroScale = Buffer<Double>(chunkSize)
  private let found = Buffer<Float>(padded)

  /// By target, then by candidate.
  private(set) var findings: [[Findings]]
  /// The largest error of the nearly exact values, in ULP of `Double`, among two points of every block; by target.
  private(set) var sieveErrors: [ErrorPoint?]

  init(_ targets: [SieveTarget]) {
    self.targets = targets
    findings = targets.map { Array(repeating: Findings(), count: $0.loops.count) }
    sieveErrors = targets.map { _ in nil }
  }

  func run(block: Int) {
    let first = UInt32(block * Self.blockSize)
    // 0x7F80… is ∞; what follows is NaN.
    if first & 0x7FFF_FFFF >= Float.infinity.bitPattern {
      runNaNs(first)
      return
    }
    var suspects = targets.map { Array(repeating: Suspects(), count: $0.loops.count) }
    let spot = Int(truncatingIfNeeded: (UInt64(block) &+ 1) &* 0x9E37_79B9_7F4A_7C15 >> 40)
    for chunk in 0..<Self.blockSize / Self.chunkSize {
      let start = first + UInt32(chunk * Self.chunkSize)
      SieveLoops.fill(x.start, wideX.start, first: start, count: Self.padded)
      for t in targets.indices {
        targets[t].near(wideX.start, near.start, Self.chunkSize)
        if chunk == spot & 15 { checkSieve(t, at: spot >> 4 & (Self.chunkSize - 1)) }
        SieveLoops.prepare(near.start, rounded: rounded.start, scale: scale.start, count: Self.chunkSize)
        let hasNearZero = markNearZero(targets[t])
        for l in targets[t].loops.indices {
          runChunk(targets[t], l, hasNearZero, &suspects[t][l], &findings[t][l], isNegative: first >> 31 != 0)
        }
      }
    }
    for t in targets.indices {
      for l in targets[t].loops.indices {
        for suspect in [suspects[t][l].worst, suspects[t][l].nearZero] {
          guard suspect.error > 0 else { continue }
          let (point, isNearZero) = targets[t].point(suspect.x, suspect.found)
          if isNearZero {
            findings[t][l].nearZero = ErrorPoint.worse(findings[t][l].nearZero, point)
          } else {
            findings[t][l].worst = ErrorPoint.worse(findings[t][l].worst, point)
          }
        }
      }
    }
  }

  /// The largest errors of a block so far.
  private struct Suspects {
    var worst = Suspect()
    var nearZero = Suspect()
  }

  private struct Suspect {
    var error = 0.0
    var x: Float = 0
    var found: Float = 0
  }

  private func runChunk(
    _ target: SieveTarget, _ index: Int, _ hasNearZero: Bool, _ suspects: inout Suspects, _ findings: inout Findings,
    isNegative: Bool
  ) {
    let size = Self.chunkSize
    target.loops[index].loop(x.start, found.start, target.isMonotonic ? Self.padded : size)
    let comparison = SieveLoops.compare(
      found.start, exact: near.start, rounded: rounded.start, scale: scale.start, count: size)
    findings.inputs += size
    findings.correctlyRounded += comparison.correct
    if comparison.largest > suspects.worst.error { suspects.worst = suspect(comparison.largest, scale) }
    if hasNearZero {
      let largest = SieveLoops.compare(
        found.start, exact: near.start, rounded: rounded.start, scale: nearZeroScale.start, count: size
      ).largest
      if largest > suspects.nearZero.error { suspects.nearZero = suspect(largest, nearZeroScale) }
    }
    if comparison.nans > 0 { countNaNs(comparison.nans, &findings) }
    if let never = target.never {
      let wrong = never == .minus ? comparison.negative : comparison.positive
      if wrong > 0 {
        findings.violations.sign.add(
          wrong, at: smallest { never == .minus ? self.found.start[$0] < 0 : self.found.start[$0] > 0 })
      }
    }
    guard target.isMonotonic else { return }
    // Along the bit patterns of negative numbers, x falls.
    let falls = SieveLoops.falls(found.start, count: size, descending: isNegative)
    if falls > 0 {
      findings.violations.monotonicity.add(
        falls,
        at: smallest {
          let (here, next) = (self.found.start[$0], self.found.start[$0 + 1])
          return isNegative ? next > here : next < here
        })
    }
  }

  private func suspect(_ error: Double, _ scale: Buffer<Double>) -> Suspect {
    for i in 0..<Self.chunkSize {
      let y = max(-0x1p128, min(0x1p128, Double(found.start[i])))
      if abs(y - near.start[i]) * scale.start[i] == error {
        return Suspect(error: error, x: x.start[i], found: found.start[i])
      }
    }
    return Suspect()
  }

  /// The smallest x of the chunk where something holds.
  private func smallest(_ holds: (Int) -> Bool) -> Double {
    (0..<Self.chunkSize).reduce(.infinity) { holds($1) ? min($0, Double(x.start[$1])) : $0 }
  }

  private func countNaNs(_ count: Int, _ findings: inout Findings) {
    let at = smallest { self.found.start[$0].isNaN }
    findings.violations.nan.add(count, at: at)
    let point = ErrorPoint(error: .infinity, x: at, found: .nan, exact: .nan)
    findings.worst = ErrorPoint.worse(findings.worst, point)
  }

  /// Takes the numbers near a zero of f′ out of the scale for ULP and gives them a scale of their own.
  private func markNearZero(_ target: SieveTarget) -> Bool {
    guard let range = target.cancellation else { return false }
    let ends = [x.start[0], x.start[Self.chunkSize - 1]]
    guard ends[0] <= range.upperBound || ends[1] <= range.upperBound,
      ends[0] >= range.lowerBound || ends[1] >= range.lowerBound
    else { return false }
    let unit = Double(1 / target.unit)
    for i in 0..<Self.chunkSize {
      let isNear = range.contains(x.start[i])
      nearZeroScale.start[i] = isNear ? unit : 0
      if isNear { scale.start[i] = 0 }
    }
    return true
  }

  private func checkSieve(_ t: Int, at index: Int) {
    let x = x.start[index]
    guard !(targets[t].cancellation?.contains(x) ?? false) else { return }
    let value = targets[t].exact(Wide(x))
    let point = ErrorPoint(
      error: Double(ulps(near.start[index], value)), x: Double(x), found: near.start[index], exact: Double(value))
    sieveErrors[t] = ErrorPoint.worse(sieveErrors[t], point)
  }

  /// A block of NaNs, but for ±∞ in the first place.
  private func runNaNs(_ first: UInt32) {
    for chunk in 0..<Self.blockSize / Self.chunkSize {
      SieveLoops.fill(x.start, wideX.start, first: first + UInt32(chunk * Self.chunkSize), count: Self.padded)
      let skipped = x.start[0].isNaN ? 0 : 1
      for t in targets.indices {
        for l in targets[t].loops.indices {
          targets[t].loops[l].loop(x.start, found.start, Self.chunkSize)
          var numbers = 0
          for i in skipped..<Self.chunkSize where found.start[i] == found.start[i] { numbers += 1 }
          findings[t][l].violations.nan.add(numbers, at: .nan)
        }
      }
    }
  }
}

/// Memory for numbers, as long as its owner lives.
private final class Buffer<T> {
  let start: UnsafeMutablePointer<T>

  init(_ count: Int) { start = .allocate(capacity: count) }

  deinit { start.deallocate() }
}
