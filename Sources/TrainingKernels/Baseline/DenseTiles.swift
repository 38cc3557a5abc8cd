internal import VectorMath

/// The innermost loops of `DenseLoops`.
///
/// Registers hold a tile of the result while one column of the first factor and one row of a panel go by: six rows of two
/// vectors, twelve sums, is what sixteen registers leave room for, and more than the eight that keep two units busy whose
/// fused additions take four cycles.
enum DenseTiles<V: VectorLanes> where V.Scalar == Float {
  typealias Pointer = UnsafeMutablePointer<Float>

  /// A block of the first factor, with its distances from row to row and from column to column.
  struct Factor {
    let start: Pointer
    let row: Int
    let column: Int
    let rows: Int
    let terms: Int
  }

  /// A block of the result: as many rows, and columns as far as they go.
  struct Result {
    let start: Pointer
    let row: Int
    let columns: Int
    /// Whether it holds a part of its sums already.
    let isSum: Bool
  }

  /// y = x · panel + b, or y + x · panel.
  @inline(never)
  static func panel(_ x: Factor, _ panel: Pointer, _ width: Int, _ b: Pointer?, _ y: Result) {
    let n = V.scalarCount
    let first = b.map { V.load($0, upTo: y.columns) } ?? V(0)
    var row = 0
    if width == n {
      while row &+ 8 <= x.rows {
        eightRows(x, row, panel, first, y)
        row &+= 8
      }
      while row < x.rows {
        oneNarrowRow(x, row, panel, first, y)
        row &+= 1
      }
      return
    }
    let start = (first, b.map { V.load($0 + n, upTo: y.columns &- n) } ?? V(0))
    while row < x.rows {
      let left = x.rows &- row
      // Rows by sixes, but the last eight or nine by fours: single rows wait for their last addition.
      if left >= 6, left != 8, left != 9 {
        sixRows(x, row, panel, start, y)
        row &+= 6
      } else if left >= 4 {
        fourRows(x, row, panel, start, y)
        row &+= 4
      } else {
        oneRow(x, row, panel, start, y)
        row &+= 1
      }
    }
  }

  @inline(__always)
  private static func sixRows(_ x: Factor, _ row: Int, _ panel: Pointer, _ start: (V, V), _ y: Result) {
    let to = y.start + row &* y.row
    var (a0, b0) = begin(start, to, y)
    var (a1, b1) = begin(start, to + y.row, y)
    var (a2, b2) = begin(start, to + 2 &* y.row, y)
    var (a3, b3) = begin(start, to + 3 &* y.row, y)
    var (a4, b4) = begin(start, to + 4 &* y.row, y)
    var (a5, b5) = begin(start, to + 5 &* y.row, y)
    var from = x.start + row &* x.row
    var factors = panel
    repeated(x.terms) {
      let (p, q) = (V.load(factors), V.load(factors + V.scalarCount))
      let half = from + 3 &* x.row
      add(from[0], p, q, &a0, &b0)
      add(from[x.row], p, q, &a1, &b1)
      add(from[2 &* x.row], p, q, &a2, &b2)
      add(half[0], p, q, &a3, &b3)
      add(half[x.row], p, q, &a4, &b4)
      add(half[2 &* x.row], p, q, &a5, &b5)
      from += x.column
      factors += 2 &* V.scalarCount
    }
    end(a0, b0, to, y)
    end(a1, b1, to + y.row, y)
    end(a2, b2, to + 2 &* y.row, y)
    end(a3, b3, to + 3 &* y.row, y)
    end(a4, b4, to + 4 &* y.row, y)
    end(a5, b5, to + 5 &* y.row, y)
  }

  /// Four at a time: the processor foresees the end of a short loop only.
  @inline(__always)
  private static func repeated(_ count: Int, _ body: () -> Void) {
    for _ in 0..<count / 4 {
      body()
      body()
      body()
      body()
    }
    for _ in 0..<count % 4 { body() }
  }

  @inline(__always)
  private static func fourRows(_ x: Factor, _ row: Int, _ panel: Pointer, _ start: (V, V), _ y: Result) {
    let to = y.start + row &* y.row
    var (a0, b0) = begin(start, to, y)
    var (a1, b1) = begin(start, to + y.row, y)
    var (a2, b2) = begin(start, to + 2 &* y.row, y)
    var (a3, b3) = begin(start, to + 3 &* y.row, y)
    var from = x.start + row &* x.row
    var factors = panel
    for _ in 0..<x.terms {
      let (p, q) = (V.load(factors), V.load(factors + V.scalarCount))
      add(from[0], p, q, &a0, &b0)
      add(from[x.row], p, q, &a1, &b1)
      add(from[2 &* x.row], p, q, &a2, &b2)
      add(from[3 &* x.row], p, q, &a3, &b3)
      from += x.column
      factors += 2 &* V.scalarCount
    }
    end(a0, b0, to, y)
    end(a1, b1, to + y.row, y)
    end(a2, b2, to + 2 &* y.row, y)
    end(a3, b3, to + 3 &* y.row, y)
  }

  @inline(__always)
  private static func oneRow(_ x: Factor, _ row: Int, _ panel: Pointer, _ start: (V, V), _ y: Result) {
    let to = y.start + row &* y.row
    var (a, b) = begin(start, to, y)
    var from = x.start + row &* x.row
    var factors = panel
    for _ in 0..<x.terms {
      add(from[0], V.load(factors), V.load(factors + V.scalarCount), &a, &b)
      from += x.column
      factors += 2 &* V.scalarCount
    }
    end(a, b, to, y)
  }

  // Panels of one vector: eight sums at a time, as fewer would wait for their last addition.
  @inline(__always)
  private static func eightRows(_ x: Factor, _ row: Int, _ panel: Pointer, _ start: V, _ y: Result) {
    let to = y.start + row &* y.row
    let toHalf = to + 4 &* y.row
    var s0 = beginNarrow(start, to, y)
    var s1 = beginNarrow(start, to + y.row, y)
    var s2 = beginNarrow(start, to + 2 &* y.row, y)
    var s3 = beginNarrow(start, to + 3 &* y.row, y)
    var s4 = beginNarrow(start, toHalf, y)
    var s5 = beginNarrow(start, toHalf + y.row, y)
    var s6 = beginNarrow(start, toHalf + 2 &* y.row, y)
    var s7 = beginNarrow(start, toHalf + 3 &* y.row, y)
    var from = x.start + row &* x.row
    var factors = panel
    for _ in 0..<x.terms {
      let p = V.load(factors)
      let half = from + 4 &* x.row
      s0 = V.multiplyAdd(V(broadcasting: from[0]), p, s0)
      s1 = V.multiplyAdd(V(broadcasting: from[x.row]), p, s1)
      s2 = V.multiplyAdd(V(broadcasting: from[2 &* x.row]), p, s2)
      s3 = V.multiplyAdd(V(broadcasting: from[3 &* x.row]), p, s3)
      s4 = V.multiplyAdd(V(broadcasting: half[0]), p, s4)
      s5 = V.multiplyAdd(V(broadcasting: half[x.row]), p, s5)
      s6 = V.multiplyAdd(V(broadcasting: half[2 &* x.row]), p, s6)
      s7 = V.multiplyAdd(V(broadcasting: half[3 &* x.row]), p, s7)
      from += x.column
      factors += V.scalarCount
    }
    s0.store(to, upTo: y.columns)
    s1.store(to + y.row, upTo: y.columns)
    s2.store(to + 2 &* y.row, upTo: y.columns)
    s3.store(to + 3 &* y.row, upTo: y.columns)
    s4.store(toHalf, upTo: y.columns)
    s5.store(toHalf + y.row, upTo: y.columns)
    s6.store(toHalf + 2 &* y.row, upTo: y.columns)
    s7.store(toHalf + 3 &* y.row, upTo: y.columns)
  }

  @inline(__always)
  private static func oneNarrowRow(_ x: Factor, _ row: Int, _ panel: Pointer, _ start: V, _ y: Result) {
    let to = y.start + row &* y.row
    var sum = beginNarrow(start, to, y)
    var from = x.start + row &* x.row
    for term in 0..<x.terms {
      sum = V.multiplyAdd(V(broadcasting: from[0]), V.load(panel + term &* V.scalarCount), sum)
      from += x.column
    }
    sum.store(to, upTo: y.columns)
  }

  /// a ← a + x p and b ← b + x q
  @inline(__always)
  private static func add(_ x: Float, _ p: V, _ q: V, _ a: inout V, _ b: inout V) {
    let factor = V(broadcasting: x)
    a = V.multiplyAdd(factor, p, a)
    b = V.multiplyAdd(factor, q, b)
  }

  @inline(__always)
  private static func begin(_ start: (V, V), _ to: Pointer, _ y: Result) -> (V, V) {
    y.isSum ? (V.load(to, upTo: y.columns), V.load(to + V.scalarCount, upTo: y.columns &- V.scalarCount)) : start
  }

  @inline(__always)
  private static func beginNarrow(_ start: V, _ to: Pointer, _ y: Result) -> V {
    y.isSum ? V.load(to, upTo: y.columns) : start
  }

  @inline(__always)
  private static func end(_ a: V, _ b: V, _ to: Pointer, _ y: Result) {
    a.store(to, upTo: y.columns)
    b.store(to + V.scalarCount, upTo: y.columns &- V.scalarCount)
  }
}
