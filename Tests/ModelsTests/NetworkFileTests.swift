import Activations
import Models
import NeuralNetworks
import Randomness
import Testing

@Suite struct NetworkFileTests {
  static func parse(_ text: String) throws(ModelError) -> Network {
    try NetworkFile.parse(Array(text.utf8), from: "net.yaml", inputShape: [8, 8, 3])
  }

  static let everything = """
    conv 8 kernel 5x3 stride 2 padding 1x0 dilation 1x2 groups 1, batch-norm momentum 0.2 epsilon 0.001, leaky-relu(0.3)
    repeat 2 (residual(conv 8, layer-norm, swish(beta: 1.5) learned per-channel), relu)
    max-pool 2, average-pool 2x1 stride 1 padding same, dropout 0.1, global-average-pool, dense 6, alpha-dropout 0.2, dense 4
    """

  @Test func textYAMLAndValueAreTheSame() throws {
    let layers = try Layer.parse(list: Self.everything)
    #expect(layers.count == 14)
    #expect(try Layer.parse(list: layers.map(\.text).joined(separator: ", ")) == layers)
    let network = Network(inputShape: [16, 16, 3], layers: layers, initialization: .he)
    let text = NetworkFile.text(network)
    #expect(try NetworkFile.parse(Array(text.utf8), from: "net.yaml", inputShape: []) == network, "\(text)")
    let json = #"{"layers": ["conv 4", {"residual": ["relu", "conv 4"]}, "flatten", "dense 2"]}"#
    let built = Network(inputShape: [8, 8, 3]) {
      Layer.conv2D(channels: 4)
      Layer.residual {
        try! Activation("relu")
        Layer.conv2D(channels: 4)
      }
      Layer.flatten
      Layer.dense(units: 2)
    }
    #expect(try Self.parse(json) == built)
  }

  @Test(
    "mistakes are named, with their place",
    arguments: [
      ("", "net.yaml: is empty"), ("layers: {a: 1}", "expected a list"),
      ("initialization: xavier\nlayers: [flatten, dense 2]", "expected he, glorot"),
      ("layers: [softmax]", "the loss of classes contains it"), ("layers: [conv 4 kernel 65536]", "weights, the most"),
      ("layers: [\"repeat 9999 (residual(repeat 9999 (relu)))\"]", "more than 10000 layers"),
      ("layers: [flatten, dense 1048576, dense 1048576]", "weights, the most"),
      (
        "layers: [\"residual(repeat 99 (conv 1 kernel 65536 padding 65535), conv 9)\", flatten, dense 2]",
        "numbers are possible"
      ), ("layers: [dense 2", "net.yaml: is no YAML"),
      ("layer: [dense 2]", "no key 'layer'; did you mean 'layers'?"),
      ("layers:\n  - flatten\n  - dens 2", "net.yaml:3:5: 'dens 2' is no layer; did you mean 'dense'?"),
      ("layers:\n  - conv 2 kernal 3", "no option 'kernal'"), ("layers:\n  - conv", "expected a number of channels"),
      ("layers:\n  - conv 2 kernel 3y3", "'3y3'; expected a size"), ("layers:\n  - conv 2 3", "one value too many"),
      ("layers:\n  - residual: [conv 4]\n    relu: 3", "net.yaml:3:5: no key 'relu'"),
      ("layers: [dense 2]", "put a flatten layer before it"), ("layers: [flatten, relu]", "nothing to train"),
      ("layers: [conv 4 groups 2, flatten, dense 2]", "2 groups do not divide 3 and 4 channels"),
      ("layers: [conv 4 kernel 9 padding valid, flatten, dense 2]", "does not fit an input of 8×8×3"),
      ("layers: [\"residual(max-pool 3 stride 2, flatten, dense 2)\", dense 2]", "no projection leads from 8×8×3 to 2"),
      ("layers: [residual(conv 3, relu), dense 2]", "needs quotation marks"),
      ("layers: [\"repeat 99999 (dense 2)\"]", "expected repeat, a number"),
      ("layers: [\"repeat 9999 (dense 2, dense 3)\"]", "more than 10000 layers"),
      ("layers: [flatten, \"dense 99999999999999999999\"]", "expected a whole number of units"),
      ("layers: [conv 4]", "expected a list of numbers"), ("layers: &a [dense 2]", "anchors and aliases"),
      ("layers: [flatten, dense 2, prelu learned by-heart]", "expected per-layer or per-channel"),
      ("layers: [flatten, dense 2, relu learned]", "has no parameter that can be learned"),
      ("input: [3, -1]\nlayers: [dense 2]", "an input shape of [3, -1]"), ("a: b: c", "is no YAML"),
    ])
  func mistakes(_ text: String, _ message: String) throws {
    do throws(ModelError) {
      _ = try Self.parse(text)
      Issue.record("\(text) was read")
    } catch {
      #expect(error.description.contains(message), "\(error)")
    }
  }

  @Test func commentsAndQuotationMarksAreNoYAMLOfTheirOwn() throws {
    let text = """
      # two layers & a half, [[[ *
      layers:   # 16 * 2 {
        - flatten
        - 'dense 32'   # it's "so
        - "swish(beta: 1.5)"
        - dense 2
      """
    #expect(try Self.parse(text).layers.count == 4)
  }

  @Test func nestingDoesNotCrash() {
    for text in [
      "layers: " + String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000),
      "layers: [\"" + String(repeating: "residual(", count: 10_000) + "relu" + String(repeating: ")", count: 10_000)
        + "\"]",
      (0..<3000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(), String(repeating: "\u{0}", count: 5000),
      String(repeating: "(", count: 200_000), String(repeating: "a", count: 2_000_000),
    ] {
      #expect(throws: ModelError.self) { try Self.parse(text) }
    }
  }

  @Test func noiseIsRefusedOrRead() {
    let seed: UInt64 = 31
    var stream = RandomStream(seed: seed, purpose: .test)
    let good = Array(
      NetworkFile.text(Network(inputShape: [8, 8, 3], layers: (try? Layer.parse(list: Self.everything)) ?? [])).utf8)
    for _ in 0..<400 {
      var bytes = good
      for _ in 0..<1 + stream.integer(below: 6) {
        bytes[stream.integer(below: bytes.count)] = UInt8(stream.integer(below: 256))
      }
      // Anything but a crash will do; what is read can be written and read again.
      if let network = try? NetworkFile.parse(bytes, from: "net.yaml", inputShape: [8, 8, 3]) {
        let again = try? NetworkFile.parse(Array(NetworkFile.text(network).utf8), from: "net.yaml", inputShape: [])
        #expect(again == network, "seed \(seed)")
      }
    }
  }
}
