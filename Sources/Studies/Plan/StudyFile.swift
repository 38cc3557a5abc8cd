internal import Models
public import NeuralNetworks
public import Statistics

/// A study as people write it, in YAML or by options: what is not said has its default.
///
/// ```yaml
/// data: [digits, {file: table.csv, target: price}]
/// networks: [dense, {name: wide, layers: "dense 512, activation, dense 512, activation"}]
/// activations: [relu, gelu, leaky-relu(0.02)]
/// grid:
///   depth: [3, 10]
/// seeds: 10
/// ```
public struct StudyFile: Sendable {
  public var data: [StudyData] = []
  public var networks: [NetworkTemplate] = []
  public var activations: [ActivationChoice] = []
  public var baseline: ActivationChoice?
  public var grid = Grid()
  public var epochs: Int?
  public var schedule: Schedule?
  public var augmentation: Augmentation?
  public var classWeights: ClassWeights?
  public var tuning = Tuning()
  public var seeds: Int?
  public var firstSeed: Int?
  public var splitSeed: Int?
  public var metric: Metric?
  public var hasSwapOnly = false
  public var margin: Double?
  public var budget: Budget?

  public init() {}

  /// - Throws: `ModelError` with file, line and column.
  public static func read(_ path: String) throws -> StudyFile { try YAMLFile.read(path) }

  /// - Parameter path: for messages.
  public static func parse(_ bytes: [UInt8], from path: String) throws -> StudyFile {
    try YAMLFile.parse(bytes, from: path)
  }

  /// The plan, with defaults where nothing was said. How long is trained, and how far a race goes, is settled when the data
  /// are known (`TrainingLength`, `RaceLength`).
  public var plan: StudyPlan {
    let data = data.isEmpty ? [StudyData(source: "digits")] : data
    return StudyPlan(
      data: data, networks: networks.isEmpty ? [NetworkTemplate.known[0]] : networks,
      activations: activations.isEmpty ? ActivationChoice.usual : activations, baseline: baseline, grid: grid,
      epochs: epochs ?? TrainingLength.fewest, schedule: schedule ?? .constant, augmentation: augmentation ?? .none,
      classWeights: classWeights ?? .none, tuning: tuning, seeds: seeds ?? (budget == nil ? 10 : RaceLength.most),
      firstSeed: UInt64(clamping: firstSeed ?? 1), splitSeed: UInt64(clamping: splitSeed ?? 0), metric: metric,
      hasSwapOnly: hasSwapOnly, margin: margin, budget: budget)
  }

  /// A network by a name that is known, or by its layers.
  /// - Throws: `StudyError.plan` with the nearest match.
  public static func network(_ text: String) throws(StudyError) -> NetworkTemplate {
    if let known = NetworkTemplate.known.first(where: { $0.name == text.lowercased() }) { return known }
    // A single word is a name that was misspelt.
    guard text.contains(where: { ", (\n".contains($0) }) else {
      throw .plan(StudyWords.unknown("network", text, NetworkTemplate.known.map(\.name)))
    }
    return NetworkTemplate(name: "layers", layers: text)
  }
}

extension StudyFile: Decodable {
  private enum Keys: String, CodingKey, CaseIterable {
    case data, networks, activations, baseline, grid, epochs, schedule, augmentation, tuning, seeds, budget, metric
    case firstSeed = "first-seed"
    case splitSeed = "split-seed"
    case classWeights = "class-weights"
    case swapOnly = "swap-only"
    case margin = "equivalence-margin"
  }

  public init(from decoder: any Decoder) throws {
    try decoder.refuseOthers(than: Keys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: Keys.self)
    func list<T: Decodable>(_ key: Keys, _ type: T.Type) throws -> [T] {
      try container.decodeIfPresent(OneOrMany<T>.self, forKey: key)?.values ?? []
    }
    func parsed<T>(_ key: Keys, _ parse: (String) throws -> T) throws -> T? {
      guard let text = try container.decodeIfPresent(String.self, forKey: key) else { return nil }
      do {
        return try parse(text)
      } catch {
        throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "\(error)")
      }
    }
    data = try list(.data, DataEntry.self).map(\.data)
    networks = try NetworkEntry.distinct(try list(.networks, NetworkEntry.self))
    for word in try list(.activations, Word.self) {
      let choices = try word.parsed { $0.lowercased() == "all" ? ActivationChoice.all : [try ActivationChoice($0)] }
      if let twice = choices.first(where: activations.contains) { throw word.mistake("\(twice) is named twice") }
      activations += choices
    }
    baseline = try parsed(.baseline) { try ActivationChoice($0) }
    grid = try container.decodeIfPresent(GridEntry.self, forKey: .grid)?.grid ?? Grid()
    epochs = try container.number(.epochs, .epochs)
    schedule = try parsed(.schedule) { try Schedule($0) }
    augmentation = try container.decodeIfPresent(AugmentationEntry.self, forKey: .augmentation)?.augmentation
    tuning = try container.decodeIfPresent(TuningEntry.self, forKey: .tuning)?.tuning ?? Tuning()
    classWeights = try parsed(.classWeights) { try StudyWords.value("class weights", $0) }
    metric = try parsed(.metric) { try StudyWords.value("metric", $0) }
    seeds = try container.number(.seeds, .seeds)
    firstSeed = try container.number(.firstSeed, .firstSeed)
    splitSeed = try container.number(.splitSeed, .splitSeed)
    hasSwapOnly = try container.decodeIfPresent(Bool.self, forKey: .swapOnly) ?? false
    margin = try container.number(.margin, .margin)
    budget = try parsed(.budget) { try Budget($0) }
  }
}
