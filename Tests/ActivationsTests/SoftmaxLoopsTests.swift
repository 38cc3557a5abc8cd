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
        let float = Calls<Float>(
          forward: { softmax.forward($0, into: $1, rows: rows, channels: channels, on: set) },
          backward: { softmax.backward($0, upstream: $1, into: $2, rows: rows, channels: channels, on: set) })
        let double = Calls<Double>(
          forward: { softmax.forward($0, into: $1, rows: rows, channels: channels, on: set) },
          backward: { softmax.backward($0, upstream: $1, into: $2, rows: rows, channels: channels, on: set) })
        let comment: Comment = "\(rows) rows, \(softmax)"
        check(x.map(Float.init), g.map(Float.init), y, dx, by: float, within: 4e-6, comment)
        check(x, g, y, dx, by: double, within: 1e-13, comment)
      }
    }
  }

  /// A row's softmax or its logarithm, and dx.
  static func plain(_ x: [Double], _ g: [Double], _ softmax: Softmax) -> (y: [Double], dx: [Double]) {
    let shares = SoftmaxTests.reference(x, temperature: softmax.temperature)
    if softmax.isLogarithmic {
      let total = g.reduce(0, +)
      return (shares.map { log($0) }, zip(shares, g).map { ($1 - $0 * total) / softmax.temperature })
    }
    let total = zip(shares, g).reduce(0) { $0 + $1.0 * $1.1 }
    return (shares, zip(shares, g).map { $0 * ($1 - total) / softmax.temperature })
  }

  private func check<T: BinaryFloatingPoint>(
    _ x: [T], _ g: [T], _ y: [Double], _ dx: [Double], by calls: Calls<T>, within bound: Double, _ comment: Comment
  ) {
    let count = x.count
    // A number behind the results, which must stay as it is.
    let values = inPlace(x + [77]) { calls.forward(UnsafePointer($0), $0) }
    var apart = [T](repeating: 77, count: count + 1)
    apart.withUnsafeMutableBufferPointer { to in
      x.withUnsafeBufferPointer { calls.forward($0.baseAddress!, to.baseAddress!) }
    }
    #expect(apart == values && apart[count] == 77, comment)
    #expect(zip(values, y).allSatisfy { abs(Double($0) - $1) <= bound * max(1, abs($1)) }, comment)
    var slopes = [T](repeating: 77, count: count + 1)
    slopes.withUnsafeMutableBufferPointer { to in
      values.withUnsafeBufferPointer { y in
        g.withUnsafeBufferPointer {
          calls.backward(y.baseAddress!, $0.baseAddress!, to.baseAddress!)
        }
      }
    }
    #expect(zip(slopes, dx).allSatisfy { abs(Double($0) - $1) <= bound * 40 * max(1, abs($1)) }, comment)
    let overUpstream = inPlace(g + [77]) { dx in
      values.withUnsafeBufferPointer {
        calls.backward($0.baseAddress!, UnsafePointer(dx), dx)
      }
    }
    let overValues = inPlace(values) { dx in
      g.withUnsafeBufferPointer { calls.backward(UnsafePointer(dx), $0.baseAddress!, dx) }
    }
    #expect(slopes == overUpstream && slopes == overValues && slopes[count] == 77, comment)
  }

  private func inPlace<T>(_ numbers: [T], _ body: (UnsafeMutablePointer<T>) -> Void) -> [T] {
    var numbers = numbers
    numbers.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
    return numbers
  }
}

/// The calls for one type of number.
private struct Calls<T> {
  typealias Forward = (_ x: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>) -> Void
  typealias Backward = (_ y: UnsafePointer<T>, _ g: UnsafePointer<T>, _ dx: UnsafeMutablePointer<T>) -> Void

  let forward: Forward
  let backward: Backward
}
