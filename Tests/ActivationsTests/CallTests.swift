import Activations
import TestSupport
import Testing

/// The calls over arrays, spans and buffers: the kernels' bits in every form, with any number of threads, and lengths that
/// do not fit.
@Suite struct CallTests {
  static let cases = ["relu", "gelu", "mish", "leaky-relu(0.02)", "swish(beta: 1.5)", "binary-step"]
  static let threads: [Threads] = [.one, .count(2), .count(3), .count(1000), .count(0), .count(-7), .automatic]
  /// Empty, shorter than a vector, with a tail, several pieces, and more than two automatic threads take.
  static let counts = [0, 1, 7, 64, 65, 1_000, 300_007]

  @Test("every form has the kernels' bits", arguments: cases, counts)
  func forms(text: String, count: Int) throws {
    try check(try Activation(text), count, Float.self)
    try check(try Activation(text), count, Double.self)
  }

  private func check<T: ActivationScalar>(_ f: Activation, _ count: Int, _ type: T.Type) throws {
    let x = (0..<count).map { T($0 % 1_009 - 500) * 0.017 }
    let g = (0..<count).map { T($0 % 17) * 0.5 - 4 }
    var (y, d, dx) = (x, x, x)
    x.withUnsafeBufferPointer { x in
      guard let from = x.baseAddress else { return }
      y.withUnsafeMutableBufferPointer { T.forward(f.kernels, from, into: $0.baseAddress!, count: count) }
      d.withUnsafeMutableBufferPointer { T.derivative(f.kernels, from, into: $0.baseAddress!, count: count) }
      g.withUnsafeBufferPointer { g in
        dx.withUnsafeMutableBufferPointer {
          T.backward(f.kernels, from, upstream: g.baseAddress!, into: $0.baseAddress!, count: count)
        }
      }
    }
    let blank = [T](repeating: .nan, count: count)
    for threads in Self.threads {
      #expect(same(f.apply(to: x, threads: threads), y))
      #expect(same(f.derivative(of: x, threads: threads), d))
      #expect(try same(f.backward(x, upstream: g, threads: threads), dx))
      let both = f.valueAndDerivative(of: x, threads: threads)
      #expect(same(both.value, y) && same(both.derivative, d))

      var (a, b) = (blank, blank)
      try f.apply(to: x, into: &a, threads: threads)
      #expect(same(a, y))
      try f.derivative(of: x, into: &a, threads: threads)
      #expect(same(a, d))
      try f.backward(x, upstream: g, into: &a, threads: threads)
      #expect(same(a, dx))
      try f.valueAndDerivative(of: x, into: &a, derivative: &b, threads: threads)
      #expect(same(a, y) && same(b, d))

      a = x
      f.apply(inPlace: &a, threads: threads)
      #expect(same(a, y))
      a = x
      f.derivative(inPlace: &a, threads: threads)
      #expect(same(a, d))
      a = g
      try f.backward(x, inPlace: &a, threads: threads)
      #expect(same(a, dx))
      (a, b) = (x, blank)
      try f.valueAndDerivative(inPlace: &a, derivative: &b, threads: threads)
      #expect(same(a, y) && same(b, d))

      // Back from the derivative that was kept.
      let product = zip(g, d).map { $0 * $1 }
      #expect(try same(Activation.backward(derivative: d, upstream: g, threads: threads), product))
      a = g
      try Activation.backward(derivative: d, inPlace: &a, threads: threads)
      #expect(same(a, product))
      a = d
      try g.withUnsafeBufferPointer { g throws(ShapeError) in
        try a.withUnsafeMutableBufferPointer { d throws(ShapeError) in
          try Activation.backward(derivative: UnsafeBufferPointer(d), upstream: g, into: d, threads: threads)
        }
      }
      #expect(same(a, product))

      // Unsafe buffers in place, where either result may be the input's memory.
      (a, b) = (x, blank)
      try a.withUnsafeMutableBufferPointer { x throws(ShapeError) in
        try b.withUnsafeMutableBufferPointer { y throws(ShapeError) in
          try f.valueAndDerivative(of: UnsafeBufferPointer(x), into: y, derivative: x, threads: threads)
        }
      }
      #expect(same(a, d) && same(b, y))
    }
  }

  @Test("spans of a part change that part alone") func parts() throws {
    let f = try Activation("tanh")
    let x = (0..<40).map { Float($0) - 20 }
    var y = x
    y.withUnsafeMutableBufferPointer {
      var part = UnsafeMutableBufferPointer(rebasing: $0[5..<30]).mutableSpan
      f.apply(inPlace: &part)
    }
    #expect(Array(y[5..<30]) == f.apply(to: Array(x[5..<30])))
    #expect(y[..<5] == x[..<5] && y[30...] == x[30...])
  }

  @Test("a copy of an array is not changed in place") func copies() throws {
    let x: [Float] = [-1, 0, 2]
    var y = x
    try Activation("relu").apply(inPlace: &y)
    #expect(x == [-1, 0, 2] && y == [0, 0, 2])
  }

  @Test("lengths that do not fit") func lengths() throws {
    let f = try Activation("gelu")
    let x: [Float] = [1, 2, 3, 4]
    var (three, four) = ([Float](repeating: 7, count: 3), x)
    func refused(_ operand: ShapeError.Operand, _ work: () throws(ShapeError) -> Void) {
      #expect(throws: ShapeError.length(operand, found: 3, expected: 4)) { try work() }
    }
    refused(.result) { () throws(ShapeError) in try f.apply(to: x, into: &three) }
    refused(.result) { () throws(ShapeError) in try f.derivative(of: x, into: &three) }
    refused(.upstream) { () throws(ShapeError) in _ = try f.backward(x, upstream: three) }
    refused(.upstream) { () throws(ShapeError) in try f.backward(x, upstream: three, into: &four) }
    refused(.result) { () throws(ShapeError) in try f.backward(x, upstream: x, into: &three) }
    refused(.upstream) { () throws(ShapeError) in try f.backward(x, inPlace: &three) }
    refused(.result) { () throws(ShapeError) in try f.valueAndDerivative(of: x, into: &three, derivative: &four) }
    refused(.derivative) { () throws(ShapeError) in try f.valueAndDerivative(of: x, into: &four, derivative: &three) }
    refused(.derivative) { () throws(ShapeError) in try f.valueAndDerivative(inPlace: &four, derivative: &three) }
    refused(.upstream) { () throws(ShapeError) in _ = try Activation.backward(derivative: x, upstream: three) }
    refused(.upstream) { () throws(ShapeError) in try Activation.backward(derivative: x, inPlace: &three) }
    refused(.result) { () throws(ShapeError) in
      var span = three.mutableSpan
      try f.apply(to: x.span, into: &span)
    }
    // Nothing has been written.
    #expect(three == [7, 7, 7] && four == x)
    #expect(
      "\(ShapeError.length(.upstream, found: 3, expected: 4))"
        == "the upstream gradient has 3 elements; expected 4, as many as the input")
  }

  @Test("what is read again is the same activation", arguments: Activation.all)
  func values(activation: Activation) throws {
    #expect(try Activation(activation.description) == activation)
    #expect(Set([activation, try Activation(activation.name)]).count == 1)
    #expect(activation.parameters == activation.facts.parameters.map(\.defaultValue))
    for parameter in activation.facts.parameters {
      let changed = try Activation("\(activation.name)(\(parameter.name): \(parameter.allowed.upperBound))")
      #expect(changed != activation && changed.parameters.contains(parameter.allowed.upperBound))
      #expect(try Activation(changed.description) == changed)
    }
  }
}

/// Whether two arrays have the same bits: unlike ==, −0 is not 0 here, and NaN is itself.
func same<T: BitwiseCopyable>(_ a: [T], _ b: [T]) -> Bool {
  a.count == b.count && a.withUnsafeBytes { a in b.withUnsafeBytes { a.elementsEqual($0) } }
}
