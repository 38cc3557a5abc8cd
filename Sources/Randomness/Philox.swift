/// Philox 4×32-10: a bijection of 128-bit counters under a 64-bit key that passes the known batteries of tests.
///
/// Counter-based: the n-th block is found without the n − 1 before it, so that streams never depend on who drew first.
///
/// Salmon, J. K.; Moraes, M. A.; Dror, R. O.; Shaw, D. E. (2011). Parallel random numbers: as easy as 1, 2, 3.
/// doi:10.1145/2063384.2063405
public enum Philox {
  @inlinable
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    // Numbers of their own: taking vectors apart and putting them together again would cost more than the rounds.
    var (c0, c1, c2, c3) = (counter[0], counter[1], counter[2], counter[3])
    var (k0, k1) = (key[0], key[1])
    for _ in 0..<10 {
      let a = UInt64(c0) &* 0xD251_1F53
      let b = UInt64(c2) &* 0xCD9E_8D57
      c0 = UInt32(truncatingIfNeeded: b >> 32) ^ c1 ^ k0
      c2 = UInt32(truncatingIfNeeded: a >> 32) ^ c3 ^ k1
      c1 = UInt32(truncatingIfNeeded: b)
      c3 = UInt32(truncatingIfNeeded: a)
      k0 = k0 &+ 0x9E37_79B9
      k1 = k1 &+ 0xBB67_AE85
    }
    return SIMD4(c0, c1, c2, c3)
  }
}
