/// How far a result is from the exact value, in units of the last place (ULP) of the exact value as rounded to the
/// result's type. Half a unit is what correct rounding leaves.
///
/// Below the normal range a unit is the smallest number. Infinity counts as the power of two that follows the largest
/// number, so that one step from the largest number to infinity is one unit. Two NaNs are at distance 0, a NaN and a
/// number at an infinite one; −0 and 0 are the same.
public func ulps<T: MeasuredScalar>(_ found: T, _ exact: Wide) -> Wide {
  if found.isNaN || exact.isNaN { return found.isNaN && exact.isNaN ? 0 : .infinity }
  let top = T.overflow
  let result = found.isInfinite ? (found < 0 ? -top : top) : Wide(found)
  return abs(result - min(max(exact, -top), top)) / unitInLastPlace(of: exact, in: T.self)
}

/// The unit in the last place of a number as rounded to `T`.
public func unitInLastPlace<T: MeasuredScalar>(of exact: Wide, in type: T.Type) -> Wide {
  let size = T(exact).magnitude
  return Wide(min(max(size, .leastNormalMagnitude), .greatestFiniteMagnitude).ulp)
}
