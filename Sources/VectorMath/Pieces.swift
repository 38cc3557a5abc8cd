/// A cubic polynomial for each place of 16 lanes' tables: (a + b x) + x² (c + d x).
@inlinable @inline(__always)
func cubicPiece<V: Lanes>(
  _ x: V, _ place: V, _ a: SIMD16<Float>, _ b: SIMD16<Float>, _ c: SIMD16<Float>, _ d: SIMD16<Float>
) -> V {
  let low = V.multiplyAdd(V.pick(b, at: place), x, V.pick(a, at: place))
  return V.multiplyAdd(V.multiplyAdd(V.pick(d, at: place), x, V.pick(c, at: place)), x * x, low)
}

/// `log1pPolynomial`, for 0 ≤ x ≤ 1/e, with 16 lanes' tables, in pieces of 1/32; some number for what is larger. Error in
/// ln(1 + x): 2⁻²⁸·¹.
@inlinable @inline(__always)
func log1pPiece<V: Lanes>(_ x: V) -> V {
  // Rounded to 32nds, whose number is then in the last bits.
  let shift = V(0x1.8p18)
  let place = x + shift
  return cubicPiece(
    x - (place - shift), place, Log1pPieces.constants, Log1pPieces.slopes, Log1pPieces.squares, Log1pPieces.cubes)
}

/// (ln(1 + x) − x) / x² around n/32 for n from 0 to 12, by the powers of what x is more than that. The last places, which nothing
/// uses, repeat n = 12.
public enum Log1pPieces {
  @inlinable public static var constants: SIMD16<Float> {
    @inline(__always) get {
      SIMD16(
        -0.5, -0.48982152, -0.48009682, -0.47079438, -0.46188572, -0.45334488, -0.44514826, -0.43727425,
        -0.42970318, -0.4224169, -0.41539875, -0.40863344, -0.4021068, -0.4021068, -0.4021068, -0.4021068)
    }
  }
  @inlinable public static var slopes: SIMD16<Float> {
    @inline(__always) get {
      SIMD16(
        0.33333313, 0.31827444, 0.30427462, 0.2912326, 0.2790604, 0.26767933, 0.25701997, 0.24702029,
        0.23762542, 0.22878571, 0.22045676, 0.21259879, 0.20517838, 0.20517838, 0.20517838, 0.20517838)
    }
  }
  @inlinable public static var squares: SIMD16<Float> {
    @inline(__always) get {
      SIMD16(
        -0.24994054, -0.23221815, -0.21609752, -0.20159711, -0.18823463, -0.17613186, -0.16503695,
        -0.15515235, -0.14579237, -0.13721228, -0.129462, -0.1221467, -0.115207165, -0.115207165,
        -0.115207165, -0.115207165)
    }
  }
  @inlinable public static var cubes: SIMD16<Float> {
    @inline(__always) get {
      SIMD16(
        0.194446, 0.18080714, 0.16292971, 0.14911108, 0.13477093, 0.12275508, 0.11198441, 0.103692785,
        0.09479249, 0.08699723, 0.08050072, 0.07410625, 0.07734345, 0.07734345, 0.07734345, 0.07734345)
    }
  }
}
