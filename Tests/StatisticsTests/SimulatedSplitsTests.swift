import Randomness
import Statistics
import Testing

/// One table whose rows each carry a difference, of mean 0 in the population; replicates are random fifths of its rows.
@Suite struct SimulatedSplitsTests {
  /// The comparisons of one study, and the same as if the splits were independent.
  static func study(_ study: Int, methods: Int, rows: Int = 200, splits: Int = 10) -> [Comparison] {
    var random = RandomStream(seed: 21, purpose: .test, index: UInt32(study), step: UInt32(methods))
    var differences = [[Double]](repeating: [], count: methods)
    for _ in 0..<rows {
      let baseline = Double(random.normal())
      for m in 0..<methods { differences[m].append(Double(random.normal()) - baseline) }
    }
    var means = [[Double]](repeating: [], count: methods)
    var counts = [Double](repeating: 0, count: rows)
    for _ in 0..<splits {
      let tested = random.shuffled(Array(0..<rows)).prefix(rows / 5)
      for i in tested { counts[i] += 1 }
      for m in 0..<methods { means[m].append(Sample.mean(tested.map { differences[m][$0] })) }
    }
    let whole = counts.reduce(0, +)
    return (0..<methods).map { m in
      let mean = zip(counts, differences[m]).reduce(0) { $0 + $1.0 * $1.1 } / whole
      let floor = zip(counts, differences[m]).reduce(0) {
        $0 + $1.0 * $1.0 * ($1.1 - mean) * ($1.1 - mean)
      }
      return Comparison(differences: means[m], overlap: 0.25, floor: floor / (whole * whole), margin: 0)
    }
  }

  @Test(arguments: [1, 7])
  func falseVerdicts(methods: Int) {
    var (found, careless) = (0, 0)
    for study in 0..<600 {
      var family = Self.study(study, methods: methods)
      if Simultaneous.judge([family], draws: 500)[0].contains(where: \.isDifferent) { found += 1 }
      for i in family.indices { (family[i].overlap, family[i].floor) = (0, 0) }
      if Simultaneous.judge([family], draws: 500)[0].contains(where: \.isDifferent) { careless += 1 }
    }
    #expect(found <= Simulation.most(600, 0.05), "\(found)")
    // Splits taken as independent would not do.
    #expect(careless > 3 * Simulation.most(600, 0.05), "\(careless)")
  }

  /// A race over splits: looks after 5, 7 and 10, a bound over them.
  @Test func falseVerdictsOfRaces() {
    let rule = RaceRule(most: 10, hasIndependentIncrements: false) { 1 / (1 / Double($0) + 0.25) }
    let found = Simulation.count(300) { study in
      let race = Self.study(study, methods: 7).map { comparison in
        rule.looks.map { look -> Comparison? in
          var cut = comparison
          cut.differences = Array(comparison.differences.prefix(look))
          return cut
        }
      }
      return rule.judge([race], upTo: 3, draws: 500)[0].contains { $0.judgement.isDifferent }
    }
    #expect(found <= Simulation.most(300, 0.05), "\(found)")
  }
}
