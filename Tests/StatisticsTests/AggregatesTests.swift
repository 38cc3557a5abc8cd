import Statistics
import Testing

@Suite struct ImprovementTests {
  /// `scipy.stats.mannwhitneyu(x, y).statistic` is 19 of 30.
  @Test func againstSciPy() throws {
    let x = [0.91, 0.93, 0.92, 0.95, 0.90]
    let y = [0.90, 0.91, 0.925, 0.93, 0.89, 0.92]
    #expect(Improvement.probability(x, y) == 19.0 / 30)
    #expect(abs(try #require(Improvement.probability(y, x)) - 11.0 / 30) < 1e-15)
    #expect(Improvement.probability(x, x) == 0.5)
    #expect(Improvement.probability(x, [-.infinity]) == 1)
    #expect(Improvement.probability(x, []) == nil)
  }

  @Test func overTasks() throws {
    let x = [[3.0, 4, 5], [1, 2], [7]]
    let y = [[1.0, 2], [1, 2], []]
    let found = try #require(Improvement.probability(x, y))
    #expect(found.value == 0.75)
    // The first task is always won, the second anything from lost to won.
    #expect(found.low == 0.5 && found.high == 1)
    #expect(Improvement.probability([[]], [[1]]) == nil)
    #expect(Improvement.probability([[1, 2, 3]], [[0]]) == Estimate(value: 1, low: 1, high: 1))
  }
}

@Suite struct AggregatesTests {
  @Test func interquartileMean() throws {
    // A whole quarter: `scipy.stats.trim_mean(x, 0.25)`.
    #expect(Aggregates.interquartileMean([15, 1, 3, 5, 13, 7, 9, 11]) == 8)
    // Nine values: 2.25 are left out at each end, so the third and the seventh count by three quarters.
    let nine: [Double] = [1, 2, 5, 7, 9, 11, 14, 90, 100]
    let expected = (0.75 * 5 + 7 + 9 + 11 + 0.75 * 14) / 4.5
    #expect(abs(try #require(Aggregates.interquartileMean(nine)) - expected) < 1e-14)
    #expect(Aggregates.interquartileMean([1, 2]) == 1.5)
    #expect(Aggregates.interquartileMean([4]) == 4)
    #expect(Aggregates.interquartileMean([Double]()) == nil)
    // One diverged run of four is left out.
    #expect(Aggregates.interquartileMean([-.infinity, 1, 2, 30]) == 1.5)
    #expect(Aggregates.interquartileMean([-.infinity, -.infinity, 2, 30]) == -.infinity)
  }

  @Test func intervals() throws {
    let tasks = [[0.91, 0.93, 0.92, 0.95], [0.70, 0.72, 0.75, 0.71], [0.99, 0.98, 0.99, 0.99]]
    let found = try #require(Aggregates.interquartileMean(tasks))
    #expect(found.value == Aggregates.interquartileMean(tasks.flatMap { $0 }))
    // Strata are kept: never a resample from one task alone.
    #expect(found.low > 0.89 && found.low < found.value && found.value < found.high && found.high < 0.97)
    #expect(Aggregates.interquartileMean([[Double]]()) == nil)
  }

  @Test func performanceProfile() throws {
    let tasks = [[0.5, 0.7, 0.9, 0.9], [0.6], []]
    #expect(Aggregates.performanceProfile(tasks, at: [0, 0.6, 0.7, 0.9, 1]) == [1, 0.875, 0.375, 0.25, 0])
    #expect(Aggregates.performanceProfile([[]], at: [0]).isEmpty)
    let bands = Aggregates.performanceProfile(tasks, at: [0, 0.7], confidence: 0.95)
    #expect(bands[0] == Estimate(value: 1, low: 1, high: 1))
    // The first task's share is that of four draws, three of them at 0.7 or more.
    #expect(bands[1] == Estimate(value: 0.375, low: 0.125, high: 0.5))
  }
}
