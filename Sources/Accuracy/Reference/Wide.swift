#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

#if arch(x86_64)
  /// The widest numbers that the C library computes with: a mantissa of 64 bits, 11 more than `Double`'s.
  public typealias Wide = Float80

  // Each is within a few units of its last place, of which a unit in `Double` has 2,048.
  func wideExp(_ x: Wide) -> Wide { expl(x) }
  func wideExpMinusOne(_ x: Wide) -> Wide { expm1l(x) }
  func wideLogOnePlus(_ x: Wide) -> Wide { log1pl(x) }
  func wideErrorComplement(_ x: Wide) -> Wide { erfcl(x) }
  func wideTanh(_ x: Wide) -> Wide { tanhl(x) }
  func wideCosh(_ x: Wide) -> Wide { coshl(x) }

  /// Beyond this, e^x is 0 or ∞.
  let wideExponentRange: Wide = 11_300
#else
  /// The widest numbers that the C library computes with: on this architecture no wider than `Double`, so that `Float`
  /// alone can be measured.
  public typealias Wide = Double

  func wideExp(_ x: Wide) -> Wide { exp(x) }
  func wideExpMinusOne(_ x: Wide) -> Wide { expm1(x) }
  func wideLogOnePlus(_ x: Wide) -> Wide { log1p(x) }
  func wideErrorComplement(_ x: Wide) -> Wide { erfc(x) }
  func wideTanh(_ x: Wide) -> Wide { tanh(x) }
  func wideCosh(_ x: Wide) -> Wide { cosh(x) }

  /// Beyond this, e^x is 0 or ∞.
  let wideExponentRange: Wide = 700
#endif
