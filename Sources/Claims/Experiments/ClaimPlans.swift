internal import Datasets
internal import NeuralNetworks
internal import Studies

/// The studies that most comparisons share: where the settings are the same, so are the trials, which are run once.
enum ClaimPlans {
  /// Dense networks on images of digits.
  /// - Parameters:
  ///   - layers: the network, with the words of `NetworkTemplate`.
  ///   - epochs: by scale, where the usual ones do not do.
  static func dense(
    _ activations: [String], _ context: ClaimContext,
    layers: String = "repeat depth (dense width, normalization, activation)",
    depths: [Int] = [3], width: Int? = nil, normalizations: [Normalization] = [.none], batches: [Int] = [64],
    initializations: [Initialization] = [.variancePreserving], optimizer: String = "sgd",
    rates: [Double]? = nil, train: Int? = nil, epochs: Int? = nil, seeds: Int? = nil, data: String? = nil
  ) throws -> StudyPlan {
    let scale = context.scale
    let choices = try activations.map { try ActivationChoice($0) }
    return StudyPlan(
      data: [StudyData(source: try data ?? context.data.digits(scale))],
      networks: [NetworkTemplate(name: "dense", layers: layers)], activations: choices, baseline: choices[0],
      grid: Grid(
        depths: scale == .tiny ? depths.map { min($0, 4) }.uniqued : depths, widths: [width ?? scale.of(12, 64, 128)],
        normalizations: normalizations, batches: scale == .tiny ? [32] : batches, initializations: initializations,
        optimizers: [try Optimizer(optimizer)],
        trainSizes: [scale == .tiny ? 128 : train ?? scale.of(128, 1_000, 10_000)]),
      epochs: scale == .tiny ? 1 : epochs ?? scale.of(1, 6, 6),
      tuning: tuning(scale, rates: rates), seeds: scale == .tiny ? 2 : seeds ?? scale.of(2, 8, 20),
      hasSwapOnly: false)
  }

  /// A convolutional network on images.
  static func convolutional(
    _ activations: [String], _ context: ClaimContext, layers: String
  ) throws -> StudyPlan {
    let scale = context.scale
    let choices = try activations.map { try ActivationChoice($0) }
    return StudyPlan(
      data: [
        StudyData(source: scale == .full ? try context.data.first(of: ["cifar10", "mnist", "digits"]) : "digits")
      ],
      networks: [NetworkTemplate(name: "convolutional", layers: layers)], activations: choices, baseline: choices[0],
      grid: Grid(
        depths: [1], widths: [scale.of(4, 8, 16)], batches: [scale.of(32, 64, 64)],
        trainSizes: [scale.of(96, 1_000, 5_000)]),
      epochs: scale.of(1, 4, 6), tuning: tuning(scale),
      seeds: scale.of(2, 8, 10), hasSwapOnly: false)
  }

  static func tuning(_ scale: ClaimScale, rates: [Double]? = nil) -> Tuning {
    scale == .tiny
      ? Tuning(rates: [0.03, 0.1], refinements: 0, seeds: 1)
      : Tuning(
        rates: rates ?? scale.of([], [0.01, 0.03, 0.1, 0.3], [0.003, 0.01, 0.03, 0.1, 0.3]), refinements: 1,
        seeds: scale.of(1, 2, 2))
  }

  /// In words, for the set-ups.
  static let denseWords = """
    A dense network of three hidden layers on images of digits, softmax cross-entropy, SGD with momentum 0.9, batches of \
    64; each activation with its own gain and its own learning rate, tuned on validation data with tuning seeds, then \
    fresh seeds that both share. Quick: 1,000 generated digits, 64 units, 6 epochs, 8 seeds. Full: 10,000 images of \
    MNIST (generated digits where it was not fetched), 128 units, 6 epochs, 20 seeds.
    """
}

extension Array where Element: Hashable {
  /// Each once, in the order in which it first comes.
  var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
