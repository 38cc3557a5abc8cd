import ActivationCatalogue
import Activations
import Randomness
import Testing
import VectorMath

/// Functions in pieces: the tables, on every processor, and the loops, which put elements beyond the pieces in their
/// place.
@Suite struct PieceTests {
  /// Each polynomial against the function, in `Double`, and each piece where the lanes look for it.
  @Test func tables() {
    var checker = TableChecker()
    Catalogue.visitAll(&checker)
    #expect(checker.checked.contains("gelu") && checker.checked.contains("gelu′") && checker.checked.count == 13)
    #expect(checker.problems == [])
  }

  private struct TableChecker: ActivationVisitor {
    let tables = Catalogue.pieceTables()
    var index = 0
    var checked: [String] = []
    var problems: [String] = []

    mutating func visit<A: ActivationFunction>(_ function: A.Type) {
      let defaults = A.facts.parameters.map(\.defaultValue) + [0, 0]
      let p = Parameters(defaults[0], defaults[1])
      check(A.facts.name, A.pieces(for: .value), tables[index].value) { A.value($0, p) }
      check(A.facts.name + "′", A.pieces(for: .derivative), tables[index].derivative) { A.derivative($0, p) }
      if let value = A.pieces(for: .value), let slope = A.pieces(for: .derivative) {
        // One sweep for both looks once.
        if value.grid.bound != slope.grid.bound || value.beyond != slope.beyond {
          problems.append("\(A.facts.name): other elements are beyond the pieces of f than of f′")
        }
      }
      index += 1
    }

    private mutating func check(
      _ name: String, _ form: PieceForm?, _ table: UnsafePointer<PieceTable>?, _ function: (Double) -> Double
    ) {
      guard let form, let table = table?.pointee else { return }
      checked.append(name)
      let rows = [table.c7, table.c6, table.c5, table.c4, table.c3, table.c2, table.c1, table.c0]
      let largest = (0...600).map { abs(form.h(Double($0) / 100, function)) }.max() ?? 0
      var worst = (error: 0.0, t: 0.0)
      for (place, range) in form.grid.pieces {
        let width = range.upperBound - range.lowerBound
        let isNearZero =
          form.h(range.lowerBound - width / 2, function) * form.h(range.upperBound + width / 2, function) < 0
        for i in 1..<50 {
          let t = range.lowerBound + (range.upperBound - range.lowerBound) * Double(i) / 50
          guard abs(t) < form.grid.bound else { continue }
          if Int(form.grid.place(TableScalar(t)).number.bitPattern & 31) != place {
            problems.append("\(name): \(t) is not at \(place)")
          }
          let exact = form.h(t, function)
          let h = rows.reduce(0) { $0 * (t - Double(table.centres[place])) + Double($1[place]) }
          // Where a derivative passes through zero the error counts beside the largest of all.
          let beside = isNearZero && range.lowerBound != 0 ? largest : abs(exact)
          if abs(h - exact) / beside > worst.error { worst = (abs(h - exact) / beside, t) }
        }
      }
      // Mostly what rounding takes from c₁; plain pieces are long, and where h is nearly 1 nothing is almost a `Float`.
      if worst.error > (form.shape == .plain ? 5 : 2.5) * 0x1p-26 {
        problems.append("\(name): \(worst.error / 0x1p-26) · 2⁻²⁶ at \(worst.t)")
      }
    }
  }

  static let elements: [Float] = {
    var stream = RandomStream(seed: 7, purpose: .test)
    var elements = (0..<20_011).map { i in Float(stream.normal()) * (i < 9_000 ? 1 : i < 15_000 ? 4 : 60) }
    var special: [Float] = [
      .nan, .infinity, -.infinity, -0.0, 0, 0x1p-133, -0x1p-133, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    ]
    for grid in PieceForm.Grid.allCases {
      let bound = Float(grid.bound)
      special += [bound, -bound, bound.nextUp, -bound.nextUp]
    }
    for (i, x) in special.enumerated() { elements[i * 317 + i] = x }
    return elements
  }()

  @Test(
    "what becomes of an element does not depend on those beside it", arguments: Activation.all,
    InstructionSet.available)
  func loops(activation: Activation, set: InstructionSet) {
    let (x, count) = (Self.elements, Self.elements.count)
    let g = x.indices.map { Float($0 % 13) - 6 }
    let kernels = activation.kernels(for: set)
    var (y, d) = (x, x)
    for i in 0..<count {
      kernels.forward([x[i]], into: &y[i], count: 1)
      kernels.derivative([x[i]], into: &d[i], count: 1)
    }
    let dx = zip(g, d).map { $0 * $1 }

    /// The first place at which two arrays differ.
    func difference(_ a: [Float], _ b: [Float]) -> Int? {
      a.indices.first { a[$0].bitPattern != b[$0].bitPattern && !(a[$0].isNaN && b[$0].isNaN) }
    }
    /// With one array overwritten.
    func overwritten(_ a: [Float], _ body: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
      var a = a
      a.withUnsafeMutableBufferPointer { $0.baseAddress.map(body) }
      return a
    }
    let blank = [Float](repeating: -77, count: count)
    #expect(difference(overwritten(blank) { kernels.forward(x, into: $0, count: count) }, y) == nil)
    #expect(difference(overwritten(x) { kernels.forward($0, into: $0, count: count) }, y) == nil)
    #expect(difference(overwritten(blank) { kernels.derivative(x, into: $0, count: count) }, d) == nil)
    #expect(difference(overwritten(x) { kernels.derivative($0, into: $0, count: count) }, d) == nil)
    #expect(difference(overwritten(blank) { kernels.backward(x, upstream: g, into: $0, count: count) }, dx) == nil)
    #expect(difference(overwritten(x) { kernels.backward($0, upstream: g, into: $0, count: count) }, dx) == nil)
    #expect(difference(overwritten(g) { kernels.backward(x, upstream: $0, into: $0, count: count) }, dx) == nil)
    for place in ["apart", "y over x", "d over x"] {
      var slopes = blank
      let first = place == "apart" ? blank : x
      let found = overwritten(first) { a in
        slopes.withUnsafeMutableBufferPointer { b in
          guard let b = b.baseAddress else { return }
          switch place {
          case "apart": kernels.forwardAndDerivative(x, value: a, derivative: b, count: count)
          case "y over x": kernels.forwardAndDerivative(a, value: a, derivative: b, count: count)
          default: kernels.forwardAndDerivative(a, value: b, derivative: a, count: count)
          }
        }
      }
      #expect(difference(found, place == "d over x" ? d : y) == nil, "\(place)")
      #expect(difference(slopes, place == "d over x" ? y : d) == nil, "\(place)")
    }
  }

  @Test(
    "results that pass by the caches are the same", arguments: ["gelu", "softplus", "gelu-sigmoid", "elu"],
    InstructionSet.available)
  func streaming(name: String, set: InstructionSet) throws {
    let kernels = try Activation(name).kernels(for: set)
    let count = (1 << 22) + 100
    let x = (0..<count).map { Self.elements[$0 % Self.elements.count] }
    var (streamed, cached) = ([Float](repeating: -77, count: count), [Float](repeating: -77, count: count))
    func compare(_ sweep: (_ from: Int, UnsafeMutablePointer<Float>, _ count: Int) -> Void) {
      streamed.withUnsafeMutableBufferPointer { to in to.baseAddress.map { sweep(0, $0, count) } }
      cached.withUnsafeMutableBufferPointer { to in
        guard let to = to.baseAddress else { return }
        for start in stride(from: 0, to: count, by: 1 << 18) { sweep(start, to + start, min(1 << 18, count - start)) }
      }
      #expect((0..<count).first { streamed[$0].bitPattern != cached[$0].bitPattern && !streamed[$0].isNaN } == nil)
    }
    x.withUnsafeBufferPointer { x in
      guard let x = x.baseAddress else { return }
      compare { kernels.forward(x + $0, into: $1, count: $2) }
      compare { kernels.backward(x + $0, upstream: x + $0, into: $1, count: $2) }
    }
  }
}
