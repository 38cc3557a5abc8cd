import Activations
import Testing

/// How other frameworks write an activation: each spelling was run in Keras 3.15 and JAX 0.10 against the function itself.
@Suite struct ElsewhereTests {
  @Test(arguments: Activation.all) func spellingsAreFinished(activation: Activation) {
    for framework in Framework.allCases {
      let spellings = [
        activation.elsewhere(framework), activation.elsewhere(framework, learnedFor: nil),
        activation.elsewhere(framework, learnedFor: "96"),
      ]
      for text in spellings.compactMap({ $0 }) {
        #expect(!text.contains("{") && !text.contains("}"))
        #expect(text.count { $0 == "(" } == text.count { $0 == ")" })
        // A form in x for JAX, a module or a layer for the others.
        #expect(text.hasPrefix(["PyTorch": "nn.", "Keras": "keras.layers.", "JAX": "j"][framework.rawValue] ?? "?"))
        #expect(framework != .jax || text.contains("(x"))
      }
    }
  }

  @Test func parametersAreFilledIn() throws {
    #expect(try Activation("leaky-relu(0.2)").elsewhere(.pytorch) == "nn.LeakyReLU(negative_slope=0.2)")
    // Neither has our slope where nothing is said.
    #expect(try Activation("leaky-relu").elsewhere(.keras) == "keras.layers.LeakyReLU(negative_slope=0.01)")
    #expect(try Activation("gelu").elsewhere(.jax) == "jax.nn.gelu(x, approximate=False)")
    #expect(try Activation("gelu-tanh").elsewhere(.pytorch) == "nn.GELU(approximate=\"tanh\")")
    #expect(try Activation("elu(alpha: 2)").elsewhere(.jax) == "jax.nn.elu(x, alpha=2)")
    #expect(try Activation("swish").elsewhere(.pytorch) == "nn.SiLU()")
    #expect(
      try Activation("prelu").elsewhere(.pytorch, learnedFor: "96") == "nn.PReLU(num_parameters=96, init=0.25)")
    #expect(try Activation("prelu").elsewhere(.pytorch, learnedFor: nil) == "nn.PReLU(num_parameters=1, init=0.25)")
    #expect(try Activation("prelu").elsewhere(.pytorch) == "nn.LeakyReLU(negative_slope=0.25)")
  }

  @Test func whatAFrameworkLacksIsNil() throws {
    for framework in Framework.allCases {
      // SiLU is the Swish with β = 1 alone.
      #expect(try Activation("swish(beta: 1.5)").elsewhere(framework) == nil)
      #expect(try Activation("swish").elsewhere(framework, learnedFor: "96") == nil)
      for name in ["binary-step", "lisht", "gelu-sigmoid", "squared-relu"] {
        #expect(try Activation(name).elsewhere(framework) == nil)
      }
    }
    #expect(try Activation("prelu").elsewhere(.jax, learnedFor: "96") == nil)
  }
}
