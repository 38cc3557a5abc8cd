internal import TrainingKernelTables
internal import VectorMath

/// Batch normalisation's loops. Sums are taken over blocks of rows first: a block of one tile of channels stays in the
/// nearest cache, and a sum of sums has a rounding error that grows with the square root of the rows' number at most.
enum NormLoops<V: VectorLanes> where V.Scalar == Float {
  typealias Pointer = UnsafeMutablePointer<Float>

  @inline(__always)
  private static var block: Int { 128 }

  /// Blocks' means and squares are merged (Chan, Golub & LeVeque 1983, doi:10.1080/00031305.1983.10483115); squares are of
  /// differences to a block's mean, as a mean of squares cancels.
  @inline(never)
  static func moments(_ x: Pointer, _ rows: Int, _ channels: Int, _ mean: Pointer, _ squares: Pointer) {
    var row = 0
    while row < rows {
      let count = min(block, rows &- row)
      let from = x + row &* channels
      var c = 0
      while c &+ 4 &* V.scalarCount <= channels {
        momentsOfFour(from + c, count, channels, row, mean + c, squares + c)
        c &+= 4 &* V.scalarCount
      }
      while c &+ V.scalarCount <= channels {
        momentsOfOne(from + c, count, channels, row, mean + c, squares + c)
        c &+= V.scalarCount
      }
      while c < channels {
        momentsOfScalar(from + c, count, channels, row, mean + c, squares + c)
        c &+= 1
      }
      row &+= count
    }
  }

  @inline(__always)
  private static func merge(_ before: Int, _ count: Int, _ m: V, _ s: V, _ mean: Pointer, _ squares: Pointer) {
    guard before > 0 else {
      m.store(mean)
      s.store(squares)
      return
    }
    let all = Float(before &+ count)
    let old = V.load(mean)
    let difference = m - old
    V.multiplyAdd(difference, V(broadcasting: Float(count) / all), old).store(mean)
    let weight = V(broadcasting: Float(before) * Float(count) / all)
    (V.load(squares) + V.multiplyAdd(difference * difference, weight, s)).store(squares)
  }

  @inline(never)
  private static func momentsOfFour(
    _ x: Pointer, _ rows: Int, _ stride: Int, _ before: Int, _ mean: Pointer, _ squares: Pointer
  ) {
    let n = V.scalarCount
    var (m0, m1, m2, m3) = (V(0), V(0), V(0), V(0))
    var at = x
    for _ in 0..<rows {
      m0 = m0 + V.load(at)
      m1 = m1 + V.load(at + n)
      m2 = m2 + V.load(at + 2 &* n)
      m3 = m3 + V.load(at + 3 &* n)
      at += stride
    }
    let share = V(broadcasting: 1 / Float(rows))
    m0 = m0 * share
    m1 = m1 * share
    m2 = m2 * share
    m3 = m3 * share
    var (s0, s1, s2, s3) = (V(0), V(0), V(0), V(0))
    at = x
    for _ in 0..<rows {
      let d0 = V.load(at) - m0
      let d1 = V.load(at + n) - m1
      let d2 = V.load(at + 2 &* n) - m2
      let d3 = V.load(at + 3 &* n) - m3
      s0 = V.multiplyAdd(d0, d0, s0)
      s1 = V.multiplyAdd(d1, d1, s1)
      s2 = V.multiplyAdd(d2, d2, s2)
      s3 = V.multiplyAdd(d3, d3, s3)
      at += stride
    }
    merge(before, rows, m0, s0, mean, squares)
    merge(before, rows, m1, s1, mean + n, squares + n)
    merge(before, rows, m2, s2, mean + 2 &* n, squares + 2 &* n)
    merge(before, rows, m3, s3, mean + 3 &* n, squares + 3 &* n)
  }

  @inline(never)
  private static func momentsOfOne(
    _ x: Pointer, _ rows: Int, _ stride: Int, _ before: Int, _ mean: Pointer, _ squares: Pointer
  ) {
    var m = V(0)
    var at = x
    for _ in 0..<rows {
      m = m + V.load(at)
      at += stride
    }
    m = m * V(broadcasting: 1 / Float(rows))
    var s = V(0)
    at = x
    for _ in 0..<rows {
      let d = V.load(at) - m
      s = V.multiplyAdd(d, d, s)
      at += stride
    }
    merge(before, rows, m, s, mean, squares)
  }

  @inline(never)
  private static func momentsOfScalar(
    _ x: Pointer, _ rows: Int, _ stride: Int, _ before: Int, _ mean: Pointer, _ squares: Pointer
  ) {
    var m: Float = 0
    for row in 0..<rows { m += x[row &* stride] }
    m /= Float(rows)
    var s: Float = 0
    for row in 0..<rows {
      let d = x[row &* stride] - m
      s += d * d
    }
    guard before > 0 else {
      mean[0] = m
      squares[0] = s
      return
    }
    let all = Float(before &+ rows)
    let d = m - mean[0]
    mean[0] += d * (Float(rows) / all)
    squares[0] += s + d * d * (Float(before) * Float(rows) / all)
  }

  @inline(never)
  static func scaleAndShift(
    _ x: Pointer, _ y: Pointer, _ rows: Int, _ channels: Int, _ factor: Pointer, _ offset: Pointer
  ) {
    for row in 0..<rows {
      let (from, to) = (x + row &* channels, y + row &* channels)
      var c = 0
      while c &+ V.scalarCount <= channels {
        V.multiplyAdd(V.load(from + c), V.load(factor + c), V.load(offset + c)).store(to + c)
        c &+= V.scalarCount
      }
      while c < channels {
        to[c] = from[c] * factor[c] + offset[c]
        c &+= 1
      }
    }
  }
}
