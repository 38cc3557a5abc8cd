import Accuracy
import Activations
import Testing

/// The exhaustive measurement, on one block of neighbours in some hundreds.
@Suite struct SieveTests {
  /// Nearly correctly rounded results, by the `Double` kernels, then changed.
  private func planted(
    _ activation: Activation, value: @escaping @Sendable (Float, Float) -> Float = { $1 },
    derivative: @escaping @Sendable (Float, Float) -> Float = { $1 }
  ) -> Candidate<Float> {
    let kernels = activation.kernels
    func loop(
      _ body: @escaping @Sendable (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void,
      _ change: @escaping @Sendable (Float, Float) -> Float
    ) -> Candidate<Float>.Loop {
      { x, y, count in
        var wide = (0..<count).map { Double(x[$0]) }
        let input = wide
        body(input, &wide, count)
        for i in 0..<count { y[i] = change(x[i], Float(wide[i])) }
      }
    }
    return Candidate(
      name: "planted", forward: loop({ kernels.forward($0, into: $1, count: $2) }, value),
      derivative: loop({ kernels.derivative($0, into: $1, count: $2) }, derivative))
  }

  private func measure(
    _ activation: Activation, _ candidates: [Candidate<Float>], every: Int = 512, threads: Int = 2
  ) throws -> [CandidateFindings] {
    let measurement = try #require(ExhaustiveMeasurement(activation, candidates, every: every))
    return try #require(measurement.run(threads: threads)).candidates
  }

  /// Sixteen numbers of every block.
  @Sendable private static func isMarked(_ x: Float) -> Bool { x.bitPattern & 0xFFF == 0x123 }

  @Test("finds what is planted, and nothing else") func planted() throws {
    let activation = try Activation("sigmoid")
    let tiny = -Float.leastNonzeroMagnitude
    let found = try measure(
      activation,
      [
        planted(activation),
        planted(activation, value: { Self.isMarked($0) && abs($0) < 4 ? $1 + 3 * $1.ulp : $1 }),
        planted(activation, value: { Self.isMarked($0) && $0 < -200 ? tiny : $1 }),
        planted(activation, value: { $0.isNaN ? 1 : $1 }, derivative: { Self.isMarked($0) ? .nan : $1 }),
        planted(activation, derivative: { Self.isMarked($0) ? $1 - 4 * $1.ulp : $1 }),
      ], every: 128)
    let clean = try #require(found.first)
    #expect(try #require(clean.value.worst).error < 0.5001 && clean.value.violations.count == 0)
    #expect(clean.value.inputs == 510 * 65_536)
    #expect(clean.value.correctlyRounded == clean.value.inputs && clean.keeps(.float))
    let wrong = try #require(found[1].value.worst)
    #expect(wrong.error > 2.5 && wrong.error < 3.6 && Self.isMarked(Float(wrong.x)))
    #expect(found[1].value.violations.monotonicity.count > 0)
    #expect(found[2].value.violations.sign.count > 0 && found[2].value.violations.monotonicity.count > 0)
    #expect(found[3].value.violations.nan.count > 120_000)
    #expect(found[3].derivative?.violations.nan.count == 510 * 16 && found[3].derivative?.worst?.error == .infinity)
    #expect(try #require(found[4].derivative?.worst).error > 3)
    for findings in found.dropFirst() { #expect(!findings.keeps(.float)) }
  }

  @Test("near a zero of the derivative") func nearZero() throws {
    let activation = try Activation("gelu")
    let candidate = planted(activation, derivative: { Self.isMarked($0) && $0 < -0.5 && $0 > -1 ? $1 + 0x1p-23 : $1 })
    let findings = try measure(activation, [candidate], every: 64)
    let derivative = try #require(findings[0].derivative)
    #expect(abs(try #require(derivative.nearZero).error - 2 / 1.129) < 0.1)
    #expect(try #require(derivative.worst).error < 0.5001)
  }

  @Test("overflow and underflow are no errors") func extremes() throws {
    for name in ["squared-relu", "linear", "mish"] {
      let activation = try Activation(name)
      let findings = try measure(activation, [planted(activation)])[0]
      #expect(findings.keeps(.float) && findings.value.correctlyRounded == findings.value.inputs, "\(findings)")
    }
  }

  @Test("any number of threads finds the same") func threads() throws {
    let activation = try Activation("swish")
    let candidates = InstructionSet.available.map { Candidate<Float>(activation, on: $0) }
    let one = try measure(activation, candidates, every: 1_024, threads: 1)
    #expect(try measure(activation, candidates, every: 1_024, threads: 3) == one)
  }

  @Test("can be cancelled") func cancelled() throws {
    let activation = try Activation("relu")
    let measurement = try #require(ExhaustiveMeasurement(activation, [planted(activation)]))
    #expect(measurement.run(threads: 2, isCancelled: { true }) == nil)
  }
}
