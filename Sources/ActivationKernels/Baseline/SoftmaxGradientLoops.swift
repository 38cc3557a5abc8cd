internal import VectorMath

/// The backward pass of softmax and log-softmax, from their results.
extension SoftmaxLoops {
  @inline(never)
  static func wideBackward(
    _ y: Source, _ g: Source, _ dx: Target, _ rows: Int, _ channels: Int, _ factor: V, _ isLogarithmic: Bool
  ) {
    let parts = RowParts<V>(channels)
    for row in 0..<rows {
      let at = row &* channels
      if isLogarithmic {
        logarithmBackward(y + at, g + at, dx + at, parts, factor)
      } else {
        shareBackward(y + at, g + at, dx + at, parts, factor)
      }
    }
  }

  @inline(never)
  private static func shareBackward(_ y: Source, _ g: Source, _ dx: Target, _ parts: RowParts<V>, _ factor: V) {
    let (lastShare, lastUpstream) = (V.load(y + parts.end), V.load(g + parts.end))
    var sums = FourSums<V>()
    var i = 0
    while i < parts.whole {
      sums.add(V.load(y + i), times: V.load(g + i))
      i &+= V.scalarCount
    }
    sums.add(V.choose(parts.isLeft, lastShare, V(0)), times: V.choose(parts.isLeft, lastUpstream, V(0)))
    let total = V(broadcasting: sums.total)
    i = 0
    while i < parts.whole {
      (V.load(y + i) * (V.load(g + i) - total) * factor).store(dx + i)
      i &+= V.scalarCount
    }
    (lastShare * (lastUpstream - total) * factor).store(dx + parts.end)
  }

  @inline(never)
  private static func logarithmBackward(
    _ y: Source, _ g: Source, _ dx: Target, _ parts: RowParts<V>, _ factor: V
  ) {
    let (lastResult, lastUpstream) = (V.load(y + parts.end), V.load(g + parts.end))
    var sums = FourSums<V>()
    var i = 0
    while i < parts.whole {
      sums.add(V(1), times: V.load(g + i))
      i &+= V.scalarCount
    }
    sums.add(V(1), times: V.choose(parts.isLeft, lastUpstream, V(0)))
    let total = V(broadcasting: sums.total)
    i = 0
    while i < parts.whole {
      let share = Exponential(ReducedArgument(flushing: V.load(y + i))).scaled
      (V.multiplyAdd(-share, total, V.load(g + i)) * factor).store(dx + i)
      i &+= V.scalarCount
    }
    let lastShare = Exponential(ReducedArgument(flushing: lastResult)).scaled
    (V.multiplyAdd(-lastShare, total, lastUpstream) * factor).store(dx + parts.end)
  }

  @inline(never)
  static func narrowBackward(
    _ y: Source, _ g: Source, _ dx: Target, _ rows: Int, _ channels: Int, _ factor: V, _ isLogarithmic: Bool
  ) {
    withColumns(2 &* channels) { backward(y, g, dx, rows, channels, factor, isLogarithmic, $0) }
  }

  /// `columns` has room for both operands.
  @inline(never)
  private static func backward(
    _ y: Source, _ g: Source, _ dx: Target, _ rows: Int, _ channels: Int, _ factor: V, _ isLogarithmic: Bool,
    _ columns: Target
  ) {
    let lanes = V.scalarCount
    let upstreams = columns + channels &* lanes
    var start = 0
    while start < rows {
      let count = min(lanes, rows &- start)
      V.gather(y + start &* channels, columns, count, channels)
      V.gather(g + start &* channels, upstreams, count, channels)
      var total = V(0)
      var c = 0
      while c < channels {
        let upstream = V.load(upstreams + c &* lanes)
        total = isLogarithmic ? total + upstream : V.multiplyAdd(upstream, V.load(columns + c &* lanes), total)
        c &+= 1
      }
      c = 0
      while c < channels {
        let value = V.load(columns + c &* lanes)
        let upstream = V.load(upstreams + c &* lanes)
        let change =
          isLogarithmic
          ? V.multiplyAdd(-Exponential(ReducedArgument(flushing: value)).scaled, total, upstream)
          : value * (upstream - total)
        (change * factor).store(columns + c &* lanes)
        c &+= 1
      }
      V.scatter(columns, dx + start &* channels, count, channels)
      start &+= lanes
    }
  }
}

/// Products summed up in four sums that take turns: one would be a chain of additions, each of which waits for the last
/// one.
private struct FourSums<V: VectorLanes> {
  private var a = V(0)
  private var b = V(0)
  private var c = V(0)
  private var d = V(0)

  @inline(__always)
  init() {}

  @inline(__always)
  mutating func add(_ x: V, times y: V) { (a, b, c, d) = (b, c, d, V.multiplyAdd(x, y, a)) }

  @inline(__always)
  var total: V.Scalar { ((a + b) + (c + d)).total() }
}
