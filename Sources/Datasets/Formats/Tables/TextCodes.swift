/// Distinct texts, numbered in the order in which they come first, up to a limit: found by their bytes, without a
/// `String` for those that were there before.
struct TextCodes {
  /// The most texts that are kept.
  static let limit = 1_001

  private(set) var texts: [String] = []
  private var hashes: [UInt64] = []
  private var starts = [0]
  private var bytes: [UInt8] = []
  /// Numbers of texts by hash, −1 for none: four times as many places as texts, so that a free one always comes soon.
  private var slots = [Int32](repeating: -1, count: 4_096)

  enum Code: Equatable {
    case known(Int32)
    case new(Int32)
    /// A new one when there are as many as are kept.
    case full
    case notUTF8
  }

  mutating func code(_ text: UnsafeBufferPointer<UInt8>) -> Code {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var slot = Int((hash ^ hash >> 32) & 4_095)
    while slots[slot] >= 0 {
      let code = Int(slots[slot])
      if hashes[code] == hash, isEqual(code, text) { return .known(Int32(code)) }
      slot = (slot + 1) & 4_095
    }
    guard texts.count < Self.limit else { return .full }
    guard let string = String(validating: text, as: UTF8.self) else { return .notUTF8 }
    let code = Int32(texts.count)
    slots[slot] = code
    texts.append(string)
    hashes.append(hash)
    bytes.append(contentsOf: text)
    starts.append(bytes.count)
    return .new(code)
  }

  private func isEqual(_ code: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = starts[code]
    guard starts[code + 1] - start == text.count else { return false }
    for i in text.indices where bytes[start + i] != text[i] { return false }
    return true
  }
}
