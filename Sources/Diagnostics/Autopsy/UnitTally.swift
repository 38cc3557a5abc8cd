/// Counts and limits for the units of one layer, 16 units at a time in registers while the rows go by.
final class UnitTally {
  private typealias Lanes = SIMD16<Float>

  let units: Int
  private(set) var active: [Int]
  private(set) var smallest: [Float]
  private(set) var largest: [Float]
  /// Whether every number so far was finite.
  private(set) var isFinite = true

  init(units: Int) {
    self.units = units
    active = Array(repeating: 0, count: units)
    smallest = Array(repeating: .infinity, count: units)
    largest = Array(repeating: -.infinity, count: units)
  }

  func clear() {
    for c in 0..<units {
      active[c] = 0
      smallest[c] = .infinity
      largest[c] = -.infinity
    }
    isFinite = true
  }

  /// Adds rows × units pre-activations.
  /// - Parameters:
  ///   - signal: what is compared with `threshold`: z itself, or the slopes.
  ///   - isMagnitude: whether the signal's magnitude is compared.
  func add(
    _ z: UnsafePointer<Float>, activeWhere signal: UnsafePointer<Float>, isMagnitude: Bool, above threshold: Float,
    rows: Int
  ) {
    var start = 0
    while start + Lanes.scalarCount <= units {
      addBlock(z + start, signal + start, isMagnitude, threshold, rows, start)
      start += Lanes.scalarCount
    }
    for c in start..<units {
      for row in 0..<rows {
        let value = z[row * units + c]
        let compared = signal[row * units + c]
        if (isMagnitude ? abs(compared) : compared) > threshold { active[c] += 1 }
        smallest[c] = min(smallest[c], value)
        largest[c] = max(largest[c], value)
        if !value.isFinite { isFinite = false }
      }
    }
  }

  private func addBlock(
    _ z: UnsafePointer<Float>, _ signal: UnsafePointer<Float>, _ isMagnitude: Bool, _ threshold: Float, _ rows: Int,
    _ start: Int
  ) {
    var counts = SIMD16<UInt32>(repeating: 0)
    var low = Lanes(repeating: .infinity)
    var high = Lanes(repeating: -.infinity)
    // v − v is 0 for finite numbers and NaN for all others, which stays.
    var difference = Lanes(repeating: 0)
    let zero = SIMD16<UInt32>(repeating: 0)
    let limit = Lanes(repeating: threshold)
    // Clearing the sign bit gives the magnitude; all ones leave the number as it is.
    let mask = SIMD16<UInt32>(repeating: isMagnitude ? 0x7FFF_FFFF : 0xFFFF_FFFF)
    for row in 0..<rows {
      let value = UnsafeRawPointer(z + row * units).loadUnaligned(as: Lanes.self)
      let bits = UnsafeRawPointer(signal + row * units).loadUnaligned(as: SIMD16<UInt32>.self)
      let compared = unsafeBitCast(bits & mask, to: Lanes.self)
      counts = counts &+ zero.replacing(with: 1, where: compared .> limit)
      low.replace(with: value, where: value .< low)
      high.replace(with: value, where: value .> high)
      difference += value - value
    }
    for i in 0..<Lanes.scalarCount {
      active[start + i] += Int(counts[i])
      smallest[start + i] = min(smallest[start + i], low[i])
      largest[start + i] = max(largest[start + i], high[i])
    }
    if difference != Lanes(repeating: 0) { isFinite = false }
  }
}
