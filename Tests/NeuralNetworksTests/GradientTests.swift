import Activations
import Datasets
import NeuralNetworks
import Randomness
import TestSupport
import Testing

/// The trainer's gradients against the plain network in `Double`, and that one's against finite differences.
@Suite struct GradientTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var activation: String
    var learning = Learning.fixed
    var hasBatchNorm = false
    var loss = Loss.softmaxCrossEntropy
    var testDescription: String { "\(activation) \(learning) \(hasBatchNorm ? "batch norm " : "")\(loss.rawValue)" }
  }

  static let cases: [Case] =
    Activation.all.map { Case(activation: $0.name) }
    + Activation.all.map { Case(activation: $0.name, hasBatchNorm: true) }
    + Activation.all.filter(\.isLearnable).flatMap { a in
      [
        Case(activation: a.name, learning: .perLayer), Case(activation: a.name, learning: .perChannel),
        Case(activation: a.name, learning: .perChannel, hasBatchNorm: true),
      ]
    } + [
      Case(activation: "tanh", loss: .binaryCrossEntropy),
      Case(activation: "swish(beta: 1.5)", loss: .meanSquaredError),
      Case(activation: "elu(alpha: 0.5)", hasBatchNorm: true, loss: .meanSquaredError),
    ]

  @Test("gradients agree with the reference", arguments: cases)
  func gradients(_ c: Case) throws {
    let activation = try Activation(c.activation)
    let seed: UInt64 = 11
    let (batch, inputs, outputs) = (12, 5, 3)
    let network = Network.dense(
      inputShape: [inputs], hidden: [7, 6], outputs: outputs, activation: activation, learning: c.learning,
      hasBatchNorm: c.hasBatchNorm)
    let examples = Self.examples(c.loss, batch, inputs, outputs, seed: seed)
    let trainer = try Trainer(network: network, loss: c.loss, batchSize: batch, seed: seed)
    try Self.shake(trainer, seed: seed)
    let loss = try trainer.computeGradients(examples)
    let found = try trainer.gradients()

    let reference = Self.reference(network, try trainer.parameters(), c.loss)
    let x = Self.rows(examples.inputs.map(Double.init), inputs)
    let y = Self.targets(examples.targets)
    #expect(abs(loss - reference.lossValue(x, y)) <= 1e-5 * max(1, abs(loss)))
    let expected = reference.gradients(x, y)
    let byLayer = Dictionary(grouping: found, by: \.layer)
    // The reference's layers follow the network's in order.
    let places = network.layers.indices.filter { network.layers[$0] != .flatten }
    for (place, gradient) in zip(places, expected) {
      var flat = (byLayer[place] ?? []).flatMap { $0.values.map(Double.init) }
      if case .activation(_, let learning) = network.layers[place] {
        if learning == .fixed { continue }
        if learning == .perLayer {
          #expect(flat.count == 1)
          let sum = gradient.reduce(0, +)
          #expect(abs(flat[0] - sum) <= 2e-5 * max(0.1, abs(sum)), "layer \(place + 1), seed \(seed)")
          continue
        }
      }
      #expect(flat.count == gradient.count)
      let size = max(1e-3, gradient.map(abs).max() ?? 0)
      let worst = zip(flat, gradient).map { abs($0 - $1) }.max() ?? 0
      #expect(worst <= 2e-5 * size, "\(c.testDescription): layer \(place + 1) off by \(worst) of \(size), seed \(seed)")
      flat = []
    }
  }

  @Test("the reference's gradients are the slopes of its loss", arguments: cases)
  func finiteDifferences(_ c: Case) throws {
    let activation = try Activation(c.activation)
    let seed: UInt64 = 12
    let network = Network.dense(
      inputShape: [4], hidden: [5, 4], outputs: 3, activation: activation, learning: c.learning,
      hasBatchNorm: c.hasBatchNorm)
    let trainer = try Trainer(network: network, loss: c.loss, batchSize: 8, seed: seed)
    try Self.shake(trainer, seed: seed)
    let reference = Self.reference(network, try trainer.parameters(), c.loss)
    let examples = Self.examples(c.loss, 8, 4, 3, seed: seed)
    let x = Self.rows(examples.inputs.map(Double.init), 4)
    let y = Self.targets(examples.targets)
    let step = 1e-5
    // A step has slope 0 wherever it has one; a difference over its jump says nothing.
    if activation.name == "binary-step" { return }
    for (layer, gradient) in reference.gradients(x, y).enumerated() {
      for i in gradient.indices {
        let up = reference.changing(layer: layer, at: i, by: step).lossValue(x, y)
        let down = reference.changing(layer: layer, at: i, by: -step).lossValue(x, y)
        let slope = (up - down) / (2 * step)
        #expect(abs(slope - gradient[i]) <= 1e-5 * max(1, abs(slope)), "layer \(layer), number \(i), seed \(seed)")
      }
    }
  }

  // MARK: -

  static func examples(_ loss: Loss, _ rows: Int, _ inputs: Int, _ outputs: Int, seed: UInt64) -> Examples {
    var stream = RandomStream(seed: seed, purpose: .test)
    let x = stream.normals(rows * inputs)
    switch loss {
    case .softmaxCrossEntropy:
      let labels = (0..<rows).map { _ in Int32(stream.integer(below: outputs)) }
      return Examples(
        inputs: x, inputSize: inputs, targets: .classes(labels, names: (0..<outputs).map { "class \($0)" }))
    case .binaryCrossEntropy:
      let values = (0..<rows * outputs).map { _ in Float(stream.integer(below: 2)) }
      return Examples(inputs: x, inputSize: inputs, targets: .values(values, width: outputs))
    case .meanSquaredError:
      return Examples(
        inputs: x, inputSize: inputs, targets: .values(stream.normals(rows * outputs), width: outputs))
    }
  }

  /// Moves every parameter from its start, so that no bias is 0 and no scale 1.
  static func shake(_ trainer: Trainer, seed: UInt64) throws {
    var stream = RandomStream(seed: seed, purpose: .test, index: 1)
    var groups = try trainer.parameters()
    for i in groups.indices {
      for j in groups[i].values.indices { groups[i].values[j] += 0.1 * stream.normal() }
    }
    try trainer.setParameters(groups)
  }

  static func rows(_ flat: [Double], _ width: Int) -> [[Double]] {
    stride(from: 0, to: flat.count, by: width).map { Array(flat[$0..<$0 + width]) }
  }

  static func targets(_ targets: Targets) -> [[Double]] {
    switch targets {
    case .classes(let labels, let names):
      labels.map { label in names.indices.map { $0 == Int(label) ? 1 : 0 } }
    case .values(let values, let width): rows(values.map(Double.init), width)
    }
  }

  static func reference(_ network: Network, _ groups: [ParameterGroup], _ loss: Loss) -> ReferenceNetwork {
    var layers: [ReferenceNetwork.Layer] = []
    var width = network.inputShape.reduce(1, *)
    for (i, layer) in network.layers.enumerated() {
      let own = groups.filter { $0.layer == i }.map { $0.values.map(Double.init) }
      switch layer {
      case .dense(let units):
        layers.append(.dense(w: rows(own[0], width), b: own[1]))
        width = units
      case .batchNorm(_, let epsilon):
        layers.append(.batchNorm(gamma: own[0], beta: own[1], epsilon: Double(Float(epsilon))))
      case .activation(let activation, let learning):
        let values = activation.parameters.map { Double(Float($0)) }
        let first =
          switch learning {
          case .fixed: values.first.map { Array(repeating: $0, count: width) } ?? []
          case .perLayer: Array(repeating: own[0][0], count: width)
          case .perChannel: own[0]
          }
        layers.append(.activation(name: activation.name, p: first, rest: Array(values.dropFirst())))
      default: break
      }
    }
    let kind: ReferenceNetwork.Loss =
      switch loss {
      case .softmaxCrossEntropy: .softmax
      case .binaryCrossEntropy: .binary
      case .meanSquaredError: .squares
      }
    return ReferenceNetwork(layers: layers, loss: kind)
  }
}
