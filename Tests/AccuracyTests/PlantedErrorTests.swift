import Accuracy
import Activations
import Testing

/// What is wrong with a kernel is found, and what is not is not.
@Suite struct PlantedErrorTests {
  /// Correctly rounded results, then changed.
  static func planted(
    _ activation: Activation, value: @escaping @Sendable (Float, Float) -> Float = { $1 },
    derivative: @escaping @Sendable (Float, Float) -> Float = { $1 }
  ) throws -> Candidate<Float> {
    let reference = try #require(Reference(activation, in: Float.self))
    return Candidate(
      name: "planted",
      forward: { x, y, count in
        for i in 0..<count { y[i] = value(x[i], Float(reference.value(Wide(x[i])))) }
      },
      derivative: { x, y, count in
        for i in 0..<count { y[i] = derivative(x[i], Float(reference.derivative(Wide(x[i])))) }
      })
  }

  private func measure(_ activation: Activation, _ candidate: Candidate<Float>) throws -> CandidateFindings {
    try #require(SampledMeasurement.run(activation, [candidate])?.first)
  }

  @Test("nothing is found in correctly rounded results", arguments: ["gelu", "sigmoid", "swish(beta: -2)", "softsign"])
  func nothing(text: String) throws {
    let activation = try Activation(text)
    let findings = try measure(activation, Self.planted(activation))
    let derivative = try #require(findings.derivative)
    for one in [findings.value, derivative] {
      #expect(one.correctlyRounded == one.inputs && one.inputs > 100_000)
      #expect(one.violations.count == 0)
      #expect(try #require(one.worst).error <= 0.5)
    }
    #expect(findings.keeps(.float))
  }

  @Test("three units") func wrongDigits() throws {
    let activation = try Activation("gelu")
    let off: @Sendable (Float, Float) -> Float = { $0 == 0.5 ? $1 + 3 * $1.ulp : $1 }
    let value = try measure(activation, Self.planted(activation, value: off))
    let worst = try #require(value.value.worst)
    #expect(worst.x == 0.5 && worst.error > 2.5 && worst.error < 3.5)
    #expect(value.value.correctlyRounded == value.value.inputs - 1)
    #expect(!value.keeps(.float))
    let slope = try measure(activation, Self.planted(activation, derivative: off))
    #expect(try #require(slope.derivative?.worst).x == 0.5 && !slope.keeps(.float))
  }

  @Test("a zero of the derivative has its own unit") func nearZero() throws {
    for (text, zero) in [("gelu", -0.7517915), ("swish(beta: 2)", -0.63923)] {
      let activation = try Activation(text)
      let candidate = try Self.planted(
        activation, derivative: { abs(Double($0) - zero) < 0.001 ? $1 + 0x1p-24 : $1 })
      let findings = try measure(activation, candidate)
      let derivative = try #require(findings.derivative)
      // The largest slope of these functions is about 1.1.
      let found = try #require(derivative.nearZero)
      #expect(found.error > 0.85 && found.error < 0.95, "\(text): \(found)")
      #expect(abs(found.x - zero) < 0.001)
      #expect(try #require(derivative.worst).error <= 0.5)
    }
  }

  @Test("a fall") func fall() throws {
    let activation = try Activation("sigmoid")
    let candidate = try Self.planted(activation, value: { $0 == 1 ? $1.nextDown.nextDown : $1 })
    let findings = try measure(activation, candidate)
    #expect(findings.value.violations.monotonicity.count > 0)
    #expect(abs((findings.value.violations.monotonicity.x ?? 0) - 1) < 1e-3)
    #expect(!findings.keeps(.float))
    // A function that is not monotonic may fall.
    let gelu = try Activation("gelu")
    #expect(try measure(gelu, Self.planted(gelu)).value.violations.count == 0)
    // With a negative slope, so may this one.
    let leaky = try Activation("leaky-relu(slope: -0.5)")
    #expect(try measure(leaky, Self.planted(leaky)).keeps(.float))
  }

  @Test("a sign") func sign() throws {
    let activation = try Activation("softplus")
    let tiny = -Float.leastNonzeroMagnitude
    let findings = try measure(activation, Self.planted(activation, value: { $0 < -104 ? tiny : $1 }))
    #expect(findings.value.violations.sign.count > 0)
    #expect(!findings.keeps(.float))
    let slope = try measure(activation, Self.planted(activation, derivative: { $0 == 20 ? -$1 : $1 }))
    #expect(slope.derivative?.violations.sign.count == 1)
  }

  @Test("NaN swallowed, NaN made up, a wrong limit") func special() throws {
    let activation = try Activation("tanh")
    let swallowed = try measure(activation, Self.planted(activation, value: { $0.isNaN ? 0 : $1 }))
    #expect(swallowed.value.violations.nan.count > 0 && swallowed.derivative?.violations.count == 0)
    let madeUp = try measure(activation, Self.planted(activation, derivative: { $0 == 1 ? .nan : $1 }))
    #expect(madeUp.derivative?.violations.nan.count == 1)
    #expect(madeUp.derivative?.worst?.error == .infinity)
    let limit = try measure(
      activation, Self.planted(activation, value: { $0 == .infinity ? Float(1).nextDown : $1 }))
    #expect(limit.value.violations.limits.count == 1 && limit.value.violations.limits.x == .infinity)
    for one in [swallowed, madeUp, limit] { #expect(!one.keeps(.float)) }
  }

  @Test("in Double too") func double() throws {
    #if arch(x86_64)
      let activation = try Activation("mish")
      let reference = try #require(Reference(activation, in: Double.self))
      let candidate = Candidate<Double>(
        name: "planted",
        forward: { x, y, count in
          for i in 0..<count {
            y[i] = Double(reference.value(Wide(x[i])))
            if x[i] == 6 { y[i] += 5 * y[i].ulp }
          }
        })
      let found = try #require(SampledMeasurement.run(activation, [candidate])?.first)
      #expect(try #require(found.value.worst).x == 6 && found.derivative == nil)
      #expect(found.value.correctlyRounded == found.value.inputs - 1)
    #endif
  }
}
