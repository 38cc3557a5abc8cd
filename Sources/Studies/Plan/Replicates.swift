internal import Activations
public import Datasets
internal import NeuralNetworks
internal import Statistics

/// What stands in for new examples in one setting of a study, and which runs rest on which of them.
///
/// - Data without a test part of their own are split anew: ten splits at most, tuned anew in each. Further seeds repeat
///   within the splits, and are averaged there before anything is compared.
/// - Generated data are drawn anew for every seed, tuning seeds included.
/// - With a fixed test part, each seed is a run of its own on the same training examples, or on a part of its own where
///   not all are used, tuned anew for up to ten of them where the data are small; what the test examples themselves vary
///   is added.
public struct Replicates: Hashable, Sendable {
  /// Splits of one table overlap: more of them than this say hardly more.
  public static let mostSplits = 10
  /// Replicates with which a verdict is given.
  public static let fewest = Simultaneous.fewest
  /// With a fixed test part and more training examples than this, rates are tuned once: verdicts are then about the
  /// activations at the rates found.
  public static let mostTunedAnew = 5_000
  /// Groups, where examples belong together, with which a verdict is given.
  public static let fewestGroups = 10

  public let replication: Dataset.Replication
  /// Splits in all; nil for data that are not split.
  public let splits: Int?
  /// How often rates are tuned anew; nil for once.
  public let tunings: Int?
  let usesPart: Bool
  let firstSeed: UInt64
  /// Runs of the baseline on each seed's examples: all others are compared with it.
  let baselineRuns: Int

  /// - Parameter baselineRuns: the plan's, for those who ask for many settings.
  init(_ plan: StudyPlan, _ setting: Setting, baselineRuns: Int? = nil) {
    let data = plan.data(of: setting)?.summary
    replication = data?.replication ?? .draws
    switch replication {
    case .splits: splits = min(Self.mostSplits, data?.splitLimit ?? Self.mostSplits)
    case .windows, .folds: splits = max(1, data?.splitLimit ?? Self.mostSplits)
    case .draws, .fixedTest: splits = nil
    }
    let trainCount = min(setting.trainSize ?? Int.max, data?.trainCount ?? 0)
    let isAnew = plan.tuning.isAnew ?? (replication == .fixedTest && trainCount <= Self.mostTunedAnew)
    tunings = splits ?? (isAnew ? Self.mostSplits : nil)
    usesPart = setting.trainSize != nil
    firstSeed = plan.firstSeed
    self.baselineRuns = baselineRuns ?? plan.baselineRuns
  }

  /// The key of the data of the final seed at a place (from 0).
  func replicate(_ place: Int) -> Int {
    switch replication {
    case .splits, .windows, .folds: unit(place)
    case .draws: Int(clamping: firstSeed) + place
    case .fixedTest: usesPart ? Int(clamping: firstSeed) + place : 0
    }
  }

  /// Seeds of the same unit, a split or a tuning, are averaged first.
  func unit(_ place: Int) -> Int { tunings.map { place % $0 } ?? place }

  /// How many units the first so many seeds make.
  public func units(seeds: Int) -> Int { tunings.map { min($0, seeds) } ?? seeds }

  /// The tunings for the first so many seeds: one for each unit, or one for all.
  func tuned(seeds: Int) -> [Int] { tunings.map { Array(0..<min($0, seeds)) } ?? [0] }

  /// Where the rate of a final seed was tuned.
  func tuning(_ place: Int) -> Int { tunings == nil ? 0 : unit(place) }

  /// The runs of the final seed at a place: one, but for the baseline.
  func runs(_ place: Int, isBaseline: Bool) -> [UInt64] {
    let own = firstSeed &+ UInt64(place)
    return (0..<(isBaseline ? baselineRuns : 1)).map { own &+ UInt64($0) * Self.beyondFinalSeeds }
  }

  /// Further runs of the baseline have seeds that no other run has.
  static let beyondFinalSeeds: UInt64 = 10_000_000_000

  /// What share of its final information a study has after so many seeds. Of overlapping splits, whose number is
  /// limited, it is that of the corrected variance, half of which is taken to be the seeds'.
  func information(seeds: Int, of most: Int) -> Double {
    guard let tunings else { return Double(seeds) / Double(max(1, most)) }
    func variance(_ count: Int) -> Double {
      0.5 * (1 / Double(max(1, min(count, tunings))) + (splits == nil ? 0 : 0.25)) + 0.5 / Double(max(1, count))
    }
    return min(1, variance(most) / variance(seeds))
  }
}

extension StudyPlan {
  /// Every activation but those that are another one's function: CELU with α = 1 is ELU, and is not run twice.
  public var contenders: [ActivationChoice] {
    var seen: [[Double]: ActivationChoice] = [:]
    return activations.filter { choice in
      if choice == baseline {
        seen[choice.signature] = choice
        return true
      }
      guard seen[choice.signature] == nil, choice.signature != baseline.signature else { return false }
      seen[choice.signature] = choice
      return true
    }
  }

  /// The one that is run for an activation.
  public func contender(for choice: ActivationChoice) -> ActivationChoice {
    contenders.first { $0 == choice } ?? contenders.first { $0.signature == choice.signature } ?? choice
  }

  /// The others that are the same function.
  public func twins(of choice: ActivationChoice) -> [ActivationChoice] {
    activations.filter { $0 != choice && $0.signature == choice.signature }
  }

  /// The baseline stands in every comparison: with many of them it pays to know it better (the square root of their number
  /// would be best for independent runs; Dunnett 1955, doi:10.1080/01621459.1955.10501294).
  public var baselineRuns: Int {
    switch contenders.count - 1 {
    case ..<4: 1
    case ..<16: 2
    default: 3
    }
  }

  public func replicates(of setting: Setting) -> Replicates { Replicates(self, setting) }
}

extension ActivationChoice {
  /// The function at some points, to twelve digits, and how it is learned: the same for the same function by any name.
  var signature: [Double] {
    let points = [-30, -6.5, -3.2, -2.7, -1.3, -0.9, -0.45, -0.1, 0, 0.1, 0.45, 0.9, 1.3, 2.7, 3.2, 5.9, 6.5, 30.0]
    let values = points.map { x -> Double in
      let y = activation.value(x)
      guard y.isFinite, y != 0 else { return y }
      let scale = Double(sign: .plus, exponent: 40 - y.exponent, significand: 1)
      return (y * scale).rounded() / scale
    }
    return values + [learning == .fixed ? 0 : learning == .perLayer ? 1 : 2]
  }
}
