internal import TrainingKernelTables
internal import VectorMath

/// Products of small matrices, for which a call into a library costs more than the arithmetic. The second factor's rows
/// are padded to whole vectors.
enum DenseLoops<V: VectorLanes> where V.Scalar == Float {
  typealias Pointer = UnsafeMutablePointer<Float>

  /// y = x w + b with x rows × inputs, w inputs × `width` of which `outputs` columns count, y rows × outputs.
  @inline(never)
  static func product(
    _ x: Pointer, _ w: Pointer, _ b: Pointer?, _ y: Pointer, _ rows: Int, _ inputs: Int, _ outputs: Int, _ width: Int
  ) {
    var c = 0
    while c < outputs {
      let start = b.map { load($0 + c, outputs &- c) } ?? V(0)
      var row = 0
      while row &+ 8 <= rows {
        eightRows(x + row &* inputs, w + c, start, y + row &* outputs + c, inputs, outputs, width, outputs &- c)
        row &+= 8
      }
      while row < rows {
        oneRow(x + row &* inputs, w + c, start, y + row &* outputs + c, inputs, width, outputs &- c)
        row &+= 1
      }
      c &+= V.scalarCount
    }
  }

  // Eight sums at a time, as fewer would wait for their last addition.
  @inline(__always)
  private static func eightRows(
    _ x: Pointer, _ w: Pointer, _ start: V, _ y: Pointer, _ inputs: Int, _ outputs: Int, _ width: Int, _ left: Int
  ) {
    var (s0, s1, s2, s3) = (start, start, start, start)
    var (s4, s5, s6, s7) = (start, start, start, start)
    let half = x + 4 &* inputs
    for i in 0..<inputs {
      let weights = V.load(w + i &* width)
      s0 = V.multiplyAdd(V(broadcasting: x[i]), weights, s0)
      s1 = V.multiplyAdd(V(broadcasting: x[inputs &+ i]), weights, s1)
      s2 = V.multiplyAdd(V(broadcasting: x[2 &* inputs &+ i]), weights, s2)
      s3 = V.multiplyAdd(V(broadcasting: x[3 &* inputs &+ i]), weights, s3)
      s4 = V.multiplyAdd(V(broadcasting: half[i]), weights, s4)
      s5 = V.multiplyAdd(V(broadcasting: half[inputs &+ i]), weights, s5)
      s6 = V.multiplyAdd(V(broadcasting: half[2 &* inputs &+ i]), weights, s6)
      s7 = V.multiplyAdd(V(broadcasting: half[3 &* inputs &+ i]), weights, s7)
    }
    store(s0, y, left)
    store(s1, y + outputs, left)
    store(s2, y + 2 &* outputs, left)
    store(s3, y + 3 &* outputs, left)
    store(s4, y + 4 &* outputs, left)
    store(s5, y + 5 &* outputs, left)
    store(s6, y + 6 &* outputs, left)
    store(s7, y + 7 &* outputs, left)
  }

  @inline(__always)
  private static func oneRow(
    _ x: Pointer, _ w: Pointer, _ start: V, _ y: Pointer, _ inputs: Int, _ width: Int, _ left: Int
  ) {
    var sum = start
    for i in 0..<inputs { sum = V.multiplyAdd(V(broadcasting: x[i]), V.load(w + i &* width), sum) }
    store(sum, y, left)
  }

  /// dw = xᵀ g and db = Σ g over the rows; what lies beyond the outputs in a row of dw becomes 0.
  @inline(never)
  static func gradient(
    _ x: Pointer, _ g: Pointer, _ dw: Pointer, _ db: Pointer, _ rows: Int, _ inputs: Int, _ outputs: Int, _ width: Int
  ) {
    var c = 0
    while c < outputs {
      let left = outputs &- c
      var sum = V(0)
      for row in 0..<rows { sum = sum + load(g + row &* outputs + c, left) }
      store(sum, db + c, left)
      var i = 0
      while i &+ 8 <= inputs {
        eightInputs(x + i, g + c, dw + i &* width + c, rows, inputs, outputs, width, left)
        i &+= 8
      }
      while i < inputs {
        var s = V(0)
        for row in 0..<rows {
          s = V.multiplyAdd(V(broadcasting: x[row &* inputs &+ i]), load(g + row &* outputs + c, left), s)
        }
        s.store(dw + i &* width + c)
        i &+= 1
      }
      c &+= V.scalarCount
    }
  }

  @inline(__always)
  private static func eightInputs(
    _ x: Pointer, _ g: Pointer, _ dw: Pointer, _ rows: Int, _ inputs: Int, _ outputs: Int, _ width: Int, _ left: Int
  ) {
    var (s0, s1, s2, s3) = (V(0), V(0), V(0), V(0))
    var (s4, s5, s6, s7) = (V(0), V(0), V(0), V(0))
    for row in 0..<rows {
      let upstream = load(g + row &* outputs, left)
      let from = x + row &* inputs
      s0 = V.multiplyAdd(V(broadcasting: from[0]), upstream, s0)
      s1 = V.multiplyAdd(V(broadcasting: from[1]), upstream, s1)
      s2 = V.multiplyAdd(V(broadcasting: from[2]), upstream, s2)
      s3 = V.multiplyAdd(V(broadcasting: from[3]), upstream, s3)
      s4 = V.multiplyAdd(V(broadcasting: from[4]), upstream, s4)
      s5 = V.multiplyAdd(V(broadcasting: from[5]), upstream, s5)
      s6 = V.multiplyAdd(V(broadcasting: from[6]), upstream, s6)
      s7 = V.multiplyAdd(V(broadcasting: from[7]), upstream, s7)
    }
    s0.store(dw)
    s1.store(dw + width)
    s2.store(dw + 2 &* width)
    s3.store(dw + 3 &* width)
    s4.store(dw + 4 &* width)
    s5.store(dw + 5 &* width)
    s6.store(dw + 6 &* width)
    s7.store(dw + 7 &* width)
  }

  /// The vector at a place of which `left` numbers are the row's; the others become 0.
  @inline(__always)
  private static func load(_ from: Pointer, _ left: Int) -> V {
    if left >= V.scalarCount { return V.load(from) }
    var memory = V.Memory(repeating: 0)
    for i in 0..<left { memory[i] = from[i] }
    return V(memory)
  }

  @inline(__always)
  private static func store(_ value: V, _ to: Pointer, _ left: Int) {
    if left >= V.scalarCount { return value.store(to) }
    let memory = value.memory
    for i in 0..<left { to[i] = memory[i] }
  }
}
