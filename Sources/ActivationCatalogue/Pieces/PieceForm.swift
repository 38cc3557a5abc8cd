public import VectorMath

/// How f or f′ follows from a function h of t = |x| (or of x itself) of which a table holds a polynomial for each of 32
/// pieces: for `Float` on processors that pick a coefficient for each lane in one instruction.
///
/// A polynomial of degree 6 or 7 is then all there is: no exponential, no division. As a piece begins with a constant
/// that is almost a `Float` and the rest is small against it, the result is rounded little more than once, too.
///
/// The pieces end at `bound`. What lies beyond, which is rare, takes the function as it is written.
@frozen
public struct PieceForm: Sendable {
  /// What is made of h(t), with t = |x|, or x itself for the last two.
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
    /// h, with t = x; the grid has two sides
    case plain
    /// x h, likewise
    case gated
  }

  /// Where pieces begin and end.
  public enum Grid: Sendable, CaseIterable {
    /// Pieces about the multiples of ½, up to 15¾.
    case even
    /// Pieces about the multiples of ¾, up to 11⅝ on either side of 0.
    case twoSided
    /// Pieces of ¼ up to 4, of ½ up to 12, all of them less 33/256: for what decays like e⁻ᵗ. (With the first piece up
    /// to ¼, t times a rounded slope would not always rise with t at its end.)
    case exponential
    /// A piece of ¼, then of ½ up to 1¾, of ¼ up to 5¾, of ⅛ up to 7¼: for what decays like e^(−t²/2).
    case normal
    /// The same in steps up to ¾, 4¾ and 6½: for what decays faster.
    case steep
  }

  /// For which x beyond the bound the function is taken as it is written.
  public enum Beyond: Sendable {
    case bothSides
    /// For positive x, h is 0, or 1 for `plain` and `gated`. Not with those that are made of `constant` and `slope`
    /// rather than h, nor `odd`.
    case left
    /// h is the same from the bound on. Not with `plain` and `gated`, whose t is not bounded.
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
    let (constant, slope, r, h) = find(argument(x), x, table)
    switch shape {
    case .odd: return h.withSign(of: x)
    case .rising: return V.choose(V.less(x, V(0)), h, V(1) - h)
    case .belowReLU: return V.larger(V(0), x) - h
    // What must rise with x is added before the constant, whose rounding is the last.
    case .aboveReLU: return constant + V.multiplyAdd(slope, r, V.larger(V(0), x))
    case .belowNegativePart: return V.multiplyAdd(-slope, r, V.smaller(V(0), x)) - constant
    case .plain: return h
    // The constant, the larger part, is not rounded before it is multiplied.
    case .gated: return V.choose(V.less(V(grid.bound), x), x, V.multiplyAdd(x, constant, x * (slope * r)))
    }
  }

  @inlinable @inline(__always)
  func argument<V: Lanes>(_ x: V) -> V {
    if shape == .plain || shape == .gated { return x }
    return beyond == .neither ? V.smaller(V(grid.bound), x.magnitude) : x.magnitude
  }

  /// h, which is `constant` + `slope` · r but beyond the bound with `.left`: 0 there, or 1 for `plain`. (`gated` makes
  /// no use of it.)
  @inlinable @inline(__always)
  func find<V: Lanes>(_ t: V, _ x: V, _ table: PieceTable) -> (constant: V, slope: V, r: V, h: V) {
    let (constant, slope, r) = table.polynomial(t, at: grid.place(t), degree: degree)
    let h = V.multiplyAdd(slope, r, constant)
    if beyond != .left { return (constant, slope, r, h) }
    return (constant, slope, r, V.choose(V.less(V(grid.bound), x), V(shape == .plain ? 1 : 0), h))
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

  /// h(t) from the function.
  public func h(_ t: Double, _ function: (Double) -> Double) -> Double {
    switch shape {
    case .odd, .belowReLU: -function(-t)
    case .rising, .aboveReLU: function(-t)
    case .belowNegativePart: -t - function(-t)
    case .plain: function(t)
    // Of 0 / 0, what is beside it.
    case .gated: t == 0 ? h(0x1p-40, function) : function(t) / t
    }
  }
}

extension PieceForm.Grid {
  /// The largest t.
  @inlinable public var bound: Double {
    @inline(__always) get {
      switch self {
      case .even: 15.74
      case .twoSided: 11.61
      case .exponential: 11.87
      case .normal: 7.24
      case .steep: 6.49
      }
    }
  }

  /// Which piece t is in, in the last five bits.
  @inlinable @inline(__always)
  public func place<V: Lanes>(_ t: V) -> V {
    switch self {
    case .even:
      // Where there is no room for digits beyond the halves, a sum is rounded to those, and the last digits count them.
      return t + V(0x1p22)
    case .twoSided:
      // Likewise in units of ¾. With 1.5 · 2²³ negative numbers keep their last five digits, too.
      return V.multiplyAdd(t, V(4.0 / 3), V(0x1.8p23))
    case .exponential:
      // The four highest digits of what is between 4 and 16, and whether its exponent is odd.
      return V.leadingDigits(t + V(4 + 33.0 / 256))
    case .normal:
      return V.leadingDigits(V(9.75) - t)
    case .steep:
      return V.leadingDigits(V(8.75) - t)
    }
  }

  /// Where the pieces begin and end, with the place of each.
  public var pieces: [(place: Int, range: ClosedRange<Double>)] {
    switch self {
    case .even:
      return (0..<32).map { ($0, Self.about(Double($0) / 2, 0.5)) }
    case .twoSided:
      return (-16..<16).map { ($0 & 31, Self.about(Double($0) * 0.75, 0.75, from: -.infinity)) }
    case .exponential:
      return (0..<32).map { ($0 ^ 16, Self.octaves($0)) }
    case .normal:
      return (0..<32).map { i in
        // From 8 on there are four, at the places of what ends at 2.5.
        let (from, width) = i < 4 ? (8 + Double(i) / 2, i < 3 ? 0.5 : 0.25) : Self.belowEight(i)
        return (i, 9.75 - from - width...9.75 - from)
      }
    case .steep:
      return (0..<32).map { i in
        // From 8 on there are two, at the places of what ends at 2.25.
        let (from, width) = i < 2 ? (8 + Double(i) / 2, 0.5 - Double(i) / 4) : Self.belowEight(i)
        return (i, 8.75 - from - width...8.75 - from)
      }
    }
  }

  private static func about(_ centre: Double, _ width: Double, from least: Double = 0) -> ClosedRange<Double> {
    max(centre - width / 2, least)...(centre + width / 2)
  }

  /// Piece i of [4, 8] and [8, 16], less 4 and 33/256, either divided into 16.
  private static func octaves(_ i: Int) -> ClosedRange<Double> {
    let (start, width) = i < 16 ? (0.0, 0.25) : (4.0, 0.5)
    let from = start + Double(i % 16) * width - 33.0 / 256
    return max(from, 0)...(from + width)
  }

  /// The numbers from 2 to 8 by their first four digits after the point.
  private static func belowEight(_ place: Int) -> (from: Double, width: Double) {
    place < 16 ? (2 + Double(place) / 8, 0.125) : (4 + Double(place - 16) / 4, 0.25)
  }
}
