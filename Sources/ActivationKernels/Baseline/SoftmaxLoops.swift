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
        sum = isLogarithmic
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

  @inline(__always)
  private static func each(_ count: Int, _ body: (_ start: Int, _ width: Int) -> Void) {
    var i = 0
    while i < count {
      body(i, min(V.scalarCount, count &- i))
      i &+= V.scalarCount
    }
  }
}
