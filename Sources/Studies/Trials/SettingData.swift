public import Datasets
internal import Synchronization

/// The data sets of a study, prepared for its settings: limited, with noise. The last few are kept, since trials of one
/// setting follow each other.
public final class SettingData: Sendable {
  /// How many settings' data are kept at once, beside the data sets themselves.
  private static let most = 4

  /// What a setting's data depend on.
  private struct Key: Hashable {
    var name: String
    var trainSize: Int?
    var labelNoise: Double
    var inputNoise: Double
  }

  private let datasets: [String: Dataset]
  private let kept = Mutex<[(key: Key, data: PreparedData)]>([])

  /// - Parameters:
  ///   - datasets: by the names that the plan's summaries give them.
  ///   - prepared: those that are prepared already, whole and without noise, by the same names.
  public init(_ datasets: [String: Dataset], prepared: [String: PreparedData] = [:]) {
    self.datasets = datasets
    kept.withLock { kept in
      kept = prepared.sorted { $0.key < $1.key }.prefix(Self.most).map {
        (Key(name: $0.key, trainSize: nil, labelNoise: 0, inputNoise: 0), $0.value)
      }
    }
  }

  /// - Throws: `StudyError.plan` for data that are not there or too few.
  public func data(for setting: Setting) throws(StudyError) -> PreparedData {
    let key = Key(
      name: setting.data, trainSize: setting.trainSize, labelNoise: setting.labelNoise, inputNoise: setting.inputNoise)
    // Whoever wants the same meanwhile waits, rather than prepare it a second time.
    return try kept.withLock { kept throws(StudyError) in
      if let found = kept.first(where: { $0.key == key })?.data { return found }
      guard let dataset = datasets[setting.data] else { throw .plan("no data set '\(setting.data)' was loaded") }
      let prepared: PreparedData
      do {
        prepared = try dataset.prepared(trainLimit: setting.trainSize)
          .adding(labelNoise: setting.labelNoise, inputNoise: setting.inputNoise)
      } catch {
        throw .plan("\(error)")
      }
      kept.append((key, prepared))
      if kept.count > Self.most { kept.removeFirst() }
      return prepared
    }
  }
}
