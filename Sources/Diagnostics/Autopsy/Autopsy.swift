public import NeuralNetworks

/// What became of every hidden unit in a run, and why.
public struct Autopsy: Codable, Hashable, Sendable {
  /// Below this share of the examples a unit counts as sparse. A hundredth: a batch of 64 then shows it active less often
  /// than not.
  public static let usualSparseShare = 0.01

  public struct Layer: Codable, Hashable, Sendable {
    public var layer: Int
    public var name: String
    public var path: String
    public var activation: String
    public var rule: ActivityRule
    /// Examples, or examples × height × width: what a unit's share is a share of.
    public var rows: Int
    /// Unit by unit.
    public var fates: [UnitFate]
    /// What a probe of the first batch alone would call dead after the last step.
    public var deadOnBatch: Int
    /// Each unit's share after the last step.
    public var shares: [Double]

    public var units: Int { fates.count }

    public func count(_ kind: UnitFate.Kind) -> Int { fates.reduce(0) { $0 + ($1.kind == kind ? 1 : 0) } }

    /// Born dead or died.
    public var dead: Int { count(.bornDead) + count(.died) }
  }

  /// How many units of a layer were of each kind, at one census.
  public struct Tally: Codable, Hashable, Sendable {
    public var bornDead = 0
    public var died = 0
    public var revived = 0
    public var sparse = 0
    public var deadOnThisBatch = 0
    public var alive = 0

    public func count(_ kind: UnitFate.Kind) -> Int {
      switch kind {
      case .bornDead: bornDead
      case .died: died
      case .revived: revived
      case .sparse: sparse
      case .deadOnThisBatch: deadOnThisBatch
      case .alive: alive
      }
    }

    init(_ kinds: [UnitFate.Kind]) {
      for kind in kinds {
        switch kind {
        case .bornDead: bornDead += 1
        case .died: died += 1
        case .revived: revived += 1
        case .sparse: sparse += 1
        case .deadOnThisBatch: deadOnThisBatch += 1
        case .alive: alive += 1
        }
      }
    }
  }

  /// One census.
  public struct Moment: Codable, Hashable, Sendable {
    /// Steps before it.
    public var step: Int
    /// Epochs before it, with fractions.
    public var epoch: Double
    /// Layer by layer.
    public var tallies: [Tally]
    /// Layer by layer, a letter of `UnitFate.Kind` for each unit.
    public var states: [String]
  }

  /// What a second run found out about single steps.
  public struct Localisation: Codable, Hashable, Sendable {
    /// Units that died, revived ones among them.
    public var deaths: Int
    /// Those that were looked into, some of every wave, up to the limit.
    public var examined: Int
    /// Those for which a unit active before one step and dead after it was shown.
    public var proved: Int
    /// Those for which the second run did not repeat the first.
    public var notRepeated: Int
    public var replayedSteps: Int
    public var censuses: Int
    public var seconds: Double
  }

  /// In seconds. Not part of what repeats.
  public struct Cost: Codable, Hashable, Sendable {
    /// Training and validation, without what watching took.
    public var training: Double
    public var watching: Double
  }

  /// Which part of the data was counted on: "training".
  public var part: String
  public var examples: Int
  /// Examples of the batch that `deadOnThisBatch` speaks of: the first ones.
  public var batch: Int
  public var sparseShare: Double
  public var steps: Int
  public var stepsPerEpoch: Int
  public var epochs: [EpochSummary]
  public var layers: [Layer]
  public var moments: [Moment]
  /// The number of steps after which pre-activations were found that are no finite numbers; that census does not count.
  public var notFiniteAfter: Int?
  /// Nil where none was asked for, or nothing died.
  public var localisation: Localisation?
  public var cost: Cost

  public var units: Int { layers.reduce(0) { $0 + $1.units } }

  public func count(_ kind: UnitFate.Kind) -> Int { layers.reduce(0) { $0 + $1.count(kind) } }

  /// One unit's death.
  public struct Case: Hashable, Sendable {
    /// Index in `layers`.
    public var layer: Int
    public var unit: Int
    public var death: Death
    public var isRevived: Bool
  }

  /// All deaths, the earliest first.
  public var deaths: [Case] {
    var cases: [Case] = []
    for (layer, own) in layers.enumerated() {
      for (unit, fate) in own.fates.enumerated() {
        guard let death = fate.death else { continue }
        cases.append(Case(layer: layer, unit: unit, death: death, isRevived: fate.kind == .revived))
      }
    }
    return cases.sorted { ($0.death.step, $0.layer, $0.unit) < ($1.death.step, $1.layer, $1.unit) }
  }

  /// Deaths in one layer between the same two censuses, the most telling first: those that a replay narrowed down, then
  /// those of the units that had been the most active.
  public struct Wave: Hashable, Sendable {
    /// Index in `layers`.
    public var layer: Int
    public var cases: [Case]

    public var after: Int { cases[0].death.foundAfter }
    public var step: Int { cases[0].death.foundStep }
  }

  /// The largest first.
  public var waves: [Wave] {
    struct Place: Hashable { var layer, after: Int }
    let groups = Dictionary(grouping: deaths) { Place(layer: $0.layer, after: $0.death.foundAfter) }
    return groups.map { place, cases in
      Wave(
        layer: place.layer,
        cases: cases.sorted { a, b in
          if a.death.isProved != b.death.isProved { return a.death.isProved }
          return (b.death.shareBefore, a.unit) < (a.death.shareBefore, b.unit)
        })
    }.sorted { (-$0.cases.count, $0.after, $0.layer) < (-$1.cases.count, $1.after, $1.layer) }
  }

  /// At most so many deaths: one of each wave, the largest wave first, then a second one of each, and so on.
  func deathsToExamine(_ limit: Int) -> [Case] {
    let waves = self.waves
    var chosen: [Case] = []
    var place = 0
    while chosen.count < limit, waves.contains(where: { $0.cases.count > place }) {
      chosen += waves.filter { $0.cases.count > place }.prefix(limit - chosen.count).map { $0.cases[place] }
      place += 1
    }
    return chosen
  }
}
