internal import TrainingKernelTables
internal import VectorMath

/// Batch normalisation's backward pass. Sums are taken over blocks of rows, as in `NormLoops`.
enum NormGradientLoops<V: VectorLanes> where V.Scalar == Float {
  typealias Pointer = UnsafeMutablePointer<Float>

  @inline(__always)
  private static var block: Int { 128 }

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
      while c &+ 4 &* V.scalarCount <= channels {
        let start = at &+ c
        if let d {
          fourSumsWithSlope(g + start, d + start, x + start, count, channels, mean + c, sums + c, products + c)
        } else {
          fourSums(g + start, x + start, count, channels, mean + c, sums + c, products + c)
        }
        c &+= 4 &* V.scalarCount
      }
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

  @inline(__always)
  private static func addTo(_ sums: Pointer, _ s0: V, _ s1: V, _ s2: V, _ s3: V) {
    let n = V.scalarCount
    (V.load(sums) + s0).store(sums)
    (V.load(sums + n) + s1).store(sums + n)
    (V.load(sums + 2 &* n) + s2).store(sums + 2 &* n)
    (V.load(sums + 3 &* n) + s3).store(sums + 3 &* n)
  }

  // Whole cache lines at a time: rows of a power of two of channels would push each other out of the nearest cache.
  @inline(never)
  private static func fourSumsWithSlope(
    _ g: Pointer, _ d: Pointer, _ x: Pointer, _ rows: Int, _ stride: Int, _ mean: Pointer, _ sums: Pointer,
    _ products: Pointer
  ) {
    let n = V.scalarCount
    let (m0, m1, m2, m3) = (V.load(mean), V.load(mean + n), V.load(mean + 2 &* n), V.load(mean + 3 &* n))
    var (s0, s1, s2, s3) = (V(0), V(0), V(0), V(0))
    var (p0, p1, p2, p3) = (V(0), V(0), V(0), V(0))
    for row in 0..<rows {
      let a = row &* stride
      let u0 = V.load(g + a) * V.load(d + a)
      s0 = s0 + u0
      p0 = V.multiplyAdd(u0, V.load(x + a) - m0, p0)
      let u1 = V.load(g + a + n) * V.load(d + a + n)
      s1 = s1 + u1
      p1 = V.multiplyAdd(u1, V.load(x + a + n) - m1, p1)
      let u2 = V.load(g + a + 2 &* n) * V.load(d + a + 2 &* n)
      s2 = s2 + u2
      p2 = V.multiplyAdd(u2, V.load(x + a + 2 &* n) - m2, p2)
      let u3 = V.load(g + a + 3 &* n) * V.load(d + a + 3 &* n)
      s3 = s3 + u3
      p3 = V.multiplyAdd(u3, V.load(x + a + 3 &* n) - m3, p3)
    }
    addTo(sums, s0, s1, s2, s3)
    addTo(products, p0, p1, p2, p3)
  }

  @inline(never)
  private static func fourSums(
    _ g: Pointer, _ x: Pointer, _ rows: Int, _ stride: Int, _ mean: Pointer, _ sums: Pointer, _ products: Pointer
  ) {
    let n = V.scalarCount
    let (m0, m1, m2, m3) = (V.load(mean), V.load(mean + n), V.load(mean + 2 &* n), V.load(mean + 3 &* n))
    var (s0, s1, s2, s3) = (V(0), V(0), V(0), V(0))
    var (p0, p1, p2, p3) = (V(0), V(0), V(0), V(0))
    for row in 0..<rows {
      let a = row &* stride
      let u0 = V.load(g + a)
      s0 = s0 + u0
      p0 = V.multiplyAdd(u0, V.load(x + a) - m0, p0)
      let u1 = V.load(g + a + n)
      s1 = s1 + u1
      p1 = V.multiplyAdd(u1, V.load(x + a + n) - m1, p1)
      let u2 = V.load(g + a + 2 &* n)
      s2 = s2 + u2
      p2 = V.multiplyAdd(u2, V.load(x + a + 2 &* n) - m2, p2)
      let u3 = V.load(g + a + 3 &* n)
      s3 = s3 + u3
      p3 = V.multiplyAdd(u3, V.load(x + a + 3 &* n) - m3, p3)
    }
    addTo(sums, s0, s1, s2, s3)
    addTo(products, p0, p1, p2, p3)
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
