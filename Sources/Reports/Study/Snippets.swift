internal import Activations
internal import NeuralNetworks
internal import Studies

/// Lines to paste: what a study recommends, as other frameworks and Swift write it.
struct Snippets {
  struct Snippet {
    var title: String
    var code: String
  }

  let setting: SettingResult
  private let row: LeaderboardRow
  private let tuned: Hyperparameters

  /// Nil where nothing is recommended, or what is has no rate.
  init?(_ setting: SettingResult) {
    guard let row = setting.recommended, let tuned = row.hyperparameters else { return nil }
    self.setting = setting
    self.row = row
    self.tuned = tuned
  }

  /// A framework that lacks the function is left out.
  var all: [Snippet] {
    let frameworks = Framework.allCases.compactMap { framework in
      spelling(framework).map { Snippet(title: framework.rawValue, code: code(framework, $0)) }
    }
    return frameworks + [Snippet(title: "Swift", code: swift)]
  }

  private func spelling(_ framework: Framework) -> String? {
    switch row.choice.learning {
    case .fixed: row.choice.activation.elsewhere(framework)
    case .perLayer: row.choice.activation.elsewhere(framework, learnedFor: nil)
    case .perChannel:
      row.choice.activation.elsewhere(framework, learnedFor: setting.setting.width.map(String.init) ?? "channels")
    }
  }

  private func code(_ framework: Framework, _ activation: String) -> String {
    switch framework {
    case .pytorch: pytorch(activation)
    case .keras: keras(activation)
    case .jax: jax(activation)
    }
  }

  // MARK: - Numbers

  /// As Python and Swift read it, whatever its size.
  private static func number(_ value: Double) -> String { "\(value)" }

  private var rate: String { Self.number(tuned.learningRate) }
  private var decay: String { Self.number(tuned.weightDecay) }
  private var hasDecay: Bool { tuned.weightDecay > 0 }

  /// Five digits.
  private var gain: String { Self.number((row.choice.activation.gain * 1e5).rounded() / 1e5) }

  /// Of a layer that follows the activation, as the frameworks name it: the variance times the number of inputs (or, for
  /// Glorot, the mean of inputs and outputs).
  private var scale: (value: String, mode: String, isUniform: Bool) {
    switch setting.setting.initialization {
    case .he: ("2.0", "fan_in", false)
    case .glorot: ("1.0", "fan_avg", false)
    case .lecun: ("1.0", "fan_in", false)
    case .torchDefault: ("1 / 3", "fan_in", true)
    case .orthogonal, .variancePreserving: ("\(gain) ** 2", "fan_in", false)
    }
  }

  private var takesGain: Bool {
    setting.setting.initialization == .variancePreserving || setting.setting.initialization == .orthogonal
  }

  private func comments(_ mark: String) -> [String] {
    let own = setting.setting
    var lines = [
      "\(mark) batches of \(own.batch), \(own.epochs) epochs"
        + (setting.data.isClassification ? "" : "; numbers to predict scaled to mean 0 and deviation 1")
    ]
    if tuned.dropout > 0 { lines.append("\(mark) dropout \(Self.number(tuned.dropout)) where the network has it") }
    if own.schedule != .constant { lines.append("\(mark) the rate changes by the schedule \(own.schedule)") }
    return lines
  }

  // MARK: - PyTorch

  private func pytorch(_ activation: String) -> String {
    let weights =
      switch setting.setting.initialization {
      case .variancePreserving: "nn.init.normal_(layer.weight, std=gain / math.sqrt(layer.weight[0].numel()))"
      case .orthogonal: "nn.init.orthogonal_(layer.weight, gain)"
      case .he: "nn.init.normal_(layer.weight, std=math.sqrt(2 / layer.weight[0].numel()))"
      case .lecun: "nn.init.normal_(layer.weight, std=math.sqrt(1 / layer.weight[0].numel()))"
      case .glorot: "nn.init.xavier_normal_(layer.weight)"
      case .torchDefault: "nn.init.kaiming_uniform_(layer.weight, a=math.sqrt(5))"
      }
    var lines = ["import math", "from torch import nn, optim", "", "activation = \(activation)"]
    if takesGain { lines.append("gain = 1.0  # of the layer that gets the data") }
    lines += [
      "for layer in model.modules():", "    if isinstance(layer, (nn.Linear, nn.Conv2d)):", "        " + weights,
      "        nn.init.zeros_(layer.bias)",
    ]
    if takesGain { lines.append("        gain = \(gain)  # of a layer that gets what the activation gives") }
    let decayed = hasDecay ? ", weight_decay=\(decay)" : ""
    let optimizer =
      switch setting.setting.optimizer {
      case .sgd(let momentum, let nesterov):
        "SGD(model.parameters(), lr=\(rate), momentum=\(Self.number(momentum))\(nesterov ? ", nesterov=True" : "")\(decayed))"
      case .adam(let a, let b, let epsilon):
        "Adam(model.parameters(), lr=\(rate), betas=(\(a), \(b)), eps=\(epsilon)\(decayed))"
      case .adamW(let a, let b, let epsilon):
        "AdamW(model.parameters(), lr=\(rate), betas=(\(a), \(b)), eps=\(epsilon), weight_decay=\(decay))"
      case .rmsProp(let own, let epsilon):
        "RMSprop(model.parameters(), lr=\(rate), alpha=\(own), eps=\(epsilon)\(decayed))"
      }
    return (lines + ["optimizer = optim.\(optimizer)"] + comments("#")).joined(separator: "\n")
  }

  // MARK: - Keras

  private func keras(_ activation: String) -> String {
    func initializer(_ scale: String) -> String {
      self.scale.isUniform
        ? "keras.initializers.VarianceScaling(\(scale), mode=\"\(self.scale.mode)\", distribution=\"uniform\")"
        : "keras.initializers.VarianceScaling(\(scale), mode=\"\(self.scale.mode)\", distribution=\"untruncated_normal\")"
    }
    let isOrthogonal = setting.setting.initialization == .orthogonal
    var lines = ["import keras", "", "def activation():", "    return \(activation)", ""]
    if takesGain {
      lines += [
        "# kernel_initializer of the layer that gets the data, and of those that get what the activation gives",
        "first = \(isOrthogonal ? "keras.initializers.Orthogonal(1.0)" : initializer("1.0"))",
        "later = \(isOrthogonal ? "keras.initializers.Orthogonal(\(gain))" : initializer(scale.value))",
      ]
    } else {
      lines += ["# kernel_initializer of every layer", "weights = \(initializer(scale.value))"]
    }
    let isDecoupled = if case .adamW = setting.setting.optimizer { true } else { false }
    if hasDecay, !isDecoupled {
      lines += ["# kernel_regularizer of every layer", "decay = keras.regularizers.L2(\(decay) / 2)"]
    }
    let optimizer =
      switch setting.setting.optimizer {
      case .sgd(let momentum, let nesterov):
        "SGD(learning_rate=\(rate), momentum=\(Self.number(momentum))\(nesterov ? ", nesterov=True" : ""))"
      case .adam(let a, let b, let epsilon):
        "Adam(learning_rate=\(rate), beta_1=\(a), beta_2=\(b), epsilon=\(epsilon))"
      case .adamW(let a, let b, let epsilon):
        "AdamW(learning_rate=\(rate), beta_1=\(a), beta_2=\(b), epsilon=\(epsilon), weight_decay=\(decay))"
      case .rmsProp(let own, let epsilon): "RMSprop(learning_rate=\(rate), rho=\(own), epsilon=\(epsilon))"
      }
    return (lines + ["optimizer = keras.optimizers.\(optimizer)"] + comments("#")).joined(separator: "\n")
  }

  // MARK: - JAX

  private func jax(_ activation: String) -> String {
    func initializer(_ scale: String) -> String {
      "jax.nn.initializers.variance_scaling(\(scale), \"\(self.scale.mode)\", \"\(self.scale.isUniform ? "uniform" : "normal")\")"
    }
    let isOrthogonal = setting.setting.initialization == .orthogonal
    var lines = [
      "import jax", "import jax.numpy as jnp", "import optax", "", "def activation(x):", "    return \(activation)", "",
    ]
    if takesGain {
      lines += [
        "# for the kernel of the layer that gets the data, and of those that get what the activation gives",
        "first = \(isOrthogonal ? "jax.nn.initializers.orthogonal(1.0)" : initializer("1.0"))",
        "later = \(isOrthogonal ? "jax.nn.initializers.orthogonal(\(gain))" : initializer(scale.value))",
      ]
    } else {
      lines += ["# for the kernel of every layer", "weights = \(initializer(scale.value))"]
    }
    let optimizer =
      switch setting.setting.optimizer {
      case .sgd(let momentum, let nesterov):
        "sgd(\(rate), momentum=\(Self.number(momentum))\(nesterov ? ", nesterov=True" : ""))"
      case .adam(let a, let b, let epsilon): "adam(\(rate), b1=\(a), b2=\(b), eps=\(epsilon))"
      case .adamW(let a, let b, let epsilon): "adamw(\(rate), b1=\(a), b2=\(b), eps=\(epsilon), weight_decay=\(decay))"
      case .rmsProp(let own, let epsilon): "rmsprop(\(rate), decay=\(own), eps=\(epsilon))"
      }
    let isDecoupled = if case .adamW = setting.setting.optimizer { true } else { false }
    lines.append(
      hasDecay && !isDecoupled
        ? "optimizer = optax.chain(optax.add_decayed_weights(\(decay)), optax.\(optimizer))"
        : "optimizer = optax.\(optimizer)")
    return (lines + comments("#")).joined(separator: "\n")
  }

  // MARK: - Swift

  /// With Hillock itself: the network of the study, output layer and all.
  private var swift: String {
    let own = setting.setting
    let network = try? own.network(
      row.choice, inputShape: setting.data.inputShape, outputs: setting.data.outputCount, dropout: tuned.dropout)
    let layers = network?.layers.map(\.text).joined(separator: ", ") ?? row.choice.description
    let start = own.initialization == .variancePreserving ? "" : ", initialization: .\(own.initialization)"
    let optimizer =
      switch own.optimizer {
      case .sgd(let momentum, let nesterov):
        momentum == 0.9 && !nesterov
          ? "" : ", optimizer: .sgd(momentum: \(momentum)\(nesterov ? ", nesterov: true" : ""))"
      case .adam: ", optimizer: .adam()"
      case .adamW: ", optimizer: .adamW()"
      case .rmsProp: ", optimizer: .rmsProp()"
      }
    let options = hasDecay ? ", options: TrainingOptions(weightDecay: \(decay))" : ""
    return
      ([
        "import NeuralNetworks", "", "let network = Network(",
        "  inputShape: \(setting.data.inputShape),",
        "  layers: try Layer.parse(list: \"\(layers)\")\(start))",
        "let trainer = try Trainer(",
        "  network: network, loss: .\(setting.data.isClassification ? "softmaxCrossEntropy" : "meanSquaredError")\(optimizer)\(options),",
        "  batchSize: \(own.batch), seed: 1)",
        "for epoch in 1...\(own.epochs) { _ = try trainer.trainEpoch(train, epoch: epoch, learningRate: \(rate)) }",
      ] + comments("//")).joined(separator: "\n")
  }
}
