internal import Datasets
internal import Foundation

/// What measures a claim: pieces of work, and what they show together. Everything in it is fixed before it is run; which
/// piece is next may depend on what the earlier ones gave, as tuning does.
public protocol Experiment: Sendable {
  /// The pieces that can be run now and are not known yet; empty when nothing is left.
  func next(_ known: Known, _ context: ClaimContext) throws -> [Cell]
  /// How many pieces there are in all, as far as that is known before they are run.
  func expectedCount(_ context: ClaimContext) throws -> Int
  /// What they show. Only asked for when all are known.
  func evidence(_ known: Known, _ context: ClaimContext) throws -> Evidence
  /// The keys of all pieces that the evidence rests on.
  func keys(_ known: Known, _ context: ClaimContext) throws -> [String]
}

/// What is known: the observations by their keys.
public typealias Known = [String: Observation]

/// One piece of work: a pure function, but for times.
public struct Cell: Sendable {
  /// Follows from everything that the work depends on, so that what two claims share is run once.
  public let key: String
  /// Whether nothing else may run beside it.
  public let isTiming: Bool
  /// Nil if it was cancelled.
  public let work: @Sendable (_ isCancelled: () -> Bool) throws -> Observation?

  public init(
    key: String, isTiming: Bool = false, work: @escaping @Sendable (_ isCancelled: () -> Bool) throws -> Observation?
  ) {
    self.key = key
    self.isTiming = isTiming
    self.work = work
  }
}

/// What a piece of work gave.
public struct Observation: Codable, Hashable, Sendable {
  public var numbers: [String: Double]
  /// By epoch, by layer, or by whatever the experiment lists.
  public var series: [String: [Double]]
  /// Why a trial diverged; it is a result all the same. Nil if it did not.
  public var divergence: String?

  public init(numbers: [String: Double] = [:], series: [String: [Double]] = [:], divergence: String? = nil) {
    self.numbers = numbers
    self.series = series
    self.divergence = divergence
  }

  public subscript(_ name: String) -> Double { numbers[name] ?? .nan }

  /// Empty for what was not measured.
  public func list(_ name: String) -> [Double] { series[name] ?? [] }
}

/// How large, and on which data.
public struct ClaimContext: Sendable {
  public let scale: ClaimScale
  public let data: ClaimData
  /// The processor, by which times are kept.
  public let machine: String

  public init(scale: ClaimScale, data: ClaimData, machine: String = "") {
    self.scale = scale
    self.data = data
    self.machine = machine
  }
}

/// Names for content.
enum ContentKey {
  static func of(_ parts: [String]) -> String {
    var hash = ContentHash()
    // 0xff stands in no text: "ab", "c" is not "a", "bc".
    for part in parts { hash.add(part.utf8 + [0xff]) }
    return hash.text
  }

  /// JSON with sorted keys.
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
