internal import Randomness

/// Where functions are tried: every exponent; an even grid where functions bend and where they fade; runs of neighbours
/// around kinks and where results overflow or underflow; and random numbers, the same in every run.
public enum SamplePoints {
  /// Finite numbers in ascending order, −0 before 0, each once.
  public static func floats(kinks: [Double]) -> [Float] {
    var points: [Float] = []
    for exponent in UInt32(0)..<255 {
      for step in UInt32(0)..<8 {
        let bits = exponent << 23 | step << 20 | step &* 0x1_2345
        points += [Float(bitPattern: bits), -Float(bitPattern: bits)]
      }
    }
    for i in -20_000...20_000 {
      points.append(Float(i) * 0.0055)
      points.append(Float(i) * 0.0005)
    }
    let bends: [Float] = [
      6, 8.3, 9, 14, 14.2, 16.6, 17, 20, 30, 87.3, 88, 88.7, 92, 95, 103, 104, 0x1p-126, 0x1p127, 1.8e19, 1e-19,
    ]
    for bend in bends.flatMap({ [$0, -$0] }) + (kinks + [0]).map({ Float($0) }) {
      points += neighbours(of: bend, count: 24)
    }
    var stream = RandomStream(seed: 1, purpose: .accuracy)
    for _ in 0..<20_000 {
      points.append(stream.uniform(in: -20...20))
      points.append(stream.uniform(in: -110...20))
      // Any mantissa, an exponent from −30 to 6.
      let bits = stream.nextUInt32()
      points.append(Float(bitPattern: bits & 0x807F_FFFF | UInt32(97 + stream.integer(below: 37)) << 23))
    }
    return ordered(points + [.greatestFiniteMagnitude, -.greatestFiniteMagnitude])
  }

  /// Finite numbers in ascending order, −0 before 0, each once.
  public static func doubles(kinks: [Double]) -> [Double] {
    var points: [Double] = []
    for exponent in UInt64(0)..<2_047 {
      for step in UInt64(0)..<2 {
        let bits = exponent << 52 | step << 51 | step &* 0x1_2345_6789
        points += [Double(bitPattern: bits), -Double(bitPattern: bits)]
      }
    }
    for i in -8_000...8_000 {
      points.append(Double(i) * 0.0951)
      points.append(Double(i) * 0.00125)
    }
    let bends: [Double] = [
      6, 8.3, 14, 17, 18.7, 20, 27.2, 36.7, 37.5, 38.5, 88, 354, 372, 700, 708.4, 709.7, 744, 745.2, 0x1p-1022,
      0x1p1023, 1.3e154, 1e-154,
    ]
    for bend in bends.flatMap({ [$0, -$0] }) + kinks + [0] { points += neighbours(of: bend, count: 16) }
    var stream = RandomStream(seed: 2, purpose: .accuracy)
    for _ in 0..<16_000 {
      points.append(40 * stream.uniformDouble() - 20)
      points.append(800 * stream.uniformDouble() - 750)
      let bits = stream.next()
      points.append(
        Double(bitPattern: bits & 0x800F_FFFF_FFFF_FFFF | UInt64(963 + stream.integer(below: 70)) << 52))
    }
    return ordered(points + [.greatestFiniteMagnitude, -.greatestFiniteMagnitude])
  }

  private static func neighbours<T: MeasuredScalar>(of x: T, count: Int) -> [T] {
    var points = [x]
    var (up, down) = (x, x)
    for _ in 0..<count {
      (up, down) = (up.nextUp, down.nextDown)
      points += [up, down]
    }
    return points
  }

  private static func ordered<T: MeasuredScalar>(_ points: [T]) -> [T] {
    var sorted = points.filter(\.isFinite).sorted { $0 < $1 || ($0 == $1 && $0.sign == .minus && $1.sign == .plus) }
    var kept = 0
    for i in sorted.indices where kept == 0 || sorted[i] != sorted[kept - 1] || sorted[i].sign != sorted[kept - 1].sign
    {
      sorted[kept] = sorted[i]
      kept += 1
    }
    sorted.removeLast(sorted.count - kept)
    return sorted
  }
}
