internal import ActivationCatalogue
internal import ActivationKernelTables
internal import CVectorMath
internal import VectorMath

/// The loops over arrays: whole vectors in place, then the tail as one vector that is partly padding. A tail thus has the
/// same bits as if it stood in the middle.
enum ArrayLoops<A: ActivationFunction, V: VectorLanes> {
  typealias Scalar = V.Scalar
  typealias Source = UnsafePointer<Scalar>
  typealias Target = UnsafeMutablePointer<Scalar>

  @inline(__always)
  static func forward(
    _ x: Source, _ y: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>
  ) {
    guard V.isWorthStreaming(count), x != UnsafePointer(y) else { return forwardCached(x, y, count, parameters, block) }
    let head = V.countBeforeAlignment(y)
    let whole = V.wholeVectors(count &- head)
    forwardCached(x, y, head, parameters, block)
    forwardStreaming(x + head, y + head, whole, parameters, block)
    forwardCached(x + head + whole, y + head + whole, count &- head &- whole, parameters, block)
  }

  @inline(__always)
  static func forwardCached(
    _ x: Source, _ y: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>
  ) {
    let whole = V.wholeVectors(count)
    forwardVectors(x, y, whole, parameters, block)
    if whole < count {
      V.withTail(x + whole, count &- whole) { tail in
        forwardVectors(tail, tail, V.scalarCount, parameters, block)
        V.copy(tail, y + whole, count &- whole)
      }
    }
  }

  @inline(never)
  static func forwardVectors(
    _ x: Source, _ y: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>
  ) {
    finish(x, count, parameters, block, Value(y: y, streams: false))
  }

  @inline(never)
  static func forwardStreaming(
    _ x: Source, _ y: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>
  ) {
    finish(x, count, parameters, block, Value(y: y, streams: true))
  }

  @inline(__always)
  static func derivative(
    _ x: Source, _ y: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>
  ) {
    let whole = V.wholeVectors(count)
    derivativeVectors(x, y, whole, parameters, block)
    if whole < count {
      V.withTail(x + whole, count &- whole) { tail in
        derivativeVectors(tail, tail, V.scalarCount, parameters, block)
        V.copy(tail, y + whole, count &- whole)
      }
    }
  }

  @inline(never)
  static func derivativeVectors(
    _ x: Source, _ y: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>
  ) {
    finish(x, count, parameters, block, Derivative(y: y))
  }

  @inline(__always)
  static func backward(
    _ x: Source, _ g: Source, _ dx: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>
  ) {
    guard V.isWorthStreaming(count), x != UnsafePointer(dx), g != UnsafePointer(dx) else {
      return backwardCached(x, g, dx, count, parameters, block)
    }
    let head = V.countBeforeAlignment(dx)
    let whole = V.wholeVectors(count &- head)
    let end = head &+ whole
    backwardCached(x, g, dx, head, parameters, block)
    backwardStreaming(x + head, g + head, dx + head, whole, parameters, block)
    backwardCached(x + end, g + end, dx + end, count &- end, parameters, block)
  }

  @inline(never)
  static func backwardStreaming(
    _ x: Source, _ g: Source, _ dx: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>
  ) {
    finish(x, count, parameters, block, Gradient(g: g, dx: dx, streams: true))
  }

  @inline(__always)
  static func backwardCached(
    _ x: Source, _ g: Source, _ dx: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>
  ) {
    let whole = V.wholeVectors(count)
    backwardVectors(x, g, dx, whole, parameters, block)
    if whole < count {
      V.withTail(x + whole, count &- whole) { tail in
        V.withTail(g + whole, count &- whole) { upstream in
          backwardVectors(tail, upstream, tail, V.scalarCount, parameters, block)
          V.copy(tail, dx + whole, count &- whole)
        }
      }
    }
  }

  @inline(never)
  static func backwardVectors(
    _ x: Source, _ g: Source, _ dx: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>
  ) {
    finish(x, count, parameters, block, Gradient(g: g, dx: dx, streams: false))
  }

  @inline(__always)
  static func backwardFromOutput(_ y: Source, _ g: Source, _ dx: Target, _ count: Int, _ parameters: Source) {
    let whole = V.wholeVectors(count)
    backwardFromOutputVectors(y, g, dx, whole, parameters)
    if whole < count {
      V.withTail(y + whole, count &- whole) { tail in
        V.withTail(g + whole, count &- whole) { upstream in
          backwardFromOutputVectors(tail, upstream, tail, V.scalarCount, parameters)
          V.copy(tail, dx + whole, count &- whole)
        }
      }
    }
  }

  @inline(never)
  static func backwardFromOutputVectors(
    _ y: Source, _ g: Source, _ dx: Target, _ count: Int, _ parameters: Source
  ) {
    let p = load(parameters)
    var i = 0
    while i < count {
      (V.load(g + i) * A.derivativeFromOutput(V.load(y + i), p)).store(dx + i)
      i &+= V.scalarCount
    }
  }

  @inline(__always)
  static func both(
    _ x: Source, _ y: Target, _ d: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>
  ) {
    let whole = V.wholeVectors(count)
    bothVectors(x, y, d, whole, parameters, block)
    if whole < count {
      V.withTail(x + whole, count &- whole) { tail in
        V.withTail(x + whole, 0) { slopes in
          bothVectors(tail, tail, slopes, V.scalarCount, parameters, block)
          V.copy(tail, y + whole, count &- whole)
          V.copy(slopes, d + whole, count &- whole)
        }
      }
    }
  }

  @inline(never)
  static func bothVectors(
    _ x: Source, _ y: Target, _ d: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>
  ) {
    finish(x, count, parameters, block, Both(y: y, d: d))
  }

  @inline(never)
  static func channelForward(
    _ x: Source, _ y: Target, _ rows: Int, _ channels: Int, _ first: Source, _ parameters: Source
  ) {
    let p = load(parameters)
    var c = 0
    while c < channels {
      let width = min(V.scalarCount, channels &- c)
      let own = Parameters(V.loadLanes(first + c, width, padding: 0), p.second)
      for row in 0..<rows {
        let at = row &* channels &+ c
        A.value(V.loadLanes(x + at, width, padding: 0), own).storeLanes(y + at, width)
      }
      c &+= V.scalarCount
    }
  }

  @inline(never)
  static func channelBackward(
    _ x: Source, _ g: Source, _ dx: Target, _ gradient: Target, _ rows: Int, _ channels: Int, _ first: Source,
    _ parameters: Source
  ) {
    let p = load(parameters)
    var c = 0
    while c < channels {
      let width = min(V.scalarCount, channels &- c)
      let own = Parameters(V.loadLanes(first + c, width, padding: 0), p.second)
      var sum = V(0)
      for row in 0..<rows {
        let at = row &* channels &+ c
        let input = V.loadLanes(x + at, width, padding: 0)
        let upstream = V.loadLanes(g + at, width, padding: 0)
        sum = V.multiplyAdd(upstream, A.parameterDerivative(input, own), sum)
        (upstream * A.derivative(input, own)).storeLanes(dx + at, width)
      }
      (V.loadLanes(gradient + c, width, padding: 0) + sum).storeLanes(gradient + c, width)
      c &+= V.scalarCount
    }
  }

  /// One block after the other: prepares its elements, then finishes them, so that in place is as good as not.
  @inline(__always)
  private static func finish<F: Finish>(
    _ x: Source, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    let p = load(parameters)
    var start = 0
    while start < count {
      let end = end(start, count)
      prepare(x, start, end, p, for: last.wanted, block)
      var i = start
      while i < end {
        if last.streams { askFor(x + i) }
        last.finish(V.load(x + i), at: i, p, block.load(at: i &- start))
        i &+= V.scalarCount
      }
      start = end
    }
    if last.streams { hk_stream_end() }
  }

  /// Prepares the elements from `start` to `end`.
  @inline(__always)
  private static func prepare(
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

  /// Asks for what is some blocks further on: a block is prepared faster than its elements come from memory. AVX-512 is done
  /// with one in half the time that AVX2 takes: there two blocks were too few and eight too many.
  @inline(__always)
  fileprivate static func askFor(_ element: Source) {
    if A.stages > 1 { hk_prefetch(element + (V.hasTables ? 4 : 2) &* PreparedBlock<V>.elements) }
  }

  /// Where the block that begins at `start` ends: without stages, all is one block.
  @inline(__always)
  private static func end(_ start: Int, _ count: Int) -> Int {
    A.stages > 1 ? min(start &+ PreparedBlock<V>.elements, count) : count
  }

  @inline(__always)
  private static func load(_ parameters: Source) -> Parameters<V> {
    Parameters(V(broadcasting: parameters[0]), V(broadcasting: parameters[1]))
  }
}

/// What a loop does in its last stage. (Types and not closures: what a closure calls is not inlined there.)
private protocol Finish {
  associatedtype A: ActivationFunction
  associatedtype V: VectorLanes

  var wanted: Wanted { get }

  /// Whether results are stored past the caches.
  var streams: Bool { get }

  func finish(_ x: V, at i: Int, _ p: Parameters<V>, _ prepared: Prepared<V>)
}

extension ArrayLoops {
  /// y = f(x)
  private struct Value: Finish {
    let y: Target
    let streams: Bool

    @inline(__always)
    var wanted: Wanted { .value }

    @inline(__always)
    func finish(_ x: V, at i: Int, _ p: Parameters<V>, _ prepared: Prepared<V>) {
      A.value(x, p, prepared).put(y + i, streams: streams)
    }
  }

  /// y = f′(x)
  private struct Derivative: Finish {
    let y: Target

    @inline(__always)
    var wanted: Wanted { .derivative }

    @inline(__always)
    var streams: Bool { false }

    @inline(__always)
    func finish(_ x: V, at i: Int, _ p: Parameters<V>, _ prepared: Prepared<V>) {
      A.derivative(x, p, prepared).store(y + i)
    }
  }

  /// dx = g f′(x)
  private struct Gradient: Finish {
    let g: Source
    let dx: Target
    let streams: Bool

    @inline(__always)
    var wanted: Wanted { .derivative }

    @inline(__always)
    func finish(_ x: V, at i: Int, _ p: Parameters<V>, _ prepared: Prepared<V>) {
      if streams { ArrayLoops.askFor(g + i) }
      (V.load(g + i) * A.derivative(x, p, prepared)).put(dx + i, streams: streams)
    }
  }

  /// y = f(x) and d = f′(x)
  private struct Both: Finish {
    let y: Target
    let d: Target

    @inline(__always)
    var wanted: Wanted { [.value, .derivative] }

    @inline(__always)
    var streams: Bool { false }

    @inline(__always)
    func finish(_ x: V, at i: Int, _ p: Parameters<V>, _ prepared: Prepared<V>) {
      let derivative = A.derivative(x, p, prepared)
      A.value(x, p, prepared).store(y + i)
      derivative.store(d + i)
    }
  }
}

extension VectorLanes {
  @inline(__always)
  fileprivate func put(_ pointer: UnsafeMutablePointer<Scalar>, streams: Bool) {
    if streams { stream(pointer) } else { store(pointer) }
  }
}
