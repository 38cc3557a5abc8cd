import Activations
import TestSupport
import Testing

/// Softmax over arrays, spans and buffers.
@Suite struct SoftmaxCallTests {
  @Test(
    "every form has the kernels' bits",
    arguments: [Softmax.standard, .logarithmic], [(0, 3), (1, 1), (5, 10), (700, 10), (3, 1_000), (9, 65), (9_000, 33)])
  func forms(softmax: Softmax, shape: (rows: Int, channels: Int)) throws {
    try check(softmax, shape.rows, shape.channels, Float.self)
    try check(softmax, shape.rows, shape.channels, Double.self)
  }

  private func check<T: ActivationScalar>(_ softmax: Softmax, _ rows: Int, _ channels: Int, _ type: T.Type) throws {
    let count = rows * channels
    let x = (0..<count).map { T($0 * 37 % 101) * 0.17 - 9 }
    let g = (0..<count).map { T($0 % 17) * 0.5 - 4 }
    var (y, dx) = (x, x)
    y.withUnsafeMutableBufferPointer { y in
      guard let to = y.baseAddress else { return }
      T.forward(softmax, to, into: to, rows: rows, channels: channels)
      g.withUnsafeBufferPointer { g in
        dx.withUnsafeMutableBufferPointer {
          T.backward(softmax, to, upstream: g.baseAddress!, into: $0.baseAddress!, rows: rows, channels: channels)
        }
      }
    }
    for threads in CallTests.threads {
      #expect(try same(softmax.apply(to: x, channels: channels, threads: threads), y))
      #expect(try same(softmax.backward(y, upstream: g, channels: channels, threads: threads), dx))
      var a = [T](repeating: .nan, count: count)
      try softmax.apply(to: x, into: &a, channels: channels, threads: threads)
      #expect(same(a, y))
      try softmax.backward(y, upstream: g, into: &a, channels: channels, threads: threads)
      #expect(same(a, dx))
      a = x
      try softmax.apply(inPlace: &a, channels: channels, threads: threads)
      #expect(same(a, y))
      a = g
      try softmax.backward(y, inPlace: &a, channels: channels, threads: threads)
      #expect(same(a, dx))
    }
    if rows > 0 { #expect(softmax.apply(to: Array(x[..<channels])) == Array(y[..<channels])) }
  }

  @Test("shapes that do not fit") func shapes() throws {
    let x: [Double] = [1, 2, 3, 4]
    var three: [Double] = [1, 2, 3]
    let softmax = Softmax.standard
    #expect(throws: ShapeError.incompleteRow(elements: 4, channels: 3)) { try softmax.apply(to: x, channels: 3) }
    #expect(throws: ShapeError.channels(0)) { try softmax.apply(to: x, channels: 0) }
    #expect(throws: ShapeError.channels(-2)) { try softmax.apply(inPlace: &three, channels: -2) }
    #expect(throws: ShapeError.length(.result, found: 3, expected: 4)) {
      try softmax.apply(to: x, into: &three, channels: 2)
    }
    #expect(throws: ShapeError.length(.upstream, found: 3, expected: 4)) {
      try softmax.backward(x, upstream: three, channels: 2)
    }
    #expect(throws: ShapeError.length(.upstream, found: 3, expected: 4)) {
      try softmax.backward(x, inPlace: &three, channels: 2)
    }
    #expect(softmax.apply(to: [Float]()).isEmpty)
    #expect(try softmax.apply(to: [Float](), channels: 5).isEmpty)
  }
}
