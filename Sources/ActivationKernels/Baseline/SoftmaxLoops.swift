internal import VectorMath

/// Softmax and log-softmax over rows × channels.
///
/// Every row is shifted by its largest element first, so no exponential overflows and the largest one is 1.
enum SoftmaxLoops<V: VectorLanes> {
  typealias Scalar = V.Scalar
  typealias Source = UnsafePointer<Scalar>
  typealias Target = UnsafeMutablePointer<Scalar>

  /// y = softmax(x / T), or its logarithm; `inverse` is 1 / T.
  @inline(never)
  static func forward(
    _ x: Source, _ y: Target, _ rows: Int, _ channels: Int, _ inverse: Scalar, _ isLogarithmic: Bool
  ) {
    if channels <= 2 &* V.scalarCount {
      withColumns(channels) { narrowForward(x, y, rows, channels, inverse, isLogarithmic, $0) }
    } else if inverse == 1 {
      wideForward(x, y, rows, channels, Shift(), isLogarithmic)
    } else {
      wideForward(x, y, rows, channels, Shift(inverse), isLogarithmic)
    }
  }

  @inline(__always)
  private static func wideForward(
    _ x: Source, _ y: Target, _ rows: Int, _ channels: Int, _ shift: Shift, _ isLogarithmic: Bool
  ) {
    if isLogarithmic {
      wideLogarithms(x, y, rows, channels, shift)
    } else {
      wideShares(x, y, rows, channels, shift)
    }
  }

  @inline(__always)
  private static func wideShares(_ x: Source, _ y: Target, _ rows: Int, _ channels: Int, _ shift: Shift) {
    for row in 0..<rows {
      let (from, to) = (x + row &* channels, y + row &* channels)
      let change = V(1) / V(broadcasting: rowExponentials(from, to, channels, shift).sum)
      mapRow(to, to, channels) { $0 * change }
    }
  }

  /// Room for as many vectors as there are channels.
  @inline(__always)
  static func withColumns(_ channels: Int, _ body: (Target) -> Void) {
    withUnsafeTemporaryAllocation(of: Scalar.self, capacity: channels &* V.scalarCount) {
      body($0.baseAddress.unsafelyUnwrapped)
    }
  }

  /// (x − top) / T as (x · `factor` − top · `factor`) · `slope`. For T > 1 by halves: the difference of two finite numbers may
  /// overflow where its T-th part does not, that of their halves cannot. For T ≤ 1 an infinite difference is right.
  struct Shift {
    let factor: V
    let slope: V
    let isUnit: Bool

    @inline(__always)
    init(_ inverse: Scalar) {
      let isDirect = inverse >= 1
      factor = V(isDirect ? 1 : 0.5)
      slope = isDirect ? V(broadcasting: inverse) : V(broadcasting: inverse) * V(2)
      isUnit = false
    }

    /// For T = 1; known when the loops are compiled.
    @inline(__always)
    init() {
      factor = V(1)
      slope = V(1)
      isUnit = true
    }

    @inline(__always)
    func callAsFunction(_ x: V, minus scaledTop: V) -> V {
      isUnit ? x - scaledTop : V.multiplyAdd(x, factor, -scaledTop) * slope
    }
  }

  /// A row's largest element. NaN may get lost.
  @inline(__always)
  static func largest(_ x: Source, _ channels: Int) -> Scalar {
    let whole = V.wholeVectors(channels)
    var tops = V.loadLanes(x + whole, channels &- whole, padding: x[0])
    var i = 0
    while i < whole {
      tops = V.larger(tops, V.load(x + i))
      i &+= V.scalarCount
    }
    return tops.largest()
  }

  /// y = e^((x − top) / T); the row's largest element, and the exponentials' sum.
  @inline(__always)
  private static func rowExponentials(
    _ x: Source, _ y: Target, _ channels: Int, _ shift: Shift
  ) -> (top: Scalar, sum: Scalar) {
    let top = largest(x, channels)
    let scaledTop = V(broadcasting: top) * shift.factor
    var sum = V(0)
    // One body for whole vectors and the last, and `flushing` written out: here the compiler would leave a call.
    let bound = ReducedArgument<V>.flushed
    var i = 0
    while i < channels {
      let width = min(V.scalarCount, channels &- i)
      let shifted = shift(V.loadLanes(x + i, width, padding: -Scalar.infinity), minus: scaledTop)
      let bounded = V.larger(bound, shifted)
      let parts = Exponential(bounded, headroom: 0)
      let e = V.choose(
        V.lessOrEqual(bounded, bound), V(0), V.multiplyAdd(parts.power, parts.excess, parts.power))
      sum = sum + e
      e.storeLanes(y + i, width)
      i &+= V.scalarCount
    }
    return (top, sum.total())
  }

  @inline(__always)
  private static func mapRow(_ x: Source, _ y: Target, _ channels: Int, _ body: (V) -> V) {
    let whole = V.wholeVectors(channels)
    var i = 0
    while i < whole {
      body(V.load(x + i)).store(y + i)
      i &+= V.scalarCount
    }
    if whole < channels {
      body(.loadLanes(x + whole, channels &- whole, padding: 0)).storeLanes(y + whole, channels &- whole)
    }
  }

  /// The same for few channels: a vector holds one channel of several rows, so that no lane idles. (Not in the closure that
  /// makes the room: what a closure calls is not inlined there.)
  @inline(never)
  private static func narrowForward(
    _ x: Source, _ y: Target, _ rows: Int, _ channels: Int, _ inverse: Scalar, _ isLogarithmic: Bool,
    _ columns: Target
  ) {
    let lanes = V.scalarCount
    let shift = Shift(inverse)
    var start = 0
    while start < rows {
      let count = min(lanes, rows &- start)
      V.gather(x + start &* channels, columns, count, channels)
      let sum = columnExponentials(columns, channels, shift, isLogarithmic).sum
      if isLogarithmic {
        let change = -naturalLogarithm(sum)
        mapColumns(columns, channels) { $0 + change }
      } else {
        let change = V(1) / sum
        mapColumns(columns, channels) { $0 * change }
      }
      V.scatter(columns, y + start &* channels, count, channels)
      start &+= lanes
    }
  }

  @inline(__always)
  private static func mapColumns(_ columns: Target, _ channels: Int, _ body: (V) -> V) {
    var c = 0
    while c < channels {
      body(V.load(columns + c &* V.scalarCount)).store(columns + c &* V.scalarCount)
      c &+= 1
    }
  }

  /// `rowExponentials` in place, for as many rows as there are lanes.
  @inline(__always)
  private static func columnExponentials(
    _ columns: Target, _ channels: Int, _ shift: Shift, _ keepsArguments: Bool
  ) -> (top: V, sum: V) {
    let lanes = V.scalarCount
    let top = columnLargest(columns, channels)
    let scaledTop = top * shift.factor
    var sum = V(0)
    let bound = ReducedArgument<V>.flushed
    for c in 0..<channels {
      let shifted = shift(V.load(columns + c &* lanes), minus: scaledTop)
      let bounded = V.larger(bound, shifted)
      let parts = Exponential(bounded, headroom: 0)
      let e = V.choose(
        V.lessOrEqual(bounded, bound), V(0), V.multiplyAdd(parts.power, parts.excess, parts.power))
      sum = sum + e
      (keepsArguments ? shifted : e).store(columns + c &* lanes)
    }
    return (top, sum)
  }

  /// The largest channel of each lane.
  @inline(__always)
  private static func columnLargest(_ columns: Source, _ channels: Int) -> V {
    var top = V.load(columns)
    var c = 1
    while c < channels {
      top = V.larger(top, V.load(columns + c &* V.scalarCount))
      c &+= 1
    }
    return top
  }

  /// Loss and gradient of softmax cross-entropy: returns Σ over the rows of −ln softmax(x)[label], and writes
  /// dx = (softmax(x) − one-hot) · `factor`.
  @inline(never)
  static func crossEntropy(
    _ x: UnsafePointer<Scalar>, _ labels: UnsafePointer<Int32>, _ dx: UnsafeMutablePointer<Scalar>, _ rows: Int,
    _ channels: Int, _ factor: Scalar
  ) -> Double {
    if channels <= 2 &* V.scalarCount {
      var loss = 0.0
      withColumns(channels &+ 2) { loss = narrowCrossEntropy(x, labels, dx, rows, channels, factor, $0) }
      return loss
    }
    var loss = 0.0
    for row in 0..<rows {
      let from = x + row &* channels
      let to = dx + row &* channels
      let label = Int(labels[row])
      let (top, total) = rowExponentials(from, to, channels, Shift())
      let logarithm = naturalLogarithm(V(broadcasting: total)).first
      loss += Double(logarithm) + (Double(top) - Double(from[label]))
      let change = V(broadcasting: factor / total)
      mapRow(to, to, channels) { $0 * change }
      to[label] = to[label] - factor
    }
    return loss
  }

  /// The same for few channels, as in `narrowForward`; `columns` has room for two vectors more.
  @inline(never)
  private static func narrowCrossEntropy(
    _ x: UnsafePointer<Scalar>, _ labels: UnsafePointer<Int32>, _ dx: UnsafeMutablePointer<Scalar>, _ rows: Int,
    _ channels: Int, _ factor: Scalar, _ columns: Target
  ) -> Double {
    let lanes = V.scalarCount
    let tops = columns + channels &* lanes
    let logarithms = tops + lanes
    var loss = 0.0
    var start = 0
    while start < rows {
      let count = min(lanes, rows &- start)
      V.gather(x + start &* channels, columns, count, channels)
      let (top, sum) = columnExponentials(columns, channels, Shift(), false)
      let change = V(broadcasting: factor) / sum
      mapColumns(columns, channels) { $0 * change }
      top.store(tops)
      naturalLogarithm(sum).store(logarithms)
      var lane = 0
      while lane < count {
        let row = start &+ lane
        let label = Int(labels[row])
        loss += Double(logarithms[lane]) + (Double(tops[lane]) - Double(x[row &* channels &+ label]))
        columns[label &* lanes &+ lane] = columns[label &* lanes &+ lane] - factor
        lane &+= 1
      }
      V.scatter(columns, dx + start &* channels, count, channels)
      start &+= lanes
    }
    return loss
  }
}
