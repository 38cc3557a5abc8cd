import Accuracy
import Activations
import TestSupport
import Testing

/// What the catalogue says of a function is checked against the function.
@Suite struct FactsTests {
  @Test("stated facts hold", arguments: Activation.all.map(\.name))
  func facts(name: String) throws {
    let activation = try Activation(name)
    let facts = activation.facts
    // Limits.
    for (x, limit) in [(-Double.infinity, facts.limits.atMinusInfinity), (.infinity, facts.limits.atPlusInfinity)] {
      #expect(activation.value(x) == limit || abs(activation.value(x) - limit) < 1e-15, "\(name) at \(x)")
    }
    // Monotonic: never falls on a fine grid, or falls somewhere.
    let grid = (-4_000...4_000).map { Double($0) * 0.005 }
    let values = grid.map { activation.value($0) }
    let falls = zip(values, values.dropFirst()).contains { $1 < $0 - 1e-12 }
    #expect(falls != facts.isMonotonic, "\(name)")
    #expect(facts.isSmooth == facts.kinks.isEmpty || name == "elu" || name == "celu" || !facts.isSmooth)
    // Kinks: the slope jumps there, or the function does; nowhere else.
    for kink in facts.kinks {
      let slope = abs(activation.derivative(kink + 1e-7) - activation.derivative(kink - 1e-7))
      let bend = abs(second(activation, kink + 1e-3) - second(activation, kink - 1e-3))
      let jump = abs(activation.value(kink + 1e-9) - activation.value(kink - 1e-9))
      #expect(slope > 1e-3 || jump > 1e-3 || bend > 1e-3, "\(name) at \(kink)")
    }
    for (x, next) in zip(grid, grid.dropFirst()) where !facts.kinks.contains(where: { $0 >= x && $0 <= next }) {
      #expect(abs(activation.derivative(next) - activation.derivative(x)) < 0.06, "\(name) between \(x) and \(next)")
    }
    // Centred: both signs, and 0 at 0.
    let isCentred = activation.value(0.0) == 0 && values.contains { $0 < 0 } && values.contains { $0 > 0 }
    #expect(isCentred == facts.isCentred, "\(name)")
    #expect(!facts.formula.isEmpty && !facts.derivativeFormula.isEmpty && !facts.strength.isEmpty)
    #expect(!facts.weakness.isEmpty && facts.citation.year > 1800)
    for parameter in facts.parameters { #expect(parameter.allowed.contains(parameter.defaultValue)) }
  }

  private func second(_ activation: Activation, _ x: Double) -> Double {
    (activation.derivative(x + 1e-4) - activation.derivative(x - 1e-4)) / 2e-4
  }

  @Test("the derivative is the slope of the function", arguments: Activation.all.map(\.name))
  func slopes(name: String) throws {
    let activation = try Activation(name)
    for i in -700...700 {
      let x = Double(i) * 0.0137 + 0.0003
      let h = 1e-5
      if activation.facts.kinks.contains(where: { abs($0 - x) <= 2 * h }) { continue }
      let slope = (activation.value(x + h) - activation.value(x - h)) / (2 * h)
      #expect(abs(slope - activation.derivative(x)) < 1e-7, "\(name) at \(x)")
    }
  }

  @Test("zeros keep their sign in centred functions", arguments: Activation.all.map(\.name), InstructionSet.available)
  func zeros(name: String, set: InstructionSet) throws {
    let activation = try Activation(name)
    guard activation.value(0.0) == 0 else { return }
    try checkZeros(of: activation, Candidate<Float>(activation, on: set)) { activation.value($0) }
    try checkZeros(of: activation, Candidate<Double>(activation, on: set)) { activation.value($0) }
  }

  private func checkZeros<T: MeasuredScalar>(
    of activation: Activation, _ kernels: Candidate<T>, _ value: (T) -> T
  ) throws {
    let x = (0..<77).map { T($0 % 2 == 0 ? -0.0 : 0) }
    var (y, slopes) = (x, x)
    kernels.forward(x, &y, x.count)
    let derivative = try #require(kernels.derivative)
    derivative(x, &slopes, x.count)
    for i in x.indices {
      let sign = activation.facts.isCentred ? x[i].sign : .plus
      let place = "\(activation.name) of \(x[i]) in \(T.self)"
      #expect(y[i] == 0 && y[i].sign == sign, "\(place): \(y[i])")
      #expect(value(x[i]) == 0 && value(x[i]).sign == sign, "\(place), alone: \(value(x[i]))")
      #expect(slopes[i] == slopes[0], "\(place): slopes \(slopes[i]) and \(slopes[0])")
    }
  }

  @Test("tails keep their digits")
  func tails() throws {
    for (name, x) in [("gelu", -6), ("gelu", -12), ("silu", -88), ("mish", -88), ("sigmoid", -88), ("silu", -100)]
      as [(String, Float)]
    {
      let activation = try Activation(name)
      let expected = try #require(Reference.value(activation.name, Wide(x), activation.parameters.map { Wide($0) }))
      #expect(ulps(activation.value(x), expected) <= 4, "\(name) at \(x)")
      #expect(activation.value(x) != 0)
    }
  }

  @Test("gains are those that can be found by hand")
  func gains() throws {
    func gain(_ name: String) throws -> Double { try Activation(name).gain }
    #expect(abs(try gain("relu") - 2.0.squareRoot()) < 1e-12)
    #expect(abs(try gain("linear") - 1) < 1e-12)
    #expect(abs(try gain("binary-step") - 2.0.squareRoot()) < 1e-12)
    #expect(abs(try gain("squared-relu") - (2.0 / 3).squareRoot()) < 1e-12)
    #expect(abs(try gain("leaky-relu(0.5)") - (2 / 1.25).squareRoot()) < 1e-12)
    // SELU's fixed point: mean 0, variance 1.
    #expect(abs(try gain("selu") - 1) < 1e-7)
    #expect(abs(try Activation("selu").mean) < 1e-7)
    // E[σ(z)] = ½ by symmetry.
    #expect(abs(try Activation("sigmoid").mean - 0.5) < 1e-12)
  }
}
