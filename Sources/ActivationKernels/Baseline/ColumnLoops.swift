internal import VectorMath

/// Rows of few channels: a vector holds one channel of several rows, so that no lane idles.
///
/// (The loops are not in the closure that makes the room for columns: what a closure calls is not inlined there.)
extension SoftmaxLoops {
  /// Room for as many vectors as there are channels, none of which lies across two lines of memory.
  @inline(__always)
  static func withColumns(_ channels: Int, _ body: (Target) -> Void) {
    let vector = MemoryLayout<V.Memory>.size
    // 16 is the largest alignment for which there is memory on the stack; beyond 1 KiB Swift looks whether there is.
    withUnsafeTemporaryAllocation(byteCount: (channels &+ 1) &* vector, alignment: 16) {
      body($0.baseAddress.unsafelyUnwrapped.alignedUp(toMultipleOf: vector).assumingMemoryBound(to: Scalar.self))
    }
  }

  @inline(never)
  static func narrowForward(
    _ x: Source, _ y: Target, _ rows: Int, _ channels: Int, _ inverse: Scalar, _ isLogarithmic: Bool
  ) {
    withColumns(channels) { forward(x, y, rows, channels, inverse, isLogarithmic, $0) }
  }

  @inline(never)
  private static func forward(
    _ x: Source, _ y: Target, _ rows: Int, _ channels: Int, _ inverse: Scalar, _ isLogarithmic: Bool,
    _ columns: Target
  ) {
    let lanes = V.scalarCount
    let shift = TemperatureShift<V>(inverse)
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

  /// e^((x − top) / T) in place, or only its argument; the rows' largest elements, and the exponentials' sums.
  @inline(__always)
  private static func columnExponentials<S: RowShift>(
    _ columns: Target, _ channels: Int, _ shift: S, _ keepsArguments: Bool
  ) -> (top: V, sum: V) where S.V == V {
    let lanes = V.scalarCount
    let top = columnLargest(columns, channels)
    let scaledTop = shift.scaled(top)
    var sum = V(0)
    var c = 0
    while c < channels {
      let shifted = shift(V.load(columns + c &* lanes), minus: scaledTop)
      let e = power(shifted)
      sum = sum + e
      (keepsArguments ? shifted : e).store(columns + c &* lanes)
      c &+= 1
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

  @inline(never)
  static func narrowCrossEntropy(
    _ x: Source, _ labels: UnsafePointer<Int32>, _ dx: Target, _ rows: Int, _ channels: Int, _ factor: Scalar
  ) -> Double {
    var loss = 0.0
    withColumns(channels &+ 2) { loss = crossEntropy(x, labels, dx, rows, channels, factor, $0) }
    return loss
  }

  /// `columns` has room for two vectors more.
  @inline(never)
  private static func crossEntropy(
    _ x: Source, _ labels: UnsafePointer<Int32>, _ dx: Target, _ rows: Int, _ channels: Int, _ factor: Scalar,
    _ columns: Target
  ) -> Double {
    let lanes = V.scalarCount
    let tops = columns + channels &* lanes
    let logarithms = tops + lanes
    var loss = 0.0
    var start = 0
    while start < rows {
      let count = min(lanes, rows &- start)
      V.gather(x + start &* channels, columns, count, channels)
      let (top, sum) = columnExponentials(columns, channels, UnitShift(), false)
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
