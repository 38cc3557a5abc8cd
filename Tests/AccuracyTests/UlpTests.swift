import Accuracy
import Testing

@Suite struct UlpTests {
  @Test("a step is one unit of the exact value's last place") func steps() {
    #expect(ulps(Float(1), 1) == 0)
    #expect(ulps(Float(1).nextUp, 1) == 1)
    // Below 1 the numbers are twice as dense, but 1 has the unit of those above.
    #expect(ulps(Float(1).nextDown, 1) == 0.5)
    #expect(ulps(Float(1), Wide(Float(1).nextDown)) == 1)
    #expect(ulps(Float(3), 3 + 0x1p-24) == 0.25)
    #expect(ulps(Double(-2).nextUp, -2) == 0.5)
    #expect(ulps(Float(-1), 1) == 0x1p24)
  }

  @Test("below the normal range a unit is the smallest number") func underflow() {
    let smallest = Float.leastNonzeroMagnitude
    #expect(ulps(smallest, 0) == 1)
    #expect(ulps(-smallest, Wide(smallest)) == 2)
    #expect(ulps(Float(0), Wide(smallest) / 4) == 0.25)
    #expect(ulps(Float(0), Wide(Float.leastNormalMagnitude)) == 0x1p23)
    // Rounds up to the smallest normal number, whose unit is the same.
    #expect(ulps(Float.leastNormalMagnitude, Wide(Float.leastNormalMagnitude) - Wide(smallest) / 4) == 0.25)
    #expect(ulps(Float(-0.0), 0) == 0 && ulps(Float(0), -0.0) == 0)
  }

  @Test("infinity is one step beyond the largest number") func overflow() {
    let largest = Float.greatestFiniteMagnitude
    #expect(ulps(Float.infinity, Wide(largest)) == 1)
    #expect(ulps(largest, .infinity) == 1 && ulps(largest, 1e300) == 1)
    #expect(ulps(Float.infinity, 1e300) == 0 && ulps(-Float.infinity, -.infinity) == 0)
    #expect(ulps(Float.infinity, Wide(largest) + 0x1p103 + 1) <= 0.5)
    #expect(ulps(-Float.infinity, .infinity) == 0x1p25)
    #expect(ulps(Float.infinity, 1) > 1e30)
  }

  @Test("NaN is as far as can be from any number") func nan() {
    #expect(ulps(Float.nan, .nan) == 0)
    #expect(ulps(Float.nan, 1) == .infinity && ulps(Float(1), .nan) == .infinity)
    #expect(ulps(Float.nan, .infinity) == .infinity)
  }

  @Test("sample points are in order, finite, each once") func samples() {
    let points = SamplePoints.floats(kinks: [3])
    for (a, b) in zip(points, points.dropFirst()) where !(a < b) {
      #expect(a == 0 && a.sign == .minus && b.sign == .plus)
    }
    #expect(
      points.contains(Float(3).nextUp) && points.contains(.leastNonzeroMagnitude) && points.allSatisfy(\.isFinite))
    let doubles = SamplePoints.doubles(kinks: [])
    #expect(zip(doubles, doubles.dropFirst()).allSatisfy { $0 < $1 || $0 == 0 })
  }
}
