import Accuracy
import Activations
import Foundation

/// The measurements that one run of `hillock accuracy` asks for.
struct AccuracyRun {
  var activations: [Activation]
  var sets: [InstructionSet]
  var comparesOneDNN: Bool
  var threads: Int

  enum Interrupted: Error { case interrupted }

  func candidates(_ activation: Activation) -> [Candidate<Float>] {
    sets.map { Candidate(activation, on: $0) }
      + (comparesOneDNN ? [Candidate.oneDNN(activation)].compactMap(\.self) : [])
  }

  /// `Float` and `Double` at the sample points.
  func sampled() throws -> [AccuracyReport.Part] {
    let parts = try [sampledFloats(), sampledDoubles()]
    return parts.filter { !$0.functions.isEmpty }
  }

  private func sampledFloats() throws -> AccuracyReport.Part {
    try sampled("Float") { activation in
      let candidates = candidates(activation)
      return SampledMeasurement.run(activation, candidates).map {
        AccuracyReport.Function(activation, found: $0, promises: candidates.map(\.promise))
      }
    }
  }

  func sampledDoubles() throws -> AccuracyReport.Part {
    try sampled("Double") { activation in
      let candidates = sets.map { Candidate<Double>(activation, on: $0) }
      return SampledMeasurement.run(activation, candidates).map {
        AccuracyReport.Function(activation, found: $0, promises: candidates.map(\.promise))
      }
    }
  }

  private func sampled(
    _ numbers: String, _ measure: @Sendable (Activation) -> AccuracyReport.Function?
  ) throws -> AccuracyReport.Part {
    let began = ContinuousClock.now
    let progress = CountedProgress(numbers, total: activations.count, unit: "functions")
    let found = Workers.map(count: activations.count, threads: threads) { i in
      defer { progress.add() }
      return measure(activations[i])
    }
    progress.end()
    if Interrupt.isRequested { throw Interrupted.interrupted }
    return AccuracyReport.Part(
      numbers: numbers, inputs: "sample", seconds: Self.seconds(since: began), functions: found.compactMap { $0 ?? nil }
    )
  }

  /// Every `Float`, or every n-th block of neighbours.
  func exhaustive(every: Int) throws -> AccuracyReport.Part {
    let began = ContinuousClock.now
    let measurements = activations.compactMap {
      activation -> (Activation, [Candidate<Float>], ExhaustiveMeasurement)? in
      let candidates = candidates(activation)
      return ExhaustiveMeasurement(activation, candidates, every: every).map { (activation, candidates, $0) }
    }
    let progress = CountedProgress("Float", total: measurements.reduce(0) { $0 + $1.2.blocks }, unit: "blocks")
    var functions: [AccuracyReport.Function] = []
    for (activation, candidates, measurement) in measurements {
      guard
        let outcome = measurement.run(
          threads: threads, isCancelled: { Interrupt.isRequested }, finished: { progress.add() })
      else {
        progress.end()
        throw Interrupted.interrupted
      }
      functions.append(
        AccuracyReport.Function(
          activation, found: outcome.candidates, promises: candidates.map(\.promise), sieve: outcome.sieve))
    }
    progress.end()
    let inputs = every == 1 ? "all" : "one block of 65,536 neighbours in \(every)"
    return AccuracyReport.Part(
      numbers: "Float", inputs: inputs, seconds: Self.seconds(since: began), functions: functions)
  }

  private static func seconds(since began: ContinuousClock.Instant) -> Double {
    (ContinuousClock.now - began) / .seconds(1)
  }
}
