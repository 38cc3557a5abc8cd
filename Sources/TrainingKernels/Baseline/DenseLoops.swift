internal import CVectorMath
internal import TrainingKernelTables
internal import VectorMath

/// Products of the matrices of a dense layer.
///
/// The second factor lies in panels (`DensePanels`), and is thus read in the order in which it lies. A block of the first
/// factor stays in the second cache while all panels go by, and a part of a panel in the nearest one while the block does
/// (Goto & van de Geijn 2008, doi:10.1145/1356052.1356053). The first factor is read where it is: copies of it, as libraries
/// make them, cost more than they gain at the sizes of a layer.
enum DenseLoops<V: VectorLanes> where V.Scalar == Float {
  typealias Pointer = UnsafeMutablePointer<Float>

  /// Terms summed up before a tile of the result goes back to memory, at most.
  @inline(__always)
  private static var depth: Int { 512 }

  /// Rows of the first factor in a block.
  @inline(__always)
  private static var height: Int { 96 }

  /// A block of the first factor, and a panel of the second that is multiplied with it.
  private struct Block {
    /// Rows of the first factor.
    let rows: Range<Int>
    /// Its columns, and rows of the panel.
    let terms: Range<Int>
    /// The panel's first column, and its width.
    let column: Int
    let width: Int
  }

  /// Calls `body` with every block of a product of `rows` rows by all panels.
  @inline(__always)
  private static func eachBlock(_ rows: Int, _ panels: DensePanels, _ body: (Block) -> Void) {
    let parts = max(1, (panels.rows &+ depth &- 1) / depth)
    for part in 0..<parts {
      // Parts of about the same size.
      let terms = panels.rows &* part / parts..<panels.rows &* (part &+ 1) / parts
      var top = 0
      while top < rows {
        let end = min(top &+ height, rows)
        var c = 0
        while c < panels.columns {
          let width = panels.panelWidth(c)
          body(Block(rows: top..<end, terms: terms, column: c, width: width))
          c &+= width
        }
        top = end
      }
    }
  }

  /// y = x w + b with x rows × inputs, w in panels, inputs × outputs, y rows × outputs.
  @inline(never)
  static func product(
    _ x: Pointer, _ w: Pointer, _ b: Pointer?, _ y: Pointer, _ rows: Int, _ inputs: Int, _ outputs: Int
  ) {
    let panels = DensePanels(rows: inputs, columns: outputs, lanes: V.scalarCount)
    eachBlock(rows, panels) { block in
      let (top, from, c) = (block.rows.lowerBound, block.terms.lowerBound, block.column)
      DenseTiles<V>.panel(
        .init(
          start: x + top &* inputs + from, row: inputs, column: 1, rows: block.rows.count, terms: block.terms.count),
        w + panels.offset(c) + from &* block.width, block.width, from == 0 ? b.map { $0 + c } : nil,
        .init(start: y + top &* outputs + c, row: outputs, columns: outputs &- c, isSum: from > 0))
    }
  }

  /// dw = xᵀ g in panels, and db = Σ g over the rows; what lies beyond the outputs in a panel becomes 0.
  ///
  /// - Parameter packed: working memory for rows × outputs in panels.
  @inline(never)
  static func gradient(
    _ x: Pointer, _ g: Pointer, _ dw: Pointer, _ db: Pointer, _ rows: Int, _ inputs: Int, _ outputs: Int,
    _ packed: Pointer
  ) {
    pack(g, packed, db, rows, outputs)
    let panels = DensePanels(rows: inputs, columns: outputs, lanes: V.scalarCount)
    let factors = DensePanels(rows: rows, columns: outputs, lanes: V.scalarCount)
    eachBlock(inputs, factors) { block in
      let (first, from, c) = (block.rows.lowerBound, block.terms.lowerBound, block.column)
      DenseTiles<V>.panel(
        .init(
          start: x + from &* inputs + first, row: 1, column: inputs, rows: block.rows.count, terms: block.terms.count),
        packed + factors.offset(c) + from &* block.width, block.width, nil,
        .init(
          start: dw + panels.offset(c) + first &* block.width, row: block.width, columns: block.width,
          isSum: from > 0))
    }
  }

  /// g in panels, and the sums of its columns: of blocks of rows first, for a rounding error that grows with the square root
  /// of the rows' number at most.
  @inline(__always)
  private static func pack(_ g: Pointer, _ packed: Pointer, _ sums: Pointer, _ rows: Int, _ outputs: Int) {
    let panels = DensePanels(rows: rows, columns: outputs, lanes: V.scalarCount)
    var c = 0
    while c < outputs {
      let (from, to, width) = (g + c, packed + panels.offset(c), panels.panelWidth(c))
      let left = outputs &- c
      if width == V.scalarCount {
        packNarrow(from, to, rows, outputs, left).store(sums + c, upTo: left)
      } else {
        let (first, second) = packWide(from, to, rows, outputs, left)
        first.store(sums + c, upTo: left)
        second.store(sums + c + V.scalarCount, upTo: left &- V.scalarCount)
      }
      c &+= width
    }
  }

  @inline(__always)
  private static func packWide(
    _ g: Pointer, _ packed: Pointer, _ rows: Int, _ stride: Int, _ left: Int
  ) -> (V, V) {
    let n = V.scalarCount
    var (first, second) = (V(0), V(0))
    var (from, to) = (g, packed)
    var row = 0
    while row < rows {
      var (a, b) = (V(0), V(0))
      for _ in row..<min(row &+ 128, rows) {
        let (p, q) = (V.load(from, upTo: left), V.load(from + n, upTo: left &- n))
        p.store(to)
        q.store(to + n)
        a = a + p
        b = b + q
        from += stride
        to += 2 &* n
      }
      first = first + a
      second = second + b
      row &+= 128
    }
    return (first, second)
  }

  @inline(__always)
  private static func packNarrow(_ g: Pointer, _ packed: Pointer, _ rows: Int, _ stride: Int, _ left: Int) -> V {
    var sum = V(0)
    var row = 0
    while row < rows {
      var block = V(0)
      for r in row..<min(row &+ 128, rows) {
        let p = V.load(g + r &* stride, upTo: left)
        p.store(packed + r &* V.scalarCount)
        block = block + p
      }
      sum = sum + block
      row &+= 128
    }
    return sum
  }

  /// wᵀ from w, inputs × outputs, both in panels; what lies beyond the inputs in a panel of wᵀ stays as it is.
  @inline(never)
  static func transpose(_ w: Pointer, _ transposed: Pointer, _ inputs: Int, _ outputs: Int) {
    let panels = DensePanels(rows: inputs, columns: outputs, lanes: V.scalarCount)
    let others = DensePanels(rows: outputs, columns: inputs, lanes: V.scalarCount)
    var c = 0
    while c < outputs {
      let width = panels.panelWidth(c)
      var i = 0
      while i < inputs {
        let otherWidth = others.panelWidth(i)
        let (from, to) = (w + panels.offset(c) + i &* width, transposed + others.offset(i) + c &* otherWidth)
        let (rows, columns) = (min(otherWidth, inputs &- i), min(width, outputs &- c))
        let (wholeRows, wholeColumns) = (rows & ~7, columns & ~7)
        transposeEights(from, width, to, otherWidth, wholeRows, wholeColumns)
        transposeRest(from, width, to, otherWidth, wholeRows..<rows, 0..<columns)
        transposeRest(from, width, to, otherWidth, 0..<wholeRows, wholeColumns..<columns)
        i &+= otherWidth
      }
      c &+= width
    }
  }

  @inline(never)
  private static func transposeEights(
    _ from: Pointer, _ fromRow: Int, _ to: Pointer, _ toRow: Int, _ rows: Int, _ columns: Int
  ) {
    var r = 0
    while r < rows {
      var c = 0
      while c < columns {
        hk_transpose_float8(from + r &* fromRow + c, fromRow, to + c &* toRow + r, toRow)
        c &+= 8
      }
      r &+= 8
    }
  }

  @inline(__always)
  private static func transposeRest(
    _ from: Pointer, _ fromRow: Int, _ to: Pointer, _ toRow: Int, _ rows: Range<Int>, _ columns: Range<Int>
  ) {
    for r in rows { for c in columns { to[c &* toRow &+ r] = from[r &* fromRow &+ c] } }
  }
}
