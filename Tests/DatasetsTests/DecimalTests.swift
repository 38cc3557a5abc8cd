import Datasets
import Randomness
import Testing

/// The fast reader of numbers beside the standard library's.
@Suite struct DecimalTests {
  /// What the fast path gives for a whole text; nil where it gives up.
  static func read(_ text: String) -> Double? {
    let bytes = Array(text.utf8) + [0]
    return bytes.withUnsafeBufferPointer { buffer -> Double? in
      guard var p = buffer.baseAddress else { return nil }
      let end = p + text.utf8.count
      guard let value = DecimalNumber.read(&p), p == end else { return nil }
      return value
    }
  }

  @Test(arguments: [
    "0", "-0", "1", "+1", "007", "1.", ".5", "-.5", "3.14", "1e5", "1E-5", "2.5e+3", "123456789012345678", "0.1",
    "0.00000000000000000001", "9007199254740993", "9007199254740992", "1234567890123456789e-19", "18446744073709551615",
    "0000000000000000000000001", "0.30000000000000004", "1e22", "1e-22", "9999999999999999999", "1e0000",
    "5e-324", "1.7976931348623157e308", "123456789012345678901234567890", "0e5000", "2.2250738585072011e-308",
  ])
  func knownForms(text: String) {
    // Nil is no error: the standard library reads it then.
    if let value = Self.read(text) { #expect(value.bitPattern == Double(text)?.bitPattern, "\(text)") }
  }

  @Test(arguments: [
    "0.1", "123.456", "-7e3", "12345678901234567", "0.12345678901234567", "1234567890123456789", "1e19",
  ])
  func theCommonFormsAreFast(text: String) { #expect(Self.read(text) != nil) }

  @Test(arguments: [
    "", "-", "+", ".", "e5", "-.", "1e", "1e+", "1e-", "--1", "1.2.3", "0x10", "inf", "nan", "1 ", "1,5",
  ])
  func notNumbers(text: String) { #expect(Self.read(text) == nil) }

  @Test func randomNumbersAreRoundedCorrectly() {
    let seed: UInt64 = 77
    var stream = RandomStream(seed: seed, purpose: .test)
    var fast = 0
    let count = 200_000
    for trial in 0..<count {
      let digits = 1 + stream.integer(below: 20)
      var text = stream.integer(below: 2) == 0 ? "-" : ""
      let point = stream.integer(below: digits + 1)
      for i in 0..<digits {
        if i == point { text += "." }
        text += String(stream.integer(below: 10))
      }
      if trial % 3 == 0 { text += "e\(stream.integer(below: 60) - 30)" }
      guard let value = Self.read(text) else { continue }
      fast += 1
      #expect(value.bitPattern == Double(text)?.bitPattern, "seed \(seed): \(text)")
    }
    #expect(fast > count / 2)
  }

  /// Halfway between two numbers, and a little to either side: where a second rounding would show.
  @Test func numbersBetweenTwoOthers() {
    let seed: UInt64 = 78
    var stream = RandomStream(seed: seed, purpose: .test)
    for _ in 0..<20_000 {
      // 2⁵³ to 2⁶³: gaps of 2 to 1024.
      let shift = UInt64(1 + stream.integer(below: 10))
      let mantissa = 1 << 52 | UInt64(stream.integer(below: 1 << 26)) << 26 | UInt64(stream.integer(below: 1 << 26))
      let middle = mantissa << shift | 1 << (shift - 1)
      for w in [middle - 1, middle, middle + 1] {
        #expect(Self.read("\(w)")?.bitPattern == Double("\(w)")?.bitPattern, "\(w)")
      }
      let text = "0.\(middle)"
      if let value = Self.read(text) { #expect(value.bitPattern == Double(text)?.bitPattern, "\(text)") }
    }
  }

  @Test func everyPrintedDoubleComesBack() {
    let seed: UInt64 = 79
    var stream = RandomStream(seed: seed, purpose: .test)
    for _ in 0..<50_000 {
      let value = (stream.uniformDouble() - 0.5) * [1, 100, 1e6, 1e-4][stream.integer(below: 4)]
      #expect(Self.read("\(value)").map { $0 == value } ?? true, "\(value)")
    }
  }
}
