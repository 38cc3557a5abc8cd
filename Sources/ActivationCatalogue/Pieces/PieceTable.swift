public import VectorMath

/// 32 polynomials, the numbers of each at its place in the rows: c₀ + r (c₁ + r (c₂ + …)) with r = t − `centres`.
@frozen
public struct PieceTable: Sendable {
  public var centres = LaneTable()
  public var c0 = LaneTable()
  public var c1 = LaneTable()
  public var c2 = LaneTable()
  public var c3 = LaneTable()
  public var c4 = LaneTable()
  public var c5 = LaneTable()
  public var c6 = LaneTable()
  public var c7 = LaneTable()

  @inlinable
  public init() {}

  /// The polynomial at `place`, as c₀ + `slope` · r. The middle terms are found in pairs, the last ones, whose rounding
  /// matters, one by one.
  @inlinable @inline(__always)
  func polynomial<V: Lanes>(_ t: V, at place: V, degree: Int) -> (constant: V, slope: V, r: V) {
    let r = t - V.pick(centres, at: place)
    let square = r * r
    var high = V.pick(c5, at: place)
    if degree > 5 { high = V.multiplyAdd(V.pick(c6, at: place), r, high) }
    if degree > 6 { high = V.multiplyAdd(V.pick(c7, at: place), square, high) }
    let middle = V.multiplyAdd(V.pick(c4, at: place), r, V.pick(c3, at: place))
    var slope = V.multiplyAdd(high, square, middle)
    slope = V.multiplyAdd(slope, r, V.pick(c2, at: place))
    slope = V.multiplyAdd(slope, r, V.pick(c1, at: place))
    return (V.pick(c0, at: place), slope, r)
  }
}

extension PieceTable {
  /// The table for a form of a function.
  init(_ form: PieceForm, _ function: (Double) -> Double) {
    for (place, range) in form.grid.pieces {
      let piece = Piece(range, degree: form.degree) { form.h($0, function) }
      centres[place] = Float(piece.centre)
      let c = (piece.coefficients + [Double](repeating: 0, count: 7 - form.degree)).map { Float($0) }
      c0[place] = c[0]
      c1[place] = c[1]
      c2[place] = c[2]
      c3[place] = c[3]
      c4[place] = c[4]
      c5[place] = c[5]
      c6[place] = c[6]
      c7[place] = c[7]
    }
  }
}

/// The polynomial that is h at the zeros of a Chebyshev polynomial over a range, by powers of t − `centre`.
struct Piece {
  var centre: Double
  var coefficients: [Double]

  init(_ range: ClosedRange<Double>, degree: Int, _ h: (Double) -> Double) {
    let (from, to) = (range.lowerBound, range.upperBound)
    // h(0) = 0 must stay, and near it relative errors small: h(t) / t is taken instead.
    let isZero = from == 0 && h(0) == 0
    centre = isZero ? 0 : Self.centre(range, h)
    let count = isZero ? degree : degree + 1
    let (middle, half) = ((from + to) / 2, (to - from) / 2)
    let offset = middle - centre
    // The powers are those of (t − centre) / half until the end.
    var points: [Double] = []
    var values: [Double] = []
    for i in 0..<count {
      let z = cosine(of: (Double(i) + 0.5) / Double(count))
      points.append((offset + z * half) / half)
      let t = centre + (offset + z * half)
      values.append(isZero ? h(t) / t : h(t))
    }
    coefficients = powers(interpolating: values, at: points)
    var scale = 1.0
    for i in coefficients.indices {
      coefficients[i] *= scale
      scale /= half
    }
    if isZero { coefficients.insert(0, at: 0) }
  }

  /// A number about the middle at which h is almost a `Float`.
  private static func centre(_ range: ClosedRange<Double>, _ h: (Double) -> Double) -> Double {
    let zero = h(0)
    // At 0 the argument is exact however small it is.
    if range.lowerBound == 0, abs(zero - Double(Float(zero))) < Double(Float(zero).ulp) / 16 { return 0 }
    let (from, width) = (range.lowerBound, range.upperBound - range.lowerBound)
    // Nearer to the end where h is smaller, about where it is the harmonic mean of both: what is added to h(centre) is
    // then as large a part of the result at either end. And not further from the lower end than that is from 0.
    let (first, last) = (h(from), h(range.upperBound))
    var share = first * last > 0 ? 0.5 + 0.26 * (first - last) / (first + last) : 0.5
    if from > 0 { share = min(share, 0.6 * from / width) }
    let middle = from + width * share
    var best = (error: Double.infinity, centre: middle)
    for i in -32...32 {
      // With few digits, so that t less it is exact.
      let t = ((middle + width * Double(i) / 512) * 8_192).rounded() / 8_192
      let value = h(t)
      let error = abs(value - Double(Float(value)))
      if error < best.error { best = (error, t) }
    }
    return best.centre
  }
}

/// The polynomial's coefficients, by powers of the points: Newton's divided differences, multiplied out.
private func powers(interpolating values: [Double], at points: [Double]) -> [Double] {
  var differences = values
  for order in 1..<max(points.count, 1) {
    for i in stride(from: points.count - 1, through: order, by: -1) {
      differences[i] = (differences[i] - differences[i - 1]) / (points[i] - points[i - order])
    }
  }
  var result: [Double] = []
  for i in points.indices.reversed() {
    // result · (x − point) + difference
    var next = [differences[i]] + result
    for j in result.indices { next[j] -= result[j] * points[i] }
    result = next
  }
  return result
}

/// cos(π a) for 0 ≤ a ≤ 1, near enough to choose points by.
private func cosine(of a: Double) -> Double {
  let b = (0.5 - a) * Double.pi
  let square = b * b
  return b * (1 - square / 6 * (1 - square / 20 * (1 - square / 42 * (1 - square / 72))))
}
