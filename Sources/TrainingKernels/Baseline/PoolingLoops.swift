internal import TrainingKernelTables
internal import VectorMath

/// Pooling over height and width, channel by channel.
enum PoolingLoops<V: VectorLanes> where V.Scalar == Float {
  typealias Pointer = UnsafeMutablePointer<Float>

  /// y is the largest number of each window; `places` its offset in the window's image, as a number of pixels.
  @inline(never)
  static func maximum(_ x: Pointer, _ y: Pointer, _ places: Pointer, _ shape: PoolingShape) {
    eachWindow(shape) { image, at, top, bottom, left, right in
      let channels = shape.channels
      let (from, to, place) = (x + image, y + at, places + at)
      var c = 0
      while c < channels {
        let width = min(V.scalarCount, channels &- c)
        var best = V(0)
        var chosen = V(0)
        var isFirst = true
        for row in top..<bottom {
          for column in left..<right {
            let pixel = row &* shape.input.1 &+ column
            let value = V.load(from + pixel &* channels + c, upTo: width)
            let own = V(Double(pixel))
            if isFirst {
              best = value
              chosen = own
              isFirst = false
            } else {
              // The first of equals.
              let isLarger = V.less(best, value)
              best = V.choose(isLarger, value, best)
              chosen = V.choose(isLarger, own, chosen)
            }
          }
        }
        best.store(to + c, upTo: width)
        chosen.store(place + c, upTo: width)
        c &+= V.scalarCount
      }
    }
  }

  /// g goes to the place of the largest number.
  @inline(never)
  static func maximumGradient(_ g: Pointer, _ places: Pointer, _ dx: Pointer, _ shape: PoolingShape) {
    let isTiling = shape.isTiling
    if !isTiling { clear(dx, shape) }
    eachWindow(shape) { image, at, top, bottom, left, right in
      let channels = shape.channels
      let (to, from, place) = (dx + image, g + at, places + at)
      var c = 0
      while c < channels {
        let width = min(V.scalarCount, channels &- c)
        let upstream = V.load(from + c, upTo: width)
        let chosen = V.load(place + c, upTo: width)
        for row in top..<bottom {
          for column in left..<right {
            let pixel = row &* shape.input.1 &+ column
            let target = to + pixel &* channels + c
            let own = V.choose(V.equal(chosen, V(Double(pixel))), upstream, V(0))
            (isTiling ? own : V.load(target, upTo: width) + own).store(target, upTo: width)
          }
        }
        c &+= V.scalarCount
      }
    }
  }

  /// y is the mean of each window, of what lies inside the image.
  @inline(never)
  static func mean(_ x: Pointer, _ y: Pointer, _ shape: PoolingShape) {
    eachWindow(shape) { image, at, top, bottom, left, right in
      let channels = shape.channels
      let (from, to) = (x + image, y + at)
      let share = V(1 / Double((bottom &- top) &* (right &- left)))
      var c = 0
      while c < channels {
        let width = min(V.scalarCount, channels &- c)
        var sum = V(0)
        for row in top..<bottom {
          for column in left..<right {
            sum = sum + V.load(from + (row &* shape.input.1 &+ column) &* channels + c, upTo: width)
          }
        }
        (sum * share).store(to + c, upTo: width)
        c &+= V.scalarCount
      }
    }
  }

  @inline(never)
  static func meanGradient(_ g: Pointer, _ dx: Pointer, _ shape: PoolingShape) {
    let isTiling = shape.isTiling
    if !isTiling { clear(dx, shape) }
    eachWindow(shape) { image, at, top, bottom, left, right in
      let channels = shape.channels
      let (to, from) = (dx + image, g + at)
      let share = V(1 / Double((bottom &- top) &* (right &- left)))
      var c = 0
      while c < channels {
        let width = min(V.scalarCount, channels &- c)
        let own = V.load(from + c, upTo: width) * share
        for row in top..<bottom {
          for column in left..<right {
            let target = to + (row &* shape.input.1 &+ column) &* channels + c
            (isTiling ? own : V.load(target, upTo: width) + own).store(target, upTo: width)
          }
        }
        c &+= V.scalarCount
      }
    }
  }

  private static func clear(_ dx: Pointer, _ shape: PoolingShape) {
    dx.update(repeating: 0, count: shape.rows &* shape.input.0 &* shape.input.1 &* shape.channels)
  }

  /// Calls `body` with the offsets of an image and of an output pixel, and with the rows and columns of its window.
  @inline(__always)
  private static func eachWindow(
    _ shape: PoolingShape, _ body: (_ image: Int, _ at: Int, Int, Int, Int, Int) -> Void
  ) {
    var at = 0
    for image in 0..<shape.rows {
      let start = image &* shape.input.0 &* shape.input.1 &* shape.channels
      for row in 0..<shape.output.0 {
        let (top, bottom) = PoolingShape.inside(row, shape.stride.0, shape.kernel.0, shape.before.0, shape.input.0)
        for column in 0..<shape.output.1 {
          let (left, right) = PoolingShape.inside(
            column, shape.stride.1, shape.kernel.1, shape.before.1, shape.input.1)
          body(start, at, top, bottom, left, right)
          at &+= shape.channels
        }
      }
    }
  }
}
