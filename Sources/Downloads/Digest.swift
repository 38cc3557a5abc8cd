import Foundation

/// Checksums by which files are known: MD5 (RFC 1321), as it is published for some, and SHA-256 (FIPS 180-4). Against
/// damage on the way, not against forgery where it is MD5.
///
/// Written here because a library for it (swift-crypto) would add two minutes to the first build of everything.
package enum Digest {
  package enum Algorithm: Sendable { case md5, sha256 }

  /// In hexadecimal.
  package static func text(_ algorithm: Algorithm, of bytes: [UInt8]) -> String {
    var hash = Hash(algorithm)
    bytes.withUnsafeBufferPointer { hash.update($0) }
    return hash.finish()
  }

  /// Takes bytes piece by piece; both algorithms work on blocks of 64 and end with the length in bits.
  package struct Hash {
    private let algorithm: Algorithm
    private var state: [UInt32]
    private var pending: [UInt8] = []
    private var length: UInt64 = 0

    package init(_ algorithm: Algorithm) {
      self.algorithm = algorithm
      switch algorithm {
      case .md5: state = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]
      case .sha256:
        state = [
          0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
        ]
      }
    }

    package mutating func update(_ bytes: UnsafeBufferPointer<UInt8>) {
      length &+= UInt64(bytes.count)
      var rest = bytes[...]
      if !pending.isEmpty {
        let taken = rest.prefix(64 - pending.count)
        pending += taken
        rest = rest.dropFirst(taken.count)
        guard pending.count == 64 else { return }
        let block = pending
        block.withUnsafeBufferPointer { mix($0) }
        pending = []
      }
      while rest.count >= 64 {
        mix(UnsafeBufferPointer(rebasing: rest.prefix(64)))
        rest = rest.dropFirst(64)
      }
      pending += rest
    }

    /// The checksum in hexadecimal.
    package mutating func finish() -> String {
      let bits = length &* 8
      let zeros = (119 - Int(length % 64)) % 64
      let isLittle = algorithm == .md5
      let size = (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(isLittle ? 8 * $0 : 56 - 8 * $0)) }
      ([0x80] + [UInt8](repeating: 0, count: zeros) + size).withUnsafeBufferPointer { update($0) }
      return state.map { word in
        (0..<4).map { i in
          let byte = word >> UInt32(isLittle ? 8 * i : 24 - 8 * i) & 0xFF
          return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
      }.joined()
    }

    private mutating func mix(_ block: UnsafeBufferPointer<UInt8>) {
      switch algorithm {
      case .md5: MD5.mix(block, &state)
      case .sha256: SHA256.mix(block, &state)
      }
    }
  }

  private static func rotated(_ x: UInt32, left count: UInt32) -> UInt32 { x << count | x >> (32 - count) }

  private enum MD5 {
    /// The first 32 bits of |sin i|, i in radians.
    private static let constants: [UInt32] = (1...64).map { UInt32(abs(sin(Double($0))) * 4_294_967_296) }
    private static let shifts: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]

    static func mix(_ block: UnsafeBufferPointer<UInt8>, _ state: inout [UInt32]) {
      let bytes = UnsafeRawBufferPointer(block)
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      for i in 0..<64 {
        let mixed: UInt32
        let word: Int
        switch i / 16 {
        case 0: (mixed, word) = (b & c | ~b & d, i)
        case 1: (mixed, word) = (d & b | ~d & c, (5 * i + 1) % 16)
        case 2: (mixed, word) = (b ^ c ^ d, (3 * i + 5) % 16)
        default: (mixed, word) = (c ^ (b | ~d), 7 * i % 16)
        }
        let read = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * word, as: UInt32.self))
        let sum = a &+ mixed &+ constants[i] &+ read
        (a, d, c) = (d, c, b)
        b = b &+ rotated(sum, left: shifts[i / 16 * 4 + i % 4])
      }
      state[0] &+= a
      state[1] &+= b
      state[2] &+= c
      state[3] &+= d
    }
  }

  private enum SHA256 {
    /// The first 32 bits of the fractions of the cube roots of the first 64 primes.
    private static let constants: [UInt32] = [
      0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
      0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
      0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
      0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
      0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
      0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
      0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
      0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]

    static func mix(_ block: UnsafeBufferPointer<UInt8>, _ state: inout [UInt32]) {
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { words in
        words.initialize(repeating: 0)
        mix(UnsafeRawBufferPointer(block), words, &state)
      }
    }

    private static func right(_ x: UInt32, _ count: UInt32) -> UInt32 { rotated(x, left: 32 - count) }

    private static func mix(
      _ block: UnsafeRawBufferPointer, _ w: UnsafeMutableBufferPointer<UInt32>, _ state: inout [UInt32]
    ) {
      for i in 0..<16 { w[i] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 * i, as: UInt32.self)) }
      for i in 16..<64 {
        let s0 = right(w[i - 15], 7) ^ right(w[i - 15], 18) ^ w[i - 15] >> 3
        let s1 = right(w[i - 2], 17) ^ right(w[i - 2], 19) ^ w[i - 2] >> 10
        w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
      }
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      var (e, f, g, h) = (state[4], state[5], state[6], state[7])
      for i in 0..<64 {
        let s1 = right(e, 6) ^ right(e, 11) ^ right(e, 25)
        let first = h &+ s1 &+ (e & f ^ ~e & g) &+ constants[i] &+ w[i]
        let s0 = right(a, 2) ^ right(a, 13) ^ right(a, 22)
        let second = s0 &+ (a & b ^ a & c ^ b & c)
        (h, g, f, e) = (g, f, e, d &+ first)
        (d, c, b, a) = (c, b, a, first &+ second)
      }
      for (i, value) in [a, b, c, d, e, f, g, h].enumerated() { state[i] &+= value }
    }
  }
}
