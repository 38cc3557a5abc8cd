import Activations
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Every way through the loops: whole and partial vectors, blocks turned about their diagonal and single numbers, apart and in
/// place, against plain formulas in `Double`.
struct SoftmaxLoopsTests {
  static let channels = [1, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 40, 48, 65, 130]
  static let rows = [1, 15, 16, 17, 33]

  @Test(arguments: InstructionSet.available, channels)
  func forwardAndBackward(set: InstructionSet, channels: Int) throws {
    for rows in Self.rows {
      let x = (0..<rows * channels).map { i in Double((i * 37 + i / channels * 11) % 61) / 4 - 7 } as [Double]
      let g = (0..<rows * channels).map { i in Double((i * 29) % 41) / 8 - 2.5 } as [Double]
      for softmax in [Softmax.standard, .logarithmic, try Softmax(temperature: 2, isLogarithmic: false)] {
        var (y, dx) = ([Double](), [Double]())
        for r in 0..<rows {
          let range = r * channels..<(r + 1) * channels
          let (values, slopes) = Self.plain(Array(x[range]), Array(g[range]), softmax)
          y += values
          dx += slopes
        }
        check(x.map(Float.init), g.map(Float.init), y, dx, rows, channels, softmax, within: 4e-6, on: set)
        check(x, g, y, dx, rows, channels, softmax, within: 1e-13, on: set)
      }
    }
  }

  @Test(arguments: InstructionSet.available, channels)
  func crossEntropy(set: InstructionSet, channels: Int) {
    for rows in Self.rows {
      let x = (0..<rows * channels).map { Float(($0 * 53) % 31) * 0.4 - 6 }
      let labels = (0..<rows).map { Int32(($0 * 7) % channels) }
      var dx = [Float](repeating: 77, count: rows * channels + 1)
      let loss = Softmax.crossEntropy(
        x, labels: labels, into: &dx, rows: rows, channels: channels, factor: 0.5, on: set)
      var expected = 0.0
      for r in 0..<rows {
        let row = x[r * channels..<(r + 1) * channels].map(Double.init)
        let shares = Self.plain(row, row, .standard).y
        expected -= log(shares[Int(labels[r])])
        for c in 0..<channels {
          let slope = 0.5 * (shares[c] - (c == Int(labels[r]) ? 1 : 0))
          #expect(abs(Double(dx[r * channels + c]) - slope) < 1e-6, "\(rows) rows, row \(r), channel \(c)")
        }
      }
      #expect(dx[rows * channels] == 77, "written beyond \(rows) rows")
      #expect(abs(loss - expected) < 1e-5 * max(1, expected), "\(rows) rows")
    }
  }

  /// A row's softmax or its logarithm, and dx.
  static func plain(_ x: [Double], _ g: [Double], _ softmax: Softmax) -> (y: [Double], dx: [Double]) {
    let top = x.max() ?? 0
    let scaled = x.map { ($0 - top) / softmax.temperature }
    let sum = scaled.reduce(0) { $0 + exp($1) }
    let shares = scaled.map { exp($0) / sum }
    if softmax.isLogarithmic {
      let total = g.reduce(0, +)
      return (scaled.map { $0 - log(sum) }, zip(shares, g).map { ($1 - $0 * total) / softmax.temperature })
    }
    let total = zip(shares, g).reduce(0) { $0 + $1.0 * $1.1 }
    return (shares, zip(shares, g).map { $0 * ($1 - total) / softmax.temperature })
  }

  private func check<T: ActivationScalar & BinaryFloatingPoint>(
    _ x: [T], _ g: [T], _ y: [Double], _ dx: [Double], _ rows: Int, _ channels: Int, _ softmax: Softmax,
    within bound: Double, on set: InstructionSet
  ) {
    let count = rows * channels
    let comment: Comment = "\(T.self), \(rows) rows, \(softmax)"
    // A number behind the results, which must stay as it is.
    let values = inPlace(x + [77]) { Self.forward(softmax, UnsafePointer($0), $0, rows, channels, set) }
    var apart = [T](repeating: 77, count: count + 1)
    apart.withUnsafeMutableBufferPointer { to in
      x.withUnsafeBufferPointer { Self.forward(softmax, $0.baseAddress!, to.baseAddress!, rows, channels, set) }
    }
    #expect(apart == values && apart[count] == 77, comment)
    #expect(zip(values, y).allSatisfy { abs(Double($0) - $1) <= bound * max(1, abs($1)) }, comment)
    var slopes = [T](repeating: 77, count: count + 1)
    slopes.withUnsafeMutableBufferPointer { to in
      values.withUnsafeBufferPointer { y in
        g.withUnsafeBufferPointer {
          Self.backward(softmax, y.baseAddress!, $0.baseAddress!, to.baseAddress!, rows, channels, set)
        }
      }
    }
    #expect(zip(slopes, dx).allSatisfy { abs(Double($0) - $1) <= bound * 40 * max(1, abs($1)) }, comment)
    let overUpstream = inPlace(g + [77]) { dx in
      values.withUnsafeBufferPointer {
        Self.backward(softmax, $0.baseAddress!, UnsafePointer(dx), dx, rows, channels, set)
      }
    }
    let overValues = inPlace(values) { dx in
      g.withUnsafeBufferPointer { Self.backward(softmax, UnsafePointer(dx), $0.baseAddress!, dx, rows, channels, set) }
    }
    #expect(slopes == overUpstream && slopes == overValues && slopes[count] == 77, comment)
  }

  private func inPlace<T>(_ numbers: [T], _ body: (UnsafeMutablePointer<T>) -> Void) -> [T] {
    var numbers = numbers
    numbers.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
    return numbers
  }

  private static func forward<T>(
    _ softmax: Softmax, _ x: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>, _ rows: Int, _ channels: Int,
    _ set: InstructionSet
  ) {
    if let x = x as? UnsafePointer<Float>, let y = y as? UnsafeMutablePointer<Float> {
      softmax.forward(x, into: y, rows: rows, channels: channels, on: set)
    } else if let x = x as? UnsafePointer<Double>, let y = y as? UnsafeMutablePointer<Double> {
      softmax.forward(x, into: y, rows: rows, channels: channels, on: set)
    }
  }

  private static func backward<T>(
    _ softmax: Softmax, _ y: UnsafePointer<T>, _ g: UnsafePointer<T>, _ dx: UnsafeMutablePointer<T>, _ rows: Int,
    _ channels: Int, _ set: InstructionSet
  ) {
    if let y = y as? UnsafePointer<Float>, let g = g as? UnsafePointer<Float>,
      let dx = dx as? UnsafeMutablePointer<Float>
    {
      softmax.backward(y, upstream: g, into: dx, rows: rows, channels: channels, on: set)
    } else if let y = y as? UnsafePointer<Double>, let g = g as? UnsafePointer<Double>,
      let dx = dx as? UnsafeMutablePointer<Double>
    {
      softmax.backward(y, upstream: g, into: dx, rows: rows, channels: channels, on: set)
    }
  }
}
