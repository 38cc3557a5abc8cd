/// ±∞ must give the limits as rounded, and NaN must give NaN, wherever in an array they stand.
enum SpecialValues {
  static func check<T: MeasuredScalar>(
    _ loop: Candidate<T>.Loop, limits: [(x: T, limit: T)], into violations: inout Violations
  ) {
    for (x, limit) in limits {
      let found = SampledMeasurement.results(loop, Array(repeating: x, count: 19))
      let wrong = found.filter { $0 != limit && !($0.isNaN && limit.isNaN) }.count
      // One infinity is one violation, in however many lanes.
      violations.limits.add(wrong > 0 ? 1 : 0, at: Double(x))
    }
    for nan in [T.nan, -T.nan, T.signalingNaN] {
      let found = SampledMeasurement.results(loop, Array(repeating: nan, count: 19))
      violations.nan.add(found.allSatisfy(\.isNaN) ? 0 : 1, at: .nan)
    }
  }
}
