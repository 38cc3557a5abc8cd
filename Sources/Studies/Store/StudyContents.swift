public import Diagnostics

/// A plan that a study was run with.
public struct PlanRecord: Codable, Hashable, Sendable {
  public var plan: StudyPlan
  public var environment: StudyEnvironment
  /// What was typed.
  public var command: String
  /// Trials that were finished when it came.
  public var trialsBefore: Int

  public init(plan: StudyPlan, environment: StudyEnvironment, command: String, trialsBefore: Int) {
    self.plan = plan
    self.environment = environment
    self.command = command
    self.trialsBefore = trialsBefore
  }
}

/// The mean of an epoch over the seeds of one activation.
public struct CurvePoint: Codable, Hashable, Sendable {
  public var epoch: Int
  public var seeds: Int
  public var trainLoss: Double?
  public var validationLoss: Double?
  public var validationScore: Double?
  /// The lowest and the highest validation score.
  public var low: Double?
  public var high: Double?

  public init(
    epoch: Int, seeds: Int, trainLoss: Double?, validationLoss: Double?, validationScore: Double?, low: Double?,
    high: Double?
  ) {
    self.epoch = epoch
    self.seeds = seeds
    self.trainLoss = trainLoss
    self.validationLoss = validationLoss
    self.validationScore = validationScore
    self.low = low
    self.high = high
  }
}

/// The mean of a layer's probe over the seeds of one activation.
public struct LayerSummary: Codable, Hashable, Sendable {
  public var epoch: Int
  public var probe: LayerProbe

  public init(epoch: Int, probe: LayerProbe) {
    self.epoch = epoch
    self.probe = probe
  }
}

/// Where an activation stands in the figures: in which setting.
public struct Place: Codable, Hashable, Sendable {
  public var setting: String
  public var choice: ActivationChoice

  public init(setting: String, choice: ActivationChoice) {
    self.setting = setting
    self.choice = choice
  }
}

/// Everything that a report needs of a study's file, read in one transaction.
public struct StudyContents: Sendable {
  /// All plans, the last one in force.
  public var plans: [PlanRecord]
  public var table: TrialTable
  /// Means over the final trials.
  public var curves: [Place: [CurvePoint]]
  /// Means over the final trials, before the first step and after the last epoch.
  public var layers: [Place: [LayerSummary]]
  public var seconds: Double
  public var sessions: Int

  public init(
    plans: [PlanRecord], table: TrialTable, curves: [Place: [CurvePoint]], layers: [Place: [LayerSummary]],
    seconds: Double, sessions: Int
  ) {
    self.plans = plans
    self.table = table
    self.curves = curves
    self.layers = layers
    self.seconds = seconds
    self.sessions = sessions
  }
}
