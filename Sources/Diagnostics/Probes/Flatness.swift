public import Activations
internal import Synchronization

/// How many of a layer's units stand on flat parts of its activation, over all rows.
struct Flatness {
  /// Share of units where |f′| is at most `deadShareOfSlope` of its largest magnitude, for every row.
  var dead = 0.0
  /// Share of (row, unit) pairs where |f′| is below `saturatedShareOfSlope` of its largest magnitude.
  var saturated = 0.0

  /// Slopes that are found at once: they stay in the first cache.
  private static let block = 4_096

  /// - Parameter learned: the first parameter's value for each unit, if it is learned.
  init(_ activation: Activation, learned: [Float]?, preActivation array: LayerArray) {
    let steepest = Float(activation.steepestSlope)
    // A function that is flat everywhere teaches nothing to anyone.
    guard steepest > 0 else {
      (dead, saturated) = (1, 1)
      return
    }
    let units = array.units
    let blockRows = max(1, Self.block / units)
    var slopes = [Float](repeating: 1, count: min(blockRows, array.rows) * units)
    var ignored = [Float](repeating: 0, count: learned == nil ? 0 : units)
    var peaks = [Float](repeating: 0, count: units)
    var flat = [Int32](repeating: 0, count: units)
    let threshold = Float(LayerReading.saturatedShareOfSlope) * steepest
    for start in stride(from: 0, to: array.rows, by: blockRows) {
      let rows = min(blockRows, array.rows - start)
      let z = array.values + start * units
      slopes.withUnsafeMutableBufferPointer { slopes in
        guard let slopes = slopes.baseAddress else { return }
        if let learned {
          slopes.update(repeating: 1, count: rows * units)
          activation.kernels.backward(
            z, upstream: slopes, perChannel: learned, into: slopes, parameterGradient: &ignored, rows: rows,
            channels: units)
        } else {
          activation.kernels.derivative(z, into: slopes, count: rows * units)
        }
        Self.add(slopes, rows, units, threshold, peaks: &peaks, flat: &flat)
      }
    }
    let least = Float(LayerReading.deadShareOfSlope) * steepest
    dead = Double(peaks.count { !($0 > least) }) / Double(units)
    saturated = Double(flat.reduce(0) { $0 + Int($1) }) / Double(array.count)
  }

  private static func add(
    _ slopes: UnsafePointer<Float>, _ rows: Int, _ units: Int, _ threshold: Float, peaks: UnsafeMutablePointer<Float>,
    flat: UnsafeMutablePointer<Int32>
  ) {
    for r in 0..<rows {
      let row = slopes + r * units
      for c in 0..<units {
        let slope = row[c].magnitude
        // A slope that is not a number leaves the peak as it is, and is no slope to learn from.
        peaks[c] = slope > peaks[c] ? slope : peaks[c]
        flat[c] &+= slope >= threshold ? 0 : 1
      }
    }
  }
}

extension Activation {
  private static let steepest = Mutex<[Activation: Double]>([:])

  /// The largest |f′| between −20 and 20, on a grid of 0.01. Found once for each function that is asked about.
  public var steepestSlope: Double {
    if let known = Self.steepest.withLock({ $0[self] }) { return known }
    let found = derivative(of: (-2_000...2_000).map { Float($0) * 0.01 }).reduce(0.0) { max($0, Double(abs($1))) }
    Self.steepest.withLock { known in
      // A search over formulas asks about any number of them.
      if known.count >= 1_024 { known.removeAll() }
      known[self] = found
    }
    return found
  }
}
