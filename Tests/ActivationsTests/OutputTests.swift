import Activations
import Testing

/// Backward passes that have the output alone.
@Suite struct OutputTests {
  static let cases =
    Activation.all.filter(\.isRebuiltFromOutput).map(\.description)
    + ["leaky-relu(0.3)", "elu(0.5)", "celu(2)", "prelu(0.1)"]

  @Test func whichTheyAre() throws {
    let names = Activation.all.filter(\.isRebuiltFromOutput).map(\.name)
    for name in ["relu", "sigmoid", "tanh", "elu", "selu", "softplus", "leaky-relu", "hard-tanh", "linear"] {
      #expect(names.contains(name))
    }
    for name in ["gelu", "swish", "mish", "lisht", "hard-swish"] { #expect(!names.contains(name)) }
    #expect(try !Activation("leaky-relu(-0.1)").isRebuiltFromOutput)
  }

  @Test("the slope from the output is the slope", arguments: cases, InstructionSet.available)
  func slopes(text: String, set: InstructionSet) throws {
    let activation = try Activation(text)
    let kernels = activation.kernels(for: set)
    var x = (0..<4001).map { (Float($0) - 2000) * 0.0101 }
    x += [0, -0.0, 3, -3, 1, -1, 6, 1e-20, -1e-20, 100, -100, .infinity, -.infinity]
    let g = x.indices.map { Float($0 % 7) - 3.5 }
    var y = x
    var expected = x
    var found = x
    kernels.forward(x, into: &y, count: x.count)
    kernels.backward(x, upstream: g, into: &expected, count: x.count)
    kernels.backwardFromOutput(y, upstream: g, into: &found, count: x.count)
    var derivatives = x
    kernels.derivative(x, into: &derivatives, count: x.count)
    let steepest = derivatives.map(abs).max() ?? 1
    for i in x.indices {
      // y has a rounding of its own, and a slope of 1/6 at most a rounding of the kinks at ±3.
      if activation.name == "hard-sigmoid", abs(abs(x[i]) - 3) < 1e-6 { continue }
      let slack = 6e-7 * max(steepest, 1) * abs(g[i])
      #expect(abs(found[i] - expected[i]) <= slack, "\(text) at \(x[i]): \(found[i]), expected \(expected[i])")
    }
    // In place, and of any length.
    for count in [0, 1, 7, 33, x.count] {
      var own = g
      kernels.backwardFromOutput(y, upstream: own, into: &own, count: count)
      #expect(own.prefix(count).map(\.bitPattern) == found.prefix(count).map(\.bitPattern))
      #expect(Array(own.dropFirst(count)) == Array(g.dropFirst(count)))
    }
  }
}
