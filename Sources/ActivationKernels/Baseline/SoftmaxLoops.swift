internal import VectorMath

/// Softmax and log-softmax over rows × channels.
///
/// Every row is shifted by its largest element first, so no exponential overflows and the largest one is 1. The shift is
/// taken in halves: the difference of two finite numbers may overflow, that of their halves cannot.
enum SoftmaxLoops<V: VectorLanes> {
  typealias Scalar = V.Scalar

  /// y = softmax(x / T), or its logarithm; `inverse` is 1 / T.
  @inline(never)
  static func forward(
    _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, _ rows: Int, _ channels: Int, _ inverse: Scalar,
    _ isLogarithmic: Bool
  ) {
    let slope = V(broadcasting: inverse) * V(2)
    for row in 0..<rows {
      let from = x + row &* channels
      let to = y + row &* channels
      var top = V(broadcasting: from[0])
      each(channels) { c, width in
        // The second operand, so that NaN goes through.
        let v = V.loadLanes(from + c, width, padding: from[0])
        top = V.choose(V.less(v, top), top, v)
      }
      let half = V(broadcasting: top.largest()) * V(0.5)
      var sum = V(0)
      each(channels) { c, width in
        let v = V.loadLanes(from + c, width, padding: -Scalar.infinity)
        let shifted = (v * V(0.5) - half) * slope
        let e = exponential(shifted)
        sum = sum + e
        (isLogarithmic ? shifted : e).storeLanes(to + c, width)
      }
      let total = V(broadcasting: sum.total())
      let change = isLogarithmic ? -naturalLogarithm(total) : V(1) / total
      each(channels) { c, width in
        let v = V.loadLanes(to + c, width, padding: 0)
        (isLogarithmic ? v + change : v * change).storeLanes(to + c, width)
      }
    }
  }

  /// dx from y = softmax(x / T) or its logarithm, and the upstream gradient g:
  /// y (g − Σ g y) / T, or (g − eʸ Σ g) / T.
  @inline(never)
  static func backward(
    _ y: UnsafePointer<Scalar>, _ g: UnsafePointer<Scalar>, _ dx: UnsafeMutablePointer<Scalar>, _ rows: Int,
    _ channels: Int, _ inverse: Scalar, _ isLogarithmic: Bool
  ) {
    let factor = V(broadcasting: inverse)
    for row in 0..<rows {
      let at = row &* channels
      var sum = V(0)
      each(channels) { c, width in
        let upstream = V.loadLanes(g + at + c, width, padding: 0)
        sum =
          isLogarithmic
          ? sum + upstream : V.multiplyAdd(upstream, V.loadLanes(y + at + c, width, padding: 0), sum)
      }
      let total = V(broadcasting: sum.total())
      each(channels) { c, width in
        let value = V.loadLanes(y + at + c, width, padding: 0)
        let upstream = V.loadLanes(g + at + c, width, padding: 0)
        let change =
          isLogarithmic ? V.multiplyAdd(-exponential(value), total, upstream) : value * (upstream - total)
        (change * factor).storeLanes(dx + at + c, width)
      }
    }
  }

  /// Loss and gradient of softmax cross-entropy: returns Σ over the rows of −ln softmax(x)[label], and writes
  /// dx = (softmax(x) − one-hot) · `factor`.
  @inline(never)
  static func crossEntropy(
    _ x: UnsafePointer<Scalar>, _ labels: UnsafePointer<Int32>, _ dx: UnsafeMutablePointer<Scalar>, _ rows: Int,
    _ channels: Int, _ factor: Scalar
  ) -> Double {
    if channels <= 2 &* V.scalarCount {
      return narrowCrossEntropy(x, labels, dx, rows, channels, factor)
    }
    var loss = 0.0
    for row in 0..<rows {
      let from = x + row &* channels
      let to = dx + row &* channels
      let label = Int(labels[row])
      var top = V(broadcasting: from[0])
      each(channels) { c, width in
        let v = V.loadLanes(from + c, width, padding: from[0])
        top = V.choose(V.less(v, top), top, v)
      }
      let half = V(broadcasting: top.largest()) * V(0.5)
      var sum = V(0)
      each(channels) { c, width in
        let v = V.loadLanes(from + c, width, padding: -Scalar.infinity)
        let e = exponential((v * V(0.5) - half) * V(2))
        sum = sum + e
        e.storeLanes(to + c, width)
      }
      let total = sum.total()
      let logarithm = naturalLogarithm(V(broadcasting: total)).first
      loss += Double(logarithm) + (Double(top.largest()) - Double(from[label]))
      let change = V(broadcasting: factor / total)
      each(channels) { c, width in
        (V.loadLanes(to + c, width, padding: 0) * change).storeLanes(to + c, width)
      }
      to[label] = to[label] - factor
    }
    return loss
  }

  /// The same for few channels: a vector holds one channel of several rows, so that no lane idles.
  @inline(__always)
  private static func narrowCrossEntropy(
    _ x: UnsafePointer<Scalar>, _ labels: UnsafePointer<Int32>, _ dx: UnsafeMutablePointer<Scalar>, _ rows: Int,
    _ channels: Int, _ factor: Scalar
  ) -> Double {
    let lanes = V.scalarCount
    var loss = 0.0
    withUnsafeTemporaryAllocation(of: Scalar.self, capacity: (channels &+ 2) &* lanes) { buffer in
      let columns = buffer.baseAddress.unsafelyUnwrapped
      let tops = columns + channels &* lanes
      let logarithms = tops + lanes
      var start = 0
      while start < rows {
        let count = min(lanes, rows &- start)
        for lane in 0..<lanes {
          // Rows that are not there repeat the last one.
          let from = x + (start &+ min(lane, count &- 1)) &* channels
          for c in 0..<channels { columns[c &* lanes &+ lane] = from[c] }
        }
        var top = V.load(columns)
        for c in 1..<max(1, channels) {
          let v = V.load(columns + c &* lanes)
          top = V.choose(V.less(v, top), top, v)
        }
        let half = top * V(0.5)
        var sum = V(0)
        for c in 0..<channels {
          let e = exponential((V.load(columns + c &* lanes) * V(0.5) - half) * V(2))
          sum = sum + e
          e.store(columns + c &* lanes)
        }
        let change = V(broadcasting: factor) / sum
        for c in 0..<channels { (V.load(columns + c &* lanes) * change).store(columns + c &* lanes) }
        top.store(tops)
        naturalLogarithm(sum).store(logarithms)
        for lane in 0..<count {
          let row = start &+ lane
          let label = Int(labels[row])
          loss += Double(logarithms[lane]) + (Double(tops[lane]) - Double(x[row &* channels &+ label]))
          let to = dx + row &* channels
          for c in 0..<channels { to[c] = columns[c &* lanes &+ lane] }
          to[label] = to[label] - factor
        }
        start &+= lanes
      }
    }
    return loss
  }

  @inline(__always)
  private static func each(_ count: Int, _ body: (_ start: Int, _ width: Int) -> Void) {
    var i = 0
    while i < count {
      body(i, min(V.scalarCount, count &- i))
      i &+= V.scalarCount
    }
  }
}
