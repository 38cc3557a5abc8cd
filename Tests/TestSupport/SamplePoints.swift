/// Where functions are tried: special values, both sides of each kink, and a sample that is even in the exponent as well
/// as in the value.
public enum SamplePoints {
  public static func floats(kinks: [Double]) -> [Float] {
    var points: [Float] = [
      0, -0.0, 1, -1, .infinity, -.infinity, .nan, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
      .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude, -.leastNormalMagnitude,
      -6, -14, -88, -87.3, -88.7, -95, -103, -104, 88, 88.72, 104, 17, -17, 20, -20, 30, -30,
    ]
    for kink in kinks + [0] {
      let x = Float(kink)
      points += [x, x.nextUp, x.nextDown, x + 1e-3, x - 1e-3]
    }
    // Every sign and exponent with eight mantissas.
    for exponent in UInt32(0)..<255 {
      for step in UInt32(0)..<8 {
        let bits = exponent << 23 | step << 20 | step &* 0x1_2345
        points += [Float(bitPattern: bits), -Float(bitPattern: bits)]
      }
    }
    // Evenly between −110 and 110, denser between −10 and 10.
    for i in -40_000...40_000 {
      points.append(Float(i) * 0.00275)
      points.append(Float(i) * 0.00025)
    }
    return points
  }
}

/// How far a result is from the truth in units of the last place of the result's type; 0 where both are NaN or the same
/// infinity, infinity where only one is. Half a unit is what correct rounding leaves.
public func ulps(_ found: Float, _ expected: Wide) -> Wide {
  if found.isNaN || expected.isNaN { return found.isNaN && expected.isNaN ? 0 : .infinity }
  let rounded = Float(expected)
  if rounded.isInfinite || found.isInfinite {
    if rounded == found { return 0 }
    // One step from the largest number to infinity is one unit.
    let largest = Float.greatestFiniteMagnitude
    return abs(rounded) >= largest && abs(found) >= largest && (rounded < 0) == (found < 0) ? 1 : .infinity
  }
  return abs(Wide(found) - expected) / Wide(max(rounded.magnitude, Float.leastNormalMagnitude).ulp)
}
