public import Activations

/// Results at sample points against the wide reference, point by point.
public enum SampledMeasurement {
  /// What is found of kernels in `Float`; nil if the activation has no reference.
  public static func run(_ activation: Activation, _ candidates: [Candidate<Float>]) -> [CandidateFindings]? {
    guard let requirements = Requirements<Float>(activation) else { return nil }
    let sample = Sample(SamplePoints.floats(kinks: activation.facts.kinks), requirements.reference)
    return candidates.map { measure($0, sample, requirements) }
  }

  /// What is found of kernels in `Double`; nil if the activation has no reference, or none that is wider.
  public static func run(_ activation: Activation, _ candidates: [Candidate<Double>]) -> [CandidateFindings]? {
    guard Wide.significandBitCount > Double.significandBitCount, let requirements = Requirements<Double>(activation)
    else { return nil }
    let sample = Sample(SamplePoints.doubles(kinks: activation.facts.kinks), requirements.reference)
    return candidates.map { measure($0, sample, requirements) }
  }

  /// Points in ascending order, the numbers next to each, and the exact values at the points.
  private struct Sample<T: MeasuredScalar> {
    let points: [T]
    let previous: [T]
    let next: [T]
    let values: [Wide]
    let slopes: [Wide]

    init(_ points: [T], _ reference: Reference) {
      self.points = points
      previous = points.map(\.nextDown)
      next = points.map(\.nextUp)
      values = points.map { reference.value(Wide($0)) }
      slopes = points.map { reference.derivative(Wide($0)) }
    }
  }

  private static func measure<T: MeasuredScalar>(
    _ candidate: Candidate<T>, _ sample: Sample<T>, _ requirements: Requirements<T>
  ) -> CandidateFindings {
    var value = findings(
      candidate.forward, sample.points, sample.values, never: requirements.valueNever,
      limits: requirements.limits.map { ($0.x, $0.value) })
    if requirements.isMonotonic { countFalls(candidate.forward, sample, into: &value.violations.monotonicity) }
    let derivative = candidate.derivative.map {
      findings(
        $0, sample.points, sample.slopes, never: requirements.derivativeNever,
        limits: requirements.limits.map { ($0.x, $0.derivative) }, cancellation: requirements.cancellation,
        unit: requirements.nearZeroUnit)
    }
    return CandidateFindings(candidate: candidate.name, value: value, derivative: derivative)
  }

  private static func findings<T: MeasuredScalar>(
    _ loop: Candidate<T>.Loop, _ points: [T], _ exact: [Wide], never: FloatingPointSign?, limits: [(x: T, limit: T)],
    cancellation: ClosedRange<T>? = nil, unit: Wide = 0
  ) -> Findings {
    var findings = Findings()
    findings.inputs = points.count
    for (i, y) in results(loop, points).enumerated() {
      let x = points[i]
      let rounded = T(exact[i])
      if y == rounded { findings.correctlyRounded += 1 }
      if y.isNaN { findings.violations.nan.add(1, at: Double(x)) }
      if let never, never == .minus ? y < 0 : y > 0 { findings.violations.sign.add(1, at: Double(x)) }
      let isNearZero = cancellation?.contains(x) ?? false
      let error = isNearZero ? abs(Wide(y) - exact[i]) / unit : ulps(y, exact[i])
      if error == 0 { continue }
      let point = ErrorPoint(
        error: error.isNaN ? .infinity : Double(error), x: Double(x), found: Double(y), exact: Double(exact[i]))
      if isNearZero {
        findings.nearZero = ErrorPoint.worse(findings.nearZero, point)
      } else {
        findings.worst = ErrorPoint.worse(findings.worst, point)
      }
    }
    SpecialValues.check(loop, limits: limits, into: &findings.violations)
    return findings
  }

  /// Falls between a sample point and the numbers next to it, and between sample points.
  private static func countFalls<T: MeasuredScalar>(
    _ loop: Candidate<T>.Loop, _ sample: Sample<T>, into tally: inout Tally
  ) {
    let values = results(loop, sample.points)
    let (previous, next) = (results(loop, sample.previous), results(loop, sample.next))
    for i in values.indices {
      let fallsBetween = i > 0 && values[i] < values[i - 1]
      if values[i] < previous[i] || next[i] < values[i] || fallsBetween { tally.add(1, at: Double(sample.points[i])) }
    }
  }

  static func results<T: MeasuredScalar>(_ loop: Candidate<T>.Loop, _ points: [T]) -> [T] {
    [T](unsafeUninitializedCapacity: points.count) { buffer, count in
      count = points.count
      points.withUnsafeBufferPointer {
        if let x = $0.baseAddress, let y = buffer.baseAddress { loop(x, y, points.count) }
      }
    }
  }
}
