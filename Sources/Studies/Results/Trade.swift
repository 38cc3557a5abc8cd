internal import Statistics

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What else one chooses by: time, memory, and how forgiving the learning rate is.
enum Trade {
  /// Marks rows that no other is at least as good as in score, time per step and memory kept, and better in one.
  static func markFront(_ rows: inout [LeaderboardRow], _ metric: Metric) {
    func figures(_ row: LeaderboardRow) -> [Double]? {
      guard row.verdict != .diverged, let score = row.score, let time = row.millisecondsPerStep else { return nil }
      return [-metric.orient(score.value), time, Double(row.keptBytes)]
    }
    let all = rows.map(figures)
    for i in rows.indices {
      guard let own = all[i] else { continue }
      rows[i].isOnParetoFront = !all.contains { other in
        guard let other else { return false }
        return zip(other, own).allSatisfy { $0 <= $1 } && other != own
      }
    }
  }

  /// The mean validation score by the time at which the fastest activation ends, along straight lines between epochs.
  static func scoreAtEqualTime(_ rows: [LeaderboardRow], epochs: Int) -> [Double?] {
    let times = rows.filter { $0.verdict != .diverged }.compactMap(\.millisecondsPerEpoch)
    guard let fastest = times.min() else { return rows.map { _ in nil } }
    return rows.map { row in
      guard let own = row.millisecondsPerEpoch, row.curve.count > 1 else { return nil }
      let at = Double(epochs) * fastest / own
      guard let after = row.curve.firstIndex(where: { Double($0.epoch) >= at - 1e-9 }), after > 0 else {
        return row.curve.last?.validationScore
      }
      let (a, b) = (row.curve[after - 1], row.curve[after])
      guard let from = a.validationScore, let to = b.validationScore else { return nil }
      return from + (to - from) * (at - Double(a.epoch)) / Double(b.epoch - a.epoch)
    }
  }

  /// The widest run of rates around the best one whose mean validation score is within `tolerance` of the best, with its
  /// ends between two rates in proportion to the score, in logarithms of the rate. Nil for fewer than two rates.
  static func goodRates(
    _ tried: [TuningResult.Tried], best: Hyperparameters?, _ metric: Metric, tolerance: Double
  ) -> RateRange? {
    guard let best else { return nil }
    // A rate at which a run diverged is not good.
    let points = tried.filter {
      $0.hyperparameters.weightDecay == best.weightDecay && $0.hyperparameters.dropout == best.dropout
    }.map { one -> (rate: Double, score: Double) in
      let score = one.divergedTrials > 0 ? nil : one.score
      return (log10(one.hyperparameters.learningRate), score.map { metric.orient($0) } ?? -1e9)
    }.sorted { $0.rate < $1.rate }
    guard points.count > 1,
      let centre = points.firstIndex(where: { abs($0.rate - log10(best.learningRate)) < 1e-12 })
    else { return nil }
    let floor = points[centre].score - tolerance
    func end(_ step: Int) -> Double {
      var i = centre
      while points.indices.contains(i + step) {
        let (inner, outer) = (points[i], points[i + step])
        if outer.score < floor {
          let share = outer.score > -1e9 ? (inner.score - floor) / (inner.score - outer.score) : 0
          return inner.rate + (outer.rate - inner.rate) * share
        }
        i += step
      }
      return points[i].rate
    }
    let (low, high) = (end(-1), end(1))
    return RateRange(low: pow(10, low), high: pow(10, high), decades: high - low)
  }
}
