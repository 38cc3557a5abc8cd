/// Decimal numbers from their bytes, rounded correctly, for the forms that tables hold: up to 19 digits and a small
/// exponent. Everything else is left to `Double(_: String)`.
///
/// With w the digits as an integer and the number w · 10^q:
/// - w ≤ 2⁵³ and |q| ≤ 22: both w and 10^|q| are exact, so that one product or quotient is the correctly rounded result
///   (Clinger 1990).
/// - w < 2⁶⁴ and |q| ≤ 19: 10^|q| fits into 64 bits, so that the product, or the quotient with its remainder, is exact in
///   integers, and is rounded once.
///
/// A quotient in `Double` of a rounded w would be wrong in one of some thousand cases: that is why it is not used beyond
/// 2⁵³.
package enum DecimalNumber {
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  private static let integerPowers: [UInt64] = (0..<20).map { q in (0..<q).reduce(1) { power, _ in power &* 10 } }

  /// Reads `[+-]digits[.digits][e[+-]digits]` and moves `at` behind it. The bytes must end with one that belongs to no
  /// number.
  /// - Returns: nil, with `at` anywhere in the number, for what is not of this form or not of these sizes.
  @inline(__always)
  package static func read(_ at: inout UnsafePointer<UInt8>) -> Double? {
    var isNegative = false
    if at.pointee == 0x2D || at.pointee == 0x2B {
      isNegative = at.pointee == 0x2D
      at += 1
    }
    let start = at
    var w: UInt64 = 0
    digits(&at, &w)
    var count = at - start
    var q = 0
    if at.pointee == 0x2E {
      at += 1
      let fraction = at
      digits(&at, &w)
      q = fraction - at
      count -= q
    }
    if count == 0 { return nil }
    // More than 19 digits overflow, unless the first ones are zeros.
    if count > 19, significant(start, at) > 19 { return nil }
    if at.pointee | 0x20 == 0x65 {
      at += 1
      guard let exponent = exponent(&at) else { return nil }
      q += exponent
    }
    var value: Double
    if w <= 1 << 53, q >= -22, q <= 22 {
      value = q < 0 ? Double(w) / powers[-q] : Double(w) * powers[q]
    } else if w == 0 {
      value = 0
    } else if q >= -19, q <= 19 {
      value = exact(w, q)
    } else {
      return nil
    }
    if isNegative { value = -value }
    return value
  }

  @inline(__always)
  private static func digits(_ at: inout UnsafePointer<UInt8>, _ w: inout UInt64) {
    while true {
      let digit = at.pointee &- 0x30
      if digit > 9 { return }
      w = w &* 10 &+ UInt64(digit)
      at += 1
    }
  }

  /// How many digits there are from the first one that is not zero.
  private static func significant(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int {
    var at = start
    while at < end, at.pointee == 0x30 || at.pointee == 0x2E { at += 1 }
    var count = 0
    while at < end {
      if at.pointee != 0x2E { count += 1 }
      at += 1
    }
    return count
  }

  private static func exponent(_ at: inout UnsafePointer<UInt8>) -> Int? {
    var isNegative = false
    if at.pointee == 0x2D || at.pointee == 0x2B {
      isNegative = at.pointee == 0x2D
      at += 1
    }
    let start = at
    var value = 0
    while true {
      let digit = at.pointee &- 0x30
      if digit > 9 { break }
      if value > 9_999 { return nil }
      value = value * 10 + Int(digit)
      at += 1
    }
    if at == start { return nil }
    return isNegative ? -value : value
  }

  /// w · 10^q for 0 < w, |q| ≤ 19.
  static func exact(_ w: UInt64, _ q: Int) -> Double {
    if q >= 0 {
      let (high, low) = w.multipliedFullWidth(by: integerPowers[q])
      guard high > 0 else { return rounded(low, hasRest: false, exponent: 0) }
      let shift = high.leadingZeroBitCount
      let top = shift == 0 ? high : high << UInt64(shift) | low >> UInt64(64 - shift)
      return rounded(top, hasRest: low << UInt64(shift) != 0, exponent: 64 - shift)
    }
    let divisor = integerPowers[-q]
    let (a, b) = (w.leadingZeroBitCount, divisor.leadingZeroBitCount)
    // Both begin at their highest bit: the quotient of w · 2^(a + 63) and the divisor · 2^b has 63 or 64 bits.
    let n = w << UInt64(a)
    let (quotient, rest) = (divisor << UInt64(b)).dividingFullWidth((n >> 1, n << 63))
    return rounded(quotient, hasRest: rest != 0, exponent: b - a - 63)
  }

  /// value · 2^exponent, or a little more where there is a rest, to the nearest `Double`, ties to even.
  private static func rounded(_ value: UInt64, hasRest: Bool, exponent: Int) -> Double {
    let shift = value.leadingZeroBitCount
    let bits = value << UInt64(shift)
    var mantissa = bits >> 11
    let below = bits & 0x7FF
    if below > 0x400 || below == 0x400 && (hasRest || mantissa & 1 == 1) { mantissa += 1 }
    // The exponent is that of a normal number: |q| ≤ 19.
    return Double(mantissa) * Double(bitPattern: UInt64(1023 + 11 - shift + exponent) << 52)
  }
}
