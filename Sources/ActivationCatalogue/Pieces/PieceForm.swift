public import VectorMath

/// How f or f′ follows from a function h of t = |x| ≥ 0 of which a table holds a polynomial for each of 32 pieces: for `Float`
/// on processors that pick a coefficient for each lane in one instruction.
///
/// A polynomial of degree 6 or 7 is then all there is: no exponential, no division. As a piece begins with a constant that is
/// almost a `Float` and the rest is small against it, the result is rounded little more than once, too.
///
/// The pieces end at `bound`. What lies beyond, which is rare, takes the function as it is written.
@frozen
public struct PieceForm: Sendable {
  /// What is made of h(|x|).
  public enum Shape: Sendable {
    /// h, with the sign of x
    case odd
    /// h for x < 0 and 1 − h for x > 0
    case rising
    /// max(x, 0) − h
    case belowReLU
    /// max(x, 0) + h
    case aboveReLU
    /// min(x, 0) − h
    case belowNegativePart
  }

  /// Where pieces begin and end.
  public enum Grid: Sendable {
    /// Pieces of ¼ up to 4, of ½ up to 12, all of them less 33/256: for what decays like e⁻ᵗ. (With the first piece up to ¼, t times a
    /// rounded slope would not always rise with t at its end.)
    case exponential
    /// Pieces of ½ up to 4, of 1 up to 12, others for negative x than for positive x.
    case twoSided
    /// Pieces of ¼ and ½ up to ¾, of ¼ up to 4¾, of ⅛ up to 6½: for what decays like e^(−t²/2).
    case normal
    /// Pieces of ¼ up to 4, of ⅛ up to 6: for what decays faster.
    case steep
  }

  /// For which x beyond the bound the function is taken as it is written.
  public enum Beyond: Sendable {
    case bothSides
    /// For positive x it is nothing against what it is taken from. Of `rising` and `belowReLU` only.
    case left
    /// h is the same from the bound on.
    case neither
  }

  public var shape: Shape
  public var grid: Grid
  public var degree: Int
  public var beyond: Beyond

  @inlinable @inline(__always)
  public init(_ shape: Shape, _ grid: Grid, degree: Int, beyond: Beyond = .bothSides) {
    self.shape = shape
    self.grid = grid
    self.degree = degree
    self.beyond = beyond
  }

  /// The result, which is of no meaning where `reach` exceeds `bound`.
  @inlinable @inline(__always)
  public func callAsFunction<V: Lanes>(_ x: V, _ table: PieceTable) -> V {
    let t = beyond == .neither ? V.smaller(V(grid.bound), x.magnitude) : x.magnitude
    let (constant, slope, r) = table.polynomial(t, at: grid.place(t, x), degree: degree)
    // What must rise with x is added before the constant, whose rounding is the last.
    switch shape {
    case .aboveReLU: return constant + V.multiplyAdd(slope, r, V.larger(V(0), x))
    case .belowNegativePart: return V.multiplyAdd(-slope, r, V.smaller(V(0), x)) - constant
    default: break
    }
    var h = V.multiplyAdd(slope, r, constant)
    if beyond == .left { h = V.choose(V.less(V(grid.bound), x), V(0), h) }
    switch shape {
    case .rising: return V.choose(V.less(x, V(0)), h, V(1) - h)
    case .belowReLU: return V.larger(V(0), x) - h
    case .odd: return h.withSign(of: x)
    case .aboveReLU, .belowNegativePart: return h
    }
  }

  /// What must not be larger than the grid's bound; for NaN, of which pieces make NaN, any.
  @inlinable @inline(__always)
  public func reach<V: Lanes>(_ x: V) -> V {
    switch beyond {
    case .bothSides: x.magnitude
    case .left: -x
    case .neither: V(0)
    }
  }

  /// h(t) from the function, for negative x or for positive x, which is the same unless the grid has two sides.
  public func h(_ t: Double, _ side: FloatingPointSign, _ function: (Double) -> Double) -> Double {
    let y = function(side == .minus ? -t : t)
    return switch (shape, side) {
    case (.odd, .minus), (.belowReLU, .minus), (.belowNegativePart, .plus): -y
    case (.odd, .plus), (.rising, .minus), (.aboveReLU, .minus): y
    case (.rising, .plus): 1 - y
    case (.belowReLU, .plus): t - y
    case (.aboveReLU, .plus): y - t
    case (.belowNegativePart, .minus): -t - y
    }
  }
}

extension PieceForm.Grid {
  /// The largest t.
  @inlinable public var bound: Double {
    @inline(__always) get {
      switch self {
      case .exponential: 11.87
      case .twoSided: 11.99
      case .normal: 6.49
      case .steep: 5.99
      }
    }
  }

  /// Which piece t = |x| is in, in the last five bits.
  @inlinable @inline(__always)
  public func place<V: Lanes>(_ t: V, _ x: V) -> V {
    switch self {
    case .exponential:
      // The four highest digits of what is between 4 and 16, and whether its exponent is odd.
      return V.leadingDigits(t + V(4 + 33.0 / 256))
    case .twoSided:
      return V.leadingDigits(t + V(4), negative: V.less(x, V(0)))
    case .normal:
      return V.leadingDigits(V(8.75) - t)
    case .steep:
      // Not from 8, which has another exponent.
      return V.leadingDigits(V(Double(Float(8).nextDown)) - t)
    }
  }

  /// Where the pieces begin and end, with the place of each and the sign of x.
  public var pieces: [(place: Int, side: FloatingPointSign, range: ClosedRange<Double>)] {
    switch self {
    case .exponential:
      return (0..<32).map { ($0 ^ 16, .minus, Self.octaves($0, each: 16, less: 33.0 / 256)) }
    case .twoSided:
      return (0..<32).map { (($0 + 8) & 31, $0 < 16 ? .plus : .minus, Self.octaves($0 & 15, each: 8)) }
    case .normal:
      return (0..<32).map { i in
        // From 8 on there are two, at the places of what ends at 2.25.
        let (from, width) = i < 2 ? (8 + Double(i) / 2, 0.5 - Double(i) / 4) : Self.belowEight(i)
        return (i, .minus, 8.75 - from - width...8.75 - from)
      }
    case .steep:
      return (0..<32).map { i in
        let (from, width) = Self.belowEight(i)
        return (i, .minus, 8 - from - width...8 - from)
      }
    }
  }

  /// Piece i of [4, 8] and [8, 16], less 4 and some more, each divided into as many.
  private static func octaves(_ i: Int, each count: Int, less: Double = 0) -> ClosedRange<Double> {
    let (start, width) = i < count ? (0.0, 4 / Double(count)) : (4.0, 8 / Double(count))
    let from = start + Double(i % count) * width - less
    return max(from, 0)...(from + width)
  }

  /// The numbers from 2 to 8 by their first four digits after the point.
  private static func belowEight(_ place: Int) -> (from: Double, width: Double) {
    place < 16 ? (2 + Double(place) / 8, 0.125) : (4 + Double(place - 16) / 4, 0.25)
  }
}
