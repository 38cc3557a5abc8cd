/// The arrays that a `MemoryPlan` lays out, with the parameters and what goes with them.
struct PlannedMemory: ~Copyable {
  typealias Pointer = UnsafeMutablePointer<Float>

  let plan: MemoryPlan
  private let arena: Arena
  private let start: Pointer
  /// Parameters, their gradients, and what the optimiser keeps: arrays of the same layout.
  let parameters: Pointer
  let gradients: Pointer
  let firstState: Pointer
  let secondState: Pointer
  /// The parameters before the last update of an epoch.
  let previous: Pointer
  /// What layers keep, cut off one after the other.
  private var scratch: Pointer
  /// Working memory of whichever layer is at work: one for all, so that it stays in the caches.
  let sharedScratch: Pointer

  init(
    _ plan: MemoryPlan, parameterCount: Int, stateCount: Int, scratchCount: Int, sharedScratchCount: Int
  ) throws(NetworkError) {
    self.plan = plan
    var arena = try Arena(
      count: (3 + stateCount) * Arena.rounded(parameterCount) + plan.size + scratchCount
        + Arena.rounded(sharedScratchCount))
    parameters = arena.take(parameterCount)
    gradients = arena.take(parameterCount)
    previous = arena.take(parameterCount)
    firstState = stateCount > 0 ? arena.take(parameterCount) : parameters
    secondState = stateCount > 1 ? arena.take(parameterCount) : parameters
    start = arena.take(plan.size)
    scratch = arena.take(scratchCount)
    sharedScratch = arena.take(sharedScratchCount)
    self.arena = arena
  }

  private func pointer(_ buffer: Int) -> Pointer { start + plan.buffers[buffer].offset }

  private func pointer(_ buffer: Int?) -> Pointer? {
    guard let buffer else { return nil }
    return start + plan.buffers[buffer].offset
  }

  func value(_ index: Int) -> Pointer { pointer(plan.values[index]) }

  mutating func takeScratch(_ count: Int) -> Pointer {
    defer { scratch += Arena.rounded(count) }
    return scratch
  }
}

/// The places of one node's arrays.
extension PlannedMemory {
  func note(_ node: Int) -> Pointer? { pointer(plan.notes[node]) }
  func outputGradient(at node: Int) -> Pointer? { pointer(plan.outputGradients[node]) }
  func inputGradient(at node: Int) -> Pointer? { pointer(plan.inputGradients[node]) }
  func shortcutGradient(ofFork node: Int) -> Pointer? { pointer(plan.shortcutGradients[node]) }
}
