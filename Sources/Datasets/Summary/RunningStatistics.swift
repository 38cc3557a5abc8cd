/// Range, mean and deviation of numbers that come one by one (Welford 1962).
struct RunningStatistics {
  private(set) var count = 0
  private(set) var minimum = Double.infinity
  private(set) var maximum = -Double.infinity
  private(set) var mean = 0.0
  private var squares = 0.0

  mutating func add(_ value: Double) {
    count += 1
    minimum = min(minimum, value)
    maximum = max(maximum, value)
    let difference = value - mean
    mean += difference / Double(count)
    squares += difference * (value - mean)
  }

  /// Of the numbers as they are: divided by their count.
  var deviation: Double { count == 0 ? 0 : (squares / Double(count)).squareRoot() }
}
