import Datasets
import NeuralNetworks
import Statistics
import Studies
import Testing

/// What stands in for new examples, and how often rates are tuned.
@Suite struct ReplicatesTests {
  private func replicates(
    _ replication: Dataset.Replication, limit: Int? = nil, train: Int = 100, trainSize: Int? = nil, anew: Bool? = nil
  ) throws -> Replicates {
    var data = Fixture.split
    (data.replication, data.splitLimit, data.trainCount) = (replication, limit, train)
    var plan = try Fixture.plan(seeds: 12, data: data)
    plan.tuning.isAnew = anew
    plan.grid.trainSizes = [trainSize]
    return plan.replicates(of: plan.settings[0])
  }

  @Test func unitsAndTunings() throws {
    let splits = try replicates(.splits)
    #expect(splits.units(seeds: 7) == 7 && splits.units(seeds: 12) == 10 && splits.tunings == 10)
    #expect(try replicates(.folds, limit: 4).units(seeds: 12) == 4)
    #expect(try replicates(.folds, limit: 15).units(seeds: 20) == 15)
    #expect(try replicates(.windows, limit: 3).tunings == 3)
    // Generated data are tuned once, unless the plan says otherwise.
    #expect(try replicates(.draws).tunings == nil && replicates(.draws).units(seeds: 12) == 12)
    #expect(try replicates(.draws, anew: true).tunings == 10)
    // A small fixed training part is tuned anew, a large one once.
    #expect(try replicates(.fixedTest).tunings == 10 && replicates(.fixedTest, limit: 1).units(seeds: 8) == 8)
    #expect(try replicates(.fixedTest, train: 54_000).tunings == nil)
    #expect(try replicates(.fixedTest, train: 54_000, trainSize: 2_000).tunings == 10)
    #expect(try replicates(.fixedTest, anew: false).tunings == nil)
  }

  /// The baseline stands in every comparison.
  @Test func theBaselineIsRunMoreOftenWhereManyAreComparedWithIt() throws {
    #expect(try Fixture.plan(["relu", "tanh", "gelu"]).baselineRuns == 1)
    #expect(try Fixture.plan(["relu", "tanh", "gelu", "elu", "mish"]).baselineRuns == 2)
    let plan = try Fixture.plan(["relu", "tanh", "gelu", "elu", "swish"], seeds: 3)
    let finals = Fixture.table(plan).keys.filter { $0.phase == .final }
    #expect(finals.count { $0.choice == plan.baseline } == 6 && finals.count == 6 + 4 * 3)
    #expect(Set(finals.filter { $0.choice == plan.baseline }.map(\.seed)).count == 6)
    #expect(Set(finals.map(\.replicate)) == [1, 2, 3])
  }

  @Test func imbalanceAsksForBalancedAccuracy() throws {
    var data = Fixture.split
    #expect(data.usualMetric == .accuracy)
    data.largestClassShare = 0.81
    #expect(data.usualMetric == .balancedAccuracy && data.isImbalanced)
    data.isClassification = false
    #expect(data.usualMetric == .r2)
  }

  @Test(arguments: [(128, 64, 100), (7_000, 64, 28), (54_000, 64, 8), (20, 64, 100), (360, 64, 100)])
  func stepsSettleTheLength(count: Int, batch: Int, epochs: Int) {
    #expect(TrainingLength.epochs(trainCount: count, batch: batch) == epochs)
  }
}
