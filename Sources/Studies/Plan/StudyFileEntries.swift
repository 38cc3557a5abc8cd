internal import Activations
internal import Datasets
internal import NeuralNetworks

/// A value, or a list of them.
struct OneOrMany<T: Decodable>: Decodable {
  var values: [T]

  init(from decoder: any Decoder) throws {
    guard var container = try? decoder.unkeyedContainer() else {
      values = [try T(from: decoder)]
      return
    }
    values = []
    while !container.isAtEnd { values.append(try container.decode(T.self)) }
    guard !values.isEmpty else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "an empty list; expected at least one value"))
    }
  }
}

/// A value with its place in the file, which is said with what is wrong with it.
struct Placed<T: Decodable>: Decodable {
  let value: T
  private let path: [any CodingKey]

  init(from decoder: any Decoder) throws {
    value = try decoder.singleValueContainer().decode(T.self)
    path = decoder.codingPath
  }

  func mistake(_ text: String) -> DecodingError {
    .dataCorrupted(.init(codingPath: path, debugDescription: text))
  }

  func parsed<R>(_ parse: (T) throws -> R) throws -> R {
    do {
      return try parse(value)
    } catch {
      throw mistake("\(error)")
    }
  }

  func within(_ limit: PlanLimit<T>) throws -> T {
    guard limit.holds(value) else { throw mistake(limit.problem(value)) }
    return value
  }
}

/// A text that means something.
typealias Word = Placed<String>

extension KeyedDecodingContainer {
  /// Nil where nothing is said.
  func number<T: Decodable>(_ key: Key, _ limit: PlanLimit<T>) throws -> T? {
    try decodeIfPresent(Placed<T>.self, forKey: key)?.within(limit)
  }

  /// A value or a list of different ones; nil where nothing is said.
  func values<T: Decodable, R: Hashable>(_ key: Key, _ read: (Placed<T>) throws -> R) throws -> [R]? {
    try decodeIfPresent(OneOrMany<Placed<T>>.self, forKey: key)?.values.reduce(into: []) { values, entry in
      let value = try read(entry)
      guard !values.contains(value) else { throw entry.mistake("\(entry.value) is named twice") }
      values.append(value)
    }
  }

  /// Different numbers, all within a limit.
  func numbers<T: Decodable & Hashable>(_ key: Key, _ limit: PlanLimit<T>) throws -> [T]? {
    try values(key) { try $0.within(limit) }
  }

  /// Different words, each of which stands for something.
  func words<R: Hashable>(_ key: Key, _ parse: (String) throws -> R) throws -> [R]? {
    try values(key) { (word: Word) in try word.parsed(parse) }
  }
}

/// Words of a fixed set.
public enum StudyWords {
  /// "no network 'dens'; did you mean 'dense'?"
  public static func unknown(_ what: String, _ text: String, _ known: [String]) -> String {
    let nearest = NearestMatch.find(text, among: known)
    return "no \(what) '\(text)'; "
      + (nearest.map { "did you mean '\($0)'?" } ?? "expected one of \(known.joined(separator: ", "))")
  }

  /// - Throws: `StudyError.plan` with the nearest match.
  public static func value<T: RawRepresentable & CaseIterable>(
    _ what: String, _ text: String
  ) throws(StudyError) -> T where T.RawValue == String {
    guard let value = T(rawValue: text.lowercased()) else {
      throw .plan(unknown(what, text, T.allCases.map(\.rawValue)))
    }
    return value
  }

  /// Nil for `all`.
  /// - Throws: `StudyError.plan`
  public static func trainSize(_ text: String) throws(StudyError) -> Int? {
    if text.lowercased() == "all" { return nil }
    let limit = PlanLimit.trainSize
    guard let size = Int(text), limit.holds(size) else {
      throw .plan("\(limit.name) of '\(text)'; expected \(limit.expected)")
    }
    return size
  }
}

/// `digits`, or `{file: table.csv, target: price, task: regression, group: patient}`.
struct DataEntry: Decodable {
  var data: StudyData

  private enum Keys: String, CodingKey, CaseIterable { case file, target, task, group, order, folds, weight }

  init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      data = StudyData(source: text)
      return
    }
    try decoder.refuseOthers(than: Keys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: Keys.self)
    data = StudyData(
      source: try container.decode(String.self, forKey: .file),
      target: try container.decodeIfPresent(String.self, forKey: .target),
      task: try container.decodeIfPresent(Word.self, forKey: .task)?.parsed { try StudyWords.value("task", $0) },
      roles: ColumnRoles(
        group: try container.decodeIfPresent(String.self, forKey: .group),
        order: try container.decodeIfPresent(String.self, forKey: .order),
        folds: try container.decodeIfPresent(String.self, forKey: .folds),
        weight: try container.decodeIfPresent(String.self, forKey: .weight)))
  }
}

/// `dense`, layers as text, or `{name: wide, layers: …}` with layers as text or as a list.
struct NetworkEntry: Decodable {
  var template: NetworkTemplate
  private let path: [any CodingKey]

  private enum Keys: String, CodingKey, CaseIterable { case name, layers }

  init(from decoder: any Decoder) throws {
    path = decoder.codingPath
    if let word = try? Word(from: decoder) {
      template = try word.parsed { try StudyFile.network($0) }
      return
    }
    try decoder.refuseOthers(than: Keys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: Keys.self)
    template = NetworkTemplate(
      name: try container.decode(String.self, forKey: .name),
      layers: try container.decode(OneOrMany<String>.self, forKey: .layers).values.joined(separator: ", "))
  }

  /// - Throws: `DecodingError` at the second of two networks with one name.
  static func distinct(_ entries: [NetworkEntry]) throws -> [NetworkTemplate] {
    var names: Set<String> = []
    for entry in entries where !names.insert(entry.template.name).inserted {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: entry.path,
          debugDescription: "a second network is called \(entry.template.name); expected another name, as in "
            + "{name: other, layers: …}"))
    }
    return entries.map(\.template)
  }
}

struct GridEntry: Decodable {
  var grid: Grid

  private enum Keys: String, CodingKey, CaseIterable {
    case depth, width, normalization, batch, initialization, optimizer
    case labelNoise = "label-noise"
    case inputNoise = "input-noise"
    case trainSize = "train-size"
  }

  init(from decoder: any Decoder) throws {
    try decoder.refuseOthers(than: Keys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: Keys.self)
    let usual = Grid()
    grid = Grid(
      depths: try container.numbers(.depth, .depth) ?? usual.depths,
      widths: try container.numbers(.width, .width) ?? usual.widths,
      normalizations: try container.words(.normalization) { try StudyWords.value("normalization", $0) }
        ?? usual.normalizations,
      batches: try container.numbers(.batch, .batch) ?? usual.batches,
      initializations: try container.words(.initialization) { try StudyWords.value("initialization", $0) }
        ?? usual.initializations,
      optimizers: try container.words(.optimizer) { try Optimizer($0) } ?? usual.optimizers,
      labelNoises: try container.numbers(.labelNoise, .labelNoise) ?? usual.labelNoises,
      inputNoises: try container.numbers(.inputNoise, .inputNoise) ?? usual.inputNoises,
      trainSizes: try container.words(.trainSize) { try StudyWords.trainSize($0) } ?? usual.trainSizes)
  }
}

struct TuningEntry: Decodable {
  var tuning = Tuning()

  private enum Keys: String, CodingKey, CaseIterable {
    case rates, refinements, dropouts, seeds, anew
    case weightDecays = "weight-decays"
  }

  init(from decoder: any Decoder) throws {
    try decoder.refuseOthers(than: Keys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: Keys.self)
    tuning.rates = try container.numbers(.rates, .rate)
    tuning.refinements = try container.number(.refinements, .refinements) ?? tuning.refinements
    tuning.weightDecays = try container.numbers(.weightDecays, .weightDecay) ?? tuning.weightDecays
    tuning.dropouts = try container.numbers(.dropouts, .dropout) ?? tuning.dropouts
    tuning.seeds = try container.number(.seeds, .tuningSeeds) ?? tuning.seeds
    tuning.isAnew = try container.decodeIfPresent(Bool.self, forKey: .anew)
  }
}

struct AugmentationEntry: Decodable {
  var augmentation = Augmentation()

  private enum Keys: String, CodingKey, CaseIterable { case shift, flip }

  init(from decoder: any Decoder) throws {
    try decoder.refuseOthers(than: Keys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: Keys.self)
    augmentation.shift = try container.number(.shift, .shift) ?? 0
    augmentation.flip = try container.decodeIfPresent(Bool.self, forKey: .flip) ?? false
  }
}
