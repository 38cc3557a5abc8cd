internal import CVectorMath
internal import VectorMath

/// Log-softmax over rows of many channels. Of the exponentials only their sum is needed, so that the result is written once and
/// may pass by the caches.
extension SoftmaxLoops {
  @inline(__always)
  static func wideLogarithms(_ x: Source, _ y: Target, _ rows: Int, _ channels: Int, _ shift: Shift) {
    let streams = V.isWorthStreaming(rows &* channels) && x != UnsafePointer(y)
    for row in 0..<rows {
      let (from, to) = (x + row &* channels, y + row &* channels)
      let top = V(broadcasting: largest(from, channels)) * shift.factor
      let logarithm = naturalLogarithm(V(broadcasting: exponentialSum(from, channels, shift, top)))
      if streams {
        subtractStreaming(from, to, channels, shift, top, logarithm)
      } else {
        subtract(from, to, channels, shift, top, logarithm)
      }
    }
    if streams { hk_stream_end() }
  }

  /// Σ e^((x − top) / T). Each exponential is finished where the next one begins: half the chain of dependent operations.
  @inline(__always)
  private static func exponentialSum(_ x: Source, _ channels: Int, _ shift: Shift, _ top: V) -> Scalar {
    var sum = V(0)
    var pending = ReducedArgument(biased: V(0), remainder: V(0))
    var i = 0
    while i < channels {
      let x = V.loadLanes(x + i, min(V.scalarCount, channels &- i), padding: -Scalar.infinity)
      sum = sum + Exponential(pending).scaled
      pending = ReducedArgument(flushing: shift(x, minus: top))
      i &+= V.scalarCount
    }
    return (sum + Exponential(pending).scaled).total()
  }

  /// y = (x − top) / T − logarithm
  @inline(never)
  private static func subtract(
    _ x: Source, _ y: Target, _ count: Int, _ shift: Shift, _ top: V, _ logarithm: V
  ) {
    let whole = V.wholeVectors(count)
    var i = 0
    while i < whole {
      (shift(V.load(x + i), minus: top) - logarithm).store(y + i)
      i &+= V.scalarCount
    }
    if whole < count {
      let last = V.loadLanes(x + whole, count &- whole, padding: 0)
      (shift(last, minus: top) - logarithm).storeLanes(y + whole, count &- whole)
    }
  }

  /// The same past the caches.
  @inline(never)
  private static func subtractStreaming(
    _ x: Source, _ y: Target, _ count: Int, _ shift: Shift, _ top: V, _ logarithm: V
  ) {
    let head = min(count, V.countBeforeAlignment(y))
    subtract(x, y, head, shift, top, logarithm)
    let end = head &+ V.wholeVectors(count &- head)
    var i = head
    while i < end {
      (shift(V.load(x + i), minus: top) - logarithm).stream(y + i)
      i &+= V.scalarCount
    }
    subtract(x + end, y + end, count &- end, shift, top, logarithm)
  }
}
