internal import CVectorMath
internal import TrainingKernelTables
internal import VectorMath

enum TrainingLoops<V: VectorLanes> where V.Scalar == Float {
  typealias Pointer = UnsafeMutablePointer<Float>

  @inline(never)
  static func momentum(
    _ w: Pointer, _ v: Pointer, _ g: Pointer, _ count: Int, _ rate: Float, _ momentum: Float
  ) {
    let keep = V(broadcasting: momentum)
    let step = V(broadcasting: -rate)
    var i = 0
    while i < count {
      let velocity = V.multiplyAdd(keep, V.load(v + i), V.load(g + i))
      velocity.store(v + i)
      V.multiplyAdd(step, velocity, V.load(w + i)).store(w + i)
      i &+= V.scalarCount
    }
  }

  @inline(never)
  static func add(_ a: Pointer, _ b: UnsafePointer<Float>, _ count: Int) {
    var i = 0
    while i &+ V.scalarCount <= count {
      (V.load(a + i) + V.load(b + i)).store(a + i)
      i &+= V.scalarCount
    }
    while i < count {
      a[i] += b[i]
      i &+= 1
    }
  }

  /// Rows that are picked at random from more data than the caches hold: asked for one row ahead, as no pattern tells the
  /// processor where the next one is.
  @inline(never)
  static func copyRow(_ from: UnsafePointer<Float>, _ to: Pointer, _ count: Int, _ next: UnsafePointer<Float>) {
    let line = 64 / MemoryLayout<Float>.size
    var i = 0
    while i &+ line <= count {
      hk_prefetch(next + i)
      var part = i
      while part < i &+ line {
        V.load(from + part).store(to + part)
        part &+= V.scalarCount
      }
      i &+= line
    }
    while i < count {
      to[i] = from[i]
      i &+= 1
    }
  }

  /// Row after row, in blocks: a sum of sums has a rounding error that grows with the square root of the rows' number at
  /// most.
  @inline(never)
  static func columnSums(_ g: Pointer, _ rows: Int, _ channels: Int, _ sums: Pointer, _ block: Pointer) {
    sums.update(repeating: 0, count: channels)
    var row = 0
    while row < rows {
      let end = min(row &+ 128, rows)
      block.update(repeating: 0, count: channels)
      while row < end {
        let isFour = row &+ 4 <= end
        addRows(g + row &* channels, channels, isFour, block)
        row &+= isFour ? 4 : 1
      }
      add(sums, block, channels)
    }
  }

  /// One row or four.
  @inline(__always)
  private static func addRows(_ g: Pointer, _ channels: Int, _ isFour: Bool, _ sums: Pointer) {
    var c = 0
    while c &+ V.scalarCount <= channels {
      var sum = V.load(sums + c) + V.load(g + c)
      if isFour {
        let from = g + c
        sum = sum + V.load(from + channels) + V.load(from + 2 &* channels) + V.load(from + 3 &* channels)
      }
      sum.store(sums + c)
      c &+= V.scalarCount
    }
    while c < channels {
      sums[c] += g[c]
      if isFour { sums[c] += g[channels &+ c] + g[2 &* channels &+ c] + g[3 &* channels &+ c] }
      c &+= 1
    }
  }
}
