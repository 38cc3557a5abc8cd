internal import Activations

/// What results of an activation must be like, found from its facts and its reference.
struct Requirements<T: MeasuredScalar>: Sendable {
  let reference: Reference
  /// Whether f never falls.
  let isMonotonic: Bool
  /// The sign that results never have; nil if they may have either.
  let valueNever: FloatingPointSign?
  let derivativeNever: FloatingPointSign?
  /// Where f′ passes through zero as a difference of larger numbers: there an error counts in units of `nearZeroUnit`.
  let cancellation: ClosedRange<T>?
  /// Half an ULP of 1, times the largest |f′|.
  let nearZeroUnit: Wide
  /// What ±∞ must give.
  let limits: [(x: T, value: T, derivative: T)]

  init?(_ activation: Activation) {
    guard let reference = Reference(activation, in: T.self) else { return nil }
    self.reference = reference
    let grid = Self.grid
    let values = grid.map { reference.value(Wide($0)) }
    let slopes = grid.map { reference.derivative(Wide($0)) }
    valueNever = Self.missingSign(values)
    derivativeNever = Self.missingSign(slopes)
    // The facts speak of default parameters; a leaky ReLU with a negative slope falls.
    isMonotonic = activation.facts.isMonotonic && derivativeNever == .minus
    limits = [-T.infinity, .infinity].map {
      ($0, T(reference.value(Wide($0))), T(reference.derivative(Wide($0))))
    }
    guard let first = activation.facts.cancellations.first else {
      (cancellation, nearZeroUnit) = (nil, 0)
      return
    }
    let largest = Self.largest(grid, slopes, reference)
    nearZeroUnit = largest * Wide(T.ulpOfOne) / 2
    cancellation = Self.cancellation(grid, slopes, reference, largest: largest, atDefaults: first)
  }

  /// Every exponent, and between them evenly enough to see where a function bends.
  private static var grid: [T] {
    var points: [T] = [0]
    for exponent in -40..<12 {
      for step in 0..<64 {
        points.append(T(sign: .plus, exponent: T.Exponent(exponent), significand: 1 + T(step) / 64))
      }
    }
    for exponent in stride(from: 12, to: Int(T.greatestFiniteMagnitude.exponent), by: 4) {
      points.append(T(sign: .plus, exponent: T.Exponent(exponent), significand: 1))
    }
    return points.reversed().map { -$0 } + points
  }

  private static func missingSign(_ values: [Wide]) -> FloatingPointSign? {
    if values.allSatisfy({ $0 >= 0 }) { return .minus }
    return values.allSatisfy { $0 <= 0 } ? .plus : nil
  }

  /// The largest |f′|, by golden section around the largest on the grid.
  private static func largest(_ grid: [T], _ slopes: [Wide], _ reference: Reference) -> Wide {
    guard let top = slopes.indices.max(by: { abs(slopes[$0]) < abs(slopes[$1]) }) else { return 0 }
    var low = Wide(grid[max(0, top - 1)])
    var high = Wide(grid[min(grid.count - 1, top + 1)])
    let ratio: Wide = 0.6180339887498949
    for _ in 0..<120 {
      let (a, b) = (high - ratio * (high - low), low + ratio * (high - low))
      if abs(reference.derivative(a)) < abs(reference.derivative(b)) { low = a } else { high = b }
    }
    return max(abs(slopes[top]), abs(reference.derivative((low + high) / 2)))
  }

  /// The numbers around the zero z of f′ where |f′| < ¼ of the largest and |x − z| ≤ 1; where parameters stretch the
  /// function, so that z is not where the facts have it, that distance is stretched likewise.
  private static func cancellation(
    _ grid: [T], _ slopes: [Wide], _ reference: Reference, largest: Wide, atDefaults zero: Double
  ) -> ClosedRange<T>? {
    let changes = grid.indices.dropLast().filter { slopes[$0] * slopes[$0 + 1] < 0 }
    guard let place = changes.first else { return nil }
    let root = boundary(grid[place], grid[place + 1]) { (reference.derivative(Wide($0)) < 0) == (slopes[place] < 0) }
    let reach = abs(root / T(zero))
    func isNear(_ x: T) -> Bool { abs(reference.derivative(Wide(x))) < largest / 4 }
    // |f′| grows from the zero, at least as far as the first grid point that is no longer near.
    let downwards = grid.last { $0 < root && ($0 < root - reach || !isNear($0)) } ?? root
    let upwards = grid.first { $0 > root && ($0 > root + reach || !isNear($0)) } ?? root
    let low = max(boundary(downwards, root) { !isNear($0) }, root - reach)
    let high = min(boundary(upwards, root) { !isNear($0) }, root + reach)
    return low <= high ? low...high : nil
  }

  /// The first number on the way from `start` to `end` where something no longer holds, given that this happens once.
  private static func boundary(_ start: T, _ end: T, _ holds: (T) -> Bool) -> T {
    guard holds(start) else { return start }
    var (low, high) = (start, end)
    while true {
      let middle = low + (high - low) / 2
      if middle == low || middle == high { return high }
      if holds(middle) { low = middle } else { high = middle }
    }
  }
}
