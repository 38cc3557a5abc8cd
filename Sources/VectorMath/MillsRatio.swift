/// (t + 4) R(t) for u = 4t / (t + 4) with R as in `NormalTail`, 0 ≤ t ≤ 14.7 (`Float`) or 39 (`Double`).
@frozen
public struct MillsRatio<V: Lanes> {
  public var value: V
  /// What rounding took from the last sum in `value`; in `Double` from the last three.
  public var low: V

  @inlinable @inline(__always)
  public init(_ u: V) {
    if V.isDouble {
      self = Self(u, curve: Self.curve(at: u))
    } else if V.hasTables {
      let (x, constant, slope) = millsRatioPiece(u)
      (value, low) = Self.line(constant, slope, x)
    } else {
      let x = u - millsRatioCentre()
      (value, low) = Self.line(V(0.976439893245697), millsRatioSlope(x), x)
    }
  }

  /// In `Double`, from its longest part.
  @inlinable @inline(__always)
  public init(_ u: V, curve: V) {
    let x = u - millsRatioCentre()
    let second = Self.line(V(0.14274459028234054), curve, x)
    let first = Self.line(V(-0.43515939173317125), second.value, x)
    let constant = V(0.9574755224920668)
    let product = first.value * x
    value = constant + product
    // Below ½ what `line` finds of this sum would be rounded itself.
    let lost = ((constant - value) + product) + V.productLost(first.value, x, product)
    low = V.multiplyAdd(V.multiplyAdd(second.low, x, first.low), x, lost)
  }

  /// In `Double`, the powers of x from the third on, divided by its third. Error of what it becomes: 2⁻⁵⁸·⁵.
  @inlinable @inline(__always)
  public static func curve(at u: V) -> V {
    let x = u - millsRatioCentre()
    var p = V(-8.263979502921598e-17)
    p = .multiplyAdd(p, x, V(4.675559371887266e-16))
    p = .multiplyAdd(p, x, V(1.587501080132681e-15))
    p = .multiplyAdd(p, x, V(-8.255565210608216e-15))
    p = horner(p, x, -3.872061776476247e-14, 2.8895471356210296e-14, 8.628382264578537e-13, 2.4257654908309035e-12)
    p = horner(p, x, -1.2910008931219649e-11, -9.952684407889055e-11, 6.455058734027226e-11, 2.8110605764860446e-09)
    p = horner(p, x, 3.902630827154483e-09, -7.503984990633864e-08, -1.9938476683896412e-07, 2.3139296419034786e-06)
    p = horner(p, x, 5.9870706978067435e-06, -9.326151058545045e-05, 1.68415623034464e-05, 0.004107704526557475)
    return .multiplyAdd(p, x, V(-0.0321702781933485))
  }

  /// `constant` + `slope` · x, and what rounding takes from it.
  @inlinable @inline(__always)
  static func line(_ constant: V, _ slope: V, _ x: V) -> (value: V, low: V) {
    if V.isFused {
      let value = V.multiplyAdd(slope, x, constant)
      return (value, V.multiplyAdd(slope, x, constant - value))
    }
    let (high, rest) = V.splitProduct(slope, x)
    let sum = constant + high
    let value = sum + rest
    return (value, ((constant - sum) + high) + (rest - (value - sum)))
  }
}

/// The slope of `MillsRatio` in `Float`, without tables. Error: 2⁻²⁶·⁴.
@inlinable @inline(__always)
func millsRatioSlope<V: Lanes>(_ x: V) -> V {
  let square = x * x
  let low = quad(x, square, 0.1469370722770691, -0.03287544101476669, 0.004101242870092392, 4.0417427953798324e-05)
  let high = quad(
    x, square, -9.45080682868138e-05, 5.626471192954341e-06, 2.0818733901251107e-06, -2.5813471893343376e-07)
  return V.multiplyAdd(V.multiplyAdd(high, square * square, low), x, V(-0.44760605692863464))
}

/// The u around which `MillsRatio` is expanded: such that its first two coefficients are almost numbers of the lane's
/// type.
@inlinable @inline(__always)
func millsRatioCentre<V: Lanes>() -> V { V(V.isDouble ? 1.446533203125 : 1.403564453125) }

/// `MillsRatio` with 16 lanes' tables, in pieces of ¼ around centres at which the function is almost a `Float`: its
/// argument from there, and `constant` + `slope` · x. Error: 2⁻²⁹·⁴.
@inlinable @inline(__always)
func millsRatioPiece<V: Lanes>(_ u: V) -> (x: V, constant: V, slope: V) {
  // Rounded to quarters, whose number is then in the last bits.
  let place = u + V(0x1.8p21)
  let x = u - V.pick(MillsRatioPieces.centres, at: place)
  let slope = cubicPiece(
    x, place, MillsRatioPieces.slopes, MillsRatioPieces.squares, MillsRatioPieces.cubes, MillsRatioPieces.fourths)
  return (x, V.pick(MillsRatioPieces.constants, at: place), slope)
}

/// (t + 4) R(t) for u = 4t / (t + 4) around `centres` near n/4 for n from 0 to 13, by the powers of what u is more than
/// that. The last places, which nothing uses, repeat n = 13.
public enum MillsRatioPieces {
  @inlinable public static var centres: SIMD16<Float> {
    @inline(__always) get {
      SIMD16(
        0, 0.2368164, 0.5012207, 0.7363281, 1.0097656, 1.2487793, 1.4838867, 1.7536621, 2.0197754, 2.2653809,
        2.491211, 2.7495117, 3.0144043, 3.2485352, 3.2485352, 3.2485352)
    }
  }
  @inlinable public static var constants: SIMD16<Float> {
    @inline(__always) get {
      SIMD16(
        2, 1.7581909, 1.5267701, 1.3510808, 1.1775988, 1.0493673, 0.9414183, 0.83639485, 0.7493121, 0.6810219,
        0.62678427, 0.5731533, 0.5259128, 0.48960063, 0.48960063, 0.48960063)
    }
  }
  @inlinable public static var slopes: SIMD16<Float> {
    @inline(__always) get {
      SIMD16(
        -1.0957692, -0.94915646, -0.804653, -0.69235426, -0.57961965, -0.495517, -0.42462918, -0.3561058,
        -0.30014765, -0.25722897, -0.22402936, -0.19223501, -0.16530606, -0.14543572, -0.14543572, -0.14543572)
    }
  }
  @inlinable public static var squares: SIMD16<Float> {
    @inline(__always) get {
      SIMD16(
        0.32711813, 0.29215756, 0.25469646, 0.22328831, 0.18953261, 0.16279015, 0.13917394, 0.11542119,
        0.09540984, 0.079769425, 0.067572236, 0.055896785, 0.04609991, 0.038990345, 0.038990345, 0.038990345)
    }
  }
  @inlinable public static var cubes: SIMD16<Float> {
    @inline(__always) get {
      SIMD16(
        -0.049927592, -0.04839385, -0.045903545, -0.04304823, -0.039147943, -0.03539534, -0.031555526,
        -0.027163642, -0.023020994, -0.019498145, -0.016575277, -0.01364515, -0.0110992715, -0.0091884155,
        -0.0091884155, -0.0091884155)
    }
  }
  @inlinable public static var fourths: SIMD16<Float> {
    @inline(__always) get {
      SIMD16(
        0.0014755399, 0.001992882, 0.002731017, 0.00331085, 0.0037865245, 0.004046291, 0.0041064615,
        0.003993934, 0.003770032, 0.0034221788, 0.0030387242, 0.0026215883, 0.0022072527, 0.0019685023,
        0.0019685023, 0.0019685023)
    }
  }
}
