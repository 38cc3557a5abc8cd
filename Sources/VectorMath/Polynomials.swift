/// The polynomials behind the elementary functions, one set of coefficients for `Float` and one for `Double`.
///
/// Each is the best one with coefficients of its type (Brisebarre & Chevillard, doi:10.1109/ARITH.2007.17), by Sollya's
/// `fpminimax`; the error stated is the largest over the interval, relative to the function that uses it. Short ones are
/// evaluated in pairs (Estrin's scheme): half the chain of dependent operations for one multiplication more.

/// Four steps of Horner's rule: p·x + a, and so on to d.
@inlinable @inline(__always)
public func horner<V: Lanes>(_ p: V, _ x: V, _ a: Double, _ b: Double, _ c: Double, _ d: Double) -> V {
  var p = V.multiplyAdd(p, x, V(a))
  p = .multiplyAdd(p, x, V(b))
  p = .multiplyAdd(p, x, V(c))
  return .multiplyAdd(p, x, V(d))
}

/// a + b·x
@inlinable @inline(__always)
func pair<V: Lanes>(_ x: V, _ a: Double, _ b: Double) -> V { V.multiplyAdd(V(b), x, V(a)) }

/// a + b·x + c·x² + d·x³
@inlinable @inline(__always)
func quad<V: Lanes>(_ x: V, _ square: V, _ a: Double, _ b: Double, _ c: Double, _ d: Double) -> V {
  V.multiplyAdd(pair(x, c, d), square, pair(x, a, b))
}

/// (eˣ − 1 − x) / x² for |x| ≤ ½ ln 2. Error in eˣ − 1: 2⁻²⁶·¹ and 2⁻⁶¹·⁵.
@inlinable @inline(__always)
public func expm1Polynomial<V: Lanes>(_ x: V, square: V) -> V {
  if V.isDouble {
    let fourth = square * square
    let a = quad(x, square, 0.5, 0.16666666666666677, 0.04166666666666661, 0.00833333333332147)
    let b = quad(
      x, square, 0.0013888888888923792, 0.00019841269886454766, 2.480158723751226e-05, 2.7557243934186863e-06)
    let c = V.multiplyAdd(V(2.088943371899195e-09), square, pair(x, 2.7557352991752844e-07, 2.510911846721679e-08))
    return V.multiplyAdd(V.multiplyAdd(c, fourth, b), fourth, a)
  }
  let upper = V.multiplyAdd(V(0.001386451767757535), square, pair(x, 0.041667502373456955, 0.008366531692445278))
  return V.multiplyAdd(upper, square, pair(x, 0.4999999701976776, 0.1666654348373413))
}

/// The same for |x| ≤ ln 2 / 32 in `Float`, where there are 16 powers from one power of two to the next. Error: 2⁻²⁹·², not
/// relative to eˣ − 1.
@inlinable @inline(__always)
public func shortExpm1Polynomial<V: Lanes>(_ x: V) -> V { pair(x, 0.5000162124633789, 0.16667045652866364) }

/// (2 (1 − e^(−x/2)) − x) / x² for |x| ≤ ln 2: `expm1Polynomial` with other signs and powers of two.
@inlinable @inline(__always)
public func gaussianPolynomial<V: Lanes>(_ x: V, square: V) -> V {
  if V.isDouble {
    let fourth = square * square
    let a = quad(x, square, -0.25, 0.04166666666666669, -0.005208333333333326, 0.0005208333333325918)
    let b = quad(
      x, square, -4.340277777788685e-05, 3.1001984197585572e-06, -1.9376240029306454e-07, 1.0764548411791743e-08)
    let c = V.multiplyAdd(V(-1.0199918808101538e-12), square, pair(x, -5.382295506201727e-10, 2.4520623503141397e-11))
    return V.multiplyAdd(V.multiplyAdd(c, fourth, b), fourth, a)
  }
  let upper = V.multiplyAdd(V(-4.332661774242297e-05), square, pair(x, -0.005208437796682119, 0.0005229082307778299))
  return V.multiplyAdd(upper, square, pair(x, -0.2499999850988388, 0.04166635870933533))
}

/// (tanh(√x) / √x − 1) / x for 0 ≤ x ≤ 25/64. Error in tanh: 2⁻²⁷·⁷ and 2⁻⁵⁶·⁴.
@inlinable @inline(__always)
public func tanhPolynomial<V: Lanes>(_ x: V) -> V {
  if V.isDouble {
    var p = V(6.0507809015563226e-06)
    p = .multiplyAdd(p, x, V(-3.0207371497610114e-05))
    p = .multiplyAdd(p, x, V(9.157987188863224e-05))
    p = .multiplyAdd(p, x, V(-0.00023702492412309897))
    p = horner(p, x, 0.0005894569740575024, -0.001455727298669684, 0.0035921142371675204, -0.008863234340338467)
    return horner(p, x, 0.02186948847080388, -0.05396825396615323, 0.13333333333329966, -0.33333333333333315)
  }
  let square = x * x
  let upper = V.multiplyAdd(V(-0.005700091831386089), square, pair(x, -0.053737938404083252, 0.020634118467569351))
  return V.multiplyAdd(upper, square, pair(x, -0.33333280682563782, 0.13331416249275208))
}

/// (ln(1 + x) − x) / x² for 0 ≤ x ≤ 1/e. Error in ln(1 + x): 2⁻²⁷·⁴ and 2⁻⁵⁷·⁸.
@inlinable @inline(__always)
public func log1pPolynomial<V: Lanes>(_ x: V) -> V {
  if V.isDouble {
    var p = V(0.006718530531808271)
    p = .multiplyAdd(p, x, V(-0.025825990215981403))
    p = horner(p, x, 0.05105457627095576, -0.07254854504022012, 0.08760271070560777, -0.09925380052495769)
    p = horner(p, x, 0.11098761425539005, -0.1249851784511318, 0.14285587952970474, -0.16666659275378354)
    return horner(p, x, 0.1999999971881614, -0.2499999999363517, 0.33333333333260307, -0.49999999999999706)
  }
  if V.hasTables { return log1pPiece(x) }
  let square = x * x
  let low = quad(x, square, -0.499999076128006, 0.33328324556350708, -0.24908450245857239, 0.19212719798088074)
  return V.multiplyAdd(pair(x, -0.13080981373786926, 0.053090300410985947), square * square, low)
}

/// ln(2 cosh(√x / 2)) for 0 ≤ x ≤ 1 as `constant` + `slope` · x. Error: 2⁻²⁸·⁹ and 2⁻⁵⁵·².
@inlinable @inline(__always)
public func logCoshPolynomial<V: Lanes>(_ x: V) -> (constant: V, slope: V) {
  if V.isDouble {
    var p = V(-1.913454954671104e-11)
    p = .multiplyAdd(p, x, V(1.7628077633418874e-10))
    p = horner(p, x, -1.505404693372053e-09, 1.580267214399819e-08, -1.8042603285670367e-07, 2.1357381493266247e-06)
    p = horner(p, x, -2.635169891808684e-05, 0.00034722222414536747, -0.005208333333484511, 0.1250000000000046)
    return (V(0.6931471805599453), p)
  }
  let square = x * x
  let upper = V.multiplyAdd(V(7.131774282242986e-07), square, pair(x, 0.00034488897654227912, -2.3466771381208673e-05))
  return (V(0.69314718246459961), V.multiplyAdd(upper, square, pair(x, 0.12499990314245224, -0.005207535345107317)))
}

/// (artanh(√x) / √x − 1) / x for 0 ≤ x ≤ (3 − √8)². Error in artanh: 2⁻³¹·⁶ and 2⁻⁶⁰·⁷.
@inlinable @inline(__always)
public func narrowArtanhTail<V: Lanes>(_ x: V) -> V {
  if V.isDouble {
    var p = V(0.0654361809832981)
    p = .multiplyAdd(p, x, V(0.06634357396174048))
    p = .multiplyAdd(p, x, V(0.07693120940969297))
    p = .multiplyAdd(p, x, V(0.09090897800030397))
    p = horner(p, x, 0.11111111196044504, 0.14285714285400977, 0.2000000000000044, 0.3333333333333333)
    return p
  }
  var p = V(0.11665482074022293)
  p = .multiplyAdd(p, x, V(0.14275401830673218))
  p = .multiplyAdd(p, x, V(0.2000006139278412))
  p = .multiplyAdd(p, x, V(0.3333333432674408))
  return p
}
