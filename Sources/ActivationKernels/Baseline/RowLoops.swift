internal import CVectorMath
internal import VectorMath

/// Rows of more channels than two vectors hold.
extension SoftmaxLoops {
  /// y = softmax(x / T)
  @inline(never)
  static func shares<S: RowShift>(
    _ x: Source, _ y: Target, _ rows: Int, _ channels: Int, _ shift: S
  ) where S.V == V {
    let parts = RowParts<V>(channels)
    for row in 0..<rows {
      let (from, to) = (x + row &* channels, y + row &* channels)
      let sum = exponentials(from, to, parts, shift).sum
      multiply(to, parts, V(1) / V(broadcasting: sum))
    }
  }

  /// y = ln softmax(x / T). Of the exponentials only their sum is needed, so that the result is written once, and may
  /// pass by the caches: in arrays for which there is no room, of rows that fill the nearest one. (Shorter rows gained
  /// nothing.)
  @inline(never)
  static func logarithms<S: RowShift>(
    _ x: Source, _ y: Target, _ rows: Int, _ channels: Int, _ shift: S
  ) where S.V == V {
    let parts = RowParts<V>(channels)
    let streams =
      V.isWorthStreaming(rows &* channels) && channels &* MemoryLayout<Scalar>.stride >= 1 << 15
      && x != UnsafePointer(y)
    for row in 0..<rows {
      let (from, to) = (x + row &* channels, y + row &* channels)
      let top = shift.scaled(V(broadcasting: largest(from, parts)))
      let logarithm = naturalLogarithm(V(broadcasting: exponentialSum(from, parts, shift, top)))
      if streams {
        subtractStreaming(from, to, channels, parts, shift, top, logarithm)
      } else {
        subtract(from, to, parts, shift, top, logarithm)
      }
    }
    if streams { hk_stream_end() }
  }

  @inline(never)
  static func wideCrossEntropy(
    _ x: Source, _ labels: UnsafePointer<Int32>, _ dx: Target, _ rows: Int, _ channels: Int, _ factor: Scalar
  ) -> Double {
    let parts = RowParts<V>(channels)
    var loss = 0.0
    for row in 0..<rows {
      let (from, to) = (x + row &* channels, dx + row &* channels)
      let label = Int(labels[row])
      let logit = from[label]
      let (top, sum) = exponentials(from, to, parts, UnitShift())
      loss += Double(naturalLogarithm(V(broadcasting: sum)).first) + (Double(top) - Double(logit))
      multiply(to, parts, V(broadcasting: factor / sum))
      to[label] = to[label] - factor
    }
    return loss
  }

  /// A row's largest element. NaN may get lost.
  @inline(__always)
  private static func largest(_ x: Source, _ parts: RowParts<V>) -> Scalar {
    let last = V.load(x + parts.end)
    // Four take turns: one would be a chain of comparisons, each of which waits for the last.
    var (a, b, c, d) = (last, last, last, last)
    var i = 0
    while i < parts.whole {
      (a, b, c, d) = (b, c, d, V.larger(a, V.load(x + i)))
      i &+= V.scalarCount
    }
    return V.larger(V.larger(a, b), V.larger(c, d)).largest()
  }

  /// y = e^((x − top) / T); the row's largest element, and the exponentials' sum.
  @inline(__always)
  private static func exponentials<S: RowShift>(
    _ x: Source, _ y: Target, _ parts: RowParts<V>, _ shift: S
  ) -> (top: Scalar, sum: Scalar) where S.V == V {
    let top = largest(x, parts)
    let scaledTop = shift.scaled(V(broadcasting: top))
    // What overlaps is read before it is written, perhaps in place.
    let last = power(shift(V.load(x + parts.end), minus: scaledTop))
    var sum = V.choose(parts.isLeft, last, V(0))
    var i = 0
    while i < parts.whole {
      let e = power(shift(V.load(x + i), minus: scaledTop))
      sum = sum + e
      e.store(y + i)
      i &+= V.scalarCount
    }
    last.store(y + parts.end)
    return (top, sum.total())
  }

  /// eˣ for x ≤ 0; 0 where that is not a normal number. (`Exponential(ReducedArgument(flushing: x)).scaled`, written out:
  /// where the others are, the compiler would leave a call.)
  @inline(__always)
  static func power(_ x: V) -> V {
    let bound = ReducedArgument<V>.flushed
    let bounded = V.larger(bound, x)
    let parts = Exponential(bounded, headroom: 0)
    return V.choose(V.lessOrEqual(bounded, bound), V(0), V.multiplyAdd(parts.power, parts.excess, parts.power))
  }

  @inline(__always)
  private static func multiply(_ y: Target, _ parts: RowParts<V>, _ factor: V) {
    let last = V.load(y + parts.end) * factor
    var i = 0
    while i < parts.whole {
      (V.load(y + i) * factor).store(y + i)
      i &+= V.scalarCount
    }
    last.store(y + parts.end)
  }

  /// Σ e^((x − top) / T). Each exponential is finished where the next one begins: half the chain of dependent
  /// operations.
  @inline(__always)
  private static func exponentialSum<S: RowShift>(
    _ x: Source, _ parts: RowParts<V>, _ shift: S, _ top: V
  ) -> Scalar where S.V == V {
    let last = power(shift(V.load(x + parts.end), minus: top))
    var sum = V.choose(parts.isLeft, last, V(0))
    var pending = ReducedArgument(biased: V(0), remainder: V(0))
    var i = 0
    while i < parts.whole {
      sum = sum + Exponential(pending).scaled
      pending = ReducedArgument(flushing: shift(V.load(x + i), minus: top))
      i &+= V.scalarCount
    }
    return (sum + Exponential(pending).scaled).total()
  }

  /// y = (x − top) / T − logarithm
  @inline(__always)
  private static func subtract<S: RowShift>(
    _ x: Source, _ y: Target, _ parts: RowParts<V>, _ shift: S, _ top: V, _ logarithm: V
  ) where S.V == V {
    let last = shift(V.load(x + parts.end), minus: top) - logarithm
    var i = 0
    while i < parts.whole {
      (shift(V.load(x + i), minus: top) - logarithm).store(y + i)
      i &+= V.scalarCount
    }
    last.store(y + parts.end)
  }

  /// The same past the caches, but for a vector's worth at either end, where lines are not the row's alone.
  @inline(never)
  private static func subtractStreaming<S: RowShift>(
    _ x: Source, _ y: Target, _ channels: Int, _ parts: RowParts<V>, _ shift: S, _ top: V, _ logarithm: V
  ) where S.V == V {
    var i = V.countBeforeAlignment(y)
    let end = i &+ V.wholeVectors(channels &- i)
    (shift(V.load(x), minus: top) - logarithm).store(y)
    while i < end {
      (shift(V.load(x + i), minus: top) - logarithm).stream(y + i)
      i &+= V.scalarCount
    }
    (shift(V.load(x + parts.end), minus: top) - logarithm).store(y + parts.end)
  }
}

/// A row's whole vectors, and the one that ends with it, in whose last lanes is what they leave.
struct RowParts<V: VectorLanes> {
  /// How many channels are in whole vectors.
  let whole: Int

  /// Where the last vector begins.
  let end: Int

  /// Which of its lanes are in none of the others.
  let isLeft: V.Mask

  @inline(__always)
  init(_ channels: Int) {
    whole = V.wholeVectors(channels)
    end = channels &- V.scalarCount
    isLeft = V.less(V(0), V.lastLanes(channels &- whole))
  }
}
