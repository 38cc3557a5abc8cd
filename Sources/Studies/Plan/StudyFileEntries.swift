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

/// A text that means something; what is wrong with it is said with its place in the file.
struct Word: Decodable {
  let text: String
  private let path: [any CodingKey]

  init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
    path = decoder.codingPath
  }

  func parsed<T>(_ parse: (String) throws -> T) throws -> T {
    do {
      return try parse(text)
    } catch {
      throw DecodingError.dataCorrupted(.init(codingPath: path, debugDescription: "\(error)"))
    }
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
    guard let size = Int(text), size > 0 else {
      throw .plan("a training-set size of '\(text)'; expected a number of examples, or all")
    }
    return size
  }
}

/// `digits`, or `{file: table.csv, target: price, task: regression}`.
struct DataEntry: Decodable {
  var data: StudyData

  private enum Keys: String, CodingKey, CaseIterable { case file, target, task }

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
      task: try container.decodeIfPresent(Word.self, forKey: .task)?.parsed { try StudyWords.value("task", $0) })
  }
}

/// `dense`, layers as text, or `{name: wide, layers: …}` with layers as text or as a list.
struct NetworkEntry: Decodable {
  var template: NetworkTemplate

  private enum Keys: String, CodingKey, CaseIterable { case name, layers }

  init(from decoder: any Decoder) throws {
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
    func list<T: Decodable>(_ key: Keys, _ usual: [T]) throws -> [T] {
      try container.decodeIfPresent(OneOrMany<T>.self, forKey: key)?.values ?? usual
    }
    func words<T>(_ key: Keys, _ usual: [T], _ parse: (String) throws -> T) throws -> [T] {
      try container.decodeIfPresent(OneOrMany<Word>.self, forKey: key)?.values.map { try $0.parsed(parse) } ?? usual
    }
    let usual = Grid()
    grid = Grid(
      depths: try list(.depth, usual.depths), widths: try list(.width, usual.widths),
      normalizations: try words(.normalization, usual.normalizations) { try StudyWords.value("normalization", $0) },
      batches: try list(.batch, usual.batches),
      initializations: try words(.initialization, usual.initializations) {
        try StudyWords.value("initialization", $0)
      }, optimizers: try words(.optimizer, usual.optimizers) { try Optimizer($0) },
      labelNoises: try list(.labelNoise, usual.labelNoises), inputNoises: try list(.inputNoise, usual.inputNoises),
      trainSizes: try words(.trainSize, usual.trainSizes) { try StudyWords.trainSize($0) })
  }
}

struct TuningEntry: Decodable {
  var tuning = Tuning()

  private enum Keys: String, CodingKey, CaseIterable {
    case rates, refinements, dropouts, seeds
    case weightDecays = "weight-decays"
  }

  init(from decoder: any Decoder) throws {
    try decoder.refuseOthers(than: Keys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: Keys.self)
    tuning.rates = try container.decodeIfPresent(OneOrMany<Double>.self, forKey: .rates)?.values
    tuning.refinements = try container.decodeIfPresent(Int.self, forKey: .refinements) ?? tuning.refinements
    tuning.weightDecays =
      try container.decodeIfPresent(OneOrMany<Double>.self, forKey: .weightDecays)?.values ?? tuning.weightDecays
    tuning.dropouts =
      try container.decodeIfPresent(OneOrMany<Double>.self, forKey: .dropouts)?.values ?? tuning.dropouts
    tuning.seeds = try container.decodeIfPresent(Int.self, forKey: .seeds) ?? tuning.seeds
  }
}

struct AugmentationEntry: Decodable {
  var augmentation = Augmentation()

  private enum Keys: String, CodingKey, CaseIterable { case shift, flip }

  init(from decoder: any Decoder) throws {
    try decoder.refuseOthers(than: Keys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: Keys.self)
    augmentation.shift = try container.decodeIfPresent(Int.self, forKey: .shift) ?? 0
    augmentation.flip = try container.decodeIfPresent(Bool.self, forKey: .flip) ?? false
  }
}
