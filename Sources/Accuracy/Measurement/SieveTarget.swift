/// f or f′ of one activation, as the sieve sees it.
struct SieveTarget: Sendable {
  /// Nearly exact values.
  let near: Candidate<Double>.Loop
  /// Exact values, slowly.
  let exact: Reference.Function
  /// What is measured, for each candidate that has it.
  let loops: [(candidate: Int, loop: Candidate<Float>.Loop)]
  let isMonotonic: Bool
  let never: FloatingPointSign?
  let cancellation: ClosedRange<Float>?
  let unit: Wide

  /// f, and f′ if any candidate has it.
  static func all(
    _ requirements: Requirements<Float>, near: Candidate<Double>, _ candidates: [Candidate<Float>]
  ) -> [SieveTarget] {
    var targets = [
      SieveTarget(
        near: near.forward, exact: requirements.reference.value,
        loops: candidates.enumerated().map { ($0.offset, $0.element.forward) }, isMonotonic: requirements.isMonotonic,
        never: requirements.valueNever, cancellation: nil, unit: 0)
    ]
    let loops = candidates.enumerated().compactMap { i, candidate in candidate.derivative.map { (i, $0) } }
    if let derivative = near.derivative, !loops.isEmpty {
      targets.append(
        SieveTarget(
          near: derivative, exact: requirements.reference.derivative, loops: loops, isMonotonic: false,
          never: requirements.derivativeNever, cancellation: requirements.cancellation,
          unit: requirements.nearZeroUnit))
    }
    return targets
  }

  /// The error of a result that the sieve has singled out.
  func point(_ x: Float, _ found: Float) -> (point: ErrorPoint, isNearZero: Bool) {
    let value = exact(Wide(x))
    let isNearZero = cancellation?.contains(x) ?? false
    let error = isNearZero ? abs(Wide(found) - value) / unit : ulps(found, value)
    return (
      ErrorPoint(
        error: error.isNaN ? .infinity : Double(error), x: Double(x), found: Double(found), exact: Double(value)),
      isNearZero
    )
  }
}
