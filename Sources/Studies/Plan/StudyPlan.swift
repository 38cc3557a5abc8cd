internal import Activations
public import Datasets
public import NeuralNetworks
public import Statistics

/// One of a study's data sets.
public struct StudyData: Codable, Hashable, Sendable {
  /// A name or path, as it was given.
  public var source: String
  /// Column of a table that is predicted; nil for the last one.
  public var target: String?
  public var task: Task?
  /// Columns of a table that are no inputs.
  public var roles: ColumnRoles
  /// Known once the data are loaded; a study never goes on with others.
  public var summary: DataSummary?

  public init(
    source: String, target: String? = nil, task: Task? = nil, roles: ColumnRoles = .none, summary: DataSummary? = nil
  ) {
    self.source = source
    self.target = target
    self.task = task
    self.roles = roles
    self.summary = summary
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    source = try container.decode(String.self, forKey: .source)
    target = try container.decodeIfPresent(String.self, forKey: .target)
    task = try container.decodeIfPresent(Task.self, forKey: .task)
    roles = try container.decodeIfPresent(ColumnRoles.self, forKey: .roles) ?? .none
    summary = try container.decodeIfPresent(DataSummary.self, forKey: .summary)
  }
}

/// How much an example of each class weighs in training.
public enum ClassWeights: String, Codable, Hashable, Sendable, CaseIterable {
  case none
  /// Inversely to how frequent its class is, 1 on average.
  case balanced
}

/// What a study compares, and how: everything that its figures depend on, apart from the instruction set.
///
/// Two studies with the same plan, data and instruction set have the same figures, to the last bit (with a budget in
/// seconds, as far as both went).
public struct StudyPlan: Codable, Hashable, Sendable {
  /// The first protocol knew one split and one tuning; its studies can be read, and run again under the second.
  public static let currentProtocol = 2

  public var protocolVersion: Int
  public var data: [StudyData]
  public var networks: [NetworkTemplate]
  /// The activations that are compared.
  public var activations: [ActivationChoice]
  /// The one that the others are compared with: ReLU where it takes part, otherwise the first.
  public var baseline: ActivationChoice
  public var grid: Grid
  /// Passes over the training examples, the same for every trial.
  public var epochs: Int
  public var schedule: Schedule
  public var augmentation: Augmentation
  public var classWeights: ClassWeights
  public var tuning: Tuning
  /// Fresh seeds for the final figures; with a budget, the most that an activation gets.
  public var seeds: Int
  /// The first of them: a study that starts behind another one's seeds shares no run with it.
  public var firstSeed: UInt64
  /// Of the splits into development and test part.
  public var splitSeed: UInt64
  /// What networks are judged and tuned by; the usual one for the data if nil.
  public var metric: Metric?
  /// Whether everything is also run with what was tuned for the baseline, its gain included.
  public var hasSwapOnly: Bool
  /// Whether a linear model and a constant guess stand beside the networks.
  public var hasReferences: Bool
  /// Differences smaller than this count as none, for RMSE and MAE in deviations of the target; by the metric if nil.
  public var margin: Double?
  /// A race: seeds are spent where the verdict is open, until it is used up.
  public var budget: Budget?

  public init(
    data: [StudyData], networks: [NetworkTemplate] = [NetworkTemplate.known[0]], activations: [ActivationChoice],
    baseline: ActivationChoice? = nil, grid: Grid = Grid(), epochs: Int = 8, schedule: Schedule = .constant,
    augmentation: Augmentation = .none, classWeights: ClassWeights = .none, tuning: Tuning = Tuning(), seeds: Int = 10,
    firstSeed: UInt64 = 1, splitSeed: UInt64 = 0, metric: Metric? = nil, hasSwapOnly: Bool = false,
    hasReferences: Bool = true,
    margin: Double? = nil, budget: Budget? = nil
  ) {
    protocolVersion = Self.currentProtocol
    self.data = data
    self.networks = networks
    self.activations = activations
    self.baseline =
      baseline ?? activations.first { $0.activation.name == "relu" } ?? activations.first ?? ActivationChoice.all[0]
    self.grid = grid
    self.epochs = epochs
    self.schedule = schedule
    self.augmentation = augmentation
    self.classWeights = classWeights
    self.tuning = tuning
    self.seeds = seeds
    self.firstSeed = firstSeed
    self.splitSeed = splitSeed
    self.metric = metric
    self.hasSwapOnly = hasSwapOnly
    self.hasReferences = hasReferences
    self.margin = margin
    self.budget = budget
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    protocolVersion = try container.decodeIfPresent(Int.self, forKey: .protocolVersion) ?? 1
    data = try container.decode([StudyData].self, forKey: .data)
    networks = try container.decode([NetworkTemplate].self, forKey: .networks)
    activations = try container.decode([ActivationChoice].self, forKey: .activations)
    baseline = try container.decode(ActivationChoice.self, forKey: .baseline)
    grid = try container.decode(Grid.self, forKey: .grid)
    epochs = try container.decode(Int.self, forKey: .epochs)
    schedule = try container.decode(Schedule.self, forKey: .schedule)
    augmentation = try container.decode(Augmentation.self, forKey: .augmentation)
    classWeights = try container.decodeIfPresent(ClassWeights.self, forKey: .classWeights) ?? .none
    tuning = try container.decode(Tuning.self, forKey: .tuning)
    seeds = try container.decode(Int.self, forKey: .seeds)
    firstSeed = try container.decodeIfPresent(UInt64.self, forKey: .firstSeed) ?? 1
    splitSeed = try container.decodeIfPresent(UInt64.self, forKey: .splitSeed) ?? 0
    metric = try container.decodeIfPresent(Metric.self, forKey: .metric)
    hasSwapOnly = try container.decode(Bool.self, forKey: .hasSwapOnly)
    hasReferences = try container.decodeIfPresent(Bool.self, forKey: .hasReferences) ?? true
    margin = try container.decodeIfPresent(Double.self, forKey: .margin)
    budget = try container.decodeIfPresent(Budget.self, forKey: .budget)
  }

  /// Seeds of one tuning (a split's number, or 0): one for each inner split or draw; never those of the final figures.
  public func tuningSeeds(_ replicate: Int) -> [UInt64] {
    let count = UInt64(max(0, tuning.seeds))
    return (0..<count).map { 1_000_001 &+ UInt64(max(0, replicate)) &* count &+ $0 }
  }

  public var finalSeeds: [UInt64] { (0..<UInt64(max(0, seeds))).map { firstSeed &+ $0 } }

  /// What the data of a setting are, or nothing of them.
  func summary(of setting: Setting) -> DataSummary { data(of: setting)?.summary ?? .unknown(setting) }

  public func metric(for data: DataSummary) -> Metric { metric ?? data.usualMetric }

  /// In the unit in which the metric is measured.
  public func margin(for data: DataSummary) -> Double {
    let metric = metric(for: data)
    let deviation = metric.isInTargetUnit ? data.targetDeviation ?? 1 : 1
    return margin.map { $0 * deviation } ?? metric.usualMargin(deviation: deviation)
  }

  /// Every point of the grid, once: axes that a network does not mention do not multiply it.
  public var settings: [Setting] {
    var settings: [Setting] = []
    var seen: Set<Setting> = []
    for setting in combinations where seen.insert(setting).inserted { settings.append(setting) }
    return settings
  }

  private var combinations: [Setting] {
    var all: [Setting] = []
    for one in data {
      for network in networks {
        let base = Setting(
          data: one.summary?.name ?? one.source, fingerprint: one.summary?.fingerprint ?? "", network: network,
          normalization: .none, batch: 1, initialization: .variancePreserving, optimizer: .sgd(), schedule: schedule,
          augmentation: augmentation, epochs: epochs, labelNoise: 0, inputNoise: 0)
        var row = [base]
        func vary<T>(_ values: [T], _ set: (inout Setting, T) -> Void) {
          row = row.flatMap { setting in
            values.map { value in
              var copy = setting
              set(&copy, value)
              return copy
            }
          }
        }
        if network.mentionsDepth { vary(grid.depths) { $0.depth = $1 } }
        if network.mentionsWidth { vary(grid.widths) { $0.width = $1 } }
        if network.mentionsNormalization { vary(grid.normalizations) { $0.normalization = $1 } }
        vary(grid.batches) { $0.batch = $1 }
        vary(grid.initializations) { $0.initialization = $1 }
        vary(grid.optimizers) { $0.optimizer = $1 }
        vary(grid.labelNoises) { $0.labelNoise = $1 }
        vary(grid.inputNoises) { $0.inputNoise = $1 }
        vary(grid.trainSizes) { $0.trainSize = $1 }
        all += row
      }
    }
    return all
  }

  /// The axes on which its settings differ.
  public var variedAxes: [Grid.Axis] {
    let settings = settings
    return Grid.Axis.allCases.filter { axis in
      Set(settings.map { $0.value(on: axis) ?? "" }).filter { !$0.isEmpty }.count > 1
    }
  }

  /// What distinguishes a setting from the study's others: "digits, dense, depth 10".
  /// - Parameter axes: `variedAxes`, for those who ask for many titles.
  public func title(of setting: Setting, axes: [Grid.Axis]? = nil) -> String {
    let axes = axes ?? variedAxes
    var words: [String] = []
    if data.count > 1 || (networks.count == 1 && axes.isEmpty) { words.append(setting.data) }
    if networks.count > 1 { words.append(setting.network.name) }
    words += axes.compactMap { setting.value(on: $0) }
    return words.joined(separator: ", ")
  }

  /// The data of a setting.
  public func data(of setting: Setting) -> StudyData? {
    data.first { $0.summary?.name == setting.data && $0.summary?.fingerprint == setting.fingerprint }
  }
}
