internal import TrainingKernelTables
internal import VectorMath

/// Batch normalisation's backward pass. Sums are taken over blocks of rows, as in `NormLoops`.
enum NormGradientLoops<V: VectorLanes> where V.Scalar == Float {
  typealias Pointer = UnsafeMutablePointer<Float>

  @inline(__always)
  private static var block: Int { 128 }

  /// Row after row, as memory is read ahead in that order only: what a backward pass needs has left the caches since the
  /// forward pass.
  @inline(never)
  static func sums(
    _ g: Pointer, _ d: Pointer?, _ x: Pointer, _ rows: Int, _ channels: Int, _ mean: Pointer, _ sums: Pointer,
    _ products: Pointer, _ blockSums: Pointer, _ blockProducts: Pointer
  ) {
    sums.update(repeating: 0, count: channels)
    products.update(repeating: 0, count: channels)
    var row = 0
    while row < rows {
      let count = min(block, rows &- row)
      blockSums.update(repeating: 0, count: channels)
      blockProducts.update(repeating: 0, count: channels)
      let at = row &* channels
      if let d {
        blockWithSlope(g + at, d + at, x + at, count, channels, mean, blockSums, blockProducts)
      } else {
        blockWithout(g + at, x + at, count, channels, mean, blockSums, blockProducts)
      }
      for c in 0..<channels {
        sums[c] += blockSums[c]
        products[c] += blockProducts[c]
      }
      row &+= count
    }
  }

  @inline(never)
  private static func blockWithSlope(
    _ g: Pointer, _ d: Pointer, _ x: Pointer, _ rows: Int, _ channels: Int, _ mean: Pointer, _ sums: Pointer,
    _ products: Pointer
  ) {
    let whole = channels / V.scalarCount &* V.scalarCount
    var row = 0
    while row < rows {
      let isFour = row &+ 4 <= rows
      let a = row &* channels
      var c = 0
      while c < whole {
        let m = V.load(mean + c)
        var sum = V.load(sums + c)
        var product = V.load(products + c)
        let u0 = V.load(g + a + c) * V.load(d + a + c)
        sum = sum + u0
        product = V.multiplyAdd(u0, V.load(x + a + c) - m, product)
        if isFour {
          let (i1, i2, i3) = (a &+ channels &+ c, a &+ 2 &* channels &+ c, a &+ 3 &* channels &+ c)
          let u1 = V.load(g + i1) * V.load(d + i1)
          let u2 = V.load(g + i2) * V.load(d + i2)
          let u3 = V.load(g + i3) * V.load(d + i3)
          sum = sum + u1 + u2 + u3
          product = V.multiplyAdd(u1, V.load(x + i1) - m, product)
          product = V.multiplyAdd(u2, V.load(x + i2) - m, product)
          product = V.multiplyAdd(u3, V.load(x + i3) - m, product)
        }
        sum.store(sums + c)
        product.store(products + c)
        c &+= V.scalarCount
      }
      for r in 0..<(isFour ? 4 : 1) {
        for c in whole..<channels {
          let i = a &+ r &* channels &+ c
          let upstream = g[i] * d[i]
          sums[c] += upstream
          products[c] += upstream * (x[i] - mean[c])
        }
      }
      row &+= isFour ? 4 : 1
    }
  }

  // In the same order.
  @inline(never)
  private static func blockWithout(
    _ g: Pointer, _ x: Pointer, _ rows: Int, _ channels: Int, _ mean: Pointer, _ sums: Pointer, _ products: Pointer
  ) {
    let whole = channels / V.scalarCount &* V.scalarCount
    var row = 0
    while row < rows {
      let isFour = row &+ 4 <= rows
      let a = row &* channels
      var c = 0
      while c < whole {
        let m = V.load(mean + c)
        var sum = V.load(sums + c)
        var product = V.load(products + c)
        let u0 = V.load(g + a + c)
        sum = sum + u0
        product = V.multiplyAdd(u0, V.load(x + a + c) - m, product)
        if isFour {
          let (i1, i2, i3) = (a &+ channels &+ c, a &+ 2 &* channels &+ c, a &+ 3 &* channels &+ c)
          let u1 = V.load(g + i1)
          let u2 = V.load(g + i2)
          let u3 = V.load(g + i3)
          sum = sum + u1 + u2 + u3
          product = V.multiplyAdd(u1, V.load(x + i1) - m, product)
          product = V.multiplyAdd(u2, V.load(x + i2) - m, product)
          product = V.multiplyAdd(u3, V.load(x + i3) - m, product)
        }
        sum.store(sums + c)
        product.store(products + c)
        c &+= V.scalarCount
      }
      for r in 0..<(isFour ? 4 : 1) {
        for c in whole..<channels {
          let i = a &+ r &* channels &+ c
          sums[c] += g[i]
          products[c] += g[i] * (x[i] - mean[c])
        }
      }
      row &+= isFour ? 4 : 1
    }
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
