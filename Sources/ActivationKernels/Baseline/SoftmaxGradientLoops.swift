internal import VectorMath

/// The backward pass of softmax and log-softmax, from their results.
extension SoftmaxLoops {
  /// dx from y = softmax(x / T) or its logarithm, and the upstream gradient g:
  /// y (g − Σ g y) / T, or (g − eʸ Σ g) / T.
  @inline(never)
  static func backward(
    _ y: Source, _ g: Source, _ dx: Target, _ rows: Int, _ channels: Int, _ inverse: Scalar, _ isLogarithmic: Bool
  ) {
    let factor = V(broadcasting: inverse)
    if channels <= 2 &* V.scalarCount {
      withColumns(2 &* channels) { narrowBackward(y, g, dx, rows, channels, factor, isLogarithmic, $0) }
    } else {
      let isLeft = V.lastLanes(channels &- V.wholeVectors(channels))
      for row in 0..<rows {
        let at = row &* channels
        if isLogarithmic {
          logarithmBackward(y + at, g + at, dx + at, channels, factor)
        } else {
          shareBackward(y + at, g + at, dx + at, channels, factor, isLeft)
        }
      }
    }
  }

  // Two functions with loops of their own, and the formulas written out in them: the compiler leaves calls in one that serves
  // both, and of a function for the formulas.

  /// What whole vectors leave is in the last lanes of a vector that overlaps the one before: `isLeft` is positive there, 0
  /// elsewhere.
  @inline(never)
  private static func shareBackward(
    _ y: Source, _ g: Source, _ dx: Target, _ channels: Int, _ factor: V, _ isLeft: V
  ) {
    let whole = V.wholeVectors(channels)
    let end = channels &- V.scalarCount
    let mask = V.less(V(0), isLeft)
    var sums = FourSums<V>()
    var i = 0
    while i < whole {
      sums.add(V.load(y + i), times: V.load(g + i))
      i &+= V.scalarCount
    }
    sums.add(V.choose(mask, V.load(y + end), V(0)), times: V.choose(mask, V.load(g + end), V(0)))
    let total = V(broadcasting: sums.total)
    // The numbers that overlap are read before they are written, perhaps in place.
    let last = V.load(y + end) * (V.load(g + end) - total) * factor
    i = 0
    while i < whole {
      (V.load(y + i) * (V.load(g + i) - total) * factor).store(dx + i)
      i &+= V.scalarCount
    }
    last.store(dx + end)
  }

  @inline(never)
  private static func logarithmBackward(_ y: Source, _ g: Source, _ dx: Target, _ channels: Int, _ factor: V) {
    let whole = V.wholeVectors(channels)
    let left = channels &- whole
    var sums = FourSums<V>()
    var i = 0
    while i < whole {
      sums.add(V(1), times: V.load(g + i))
      i &+= V.scalarCount
    }
    if left > 0 { sums.add(V(1), times: V.loadLanes(g + whole, left, padding: 0)) }
    let total = V(broadcasting: sums.total)
    i = 0
    while i < channels {
      let width = min(V.scalarCount, channels &- i)
      let upstream = V.loadLanes(g + i, width, padding: 0)
      let share = Exponential(ReducedArgument(flushing: V.loadLanes(y + i, width, padding: 0))).scaled
      (V.multiplyAdd(-share, total, upstream) * factor).storeLanes(dx + i, width)
      i &+= V.scalarCount
    }
  }

  /// The same for few channels, as in `narrowForward`; `columns` has room for both operands.
  @inline(never)
  private static func narrowBackward(
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

/// Products summed up in four sums that take turns: one would be a chain of additions, each of which waits for the last.
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
