/// The loops that see every input: written for 8 lanes, which any processor of the architecture can run. They are a
/// sieve: what they find to be the worst of a block is measured again with the wide reference.
///
/// Counts must be multiples of 8.
enum SieveLoops {
  private typealias Doubles = SIMD8<Double>
  private typealias Floats = SIMD8<Float>
  private typealias Bits = SIMD8<UInt64>

  /// x[i] is the number with the bit pattern `first` + i.
  static func fill(_ x: UnsafeMutablePointer<Float>, _ wide: UnsafeMutablePointer<Double>, first: UInt32, count: Int) {
    for i in 0..<count {
      let value = Float(bitPattern: first &+ UInt32(truncatingIfNeeded: i))
      x[i] = value
      wide[i] = Double(value)
    }
  }

  /// From nearly exact values: those as rounded to `Float`, and how many units of their last place 1 has. Values beyond
  /// ±2¹²⁸ become that: see `ulps`.
  static func prepare(
    _ exact: UnsafeMutablePointer<Double>, rounded: UnsafeMutablePointer<Float>, scale: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    var i = 0
    while i < count {
      var value = load(exact + i, as: Doubles.self)
      value = clamped(value)
      store(value, exact + i)
      let result = narrow(value)
      store(result, rounded + i)
      var size = magnitude(widen(result))
      size.replace(with: Doubles(repeating: 0x1p-126), where: size .< Doubles(repeating: 0x1p-126))
      size.replace(with: Doubles(repeating: 0x1p127), where: size .> Doubles(repeating: 0x1p127))
      // 2^e becomes 2^(23 − e): biased exponents are 1023 + e.
      let exponent = unsafeBitCast(size, to: Bits.self) & Bits(repeating: 0x7FF0_0000_0000_0000)
      let inverse = Bits(repeating: (2 * 1_023 + 23) << 52) &- exponent
      store(unsafeBitCast(inverse, to: Doubles.self), scale + i)
      i &+= 8
    }
  }

  struct Comparison {
    /// The largest |found − exact| · scale; NaN does not count.
    var largest = 0.0
    var correct = 0
    var nans = 0
    /// How many results are below, and above, 0.
    var negative = 0
    var positive = 0
  }

  static func compare(
    _ found: UnsafePointer<Float>, exact: UnsafePointer<Double>, rounded: UnsafePointer<Float>,
    scale: UnsafePointer<Double>, count: Int
  ) -> Comparison {
    var largest = Doubles(repeating: 0)
    var (correct, nans) = (SIMD8<Int32>(repeating: 0), SIMD8<Int32>(repeating: 0))
    var (negative, positive) = (correct, correct)
    var i = 0
    while i < count {
      let result = load(found + i, as: Floats.self)
      let distance = magnitude(clamped(widen(result)) - load(exact + i, as: Doubles.self))
      let error = distance * load(scale + i, as: Doubles.self)
      largest.replace(with: error, where: error .> largest)
      // A mask's lanes are 0 or −1.
      correct &-= lanes(result .== load(rounded + i, as: Floats.self))
      nans &-= lanes(result .!= result)
      negative &-= lanes(result .< Floats(repeating: 0))
      positive &-= lanes(result .> Floats(repeating: 0))
      i &+= 8
    }
    return Comparison(
      largest: largest.max(), correct: Int(correct.wrappedSum()), nans: Int(nans.wrappedSum()),
      negative: Int(negative.wrappedSum()), positive: Int(positive.wrappedSum()))
  }

  /// How often y[i + 1] is less than y[i], or more where `descending`.
  static func falls(_ y: UnsafePointer<Float>, count: Int, descending: Bool) -> Int {
    var falls = SIMD8<Int32>(repeating: 0)
    var i = 0
    while i < count {
      let (here, next) = (load(y + i, as: Floats.self), load(y + i + 1, as: Floats.self))
      falls &-= descending ? lanes(next .> here) : lanes(next .< here)
      i &+= 8
    }
    return Int(falls.wrappedSum())
  }

  // MARK: - Lanes

  @inline(__always)
  private static func load<T, V>(_ p: UnsafePointer<T>, as type: V.Type) -> V {
    UnsafeRawPointer(p).loadUnaligned(as: type)
  }

  @inline(__always)
  private static func load<T, V>(_ p: UnsafeMutablePointer<T>, as type: V.Type) -> V {
    UnsafeRawPointer(p).loadUnaligned(as: type)
  }

  @inline(__always)
  private static func store<T, V>(_ value: V, _ p: UnsafeMutablePointer<T>) {
    UnsafeMutableRawPointer(p).storeBytes(of: value, as: V.self)
  }

  @inline(__always)
  private static func widen(_ v: Floats) -> Doubles { Doubles(v) }

  @inline(__always)
  private static func narrow(_ v: Doubles) -> Floats { Floats(v) }

  @inline(__always)
  private static func lanes(_ mask: SIMDMask<SIMD8<Int32>>) -> SIMD8<Int32> {
    unsafeBitCast(mask, to: SIMD8<Int32>.self)
  }

  @inline(__always)
  private static func magnitude(_ v: Doubles) -> Doubles {
    unsafeBitCast(unsafeBitCast(v, to: Bits.self) & Bits(repeating: 0x7FFF_FFFF_FFFF_FFFF), to: Doubles.self)
  }

  /// Within ±2¹²⁸; NaN stays.
  @inline(__always)
  private static func clamped(_ v: Doubles) -> Doubles {
    var result = v
    result.replace(with: Doubles(repeating: 0x1p128), where: v .> Doubles(repeating: 0x1p128))
    result.replace(with: Doubles(repeating: -0x1p128), where: v .< Doubles(repeating: -0x1p128))
    return result
  }
}
