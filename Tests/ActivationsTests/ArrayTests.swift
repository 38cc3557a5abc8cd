import Accuracy
import Activations
import TestSupport
import Testing

/// Loops over arrays: every length, any alignment, in place, and nothing outside.
@Suite struct ArrayTests {
  static let cases = Activation.all.map(\.description)

  @Test("tails, unaligned arrays and in-place use give the same bits", arguments: cases, InstructionSet.available)
  func lengths(text: String, set: InstructionSet) throws {
    let kernels = try Activation(text).kernels(for: set)
    let source = (0..<64).map { Float($0 - 30) * 0.37 }
    let upstream = (0..<64).map { Float($0) * 0.5 - 7 }
    var whole = source
    var slopes = source
    var back = source
    kernels.forward(source, into: &whole, count: 64)
    kernels.derivative(source, into: &slopes, count: 64)
    kernels.backward(source, upstream: upstream, into: &back, count: 64)
    for count in 0...41 {
      for offset in [0, 1, 3] {
        var a = [Float](repeating: -77, count: 64)
        var b = a
        var c = a
        var inPlace = source
        var gradientInPlace = upstream
        source.withUnsafeBufferPointer { x in
          a.withUnsafeMutableBufferPointer { a in
            b.withUnsafeMutableBufferPointer { b in
              kernels.forwardAndDerivative(
                x.baseAddress! + offset, value: a.baseAddress! + offset, derivative: b.baseAddress! + offset,
                count: count)
            }
          }
          upstream.withUnsafeBufferPointer { g in
            c.withUnsafeMutableBufferPointer { c in
              kernels.backward(
                x.baseAddress! + offset, upstream: g.baseAddress! + offset, into: c.baseAddress! + offset, count: count)
            }
          }
          gradientInPlace.withUnsafeMutableBufferPointer { g in
            kernels.backward(
              x.baseAddress! + offset, upstream: g.baseAddress! + offset, into: g.baseAddress! + offset, count: count)
          }
        }
        inPlace.withUnsafeMutableBufferPointer {
          kernels.forward($0.baseAddress! + offset, into: $0.baseAddress! + offset, count: count)
        }
        // An expectation for each number would take longer than the kernels a thousand times.
        let inside = offset..<offset + count
        func differing(_ found: [Float], _ expected: [Float], elsewhere: (Int) -> Float) -> Int? {
          found.indices.first {
            found[$0].bitPattern != (inside.contains($0) ? expected[$0] : elsewhere($0)).bitPattern
          }
        }
        let place: Comment = "\(text) \(set) n=\(count) from \(offset)"
        #expect(differing(a, whole) { _ in -77 } == nil, place)
        #expect(differing(b, slopes) { _ in -77 } == nil, place)
        #expect(differing(c, back) { _ in -77 } == nil, place)
        #expect(differing(inPlace, whole) { source[$0] } == nil, place)
        #expect(differing(gradientInPlace, back) { upstream[$0] } == nil, place)
      }
    }
  }

  @Test("per-channel parameters", arguments: Activation.all.filter(\.isLearnable).map(\.name), InstructionSet.available)
  func channels(name: String, set: InstructionSet) throws {
    let (rows, channels) = (5, 19)
    let kernels = try Activation(name).kernels(for: set)
    let x = (0..<rows * channels).map { Float($0 % 23) * 0.3 - 3.1 }
    let g = (0..<rows * channels).map { Float($0 % 7) - 3 }
    let values = (0..<channels).map { 0.1 + Float($0) * 0.05 }
    var y = x
    var dx = x
    var gradient = [Float](repeating: 1, count: channels)
    kernels.forward(x, perChannel: values, into: &y, rows: rows, channels: channels)
    kernels.backward(
      x, upstream: g, perChannel: values, into: &dx, parameterGradient: &gradient, rows: rows, channels: channels)
    for c in 0..<channels {
      let p = [Wide(values[c])]
      var expected: Wide = 1
      for r in 0..<rows {
        let i = r * channels + c
        let value = try #require(Reference.value(name, Wide(x[i]), p))
        let slope = try #require(Reference.derivative(name, Wide(x[i]), p))
        #expect(ulps(y[i], value) <= 4)
        #expect(abs(Wide(dx[i]) - slope * Wide(g[i])) <= 1e-6)
        let h: Wide = 1e-6
        let up = try #require(Reference.value(name, Wide(x[i]), [p[0] + h]))
        let down = try #require(Reference.value(name, Wide(x[i]), [p[0] - h]))
        expected += Wide(g[i]) * (up - down) / (2 * h)
      }
      #expect(abs(Wide(gradient[c]) - expected) <= 1e-5 * max(1, abs(expected)))
    }
  }
}
