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

  @inline(never)
  static func sums(
    _ g: Pointer, _ d: Pointer?, _ x: Pointer, _ rows: Int, _ channels: Int, _ mean: Pointer, _ sums: Pointer,
    _ products: Pointer
  ) {
    sums.update(repeating: 0, count: channels)
    products.update(repeating: 0, count: channels)
    var row = 0
    while row < rows {
      let count = min(block, rows &- row)
      let at = row &* channels
      var c = 0
      while c &+ V.scalarCount <= channels {
        let start = at &+ c
        if let d {
          sumsWithSlope(g + start, d + start, x + start, count, channels, mean + c, sums + c, products + c)
        } else {
          sumsWithout(g + start, x + start, count, channels, mean + c, sums + c, products + c)
        }
        c &+= V.scalarCount
      }
      while c < channels {
        var (sum, product) = (Float(0), Float(0))
        for i in 0..<count {
          let place = at &+ i &* channels &+ c
          let upstream = d.map { g[place] * $0[place] } ?? g[place]
          sum += upstream
          product += upstream * (x[place] - mean[c])
        }
        sums[c] += sum
        products[c] += product
        c &+= 1
      }
      row &+= count
    }
  }

  @inline(never)
  private static func sumsWithSlope(
    _ g: Pointer, _ d: Pointer, _ x: Pointer, _ rows: Int, _ stride: Int, _ mean: Pointer, _ sums: Pointer,
    _ products: Pointer
  ) {
    let m = V.load(mean)
    var (s0, s1, p0, p1) = (V(0), V(0), V(0), V(0))
    var i = 0
    // Two rows at a time, as one sum would wait for its last addition; `sumsWithout` adds in the same order.
    while i &+ 2 <= rows {
      let (a, b) = (i &* stride, (i &+ 1) &* stride)
      let u0 = V.load(g + a) * V.load(d + a)
      let u1 = V.load(g + b) * V.load(d + b)
      s0 = s0 + u0
      s1 = s1 + u1
      p0 = V.multiplyAdd(u0, V.load(x + a) - m, p0)
      p1 = V.multiplyAdd(u1, V.load(x + b) - m, p1)
      i &+= 2
    }
    if i < rows {
      let a = i &* stride
      let u0 = V.load(g + a) * V.load(d + a)
      s0 = s0 + u0
      p0 = V.multiplyAdd(u0, V.load(x + a) - m, p0)
    }
    (V.load(sums) + (s0 + s1)).store(sums)
    (V.load(products) + (p0 + p1)).store(products)
  }

  @inline(never)
  private static func sumsWithout(
    _ g: Pointer, _ x: Pointer, _ rows: Int, _ stride: Int, _ mean: Pointer, _ sums: Pointer, _ products: Pointer
  ) {
    let m = V.load(mean)
    var (s0, s1, p0, p1) = (V(0), V(0), V(0), V(0))
    var i = 0
    while i &+ 2 <= rows {
      let (a, b) = (i &* stride, (i &+ 1) &* stride)
      let u0 = V.load(g + a)
      let u1 = V.load(g + b)
      s0 = s0 + u0
      s1 = s1 + u1
      p0 = V.multiplyAdd(u0, V.load(x + a) - m, p0)
      p1 = V.multiplyAdd(u1, V.load(x + b) - m, p1)
      i &+= 2
    }
    if i < rows {
      let a = i &* stride
      let u0 = V.load(g + a)
      s0 = s0 + u0
      p0 = V.multiplyAdd(u0, V.load(x + a) - m, p0)
    }
    (V.load(sums) + (s0 + s1)).store(sums)
    (V.load(products) + (p0 + p1)).store(products)
  }

  @inline(never)
  static func gradient(
    _ g: Pointer, _ d: Pointer?, _ x: Pointer, _ rows: Int, _ channels: Int, _ mean: Pointer, _ factor: Pointer,
    _ slope: Pointer, _ offset: Pointer
  ) {
    let whole = channels / V.scalarCount &* V.scalarCount
    for row in 0..<rows {
      let at = row &* channels
      var c = 0
      if let d {
        while c < whole {
          let i = at &+ c
          let upstream = V.load(g + i) * V.load(d + i)
          let rest = V.multiplyAdd(V.load(slope + c), V.load(x + i) - V.load(mean + c), V.load(offset + c))
          V.multiplyAdd(V.load(factor + c), upstream, rest).store(g + i)
          c &+= V.scalarCount
        }
      } else {
        while c < whole {
          let i = at &+ c
          let rest = V.multiplyAdd(V.load(slope + c), V.load(x + i) - V.load(mean + c), V.load(offset + c))
          V.multiplyAdd(V.load(factor + c), V.load(g + i), rest).store(g + i)
          c &+= V.scalarCount
        }
      }
      while c < channels {
        let i = at &+ c
        let upstream = d.map { g[i] * $0[i] } ?? g[i]
        g[i] = factor[c] * upstream + slope[c] * (x[i] - mean[c]) + offset[c]
        c &+= 1
      }
    }
  }
}
