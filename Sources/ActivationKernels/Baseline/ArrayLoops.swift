internal import ActivationCatalogue
internal import ActivationKernelTables
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
    VectorLoops<A, V>.forward(x, y, count, parameters, block, streams: false)
  }

  @inline(never)
  static func forwardStreaming(
    _ x: Source, _ y: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>
  ) {
    VectorLoops<A, V>.forward(x, y, count, parameters, block, streams: true)
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
    VectorLoops<A, V>.derivative(x, y, count, parameters, block)
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
    VectorLoops<A, V>.backward(x, g, dx, count, parameters, block, streams: true)
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
    VectorLoops<A, V>.backward(x, g, dx, count, parameters, block, streams: false)
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
    guard V.hasTables, (A.pieces(for: .value) == nil) != (A.pieces(for: .derivative) == nil) else {
      return VectorLoops<A, V>.both(x, y, d, count, parameters, block)
    }
    // Only one of both is in pieces: one after the other while the elements are near, and first what does not overwrite them.
    var start = 0
    while start < count {
      let length = min(PreparedBlock<V>.elementsInPieces, count &- start)
      if UnsafePointer(y) == x {
        derivativeVectors(x + start, d + start, length, parameters, block)
        forwardVectors(x + start, y + start, length, parameters, block)
      } else {
        forwardVectors(x + start, y + start, length, parameters, block)
        derivativeVectors(x + start, d + start, length, parameters, block)
      }
      start &+= length
    }
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

  @inline(__always)
  private static func load(_ parameters: Source) -> Parameters<V> {
    Parameters(V(broadcasting: parameters[0]), V(broadcasting: parameters[1]))
  }
}
