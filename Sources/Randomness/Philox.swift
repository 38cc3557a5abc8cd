/// Philox 4×32-10: a bijection of 128-bit counters under a 64-bit key that passes the known batteries of tests.
///
/// Counter-based: the n-th block is found without the n − 1 before it, so that streams never depend on who drew first.
///
/// Salmon, J. K.; Moraes, M. A.; Dror, R. O.; Shaw, D. E. (2011). Parallel random numbers: as easy as 1, 2, 3.
/// doi:10.1145/2063384.2063405
public enum Philox {
  @inlinable
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var c = counter
    var k = key
    for _ in 0..<10 {
      let a = (0xD251_1F53 as UInt32).multipliedFullWidth(by: c[0])
      let b = (0xCD9E_8D57 as UInt32).multipliedFullWidth(by: c[2])
      c = SIMD4(b.high ^ c[1] ^ k[0], b.low, a.high ^ c[3] ^ k[1], a.low)
      k = k &+ SIMD2(0x9E37_79B9, 0xBB67_AE85)
    }
    return c
  }
}
