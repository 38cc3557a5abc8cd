internal import ActivationCatalogue
internal import CVectorMath
internal import VectorMath

/// The loops over whole vectors, in place or not: by pieces where the function has them (`PieceLoops`), otherwise block
/// by block in stages.
enum VectorLoops<A: ActivationFunction, V: VectorLanes> {
  typealias Scalar = V.Scalar
  typealias Source = UnsafePointer<Scalar>
  typealias Target = UnsafeMutablePointer<Scalar>

  /// y = f(x)
  @inline(__always)
  static func forward(
    _ x: Source, _ y: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>, streams: Bool
  ) {
    run(x, count, parameters, block, Value(y: y, streams: streams))
  }

  /// y = f′(x)
  @inline(__always)
  static func derivative(_ x: Source, _ y: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>) {
    run(x, count, parameters, block, Derivative(y: y))
  }

  /// dx = g f′(x)
  @inline(__always)
  static func backward(
    _ x: Source, _ g: Source, _ dx: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>,
    streams: Bool
  ) {
    run(x, count, parameters, block, Gradient(g: g, dx: dx, streams: streams))
  }

  /// y = f(x) and d = f′(x)
  @inline(__always)
  static func both(
    _ x: Source, _ y: Target, _ d: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>
  ) {
    run(x, count, parameters, block, Both(y: y, d: d))
  }

  @inline(__always)
  static func run<F: Finish>(
    _ x: Source, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    if V.hasTables, F.isInPieces, block.tables.are(for: Float(parameters[0]), Float(parameters[1])) {
      finishInPieces(x, count, parameters, block, last)
    } else {
      finish(x, count, parameters, block, last)
    }
    if last.streams { hk_stream_end() }
  }

  // MARK: - In stages

  /// One block after the other: prepares its elements, then finishes them, so that in place is as good as not.
  @inline(__always)
  static func finish<F: Finish>(
    _ x: Source, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    let p = Parameters(V(broadcasting: parameters[0]), V(broadcasting: parameters[1]))
    var start = 0
    while start < count {
      // Without stages, all is one block.
      let end = A.stages > 1 ? min(start &+ PreparedBlock<V>.count, count) : count
      prepare(x, start, end, p, for: last.wanted, block)
      var i = start
      while i < end {
        if last.streams { last.ask(for: x, at: i) }
        last.finish(V.load(x + i), at: i, p, block.load(at: i &- start))
        i &+= V.scalarCount
      }
      start = end
    }
  }

  /// Prepares the elements from `start` to `end`.
  @inline(__always)
  static func prepare(
    _ x: Source, _ start: Int, _ end: Int, _ p: Parameters<V>, for wanted: Wanted, _ block: PreparedBlock<V>
  ) {
    guard A.stages > 1 else { return }
    var i = start
    while i < end {
      block.store(A.prepare(V.load(x + i), p, for: wanted), at: i &- start)
      i &+= V.scalarCount
    }
    guard A.stages > 2 else { return }
    i = start
    while i < end {
      block.store(A.refine(block.load(at: i &- start), p, for: wanted), at: i &- start)
      i &+= V.scalarCount
    }
  }

  /// Asks for what is some blocks further on: a block is prepared faster than its elements come from memory. AVX-512 is
  /// done with one in half the time that AVX2 takes: there two blocks were too few and eight too many.
  @inline(__always)
  static func askFor(_ element: Source) {
    if A.stages > 1 { hk_prefetch(element + (V.hasTables ? 4 : 2) &* PreparedBlock<V>.count) }
  }
}
