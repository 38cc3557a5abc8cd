/// Euclidean norms of long arrays.
enum Norm {
  private static let block = 1_024

  /// √Σ (x − y)², with y = 0 if nil.
  ///
  /// Squares are added in `Float`, a block at a time, which costs 10⁻⁶ of the sum at the most; where a block's numbers are
  /// so large or so small that squares could overflow or be lost, in `Double`.
  static func of(
    _ x: UnsafePointer<Float>, minus y: UnsafePointer<Float>? = nil, count: Int
  ) -> Double {
    var sum = 0.0
    var start = 0
    while start < count {
      let length = min(block, count - start)
      let quick = y.map { fast(x + start, $0 + start, length) } ?? fast(x + start, length)
      sum += quick > 1e-28 && quick < .infinity ? Double(quick) : exact(x + start, y.map { $0 + start }, length)
      start += length
    }
    return sum.squareRoot()
  }

  private static func fast(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
    var sums = SIMD16<Float>()
    let whole = count & ~15
    for i in stride(from: 0, to: whole, by: 16) {
      let value = UnsafeRawPointer(x + i).loadUnaligned(as: SIMD16<Float>.self)
      sums += value * value
    }
    var sum = sums.sum()
    for i in whole..<count { sum += x[i] * x[i] }
    return sum
  }

  private static func fast(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int) -> Float {
    var sums = SIMD16<Float>()
    let whole = count & ~15
    for i in stride(from: 0, to: whole, by: 16) {
      let value =
        UnsafeRawPointer(x + i).loadUnaligned(as: SIMD16<Float>.self)
        - UnsafeRawPointer(y + i).loadUnaligned(as: SIMD16<Float>.self)
      sums += value * value
    }
    var sum = sums.sum()
    for i in whole..<count { sum += (x[i] - y[i]) * (x[i] - y[i]) }
    return sum
  }

  private static func exact(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>?, _ count: Int) -> Double {
    var sum = 0.0
    for i in 0..<count {
      let value = Double(x[i]) - (y.map { Double($0[i]) } ?? 0)
      sum += value * value
    }
    return sum
  }
}
