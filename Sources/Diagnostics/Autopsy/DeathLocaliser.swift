internal import Datasets
internal import NeuralNetworks

/// Narrows deaths down to single steps. A run is a pure function of its plan and seed: a second one, from the beginning of
/// the epoch in question on, goes through the same parameters. Some of them are kept, and the step is found by bisection
/// with censuses.
struct DeathLocaliser {
  /// The numbers of one moment.
  private struct Moment {
    var parameters: [ParameterGroup]
    var statistics: [ParameterGroup]
    /// Of the step before it; empty where steps are left out between kept moments.
    var gradients: [ParameterGroup]
  }

  /// A death on its way to one step.
  private struct Open {
    var place: Autopsy.Case
    var low: Int
    var high: Int
    var isRefuted = false
  }

  private let run: TrainingRun
  private let states: [Int: RunState]
  private let examples: Examples
  private let bytes: Int
  /// Another trainer of the same network, which takes on kept parameters to be looked at.
  private let examiner: Trainer
  private let taker = CensusTaker()
  private var counts = Autopsy.Localisation(
    deaths: 0, examined: 0, proved: 0, notRepeated: 0, replayedSteps: 0, censuses: 0, seconds: 0)

  init(run: TrainingRun, states: [Int: RunState], examples: Examples, bytes: Int) throws(NetworkError) {
    self.run = run
    self.states = states
    self.examples = examples
    self.bytes = bytes
    examiner = try Trainer(
      network: run.trainer.network, loss: run.plan.loss, batchSize: run.plan.batchSize, seed: run.plan.seed)
  }

  mutating func localise(
    _ deaths: [Autopsy.Case], in autopsy: inout Autopsy, progress: (Int, Int) -> Bool
  ) throws(NetworkError) -> Autopsy.Localisation {
    let watch = Stopwatch()
    var done = 0
    for epoch in Set(deaths.map(\.death.epoch)).sorted() {
      let own = deaths.filter { $0.death.epoch == epoch }
      guard let state = states[epoch], progress(done, deaths.count) else { continue }
      counts.examined += own.count
      for (place, death) in try examine(own, epoch: epoch, state: state) {
        autopsy.layers[place.layer].fates[place.unit].death = death
      }
      done += own.count
    }
    counts.seconds = watch.seconds
    return counts
  }

  /// All deaths of one epoch.
  private mutating func examine(
    _ deaths: [Autopsy.Case], epoch: Int, state: RunState
  ) throws(NetworkError) -> [(Autopsy.Case, Death)] {
    var open = deaths.map { Open(place: $0, low: $0.death.after, high: $0.death.step) }
    while !open.isEmpty {
      let (kept, stride) = try replay(open.map { $0.low...$0.high }, epoch: epoch, state: state)
      var seen: [Int: UnitCensus] = [:]
      for i in open.indices { try bisect(&open[i], kept, &seen) }
      counts.notRepeated += open.reduce(0) { $0 + ($1.isRefuted ? 1 : 0) }
      open = open.filter { !$0.isRefuted }
      if stride == 1 { return try prove(open, kept, seen, epoch: epoch, start: state.steps) }
    }
    return []
  }

  /// Goes through the epoch again, up to the last step that matters.
  /// - Returns: moments by the number of steps before them, and how many steps lie between two of them.
  private mutating func replay(
    _ brackets: [ClosedRange<Int>], epoch: Int, state: RunState
  ) throws(NetworkError) -> ([Int: Moment], stride: Int) {
    let size = max(1, state.parameters.reduce(0) { $0 + $1.values.count } * MemoryLayout<Float>.size)
    // Gradients are as large as parameters.
    let most = max(16, min(2_048, bytes / (2 * size)))
    let distinct = Set(brackets)
    var stride = 1
    func wanted() -> Set<Int> {
      Set(
        distinct.flatMap { bracket in
          Array(Swift.stride(from: bracket.lowerBound, to: bracket.upperBound, by: stride)) + [bracket.upperBound]
        })
    }
    // At least the ends of every bracket and one moment between.
    while wanted().count > most, distinct.contains(where: { $0.count - 1 > 2 * stride }) { stride *= 2 }
    let steps = wanted()
    let last = steps.max() ?? state.steps
    let again = try TrainingRun(
      network: run.trainer.network, plan: run.plan, data: run.data, resuming: state)
    var kept: [Int: Moment] = [:]
    func keep(hasGradients: Bool) throws(NetworkError) -> Moment {
      Moment(
        parameters: try again.trainer.parameters(), statistics: again.trainer.statistics(),
        gradients: hasGradients ? try again.trainer.gradients() : [])
    }
    if steps.contains(state.steps) { kept[state.steps] = try keep(hasGradients: false) }
    var step = state.steps
    var problem: NetworkError?
    if last > step {
      _ = try again.runEpoch { _, _ in
        step += 1
        guard steps.contains(step) else { return step < last }
        do throws(NetworkError) {
          kept[step] = try keep(hasGradients: stride == 1)
        } catch {
          problem = error
        }
        return problem == nil && step < last
      }
    }
    if let problem { throw problem }
    counts.replayedSteps += step - state.steps
    return (kept, stride)
  }

  private mutating func census(_ moment: Moment) throws(NetworkError) -> UnitCensus {
    counts.censuses += 1
    try examiner.setParameters(moment.parameters)
    try examiner.setStatistics(moment.statistics)
    return try taker.census(examiner, examples)
  }

  private mutating func bisect(
    _ open: inout Open, _ kept: [Int: Moment], _ seen: inout [Int: UnitCensus]
  ) throws(NetworkError) {
    let (layer, unit) = (open.place.layer, open.place.unit)
    func isDead(_ step: Int, _ self: inout DeathLocaliser) throws(NetworkError) -> Bool? {
      if let census = seen[step] { return census.layers[layer].isDead(unit) }
      guard let moment = kept[step] else { return nil }
      let census = try self.census(moment)
      seen[step] = census
      return census.layers[layer].isDead(unit)
    }
    guard try isDead(open.low, &self) == false, try isDead(open.high, &self) == true else {
      open.isRefuted = true
      return
    }
    var between = kept.keys.filter { $0 > open.low && $0 < open.high }.sorted()
    while !between.isEmpty {
      let middle = between[between.count / 2]
      if try isDead(middle, &self) ?? true { open.high = middle } else { open.low = middle }
      between = between.filter { $0 > open.low && $0 < open.high }
    }
  }

  // MARK: - Evidence

  /// What happened in the step that killed, and what of it would have killed by itself.
  private mutating func prove(
    _ cases: [Open], _ kept: [Int: Moment], _ seen: [Int: UnitCensus], epoch: Int, start: Int
  ) throws(NetworkError) -> [(Autopsy.Case, Death)] {
    var result: [(Autopsy.Case, Death)] = []
    struct Place: Hashable { var step, layer: Int }
    let groups = Dictionary(grouping: cases) { Place(step: $0.high, layer: $0.place.layer) }
    for (place, members) in groups.sorted(by: { ($0.key.step, $0.key.layer) < ($1.key.step, $1.key.layer) }) {
      guard let before = kept[place.step - 1], let after = kept[place.step], let first = seen[place.step - 1],
        let second = seen[place.step]
      else { continue }
      let (old, new) = (first.layers[place.layer], second.layers[place.layer])
      let units = members.map(\.place.unit)
      let causes = try causes(units, place.layer, new, before, after)
      let steps = run.data.train.count / run.trainer.stepSize
      let rate = run.plan.learningRate(step: place.step - start, epoch: epoch, of: steps)
      for member in members {
        let unit = member.place.unit
        var death = Death(
          unit: unit, after: place.step - 1, step: place.step, epoch: epoch, learningRate: rate,
          before: (old, before.parameters), now: (new, after.parameters))
        addGradients(&death, unit, new, before, after)
        death.causes = causes[unit]
        death.foundAfter = member.place.death.foundAfter
        death.foundStep = member.place.death.foundStep
        counts.proved += 1
        result.append((member.place, death))
      }
    }
    return result
  }

  private func addGradients(
    _ death: inout Death, _ unit: Int, _ layer: UnitCensus.Layer, _ before: Moment, _ after: Moment
  ) {
    guard let own = IncomingParameters(after.parameters, path: layer.path, units: layer.units),
      own.bias < after.gradients.count
    else { return }
    death.biasGradient = Double(after.gradients[own.shift ?? own.bias].values[unit])
    death.weightGradientNorm = own.norm(after.gradients, unit)
    guard case .sgd = run.plan.optimizer else { return }
    var (product, square) = (0.0, 0.0)
    for i in own.row(unit) {
      let change = Double(after.parameters[own.weights].values[i]) - Double(before.parameters[own.weights].values[i])
      product -= change * death.learningRate * Double(after.gradients[own.weights].values[i])
      square += change * change
    }
    death.gradientShare = square > 0 ? product / square : nil
  }

  /// Some units' causes of death, by their number: parts of the step are taken alone, and counted again. Nil where units
  /// are not outputs of one layer.
  private mutating func causes(
    _ units: [Int], _ layer: Int, _ census: UnitCensus.Layer, _ before: Moment, _ after: Moment
  ) throws(NetworkError) -> [Int: [Death.Cause]] {
    guard let own = IncomingParameters(after.parameters, path: census.path, units: census.units) else { return [:] }
    var found = Dictionary(uniqueKeysWithValues: units.map { ($0, [Death.Cause]()) })
    for cause in Death.Cause.allCases {
      var trial = before
      if cause == .inputs {
        trial = after
        own.copy(units, weights: true, bias: true, from: before.parameters, into: &trial.parameters)
      } else {
        own.copy(
          units, weights: cause != .bias, bias: cause != .weights, from: after.parameters, into: &trial.parameters)
      }
      let counted = try self.census(trial).layers[layer]
      for unit in units where counted.isDead(unit) { found[unit]?.append(cause) }
    }
    return found
  }
}
