/// The 16 powers from 1 to 2^(15/16), for lanes with tables.
public enum PowerSteps {
  /// The bits of 2^(j/16), rounded, less those of 1, less j << 19: what is to be added to k << 19 if the last four bits of k
  /// are j.
  @inlinable public static var bits: SIMD16<UInt32> {
    @inline(__always) get {
      SIMD16(
        0, 0xFFFD_AAC3, 0xFFFB_95C2, 0xFFF9_C3D3, 0xFFF8_37F0, 0xFFF6_F532, 0xFFF5_FED7, 0xFFF5_583F, 0xFFF5_04F3,
        0xFFF5_08A4, 0xFFF5_672A, 0xFFF6_248C, 0xFFF7_44FD, 0xFFF8_CCDF, 0xFFFA_C0C7, 0xFFFD_257D)
    }
  }

  /// The logarithm of what each power should be as a multiple of what it is.
  @inlinable public static var errors: SIMD16<Float> {
    @inline(__always) get {
      SIMD16(
        0, 4.6285471e-08, -1.1992157e-08, 4.7297821e-08, 3.1934182e-08, 3.6210572e-08, -3.0990723e-08, -7.4752132e-09,
        1.7114270e-08, -3.0476834e-08, 5.2333342e-09, 6.1075918e-09, -1.4719606e-08, -5.2587952e-09, -6.1282597e-09,
        5.1406093e-09)
    }
  }
}
