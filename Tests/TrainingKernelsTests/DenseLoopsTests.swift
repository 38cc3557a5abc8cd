import Randomness
import Testing
import TrainingKernelTables

/// The products of dense layers, in every build, against sums in `Double`.
@Suite struct DenseLoopsTests {
  struct Shape: CustomTestStringConvertible {
    let rows: Int
    let inputs: Int
    let outputs: Int

    var testDescription: String { "\(rows) × \(inputs) × \(outputs)" }
  }

  /// Around every size at which another loop takes over: tiles of one, four, six and eight rows, panels of one and two vectors
  /// and their last columns, blocks of rows, parts of sums.
  static let shapes: [Shape] = {
    var shapes: [Shape] = []
    for rows in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 95, 97, 130] {
      for outputs in [1, 7, 8, 9, 15, 16, 17, 24, 31, 33, 49] {
        shapes.append(Shape(rows: rows, inputs: 11, outputs: outputs))
      }
    }
    for inputs in [1, 2, 7, 8, 9, 16, 17, 97, 511, 513, 1_025] {
      shapes.append(Shape(rows: 7, inputs: inputs, outputs: 19))
      shapes.append(Shape(rows: 12, inputs: inputs, outputs: 5))
    }
    for rows in [128, 129, 512, 513, 1_030] { shapes.append(Shape(rows: rows, inputs: 9, outputs: 18)) }
    return shapes
  }()

  /// Random numbers with as many behind them that nobody may touch.
  final class Array {
    let start: UnsafeMutablePointer<Float>
    let count: Int
    private static let guarding = 64
    private static let mark: Float = 12_345

    init(_ count: Int, _ stream: inout RandomStream) {
      self.count = count
      start = .allocate(capacity: count + Self.guarding)
      for i in 0..<count { start[i] = stream.uniform(in: -1...1) }
      for i in count..<count + Self.guarding { start[i] = Self.mark }
    }

    deinit { start.deallocate() }

    var isWhole: Bool { (count..<count + Self.guarding).allSatisfy { start[$0] == Self.mark } }
    subscript(i: Int) -> Double { Double(start[i]) }
  }

  /// The distance that `terms` rounded additions of numbers up to 1 may cause, with room.
  private func bound(_ terms: Int) -> Double { Double(terms + 4) * 0x1p-23 }

  @Test(arguments: Build.all, shapes)
  func productsAgreeWithSumsInDouble(_ build: Build, _ shape: Shape) {
    let (kernels, rows, inputs, outputs) = (build.table, shape.rows, shape.inputs, shape.outputs)
    let panels = DensePanels(rows: inputs, columns: outputs, lanes: kernels.lanes)
    var stream = RandomStream(seed: 1, purpose: .test, index: UInt32(rows * 1_000_003 + inputs * 1_009 + outputs))
    let x = Array(rows * inputs, &stream)
    let w = Array(panels.count, &stream)
    let b = Array(outputs, &stream)
    let y = Array(rows * outputs, &stream)
    for bias in [b.start, nil] {
      kernels.product(x.start, w.start, bias, y.start, rows, inputs, outputs)
      var worst = 0.0
      for r in 0..<rows {
        for o in 0..<outputs {
          var sum = bias.map { Double($0[o]) } ?? 0
          for i in 0..<inputs { sum += x[r * inputs + i] * w[panels.place(row: i, column: o)] }
          worst = max(worst, abs(sum - y[r * outputs + o]))
        }
      }
      #expect(worst <= bound(inputs))
    }
    #expect(y.isWhole)
  }

  @Test(arguments: Build.all, shapes)
  func gradientsAgreeWithSumsInDouble(_ build: Build, _ shape: Shape) {
    let (kernels, rows, inputs, outputs) = (build.table, shape.rows, shape.inputs, shape.outputs)
    let panels = DensePanels(rows: inputs, columns: outputs, lanes: kernels.lanes)
    var stream = RandomStream(seed: 2, purpose: .test, index: UInt32(rows * 1_000_003 + inputs * 1_009 + outputs))
    let x = Array(rows * inputs, &stream)
    let g = Array(rows * outputs, &stream)
    let dw = Array(panels.count, &stream)
    let db = Array(outputs, &stream)
    let packed = Array(DensePanels(rows: rows, columns: outputs, lanes: kernels.lanes).count, &stream)
    kernels.productGradient(x.start, g.start, dw.start, db.start, rows, inputs, outputs, packed.start)
    var (worst, worstBias) = (0.0, 0.0)
    for o in 0..<outputs {
      var total = 0.0
      for r in 0..<rows { total += g[r * outputs + o] }
      worstBias = max(worstBias, abs(total - db[o]))
      for i in 0..<inputs {
        var sum = 0.0
        for r in 0..<rows { sum += x[r * inputs + i] * g[r * outputs + o] }
        worst = max(worst, abs(sum - dw[panels.place(row: i, column: o)]))
      }
    }
    #expect(worst <= bound(rows))
    #expect(worstBias <= bound(rows))
    // An optimiser goes over the padding too.
    for o in outputs..<panels.width { for i in 0..<inputs { #expect(dw[panels.place(row: i, column: o)] == 0) } }
    #expect(dw.isWhole && db.isWhole && packed.isWhole)
  }

  @Test(arguments: Build.all, shapes)
  func transposesAreExact(_ build: Build, _ shape: Shape) {
    let (kernels, inputs, outputs) = (build.table, shape.rows, shape.outputs)
    let panels = DensePanels(rows: inputs, columns: outputs, lanes: kernels.lanes)
    let others = DensePanels(rows: outputs, columns: inputs, lanes: kernels.lanes)
    var stream = RandomStream(seed: 3, purpose: .test, index: UInt32(inputs * 1_009 + outputs))
    let w = Array(panels.count, &stream)
    let transposed = Array(others.count, &stream)
    kernels.transpose(w.start, transposed.start, inputs, outputs)
    for i in 0..<inputs {
      for o in 0..<outputs {
        #expect(transposed[others.place(row: o, column: i)] == w[panels.place(row: i, column: o)])
      }
    }
    #expect(transposed.isWhole)
  }

  @Test(arguments: Build.all)
  func notANumberReachesItsOwnRowAndColumnOnly(_ build: Build) {
    let (rows, inputs, outputs) = (13, 20, 19)
    let panels = DensePanels(rows: inputs, columns: outputs, lanes: build.table.lanes)
    var stream = RandomStream(seed: 4, purpose: .test)
    let x = Array(rows * inputs, &stream)
    let w = Array(panels.count, &stream)
    let y = Array(rows * outputs, &stream)
    x.start[5 * inputs + 3] = .nan
    w.start[panels.place(row: 2, column: 17)] = .nan
    build.table.product(x.start, w.start, nil, y.start, rows, inputs, outputs)
    for r in 0..<rows { for o in 0..<outputs { #expect(y[r * outputs + o].isNaN == (r == 5 || o == 17)) } }
  }

  @Test(arguments: Build.all, [1, 15, 16, 17, 784])
  func rowsAreCopiedWhole(_ build: Build, _ count: Int) {
    var stream = RandomStream(seed: 5, purpose: .test)
    let x = Array(count, &stream)
    let y = Array(count, &stream)
    build.table.copyRow(x.start, y.start, count, x.start)
    for i in 0..<count { #expect(y[i] == x[i]) }
    #expect(y.isWhole)
  }
}
