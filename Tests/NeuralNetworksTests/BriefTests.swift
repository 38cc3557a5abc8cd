import NeuralNetworks
import Testing

@Suite struct BriefTests {
  @Test(
    "layers that repeat are said once",
    arguments: [
      ("flatten, repeat 20 (dense 64, sigmoid), dense 10", "flatten, 20 × (dense 64, sigmoid), dense 10"),
      ("dense 8, relu, dense 8, relu, dense 2", "dense 8, relu, dense 8, relu, dense 2"),
      ("repeat 3 (dense 8), dense 2", "3 × dense 8, dense 2"),
      (
        "dense 5, repeat 4 (dense 8, relu), repeat 3 (dense 4, tanh, dropout 0.5)",
        "dense 5, 4 × (dense 8, relu), 3 × (dense 4, tanh, dropout 0.5)"
      ),
      (
        "dense 9, repeat 5 (residual(repeat 3 (dense 9, relu))), dense 2",
        "dense 9, 5 × residual(3 × (dense 9, relu)), dense 2"
      ),
      ("repeat 4 (relu)", "4 × relu"), ("dense 1", "dense 1"),
      // The longest group that a person still sees as one.
      ("repeat 6 (dense 8, relu, dense 4, relu)", "6 × (dense 8, relu, dense 4, relu)"),
    ])
  func saidOnce(layers: String, brief: String) throws {
    #expect(try Layer.parse(list: layers).brief == brief)
    #expect(Network(inputShape: [3], layers: try Layer.parse(list: layers)).brief == brief)
  }

  @Test func nothingIsNothing() { #expect([Layer]().brief == "") }
}
