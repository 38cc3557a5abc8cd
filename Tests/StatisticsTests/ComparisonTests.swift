import Foundation
import Statistics
import Testing

@Suite struct ComparisonTests {
  /// Mean 3, S² 2.5.
  static let values: [Double] = [1, 2, 3, 4, 5]

  @Test func variance() {
    func variance(_ comparison: Comparison) -> Double { comparison.variance }
    #expect(Comparison(differences: Self.values, margin: 0).mean == 3)
    #expect(abs(variance(Comparison(differences: Self.values, margin: 0)) - 0.5) < 1e-15)
    #expect(abs(variance(Comparison(differences: Self.values, overlap: 0.25, margin: 0)) - 2.5 * 0.45) < 1e-15)
    #expect(abs(variance(Comparison(differences: Self.values, shared: 0.2, margin: 0)) - 0.7) < 1e-15)
    #expect(variance(Comparison(differences: Self.values, floor: 0.6, margin: 0)) == 0.6)
    #expect(abs(variance(Comparison(differences: Self.values, floor: 0.4, margin: 0)) - 0.5) < 1e-15)
    // Differences that are equal but for rounding.
    #expect(variance(Comparison(differences: [0.3 - 0.2, 0.2 - 0.1, 0.9 - 0.8], margin: 0)) == 0)
    #expect(variance(Comparison(differences: [1], floor: 0.1, margin: 0)) == 0.1)
  }

  /// Satterthwaite's: (0.5 + 0.2)² / (0.5²/4 + 0.2²/30).
  @Test func freedom() {
    #expect(Comparison(differences: Self.values, margin: 0).freedom == 4)
    let shared = Comparison(differences: Self.values, shared: 0.2, sharedFreedom: 30, margin: 0)
    #expect(abs(shared.freedom - 0.49 / (0.25 / 4 + 0.04 / 30)) < 1e-12)
    #expect(abs(Comparison(differences: Self.values, shared: 0.2, margin: 0).freedom - 0.49 / (0.25 / 4)) < 1e-12)
    let flat = Comparison(differences: [1, 1, 1], shared: 0.2, sharedFreedom: 30, margin: 0)
    #expect(flat.variance == 0.2 && abs(flat.freedom - 30) < 1e-9)
    #expect(Comparison(differences: [1, 1, 1], shared: 0.2, margin: 0).freedom == 1e6)
  }

  @Test func whatIsNotFinite() throws {
    let odd = Comparison(differences: [1, .nan, 2, 3, -.infinity, 4, 5], floor: .nan, shared: .infinity, margin: 0)
    #expect(odd.mean == 3 && odd.replicates == 5 && abs(odd.variance - 0.5) < 1e-15 && odd.freedom == 4)
    #expect(Comparison(differences: [], margin: 0).mean.isNaN)
    let some = Comparison(differences: [1, .nan, -.infinity], overlap: 0.25, shared: 0.1, margin: 0.01)
    let read = try JSONDecoder().decode(Comparison.self, from: JSONEncoder().encode(some))
    #expect(read.differences[0] == 1 && read.differences.count == 3 && read.differences[2].isNaN)
    #expect(read.sharedFreedom == .infinity && read.overlap == 0.25 && read.shared == 0.1 && read.margin == 0.01)
    let plain = Comparison(differences: [1, 2], shared: 1, sharedFreedom: 9, margin: 0)
    #expect(try JSONDecoder().decode(Comparison.self, from: JSONEncoder().encode(plain)) == plain)
  }
}
