/// `high` + `low`: a number with twice the digits of a wide one, for the arguments of exponentials, which magnify a
/// relative error in x to |x| times its size.
struct WidePair {
  var high: Wide
  var low: Wide

  init(_ high: Wide, _ low: Wide = 0) {
    self.high = high
    self.low = low
  }

  /// A constant as a sum of three `Double`s, each what the ones before leave of it: exact to 159 bits.
  init(_ a: Double, _ b: Double, _ c: Double) {
    self = WidePair(Wide(a)) + WidePair(Wide(b), Wide(c))
  }

  /// a · b with what rounding took. Nothing is known of that where the product is infinite.
  static func product(_ a: Wide, _ b: Wide) -> WidePair {
    let high = a * b
    return WidePair(high, high.isFinite ? (-high).addingProduct(a, b) : 0)
  }

  static func + (a: WidePair, b: WidePair) -> WidePair {
    // Knuth's two-sum.
    let high = a.high + b.high
    guard high.isFinite else { return WidePair(high) }
    let shifted = high - a.high
    return WidePair(high, (a.high - (high - shifted)) + (b.high - shifted) + a.low + b.low)
  }

  static func * (a: WidePair, b: WidePair) -> WidePair {
    let product = Self.product(a.high, b.high)
    return WidePair(product.high, product.low + a.high * b.low + a.low * b.high)
  }

  static func * (a: WidePair, b: Wide) -> WidePair { a * WidePair(b) }

  static func / (a: WidePair, b: Wide) -> WidePair {
    let high = a.high / b
    guard high.isFinite else { return WidePair(high) }
    let rest = a.high.addingProduct(-high, b) + a.low
    return WidePair(high, rest / b)
  }

  static prefix func - (a: WidePair) -> WidePair { WidePair(-a.high, -a.low) }

  /// e^(high + low)
  var exponential: Wide {
    if abs(high) > wideExponentRange { return wideExp(high) }
    // |low| is at most a rounding error of `high`, so the square of it does not count.
    return wideExp(high) * (1 + low)
  }
}
