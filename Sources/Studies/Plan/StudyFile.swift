internal import Models
public import NeuralNetworks

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
  public var tuning = Tuning()
  public var seeds: Int?
  public var hasSwapOnly = true
  public var margin: Double?
  public var budget: Budget?

  public init() {}

  /// - Throws: `ModelError` with file, line and column.
  public static func read(_ path: String) throws -> StudyFile { try YAMLFile.read(path) }

  /// - Parameter path: for messages.
  public static func parse(_ bytes: [UInt8], from path: String) throws -> StudyFile {
    try YAMLFile.parse(bytes, from: path)
  }

  /// The plan, with defaults where nothing was said. With a budget, seeds go on as long as it lasts.
  public var plan: StudyPlan {
    StudyPlan(
      data: data.isEmpty ? [StudyData(source: "digits")] : data,
      networks: networks.isEmpty ? [NetworkTemplate.known[0]] : networks,
      activations: activations.isEmpty ? ActivationChoice.all : activations, baseline: baseline, grid: grid,
      epochs: epochs ?? 8, schedule: schedule ?? .constant, augmentation: augmentation ?? .none, tuning: tuning,
      seeds: seeds ?? (budget == nil ? 10 : 200), hasSwapOnly: hasSwapOnly, margin: margin, budget: budget)
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
    case data, networks, activations, baseline, grid, epochs, schedule, augmentation, tuning, seeds, budget
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
    seeds = try container.number(.seeds, .seeds)
    hasSwapOnly = try container.decodeIfPresent(Bool.self, forKey: .swapOnly) ?? true
    margin = try container.number(.margin, .margin)
    budget = try parsed(.budget) { try Budget($0) }
  }
}
