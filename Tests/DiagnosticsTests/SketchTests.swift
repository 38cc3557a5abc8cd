import Diagnostics
import Foundation
import NeuralNetworks
import Randomness
import Testing

/// Distributions in buckets, against the sorted numbers themselves.
@Suite struct SketchTests {
  /// Numbers of all kinds: wide and narrow, of one sign and of both, with repetitions, zeros, subnormal ones.
  private static func numbers(_ stream: inout RandomStream) -> [Float] {
    let count = 1 + stream.integer(below: 3_000)
    let scale = Float(sign: .plus, exponent: stream.integer(below: 240) - 120, significand: 1)
    switch stream.integer(below: 6) {
    case 0: return stream.normals(count).map { $0 * scale }
    case 1: return stream.normals(count).map { ($0 + 5) * scale }
    case 2: return stream.normals(count).map { max(0, $0) * scale }
    // Any bits but those of infinities and NaN.
    case 3: return (0..<count).map { _ in Float(bitPattern: stream.nextUInt32()) }.map { $0.isFinite ? $0 : 1 }
    case 4: return (0..<count).map { _ in Float(stream.integer(below: 7) - 3) }
    default: return stream.normals(count).map { $0 * Float(bitPattern: 0x000A_E398) }
    }
  }

  private static func isNear(_ found: Double, _ exact: Float) -> Bool {
    if exact == 0 || exact.isSubnormal { return found == 0 }
    return abs(found - Double(exact)) <= Sketch.relativeError * Double(exact.magnitude)
  }

  @Test func quantilesAreWithinTheStatedError() throws {
    let seed = UInt64.random(in: 0..<1_000_000)
    var stream = RandomStream(seed: seed, purpose: .test)
    for round in 0..<200 {
      let values = Self.numbers(&stream)
      let sketch = Sketch(values)
      let sorted = values.sorted()
      #expect(sketch.count == values.count && sketch.finiteCount == values.count)
      #expect(sketch.bucketCount <= 4_064)
      for q in [0, 0.001, 0.05, 0.25, 0.5, 0.9, 0.999, 1] + (0..<5).map({ _ in stream.uniformDouble() }) {
        let place = max(1, Int((q * Double(sorted.count)).rounded(.up)))
        let found = try #require(sketch.quantile(q))
        #expect(Self.isNear(found, sorted[place - 1]), "seed \(seed), round \(round), q \(q): \(found)")
      }
    }
  }

  @Test func aMergedSketchIsThatOfAllNumbers() {
    let seed = UInt64.random(in: 0..<1_000_000)
    var stream = RandomStream(seed: seed, purpose: .test)
    for round in 0..<100 {
      let rest: [Float] = [.nan, .infinity, -.infinity, 0, -0.0]
      let parts = (0..<3).map { _ in Self.numbers(&stream) + rest.prefix(stream.integer(below: 6)) }
      let whole = Sketch(parts.flatMap { $0 })
      var merged = Sketch()
      for part in parts { merged.merge(Sketch(part)) }
      #expect(merged == whole, "seed \(seed), round \(round)")
      var backwards = Sketch(parts[2])
      var two = Sketch(parts[1])
      two.merge(Sketch(parts[0]))
      backwards.merge(two)
      #expect(backwards == whole, "seed \(seed), round \(round)")
      var added = Sketch()
      for part in parts { part.withUnsafeBufferPointer { added.add($0) } }
      #expect(added == whole, "seed \(seed), round \(round)")
    }
  }

  @Test func whatIsNoOrdinaryNumberIsCountedApart() {
    // A NaN with its lowest bit alone set looks like an infinity to the upper bits.
    let odd = Float(bitPattern: 0x7F80_0001)
    let sketch = Sketch([
      .nan, odd, -odd, .infinity, -.infinity, -.infinity, 0, -0.0, Float(bitPattern: 0x1_16C2),
      -Float.leastNonzeroMagnitude, 2, -3,
    ])
    #expect((sketch.notNumbers, sketch.plusInfinities, sketch.minusInfinities) == (3, 1, 2))
    #expect((sketch.zeros, sketch.subnormals, sketch.bucketCount) == (2, 2, 2))
    #expect((sketch.count, sketch.finiteCount) == (12, 6))
    // −∞ −∞ −3 0 0 0 0 2 ∞
    let quantiles = (1...9).map { sketch.quantile(Double($0) / 9) ?? .nan }
    #expect(quantiles == [-.infinity, -.infinity, -3.125, 0, 0, 0, 0, 2.125, .infinity])
    #expect(Sketch().quantile(0.5) == nil && Sketch([.nan]).quantile(0.5) == nil)
    #expect(sketch.quantile(-0.1) == nil && sketch.quantile(.nan) == nil)
    #expect(Sketch([Float.greatestFiniteMagnitude]).quantile(1)?.isFinite ?? false)
    #expect(Sketch([Float.leastNormalMagnitude]).bucketCount == 1)
  }

  @Test func aFactorIsTakenIn() {
    let values = normals(500)
    var sketch = Sketch()
    values.withUnsafeBufferPointer { sketch.add($0, times: 128) }
    #expect(sketch == Sketch(values.map { $0 * 128 }))
  }

  @Test func barsAndBinsHoldTheShares() {
    let seed = UInt64.random(in: 0..<1_000_000)
    let values = normals(4_000, seed: seed) + [0, 0]
    let sketch = Sketch(values)
    let bars = sketch.bars
    #expect(abs(bars.reduce(sketch.nearZeroShare) { $0 + $1.share } - 1) < 1e-12)
    for (bar, next) in zip(bars, bars.dropFirst()) { #expect(bar.low < bar.high && bar.high <= next.low) }
    for bar in bars {
      // Magnitudes lie in [near, far).
      let inside = values.count {
        bar.low > 0 ? Double($0) >= bar.low && Double($0) < bar.high : Double($0) > bar.low && Double($0) <= bar.high
      }
      #expect(abs(bar.share - Double(inside) / 4_002) < 1e-12, "seed \(seed)")
    }
    let edges = (-16...16).map { Double($0) / 4 }
    let shares = sketch.shares(between: edges)
    #expect(shares.count == 32)
    for (i, share) in shares.enumerated() {
      let inside = values.count { Double($0) >= edges[i] && Double($0) < edges[i + 1] }
      // At each edge a bucket is cut, as if its numbers lay evenly in it.
      #expect(abs(share - Double(inside) / 4_002) < 0.02, "seed \(seed), from \(edges[i]): \(share)")
    }
    #expect(abs(sketch.shares(between: [-100, 0, 100]).reduce(0, +) - 1) < 1e-12)
    #expect(sketch.shares(between: [0, 1e-300])[0] == sketch.nearZeroShare)
    #expect(sketch.shares(between: [1]) == [])
    // Half of a bucket's width gets half of what it holds.
    #expect(Sketch([1, 1.05]).shares(between: [1, 1.0625, 1.125, 1.25]) == [0.5, 0.5, 0])
  }

  @Test func textIsShortAndComesBack() throws {
    let seed = UInt64.random(in: 0..<1_000_000)
    var stream = RandomStream(seed: seed, purpose: .test)
    for round in 0..<50 {
      let sketch = Sketch(Self.numbers(&stream) + [.nan, .infinity].prefix(stream.integer(below: 3)))
      let data = try JSONEncoder().encode(sketch)
      #expect(try JSONDecoder().decode(Sketch.self, from: data) == sketch, "seed \(seed), round \(round)")
      // Some five signs for a bucket that stands alone and a few for one in a row.
      #expect(data.count < 140 + 14 * sketch.bucketCount, "seed \(seed), round \(round): \(data.count)")
    }
    #expect(try JSONEncoder().encode(Sketch(normals(8_192))).count < 900)
    #expect(try JSONDecoder().decode(Sketch.self, from: Data("{}".utf8)) == Sketch())
  }

  @Test(arguments: [
    #"{"zeros":-1}"#, #"{"zeros":9007199254740993}"#, #"{"zeros":9007199254740992,"subnormals":1}"#,
    #"{"buckets":"1016"}"#, #"{"buckets":"7:1"}"#, #"{"buckets":"2040:1"}"#, #"{"buckets":"1016:3;1016:4"}"#,
    #"{"buckets":"1016:0"}"#, #"{"buckets":"1016:x"}"#, #"{"buckets":"-9223372036854775808:1"}"#,
    #"{"buckets":"9223372036854775807:1,1"}"#, #"{"buckets":"-8:1,1"}"#,
  ])
  func damagedTextIsRefused(text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Sketch.self, from: Data(text.utf8)) }
  }

  @Test func layersAreSketchedWhenAsked() throws {
    let rows = 100
    var layer = try HandMadeLayer(normals(rows * 10), rows: rows, activation: "relu")
    layer.gradient = normals(rows * 10, seed: 2)
    #expect(layer.reading().sketches == nil)
    let sketches = try #require(layer.reading(sketched: true).sketches)
    #expect(sketches.preActivation == Sketch(layer.preActivation))
    #expect(sketches.output == Sketch(layer.output) && sketches.output.zeros > 300)
    // As gradients' moments, for one example.
    #expect(sketches.gradient == Sketch(layer.gradient.map { $0 * Float(rows) }))
    var twice = sketches
    twice.merge(sketches)
    #expect(twice.gradient.count == 2_000 && twice.output.quantile(0.9) == sketches.output.quantile(0.9))

    // Whole rows of a large array, from all over it.
    let wide = HandMadeLayer(output: (0..<400_000).map { Float($0 / 100) }, rows: 4_000)
    let sketch = try #require(wide.reading(sketched: true).sketches?.output)
    #expect(sketch.count == 8_100)
    for q in [0.1, 0.5, 0.9] {
      let found = try #require(sketch.quantile(q))
      #expect(abs(found / (4_000 * q) - 1) < 0.1)
    }
    // Without an activation both are the same.
    #expect(wide.reading(sketched: true).sketches?.preActivation == sketch)
  }
}
