internal import Randomness

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Standard normal deviates in `Float`, many of them: Philox's numbers through the ziggurat of 128 layers (Marsaglia &
/// Tsang 2000, doi:10.18637/jss.v005.i08). Where ``RandomStream`` takes a logarithm, a sine and a cosine for two of them,
/// this takes one table look-up for nearly each.
///
/// The layer is chosen by the seven lowest of the 32 bits, which weigh next to nothing in the deviate.
struct Deviates {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var block = SIMD4<UInt32>()
  private var used = 4

  init(seed: UInt64, index: UInt32) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    counter = SIMD4(0, 0, index, RandomStream.Purpose.comparison.rawValue)
  }

  @inline(__always)
  private mutating func nextBlock() -> SIMD4<UInt32> {
    defer {
      counter[0] &+= 1
      if counter[0] == 0 { counter[1] &+= 1 }
    }
    return Philox.block(counter: counter, key: key)
  }

  /// Bits for what goes beyond the layers' rectangles.
  private mutating func bits() -> UInt32 {
    if used == 4 {
      block = nextBlock()
      used = 0
    }
    used += 1
    return block[used - 1]
  }

  /// Uniform in (0, 1].
  private mutating func uniform() -> Float { Float((bits() >> 8) + 1) * 0x1p-24 }

  @inline(__always)
  mutating func next(_ ziggurat: borrowing Ziggurat) -> SIMD8<Float> {
    let bits = SIMD8<Int32>(truncatingIfNeeded: SIMD8<UInt32>(lowHalf: nextBlock(), highHalf: nextBlock()))
    var result = SIMD8<Float>()
    for lane in 0..<8 {
      let layer = Int(bits[lane] & 127)
      result[lane] = Float(bits[lane]) * ziggurat.scales[layer]
      // One in eighty.
      if bits[lane].magnitude >= ziggurat.bounds[layer] { result[lane] = beyond(bits[lane], ziggurat) }
    }
    return result
  }

  @inline(never)
  private mutating func beyond(_ first: Int32, _ ziggurat: borrowing Ziggurat) -> Float {
    var value = first
    while true {
      let layer = Int(value & 127)
      let x = Float(value) * ziggurat.scales[layer]
      if layer == 0 {
        var (far, height): (Float, Float)
        repeat {
          far = -log(uniform()) / Float(Ziggurat.start)
          height = -log(uniform())
        } while height + height < far * far
        return value > 0 ? Float(Ziggurat.start) + far : -Float(Ziggurat.start) - far
      }
      let (low, high) = (ziggurat.heights[layer], ziggurat.heights[layer - 1])
      if low + uniform() * (high - low) < exp(-0.5 * x * x) { return x }
      value = Int32(bitPattern: bits())
      if value.magnitude < ziggurat.bounds[Int(value & 127)] { return Float(value) * ziggurat.scales[Int(value & 127)] }
    }
  }
}

/// The ziggurat's tables for one pass of draws.
struct Ziggurat: ~Copyable {
  /// Where the tail begins, and the area of each layer.
  static let start = 3.442619855899
  static let area = 9.91256303526217e-3

  let bounds: UnsafeMutablePointer<UInt32>
  let scales: UnsafeMutablePointer<Float>
  let heights: UnsafeMutablePointer<Float>

  init() {
    bounds = .allocate(capacity: 128)
    scales = .allocate(capacity: 128)
    heights = .allocate(capacity: 128)
    let range = 0x1p31
    var edge = Self.start
    var previous = edge
    let base = Self.area / exp(-0.5 * edge * edge)
    bounds[0] = UInt32(edge / base * range)
    bounds[1] = 0
    scales[0] = Float(base / range)
    scales[127] = Float(edge / range)
    heights[0] = 1
    heights[127] = Float(exp(-0.5 * edge * edge))
    for i in stride(from: 126, through: 1, by: -1) {
      edge = (-2 * log(Self.area / edge + exp(-0.5 * edge * edge))).squareRoot()
      bounds[i + 1] = UInt32(edge / previous * range)
      previous = edge
      heights[i] = Float(exp(-0.5 * edge * edge))
      scales[i] = Float(edge / range)
    }
  }

  deinit {
    bounds.deallocate()
    scales.deallocate()
    heights.deallocate()
  }
}
