/// A layer's numbers, rows × units, and which rows of them are read where reading all would cost too much.
struct LayerArray {
  let values: UnsafePointer<Float>
  let rows: Int
  let units: Int
  /// How many rows are read.
  let readRows: Int

  /// - Parameter sample: numbers that are read at the most, but for one row.
  init?(_ values: UnsafeBufferPointer<Float>, rows: Int, sample: Int) {
    guard let start = values.baseAddress, rows > 0, values.count >= rows else { return nil }
    self.values = start
    self.rows = rows
    units = values.count / rows
    readRows = min(rows, max(1, sample / units))
  }

  var count: Int { rows * units }

  /// The row that is read in place i. Each comes from another stretch of the array, at places in the stretches that
  /// follow the golden ratio: equal steps would keep meeting the same columns of images.
  func readRow(_ i: Int) -> UnsafePointer<Float> {
    if readRows == rows { return values + i * units }
    let turns = Double(i) * 0.618_033_988_749_894_9
    let place = (Double(i) + turns - turns.rounded(.down)) * Double(rows) / Double(readRows)
    return values + min(rows - 1, Int(place)) * units
  }
}

/// The least and the greatest of an array's finite numbers, and how many are not finite. Of all numbers.
struct Limits {
  var smallest = 0.0
  var largest = 0.0
  var notFinite = 0

  init(_ array: LayerArray) {
    let (values, count) = (array.values, array.count)
    var low = SIMD16<Float>(repeating: .infinity)
    var high = -low
    // 0 as long as all numbers are finite: ∞ − ∞ and NaN − NaN are NaN.
    var differences = SIMD16<Float>()
    let whole = count & ~15
    for i in stride(from: 0, to: whole, by: 16) {
      let v = UnsafeRawPointer(values + i).loadUnaligned(as: SIMD16<Float>.self)
      low.replace(with: v, where: v .< low)
      high.replace(with: v, where: v .> high)
      differences += v - v
    }
    var (least, greatest, difference) = (low.min(), high.max(), differences.sum())
    for i in whole..<count {
      least = min(least, values[i])
      greatest = max(greatest, values[i])
      difference += values[i] - values[i]
    }
    if difference == 0 {
      (smallest, largest) = (Double(least), Double(greatest))
    } else {
      countEach(array)
    }
  }

  /// One number after the other: where training broke, time matters no longer.
  private mutating func countEach(_ array: LayerArray) {
    var (least, greatest) = (Float.infinity, -Float.infinity)
    for i in 0..<array.count {
      let value = array.values[i]
      guard value.isFinite else {
        notFinite += 1
        continue
      }
      least = min(least, value)
      greatest = max(greatest, value)
    }
    if notFinite < array.count { (smallest, largest) = (Double(least), Double(greatest)) }
  }
}
