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

/// (ln(1 + x) − x + x²/2) / x³ for 0 ≤ x ≤ 1. Error in ln(1 + x): 2⁻²⁹·⁷ and 2⁻⁵⁹.
@inlinable @inline(__always)
public func log1pPolynomial<V: Lanes>(_ x: V) -> V {
  if V.isDouble {
    var p = V(-1.744226907501744e-05)
    p = .multiplyAdd(p, x, V(0.0002084785424336029))
    p = .multiplyAdd(p, x, V(-0.0011846095446003558))
    p = .multiplyAdd(p, x, V(0.004278004906082331))
    p = horner(p, x, -0.011101299649166695, 0.02226484670861347, -0.03641650165233328, 0.05088430213878317)
    p = horner(p, x, -0.06346414735753671, 0.07361554136863334, -0.08221685961951651, 0.09060678555218614)
    p = horner(p, x, -0.09993536026922899, 0.11110040990451862, -0.12499866356447503, 0.14285702135888637)
    return horner(p, x, -0.1666666590275162, 0.19999999969313234, -0.24999999999314682, 0.33333333333327153)
  }
  let square = x * x
  let fourth = square * square
  let low = quad(x, square, 0.3333309292793274, -0.249933123588562, 0.1992632895708084, -0.16228294372558594)
  let high = quad(x, square, 0.12679216265678406, -0.08591127395629883, 0.04429064691066742, -0.014677894301712513)
  return V.multiplyAdd(V.multiplyAdd(V(0.002275388455018401), fourth, high), fourth, low)
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

/// The t around which `millsRatioCore` is expanded: for `Float` such that its first two coefficients are almost exact.
@inlinable @inline(__always)
public func millsRatioCentre<V: Lanes>() -> V { V(V.isDouble ? 4 : 2.705456495285034) }

/// (t + c) · R(t) for t = c (½ + x) / (½ − x) with c = `millsRatioCentre` and R as in `NormalTail`, 0 ≤ t ≤ 14.7 (`Float`) or
/// 39 (`Double`), as `constant` + `slope` · x. Error: 2⁻²⁷·¹ and 2⁻⁵⁴·⁹.
@inlinable @inline(__always)
public func millsRatioCore<V: Lanes>(_ x: V) -> (constant: V, slope: V) {
  if V.isDouble {
    var p = V(-4.07984212660503e-05)
    p = .multiplyAdd(p, x, V(-0.006567745247806877))
    p = .multiplyAdd(p, x, V(-0.010869785725799854))
    p = horner(p, x, 0.004507469946286037, 0.02091601870730925, 0.006749611123991553, -0.02255588042995775)
    p = horner(p, x, -0.020258281417695617, 0.017858537235114477, 0.03346595022628525, -0.010324750527837396)
    p = horner(p, x, -0.04849720836814129, 0.002936336557782343, 0.07197625931717133, -0.0019541205352222326)
    p = horner(p, x, -0.11832060421765155, 0.03413614698590534, 0.20874476249593854, -0.22270031159990414)
    p = horner(p, x, -0.24128604693389813, 0.9663451982563734, -1.4921748636772714, 1.548549602968848)
    return (V(0.7552851304157515), .multiplyAdd(p, x, V(-1.2157932839437842)))
  }
  let square = x * x
  let fourth = square * square
  let low = quad(x, square, 0.694137692451477, -0.09238435328006744, -0.2700868844985962, 0.0761786624789238)
  let high = quad(
    x, square, 0.16812586784362793, -0.016110826283693314, -0.11614207178354263, -0.028376556932926178)
  let upper = V.multiplyAdd(V.multiplyAdd(V(0.03198639675974846), fourth, high), fourth, low)
  return (V(0.7169690728187561), V.multiplyAdd(upper, x, V(-0.9351038336753845)))
}
