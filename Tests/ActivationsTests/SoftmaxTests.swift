import Activations
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct SoftmaxTests {
  static func reference(_ x: [Double], temperature: Double = 1) -> [Double] {
    let top = x.max() ?? 0
    let e = x.map { exp(($0 - top) / temperature) }
    let sum = e.reduce(0, +)
    return e.map { $0 / sum }
  }

  @Test("values", arguments: InstructionSet.available, [1, 2, 3, 7, 8, 10, 17, 40])
  func values(set: InstructionSet, channels: Int) throws {
    let rows = 3
    let x = (0..<rows * channels).map { Float(($0 * 37) % 29) * 0.7 - 9 }
    for temperature in [1.0, 0.3, 5.0] {
      for isLogarithmic in [false, true] {
        let softmax = try Softmax(temperature: temperature, isLogarithmic: isLogarithmic)
        var y = x
        var wide = x.map(Double.init)
        softmax.forward(y, into: &y, rows: rows, channels: channels, on: set)
        softmax.forward(wide, into: &wide, rows: rows, channels: channels, on: set)
        for r in 0..<rows {
          let row = x[r * channels..<(r + 1) * channels].map(Double.init)
          for (c, p) in Self.reference(row, temperature: temperature).enumerated() {
            let expected = isLogarithmic ? log(p) : p
            let size = isLogarithmic ? max(1, abs(expected)) : max(1e-30, expected)
            // The quotient by T is rounded before the exponential: |x/T| ULPs of it.
            #expect(abs(Double(y[r * channels + c]) - expected) <= 2e-5 * size)
            #expect(abs(wide[r * channels + c] - expected) <= 1e-12 * size)
          }
        }
      }
    }
  }

  @Test("any finite input is stable", arguments: InstructionSet.available)
  func extremes(set: InstructionSet) {
    let large = Float.greatestFiniteMagnitude
    for row in [
      [large, -large, 0], [large, large, large], [-large, -large, 0], [1000, 1001, 999], [-1e30, -1e30, -1e30],
    ] as [[Float]] {
      var y = row
      Softmax.standard.forward(row, into: &y, rows: 1, channels: 3, on: set)
      #expect(y.allSatisfy { $0 >= 0 && $0 <= 1 }, "\(row) gave \(y)")
      #expect(abs(y.reduce(0, +) - 1) < 1e-6)
    }
    var y: [Float] = [0, -200, 0]
    Softmax.logarithmic.forward(y, into: &y, rows: 1, channels: 3, on: set)
    #expect(abs(y[1] + 200 + 0.6931472) < 1e-4)
  }

  @Test("backward is the slope of forward", arguments: InstructionSet.available, [false, true])
  func backward(set: InstructionSet, isLogarithmic: Bool) throws {
    let softmax = try Softmax(temperature: 0.7, isLogarithmic: isLogarithmic)
    let x = [0.3, -1.2, 2.0, 0.1, 0.9, -0.4, 1.1, 0.2, -2.0, 0.6]
    let g = [1.0, -2, 0.5, 3, -1, 0.25, 2, -0.75, 1.5, 0.1]
    func loss(_ x: [Double]) -> Double { zip(softmax.apply(to: x), g).reduce(0) { $0 + $1.0 * $1.1 } }
    var dx = g
    softmax.backward(softmax.apply(to: x), upstream: g, into: &dx, rows: 1, channels: x.count, on: set)
    for i in x.indices {
      var (up, down) = (x, x)
      up[i] += 1e-6
      down[i] -= 1e-6
      #expect(abs((loss(up) - loss(down)) / 2e-6 - dx[i]) < 1e-7)
    }
  }

  @Test(
    "cross-entropy", arguments: InstructionSet.available,
    [1, 2, 7, 8, 9, 10, 15, 16, 17, 24, 31, 32, 33, 40, 48, 65, 130])
  func crossEntropy(set: InstructionSet, channels: Int) {
    for rows in [1, 11, 15, 16, 17, 33] {
      let x = (0..<rows * channels).map { Float(($0 * 53) % 31) * 0.4 - 6 }
      let labels = (0..<rows).map { Int32(($0 * 7) % channels) }
      // With a number behind the results, which must stay as it is.
      var dx = [Float](repeating: .nan, count: rows * channels) + [77]
      let loss = Softmax.crossEntropy(
        x, labels: labels, into: &dx, rows: rows, channels: channels, factor: 0.5, on: set)
      var expected = 0.0
      for r in 0..<rows {
        let p = Self.reference(x[r * channels..<(r + 1) * channels].map(Double.init))
        expected -= log(p[Int(labels[r])])
        for c in 0..<channels {
          let slope = 0.5 * (p[c] - (c == Int(labels[r]) ? 1 : 0))
          #expect(abs(Double(dx[r * channels + c]) - slope) < 1e-6, "\(rows) rows, row \(r), channel \(c)")
        }
      }
      #expect(dx[rows * channels] == 77, "written beyond \(rows) rows")
      #expect(abs(loss - expected) < 1e-5 * max(1, expected), "\(rows) rows")
    }
  }

  @Test("NaN in a row makes all of it NaN", arguments: InstructionSet.available, [3, 10, 16, 33, 100])
  func notNumbers(set: InstructionSet, channels: Int) throws {
    for place in [0, channels / 2, channels - 1] {
      var x = (0..<2 * channels).map { Float($0 % 7) }
      x[channels + place] = place == 0 ? -.nan : .nan
      for softmax in [Softmax.standard, .logarithmic, try Softmax(temperature: 3, isLogarithmic: true)] {
        var y = x
        var wide = x.map(Double.init)
        softmax.forward(x, into: &y, rows: 2, channels: channels, on: set)
        softmax.forward(wide, into: &wide, rows: 2, channels: channels, on: set)
        #expect(y.prefix(channels).allSatisfy { $0.isFinite } && wide.prefix(channels).allSatisfy { $0.isFinite })
        #expect(y.dropFirst(channels).allSatisfy { $0.isNaN }, "\(softmax), NaN at \(place)")
        #expect(wide.dropFirst(channels).allSatisfy { $0.isNaN }, "\(softmax), NaN at \(place)")
      }
      var dx = x
      let labels = [Int32](repeating: Int32(channels == place + 1 ? 0 : channels - 1), count: 2)
      let loss = Softmax.crossEntropy(x, labels: labels, into: &dx, rows: 2, channels: channels, factor: 1, on: set)
      #expect(loss.isNaN, "NaN at \(place)")
    }
  }

  @Test("results past the caches have the same bits", arguments: InstructionSet.available)
  func streamed(set: InstructionSet) throws {
    let (rows, channels) = (520, 8_203)
    let x = (0..<rows * channels).map { Float(($0 * 37) % 1_009) * 0.02 }
    for softmax in [Softmax.standard, .logarithmic, try Softmax(temperature: 2, isLogarithmic: true)] {
      // From the second number on, which is no vector's beginning.
      var (whole, single) = ([Float](repeating: 77, count: x.count + 2), [Float](repeating: 77, count: x.count + 2))
      x.withUnsafeBufferPointer { x in
        guard let x = x.baseAddress else { return }
        whole.withUnsafeMutableBufferPointer {
          softmax.forward(x, into: $0.baseAddress! + 1, rows: rows, channels: channels, on: set)
        }
        single.withUnsafeMutableBufferPointer {
          for at in stride(from: 0, to: rows * channels, by: channels) {
            softmax.forward(x + at, into: $0.baseAddress! + (1 + at), rows: 1, channels: channels, on: set)
          }
        }
      }
      #expect(whole == single && whole.first == 77 && whole.last == 77, "\(softmax)")
    }
  }

  @Test("two classes are a sigmoid; a small temperature is argmax")
  func relations() throws {
    let sigmoid = try Activation("sigmoid")
    for x in [-30, -2, 0, 0.5, 12] { #expect(abs(Softmax.standard.apply(to: [0, x])[1] - sigmoid.value(x)) < 1e-14) }
    let sharp = try Softmax(temperature: 1e-3).apply(to: [1.0, 3.0, 2.9])
    #expect(argmax(sharp) == argmax([1.0, 3.0, 2.9]))
    #expect(sharp[1] > 0.999)
    #expect(argmax([Double]()) == nil)
    #expect(argmax([Float.nan, 1, 2, 2]) == 2)
    #expect(throws: ActivationError.self) { try Softmax(temperature: 0) }
    #expect(throws: ActivationError.self) { try Softmax(temperature: .nan) }
  }
}
