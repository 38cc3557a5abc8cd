import Downloads
import TestSupport
import Testing

@Suite struct DigestTests {
  /// RFC 1321, A.5.
  @Test(arguments: [
    ("", "d41d8cd98f00b204e9800998ecf8427e"), ("a", "0cc175b9c0f1b6a831c399e269772661"),
    ("abc", "900150983cd24fb0d6963f7d28e17f72"), ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
    ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
    ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f"),
    (
      "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
      "57edf4a22be3c955ac49da2e2107b67a"
    ),
  ])
  func md5(text: String, sum: String) { #expect(Digest.text(.md5, of: Array(text.utf8)) == sum) }

  /// FIPS 180-4's examples.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func sha256(text: String, sum: String) { #expect(Digest.text(.sha256, of: Array(text.utf8)) == sum) }

  @Test func aMillionTimesA() {
    let bytes = [UInt8](repeating: 0x61, count: 1_000_000)
    #expect(Digest.text(.md5, of: bytes) == "7707d6ae4e027c70eea2a935c2296f21")
    #expect(Digest.text(.sha256, of: bytes) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test(arguments: [Digest.Algorithm.md5, .sha256])
  func piecesMakeNoDifference(algorithm: Digest.Algorithm) {
    let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let whole = Digest.text(algorithm, of: bytes)
    for size in [1, 3, 55, 63, 64, 65, 127, 200] {
      var hash = Digest.Hash(algorithm)
      for start in stride(from: 0, to: bytes.count, by: size) {
        Array(bytes[start..<min(bytes.count, start + size)]).withUnsafeBufferPointer { hash.update($0) }
      }
      #expect(hash.finish() == whole)
    }
  }
}
