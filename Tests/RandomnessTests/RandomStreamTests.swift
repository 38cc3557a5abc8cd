import Randomness
import Testing

@Suite struct RandomStreamTests {
  /// The known answers that the generator's authors publish with their library, Random123.
  @Test func philoxGivesThePublishedAnswers() {
    #expect(
      Philox.block(counter: SIMD4(repeating: 0), key: SIMD2(repeating: 0))
        == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    #expect(
      Philox.block(counter: SIMD4(repeating: .max), key: SIMD2(repeating: .max))
        == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      Philox.block(
        counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: SIMD2(0xa409_3822, 0x299f_31d0))
        == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test func streamsWithOneKeyAgreeAndOthersDiffer() {
    var a = RandomStream(seed: 7, purpose: .shuffle, index: 1, step: 2)
    var b = RandomStream(seed: 7, purpose: .shuffle, index: 1, step: 2)
    var others = [
      RandomStream(seed: 8, purpose: .shuffle, index: 1, step: 2),
      RandomStream(seed: 7, purpose: .dropout, index: 1, step: 2),
      RandomStream(seed: 7, purpose: .shuffle, index: 2, step: 2),
      RandomStream(seed: 7, purpose: .shuffle, index: 1, step: 3),
      RandomStream(seed: 7 + 1 << 32, purpose: .shuffle, index: 1, step: 2),
    ]
    let first = a.next()
    #expect(first == b.next())
    for i in others.indices { #expect(others[i].next() != first) }
  }

  @Test func normalsHaveTheMomentsOfTheNormalDistribution() {
    var stream = RandomStream(seed: 1, purpose: .test)
    let values = stream.normals(100_000).map(Double.init)
    let mean = values.reduce(0, +) / 1e5
    let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 1e5
    let fourth = values.map { $0 * $0 * $0 * $0 }.reduce(0, +) / 1e5
    #expect(abs(mean) < 0.015)
    #expect(abs(variance - 1) < 0.025)
    #expect(abs(fourth - 3) < 0.2)
  }

  @Test func integersAreEven() {
    var stream = RandomStream(seed: 3, purpose: .test)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[stream.integer(below: 7)] += 1 }
    for count in counts { #expect(abs(count - 10_000) < 500) }
  }

  @Test func shufflesArePermutations() {
    var stream = RandomStream(seed: 5, purpose: .test)
    let shuffled = stream.shuffled(Array(0..<100))
    #expect(shuffled.sorted() == Array(0..<100))
    #expect(shuffled != Array(0..<100))
  }
}
