public import Datasets
public import NeuralNetworks

/// A fault that is put into an otherwise healthy run on purpose, to measure whether it is found.
public struct PlantedFault: Sendable {
  public let name: String
  /// What is done.
  public let description: String
  /// What must be found first.
  public let kind: Finding.Kind
  let plant: @Sendable (_ data: PreparedData, _ seed: UInt64) throws(NetworkError) -> RunSetup

  /// The run with the fault.
  /// - Parameter data: those of `HealthyRun.data`, scaled: the fault spoils what it needs to.
  public func setup(_ data: PreparedData, seed: UInt64) throws(NetworkError) -> RunSetup { try plant(data, seed) }

  public static let all: [PlantedFault] = dataFaults + startFaults + depthFaults + trainingFaults
}

/// What faults are planted in: networks that learn.
enum FaultBed {
  /// Layers as `Layer.parse` reads them, ended for the data.
  static func setup(
    _ data: PreparedData, _ layers: String, seed: UInt64, initialization: Initialization = .variancePreserving,
    rate: Double = 0.02, epochs: Int = 6, options: TrainingOptions = .init(),
    alteration: (@Sendable (inout [ParameterGroup]) -> Void)? = nil
  ) throws(NetworkError) -> RunSetup {
    RunSetup(
      network: try Network(
        inputShape: data.inputShape, layers: try Layer.parse(list: layers), initialization: initialization
      ).ending(outputs: data.outputCount),
      plan: TrainingPlan(
        loss: .fitting(data.train.targets), options: options, learningRate: rate, epochs: epochs,
        batchSize: min(64, data.train.count), seed: seed), data: data, alteration: alteration)
  }

  /// Multiplies the weights of all layers but the last by a factor.
  static func scaling(_ factor: Float) -> @Sendable (inout [ParameterGroup]) -> Void {
    { groups in
      let weights = groups.indices.filter { groups[$0].kind == .weights }
      for i in weights.dropLast() { groups[i].values = groups[i].values.map { $0 * factor } }
    }
  }

  /// Sets all hidden biases.
  static func biases(_ value: Float) -> @Sendable (inout [ParameterGroup]) -> Void {
    { groups in
      let biases = groups.indices.filter { groups[$0].kind == .bias }
      for i in biases.dropLast() { groups[i].values = groups[i].values.map { _ in value } }
    }
  }

  static let relu = "dense 64, relu, dense 64, relu"
  static let tanh = "dense 64, tanh, dense 64, tanh"
}

extension PlantedFault {
  /// In the data and where they meet the network.
  static let dataFaults = [
    PlantedFault(
      name: "raw-inputs", description: "Inputs 100 times as large as they should be", kind: .inputScaling
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(data.changingInputs { $0 = $0.map { $0 * 100 } }, FaultBed.relu, seed: seed)
    },
    PlantedFault(
      name: "tiny-inputs", description: "Inputs a thousandth of what they should be", kind: .inputScaling
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(data.changingInputs { $0 = $0.map { $0 / 1000 } }, FaultBed.tanh, seed: seed)
    },
    PlantedFault(
      name: "shifted-inputs", description: "Inputs with a mean of 20 deviations", kind: .inputScaling
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(data.changingInputs { $0 = $0.map { $0 + 20 } }, FaultBed.tanh, seed: seed)
    },
    PlantedFault(
      name: "one-large-feature", description: "One feature a thousand times as large as the others", kind: .inputScaling
    ) { data, seed throws(NetworkError) in
      let (width, loud) = (data.train.inputSize, data.train.inputSize / 2)
      return try FaultBed.setup(
        data.changingInputs { inputs in
          for i in stride(from: loud, to: inputs.count, by: width) { inputs[i] *= 1000 }
        }, FaultBed.relu, seed: seed)
    },
    PlantedFault(name: "nan-input", description: "One NaN among the inputs", kind: .notFinite) {
      data, seed throws(NetworkError) in
      try FaultBed.setup(
        data.changingInputs { inputs in
          let place = Int(seed * 7919) % max(1, inputs.count)
          inputs[place] = .nan
        }, FaultBed.relu, seed: seed)
    },
    PlantedFault(
      name: "sigmoid-output", description: "A sigmoid between the last layer and softmax cross-entropy",
      kind: .outputLayer
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(data, FaultBed.relu, seed: seed).ending(with: "sigmoid")
    },
    PlantedFault(
      name: "relu-output", description: "A ReLU between the last layer and softmax cross-entropy", kind: .outputLayer
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(data, FaultBed.relu, seed: seed).ending(with: "relu")
    },
    PlantedFault(
      name: "random-labels", description: "Most training labels drawn at random, and training until they are known",
      kind: .memorising
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(
        data.limited(train: 320).adding(labelNoise: 0.8, inputNoise: 0), "dense 256, relu", seed: seed, rate: 0.05,
        epochs: 60)
    },
  ]

  /// In the initial weights and biases.
  static let startFaults = [
    PlantedFault(name: "zero-weights", description: "All hidden weights start at 0", kind: .constantUnits) {
      data, seed throws(NetworkError) in
      try FaultBed.setup(data, FaultBed.tanh, seed: seed, alteration: FaultBed.scaling(0))
    },
    PlantedFault(
      name: "equal-weights", description: "All units of a layer start with the same weights", kind: .duplicateUnits
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(
        data, FaultBed.relu, seed: seed,
        alteration: { groups in
          for i in groups.indices where groups[i].kind == .weights {
            let width = groups[i].shape.dropFirst().reduce(1, *)
            groups[i].values = groups[i].values.indices.map { groups[i].values[$0 % width] }
          }
        })
    },
    PlantedFault(
      name: "tiny-weights", description: "Weights a thirtieth of what they should be", kind: .varianceCollapse
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(data, "repeat 4 (dense 64, relu)", seed: seed, alteration: FaultBed.scaling(1.0 / 30))
    },
    PlantedFault(
      name: "huge-weights", description: "Weights 30 times as large as they should be", kind: .varianceBlowUp
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(data, "repeat 4 (dense 64, relu)", seed: seed, alteration: FaultBed.scaling(30))
    },
    PlantedFault(
      name: "saturated-tanh", description: "Weights of a tanh network 30 times as large as they should be",
      kind: .saturatedUnits
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(data, FaultBed.tanh, seed: seed, alteration: FaultBed.scaling(30))
    },
    PlantedFault(
      name: "saturated-sigmoid", description: "Biases of a sigmoid network at 12", kind: .saturatedUnits
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(data, "dense 64, sigmoid, dense 64, sigmoid", seed: seed, alteration: FaultBed.biases(12))
    },
    PlantedFault(name: "dead-biases", description: "Biases of a ReLU network at −10", kind: .deadUnits) {
      data, seed throws(NetworkError) in
      try FaultBed.setup(data, FaultBed.relu, seed: seed, alteration: FaultBed.biases(-10))
    },
    PlantedFault(name: "shifted-biases", description: "Biases of a ReLU network at 20", kind: .meanShift) {
      data, seed throws(NetworkError) in
      try FaultBed.setup(data, FaultBed.relu, seed: seed, alteration: FaultBed.biases(20))
    },
  ]

  /// That come with depth.
  static let depthFaults = [
    PlantedFault(name: "deep-sigmoid", description: "20 layers of sigmoid", kind: .vanishingGradient) {
      data, seed throws(NetworkError) in
      try FaultBed.setup(data, "repeat 20 (dense 64, sigmoid)", seed: seed)
    },
    PlantedFault(
      name: "shrinking-tanh", description: "40 layers of tanh with weights at 0.8 of LeCun's", kind: .varianceCollapse
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(
        data, "repeat 40 (dense 64, tanh)", seed: seed, initialization: .lecun, alteration: FaultBed.scaling(0.8))
    },
    PlantedFault(
      name: "deep-relu-lecun", description: "30 layers of ReLU with LeCun's initial weights", kind: .varianceCollapse
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(data, "repeat 30 (dense 64, relu)", seed: seed, initialization: .lecun)
    },
    PlantedFault(
      name: "deep-selu-he", description: "40 layers of SELU with He's initial weights", kind: .varianceBlowUp
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(data, "repeat 40 (dense 64, selu)", seed: seed, initialization: .he)
    },
    PlantedFault(
      name: "chaotic-tanh", description: "30 layers of tanh with weights 2.5 times LeCun's", kind: .explodingGradient
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(
        data, "repeat 30 (dense 64, tanh)", seed: seed, initialization: .lecun, alteration: FaultBed.scaling(2.5))
    },
    PlantedFault(name: "binary-step", description: "A function without a slope", kind: .vanishingGradient) {
      data, seed throws(NetworkError) in
      try FaultBed.setup(data, "repeat 3 (dense 64, binary-step)", seed: seed)
    },
    PlantedFault(
      name: "narrow-relu", description: "12 layers of ReLU, 3 wide: nearly all such networks are born dead",
      kind: .deadUnits
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(data, "repeat 12 (dense 3, relu)", seed: seed, initialization: .he)
    },
  ]

  /// In how it is trained.
  static let trainingFaults = [
    PlantedFault(
      name: "high-rate-relu", description: "A learning rate at which the units of a ReLU network die",
      kind: .updatesTooLarge
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(data, "repeat 3 (dense 64, relu)", seed: seed, rate: 0.6)
    },
    PlantedFault(
      name: "diverging", description: "A learning rate at which the loss is soon no number", kind: .updatesTooLarge
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(data, "dense 64, linear, dense 64, linear", seed: seed, rate: 3)
    },
    PlantedFault(
      name: "low-rate", description: "A learning rate of a hundred-thousandth of a usual one", kind: .updatesTooSmall
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(data, FaultBed.relu, seed: seed, rate: 5e-7)
    },
    PlantedFault(
      name: "strong-decay", description: "A weight decay that pulls all weights to 0", kind: .varianceCollapse
    ) { data, seed throws(NetworkError) in
      try FaultBed.setup(data, FaultBed.tanh, seed: seed, epochs: 10, options: TrainingOptions(weightDecay: 1))
    },
  ]
}

extension RunSetup {
  /// The same with an activation behind the last layer.
  func ending(with activation: String) throws(NetworkError) -> RunSetup {
    var copy = self
    copy.network.layers += try Layer.parse(list: activation)
    return copy
  }
}
