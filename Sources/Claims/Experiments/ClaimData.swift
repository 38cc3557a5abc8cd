public import Datasets
internal import Studies
internal import Synchronization

/// The data sets that experiments use, loaded when the first one asks.
public final class ClaimData: Sendable {
  /// Nil for data that are not on this machine.
  public typealias Loader = @Sendable (_ name: String) throws -> Dataset?

  private let load: Loader
  private let datasets = Mutex<[String: Dataset?]>([:])
  private let prepared = Mutex<[(key: String, data: PreparedData)]>([])
  private let summaries = Mutex<[String: DataSummary]>([:])
  /// By the names of the data sets: what studies draw and split is shared by all that have the same.
  private let studies = Mutex<[String: SettingData]>([:])
  /// How many prepared data sets are kept at once.
  private static let most = 8

  public init(_ load: @escaping Loader) { self.load = load }

  /// Only data that are generated.
  public static let generated = ClaimData { name in
    Dataset.generatedNames.contains(name) ? try Dataset.load(name) : nil
  }

  /// Nil for data that are not on this machine.
  public func dataset(_ name: String) throws -> Dataset? {
    if let found = datasets.withLock({ $0[name] }) { return found }
    let found = try load(name)
    datasets.withLock { $0[name] = .some(found) }
    return found
  }

  /// Data split and scaled, with at most so many training examples.
  public func data(_ name: String, train: Int?) throws -> PreparedData {
    let key = "\(name)/\(train ?? 0)"
    if let found = prepared.withLock({ $0.first { $0.key == key }?.data }) { return found }
    guard let dataset = try dataset(name) else { throw ClaimError.setup("no data set '\(name)' on this machine") }
    let data = try dataset.prepared(trainLimit: train)
    prepared.withLock { kept in
      kept.append((key, data))
      if kept.count > Self.most { kept.removeFirst() }
    }
    return data
  }

  /// What whole data are. Kept, since every study asks again.
  func summary(_ name: String) throws -> DataSummary {
    if let found = summaries.withLock({ $0[name] }) { return found }
    guard let dataset = try dataset(name) else { throw ClaimError.setup("no data set '\(name)' on this machine") }
    let found = DataSummary(dataset, try data(name, train: nil))
    summaries.withLock { $0[name] = found }
    return found
  }

  func settingData(_ datasets: [String: Dataset]) -> SettingData {
    studies.withLock { studies in
      let key = datasets.keys.sorted().joined(separator: "/")
      let found = studies[key] ?? SettingData(datasets)
      studies[key] = found
      return found
    }
  }

  /// The first of these that are on this machine: what is generated always is.
  public func first(of names: [String]) throws -> String {
    for name in names where try dataset(name) != nil { return name }
    throw ClaimError.setup("none of the data sets \(names.joined(separator: ", ")) is on this machine")
  }

  /// Images of digits: MNIST where it was fetched and the scale is full, otherwise generated ones.
  public func digits(_ scale: ClaimScale) throws -> String {
    scale == .full ? try first(of: ["mnist", "digits"]) : "digits"
  }
}
