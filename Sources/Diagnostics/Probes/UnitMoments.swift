/// Means and variances of each unit's finite numbers, over the rows that are read.
///
/// In `Double`, in which no square of a `Float` overflows or is lost: gradients of deep networks go down to 10⁻⁴⁵. Sums
/// are of differences from the first row's numbers, so a constant unit has a variance of exactly 0.
struct UnitMoments {
  /// Finite numbers; all rows that are read, mostly.
  private(set) var counts: [Double]
  private(set) var means: [Double]
  private(set) var variances: [Double]

  init(_ array: LayerArray, limits: Limits) {
    let units = array.units
    counts = [Double](repeating: Double(array.readRows), count: units)
    means = [Double](repeating: 0, count: units)
    variances = means
    if limits.notFinite == 0 { addAll(array) } else { addFinite(array) }
  }

  private mutating func addAll(_ array: LayerArray) {
    let (units, origin) = (array.units, array.values)
    means.withUnsafeMutableBufferPointer { means in
      variances.withUnsafeMutableBufferPointer { variances in
        guard let sums = means.baseAddress, let squares = variances.baseAddress else { return }
        for r in 0..<array.readRows {
          let row = array.readRow(r)
          for c in 0..<units {
            let difference = Double(row[c]) - Double(origin[c])
            sums[c] += difference
            squares[c] += difference * difference
          }
        }
        let n = Double(array.readRows)
        for c in 0..<units {
          let mean = sums[c] / n
          squares[c] = max(0, squares[c] / n - mean * mean)
          sums[c] = Double(origin[c]) + mean
        }
      }
    }
  }

  private mutating func addFinite(_ array: LayerArray) {
    for c in 0..<array.units {
      let finite = (0..<array.readRows).map { array.readRow($0)[c] }.filter(\.isFinite).map(Double.init)
      counts[c] = Double(finite.count)
      guard !finite.isEmpty else { continue }
      let mean = finite.reduce(0, +) / counts[c]
      means[c] = mean
      variances[c] = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / counts[c]
    }
  }

  /// Mean and variance over all units' numbers.
  var overall: (mean: Double, variance: Double) {
    let count = counts.reduce(0, +)
    guard count > 0 else { return (0, 0) }
    var mean = 0.0
    for c in means.indices { mean += counts[c] * means[c] }
    mean /= count
    var squares = 0.0
    for c in means.indices { squares += counts[c] * (variances[c] + (means[c] - mean) * (means[c] - mean)) }
    return (mean, squares / count)
  }

  /// √(Σ mean² / Σ mean square), sums over units; 0 if there is nothing but zeros.
  var meanShift: Double {
    var (means, squares) = (0.0, 0.0)
    for c in self.means.indices where counts[c] > 0 {
      means += self.means[c] * self.means[c]
      squares += self.means[c] * self.means[c] + variances[c]
    }
    return squares > 0 ? (means / squares).squareRoot() : 0
  }

  /// Whether each unit varies: its deviation is above `share` of the root mean square of all. No unit without finite
  /// numbers does.
  func varying(above share: Double) -> [Bool] {
    let (mean, variance) = overall
    let least = share * share * (mean * mean + variance)
    return variances.map { $0 > least }
  }
}

extension Moments {
  /// - Parameter factor: what every number is multiplied by.
  init(_ limits: Limits, _ units: UnitMoments, count: Int, times factor: Double = 1) {
    let (mean, variance) = units.overall
    self.init(
      mean: mean * factor, deviation: variance.squareRoot() * factor, smallest: limits.smallest * factor,
      largest: limits.largest * factor, notFiniteShare: Double(limits.notFinite) / Double(max(1, count)))
  }
}
