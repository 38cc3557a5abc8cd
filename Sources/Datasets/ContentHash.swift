/// 64 bits by which content is known again: FNV-1a (Fowler, Noll & Vo). Not for secrets, nor against those who mean harm.
public struct ContentHash: Sendable {
  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  public init() {}

  /// A byte, or a word of 32 bits as one piece.
  public mutating func add(_ value: UInt32) { hash = (hash ^ UInt64(value)) &* 0x100_0000_01b3 }

  public mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { add(UInt32(byte)) }
  }

  /// In hexadecimal, 16 digits.
  public var text: String {
    let text = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}
