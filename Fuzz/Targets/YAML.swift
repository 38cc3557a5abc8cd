internal import Models
internal import NeuralNetworks

extension FuzzTarget {
  /// A network's file, for images and for flat inputs. What is read is written and read again.
  static let yaml = FuzzTarget(
    name: "yaml",
    seeds: {
      [
        "input: [28, 28]\ninitialization: he\nlayers:\n  - conv 8 kernel 5x3 stride 2 padding 1\n  - relu\n  - flatten\n  - dense 10\n",
        "layers:\n  - residual:\n      - conv 3 groups 3 dilation 2\n      - batch-norm momentum 0.2 epsilon 0.001\n  - \"swish(beta: 1.5) learned per-channel\"\n  - global-average-pool\n  - dense 2\n",
        "{\"layers\": [\"repeat 3 (dense 4, layer-norm, gelu)\", \"dropout 0.1\", {\"residual\": [\"tanh\", \"dense 4\"]}, \"dense 2\"]}",
        "layers: |\n  max-pool 2, average-pool 2 padding same\n  flatten, alpha-dropout 0.5, dense 3\n",
        "layers: &a [dense 2]\n",
      ].map { Array($0.utf8) }
    },
    words: [
      "layers:", "input: [", "residual(", "repeat 9 (", "conv ", "dense ", "kernel ", "stride ", "padding same",
      "groups ", "dilation ", "max-pool ", "batch-norm", "learned per-layer", "leaky-relu(", "\n  - ", "[", "]", "{",
      "}",
      "&", "*", "!!", "99999999999999999999", "1x1", "-1", ".nan",
    ],
    run: { input in
      for shape in [[8, 8, 3], [5]] {
        guard let network = try? NetworkFile.parse(input, from: "fuzz.yaml", inputShape: shape) else { continue }
        demand(network.parameterCount >= 0, "\(network.parameterCount) parameters")
        _ = network.summary
        do throws(ModelError) {
          let text = NetworkFile.text(network)
          let again = try NetworkFile.parse(Array(text.utf8), from: "again.yaml", inputShape: [])
          demand(again == network, "another network when read again: \(text)")
        } catch {
          fatalError("written and not read again: \(error)")
        }
      }
    }
  )
}
