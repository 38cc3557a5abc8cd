import Dispatch

/// Work over an array, shared by threads.
enum Pieces {
  /// Calls `body` with the start and the length of each of as many pieces as there are threads, all at the same time.
  /// Pieces are equal and, but for the last one, a multiple of `unit`.
  static func each(of count: Int, threads: Int, unit: Int, _ body: (_ start: Int, _ length: Int) -> Void) {
    let units = (count + unit - 1) / unit
    let length = (units + threads - 1) / threads * unit
    guard threads > 1, length < count else { return body(0, count) }
    // The pieces do not overlap, and this returns only when all are done.
    nonisolated(unsafe) let body = body
    DispatchQueue.concurrentPerform(iterations: (count + length - 1) / length) { piece in
      let start = piece * length
      body(start, min(length, count - start))
    }
  }
}
