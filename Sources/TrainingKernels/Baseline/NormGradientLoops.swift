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
    addBlock(x, rows, channels, mean, sums, products, { V.load(g + $0) * V.load(d + $0) }, { g[$0] * d[$0] })
  }

  @inline(never)
  private static func blockWithout(
    _ g: Pointer, _ x: Pointer, _ rows: Int, _ channels: Int, _ mean: Pointer, _ sums: Pointer, _ products: Pointer
  ) {
    addBlock(x, rows, channels, mean, sums, products, { V.load(g + $0) }, { g[$0] })
  }

  /// Four rows at a time, for one load and one store of the sums.
  @inline(__always)
  private static func addBlock(
    _ x: Pointer, _ rows: Int, _ channels: Int, _ mean: Pointer, _ sums: Pointer, _ products: Pointer,
    _ upstream: (Int) -> V, _ single: (Int) -> Float
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
        let u0 = upstream(a &+ c)
        sum = sum + u0
        product = V.multiplyAdd(u0, V.load(x + a + c) - m, product)
        if isFour {
          let (i1, i2, i3) = (a &+ channels &+ c, a &+ 2 &* channels &+ c, a &+ 3 &* channels &+ c)
          let (u1, u2, u3) = (upstream(i1), upstream(i2), upstream(i3))
          sum = sum + u1 + u2 + u3
          product = V.multiplyAdd(u1, V.load(x + i1) - m, product)
          product = V.multiplyAdd(u2, V.load(x + i2) - m, product)
          product = V.multiplyAdd(u3, V.load(x + i3) - m, product)
        }
        sum.store(sums + c)
        product.store(products + c)
        c &+= V.scalarCount
      }
      let count = isFour ? 4 : 1
      for r in 0..<count {
        for c in whole..<channels {
          let i = a &+ r &* channels &+ c
          sums[c] += single(i)
          products[c] += single(i) * (x[i] - mean[c])
        }
      }
      row &+= count
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
