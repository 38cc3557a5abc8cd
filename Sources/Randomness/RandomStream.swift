#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A stream of random numbers, keyed by a seed, a purpose, an index (a layer, a class) and a step (an epoch, a batch).
///
/// The same key gives the same numbers for ever: figures in stored studies depend on it. Draws for one purpose never
/// shift those for another, so trials that differ in their activation alone share everything else.
public struct RandomStream: RandomNumberGenerator, Sendable {
  /// What the numbers are for. Raw values are part of every study's figures and never change.
  public enum Purpose: UInt32, Sendable {
    case generation = 1
    case split = 2
    case shuffle = 3
    case initialization = 4
    case dropout = 5
    case noise = 6
    case bootstrap = 7
    case test = 8
    case accuracy = 9
    case augmentation = 10
    case permutation = 11
    case prediction = 12
    case quiz = 14
    case outerSplit = 15
    case innerSplit = 16
    case finalSplit = 17
    case subset = 18
    case comparison = 24
  }

  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var block = SIMD4<UInt32>()
  private var used = 4
  private var spareNormal: Float?

  public init(seed: UInt64, purpose: Purpose, index: UInt32 = 0, step: UInt32 = 0) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    counter = SIMD4(0, step, index, purpose.rawValue)
  }

  public mutating func nextUInt32() -> UInt32 {
    if used == 4 {
      block = Philox.block(counter: counter, key: key)
      counter[0] &+= 1
      used = 0
    }
    defer { used += 1 }
    return block[used]
  }

  public mutating func next() -> UInt64 {
    let low = UInt64(nextUInt32())
    return UInt64(nextUInt32()) << 32 | low
  }

  /// Uniform in [0, 1), a multiple of 2⁻²⁴.
  public mutating func uniform() -> Float { Float(nextUInt32() >> 8) * 0x1p-24 }

  /// Uniform in [0, 1), a multiple of 2⁻⁵³.
  public mutating func uniformDouble() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in `range`.
  public mutating func uniform(in range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// Uniform in 0..<bound, without bias (Lemire 2019, arXiv:1805.10941).
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0 && bound <= Int(UInt32.max))
    let width = UInt32(bound)
    var product = UInt64(nextUInt32()) * UInt64(width)
    if UInt32(truncatingIfNeeded: product) < width {
      let threshold = (0 &- width) % width
      while UInt32(truncatingIfNeeded: product) < threshold { product = UInt64(nextUInt32()) * UInt64(width) }
    }
    return Int(product >> 32)
  }

  /// Standard normal (Box & Muller 1958, doi:10.1214/aoms/1177706645), computed in `Double`.
  public mutating func normal() -> Float {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    // 1 − u is in (0, 1], so the logarithm is finite.
    let radius = (-2 * log(1 - uniformDouble())).squareRoot()
    let angle = 2 * Double.pi * uniformDouble()
    spareNormal = Float(radius * sin(angle))
    return Float(radius * cos(angle))
  }

  /// Standard normal deviates.
  public mutating func normals(_ count: Int) -> [Float] { (0..<count).map { _ in normal() } }

  /// Shuffles in place (Fisher & Yates).
  public mutating func shuffle<T>(_ values: inout [T]) {
    var i = values.count - 1
    while i > 0 {
      values.swapAt(i, integer(below: i + 1))
      i -= 1
    }
  }

  public mutating func shuffled<T>(_ values: [T]) -> [T] {
    var copy = values
    shuffle(&copy)
    return copy
  }
}
