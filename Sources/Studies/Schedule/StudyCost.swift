internal import Datasets
internal import Diagnostics
internal import NeuralNetworks

/// What a study would take, by a short calibration on this machine.
public struct StudyCost: Codable, Hashable, Sendable {
  public struct Row: Codable, Hashable, Sendable {
    public var title: String
    public var trials: Int
    /// The mean over a few of the activations.
    public var secondsPerTrial: Double
  }

  public var settings: [Row]
  public var jobs: Int
  /// Of the whole study; of a race, tuning and its first look.
  public var trials: Int
  public var seconds: Double
  /// Of the study's file.
  public var bytes: Int
  /// Final seeds that are counted.
  public var firstLook: Int

  /// Trains a few steps in every setting with some of the activations, one thread, some tenths of a second each.
  /// - Throws: `StudyError` for a network that cannot be; `.interrupted` if cancelled.
  public static func measure(
    _ plan: StudyPlan, _ data: SettingData, jobs: Int, isCancelled: () -> Bool = { false },
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(StudyError) -> StudyCost {
    let schedule = StudySchedule(plan)
    let trial = TrainedTrial(plan: plan, data: data)
    let look = schedule.looks.first ?? plan.seeds
    let slice = max(0.02, min(0.4, 20 / Double(max(1, schedule.settings.count))))
    var cost = StudyCost(
      settings: [], jobs: jobs, trials: schedule.expectedCount, seconds: 0, bytes: 40_000, firstLook: look)
    let count = schedule.contenders.count
    let sample = Set([0, count / 3, 2 * count / 3, count - 1]).sorted().map { schedule.contenders[$0] }
    let axes = plan.variedAxes
    for (place, (identifier, setting)) in schedule.settings.enumerated() {
      if isCancelled() { throw .interrupted(done: place, total: schedule.settings.count) }
      let prepared = try data.data(for: setting, plan)
      var seconds = 0.0
      var layers = 0
      for choice in sample {
        let key = TrialKey(
          phase: .tuning, setting: identifier, choice: choice,
          hyperparameters: Hyperparameters(learningRate: plan.tuning.rates(for: setting.optimizer).min() ?? 0.001),
          seed: 1)
        do {
          let one = try calibrate(
            try trial.trainer(key, setting, prepared), prepared, epochs: setting.epochs,
            slice: slice / Double(sample.count))
          seconds += one.seconds / Double(sample.count)
          layers = one.layers
        } catch {
          throw .trial(key, problem: error.description)
        }
      }
      let trials = schedule.expectedCount(in: setting, identifier)
      cost.settings.append(Row(title: plan.title(of: setting, axes: axes), trials: trials, secondsPerTrial: seconds))
      cost.seconds += seconds * Double(trials) / Double(jobs)
      cost.bytes +=
        trials * (260 + 45 * (setting.epochs + 1)) + count * look
        * ((setting.epochs + 1) * layers * 110 + 10 * prepared.test.count)
      progress(place + 1, schedule.settings.count)
    }
    return cost
  }

  /// Seconds of one trial: steps, an evaluation after every epoch, and its share of the layers' probes.
  private static func calibrate(
    _ trainer: Trainer, _ data: PreparedData, epochs: Int, slice: Double
  ) throws(NetworkError) -> (seconds: Double, layers: Int) {
    let clock = ContinuousClock()
    func seconds(_ work: () throws(NetworkError) -> Void) throws(NetworkError) -> Double {
      let began = clock.now
      try work()
      return (clock.now - began) / .seconds(1)
    }
    try trainer.step(data.train, learningRate: 1e-6)
    let steps = max(1, data.train.count / trainer.stepSize)
    var done = 0
    var spent = 0.0
    while spent < slice, done < steps * epochs {
      spent += try seconds { () throws(NetworkError) in
        try trainer.step(data.train, from: (done % steps) * trainer.stepSize, learningRate: 1e-6)
      }
      done += 1
    }
    let evaluation = try seconds { () throws(NetworkError) in _ = try trainer.evaluate(data.validation) }
    var layers = 0
    let probed = TrainedTrial.probed(data, trainer)
    // The first one also makes the plan that keeps everything.
    _ = try trainer.probeLayers(probed)
    let probe = try seconds { () throws(NetworkError) in layers = try trainer.probeLayers(probed).count }
    let epoch = Double(steps) * spent / Double(done) + evaluation + 0.25 * probe
    return (Double(epochs) * epoch, layers)
  }
}
