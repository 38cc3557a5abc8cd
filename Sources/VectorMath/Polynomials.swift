/// The polynomials behind the elementary functions, one set of coefficients for `Float` and one for `Double`.
///
/// Each interpolates its function at the Chebyshev nodes of the interval, computed with 60 digits and then rounded; the
/// error stated is the largest over the interval, with the rounded coefficients, relative to the function that uses it.

/// Four steps of Horner's rule: p·x + a, and so on to d.
@inlinable @inline(__always)
public func horner<V: Lanes>(_ p: V, _ x: V, _ a: Double, _ b: Double, _ c: Double, _ d: Double) -> V {
  var p = V.multiplyAdd(p, x, V(a))
  p = .multiplyAdd(p, x, V(b))
  p = .multiplyAdd(p, x, V(c))
  return .multiplyAdd(p, x, V(d))
}

/// (eˣ − 1 − x) / x² for |x| ≤ ½ ln 2. Error in eˣ − 1: 2⁻²⁸·⁹ and 2⁻⁶⁰.
@inlinable @inline(__always)
public func exponentialTail<V: Lanes>(_ x: V) -> V {
  if V.isDouble {
    var p = V(2.0915442297780116e-09)
    p = .multiplyAdd(p, x, V(2.5106274733573296e-08))
    p = .multiplyAdd(p, x, V(2.75572718102198e-07))
    p = horner(p, x, 2.755725283351691e-06, 2.4801587327007187e-05, 0.00019841269876864356, 0.0013888888888883327)
    p = horner(p, x, 0.008333333333325544, 0.04166666666666667, 0.1666666666666667, 0.5)
    return p
  }
  var p = V(0.00019891980628017336)
  p = .multiplyAdd(p, x, V(0.0013934541493654251))
  p = horner(p, x, 0.00833331048488617, 0.04166645556688309, 0.1666666716337204, 0.5)
  return p
}

/// (artanh(√x) / √x − 1) / x for 0 ≤ x ≤ 1/9. Error in artanh: 2⁻²⁹·⁹ and 2⁻⁵⁸·⁹.
@inlinable @inline(__always)
public func wideArtanhTail<V: Lanes>(_ x: V) -> V {
  if V.isDouble {
    var p = V(0.07469414242989923)
    p = horner(p, x, 0.026417061140686357, 0.04615972136684124, 0.04728581603605742, 0.05265918906019942)
    p = horner(p, x, 0.05882197051336885, 0.06666672661652989, 0.07692307538354587, 0.09090909093440278)
    p = horner(p, x, 0.11111111111086394, 0.1428571428571441, 0.2, 0.3333333333333333)
    return p
  }
  var p = V(0.10393808782100677)
  p = .multiplyAdd(p, x, V(0.08732350915670395))
  p = horner(p, x, 0.11132355779409409, 0.14285153150558472, 0.20000004768371582, 0.3333333432674408)
  return p
}

/// The same for 0 ≤ x ≤ (3 − √8)². Error in artanh: 2⁻³¹·⁶ and 2⁻⁶⁰·⁷.
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

/// (t + 4) · R(t) for t = 4 (1 + x) / (1 − x) ≥ 0, with R as in `scaledNormalTail`. Error: 2⁻²⁵·⁵ and 2⁻⁵³·⁶.
@inlinable @inline(__always)
public func millsRatioCore<V: Lanes>(_ x: V) -> V {
  if V.isDouble {
    var p = V(-5.17586203384346e-12)
    p = horner(p, x, -7.021684582417809e-10, -2.4285968455796708e-09, 1.8806081961039198e-09, 1.9324197202483575e-08)
    p = horner(p, x, 1.3242017277604494e-08, -8.497331815608801e-08, -1.548194176687571e-07, 2.714342262065266e-07)
    p = horner(p, x, 1.02139357367864e-06, -6.294985912958007e-07, -5.920078054703549e-06, 7.165976930568277e-07)
    p = horner(p, x, 3.51446520755692e-05, -1.9082430396332306e-06, -0.00023109492775724412, 0.00013334431021535788)
    p = horner(p, x, 0.0016308184566302122, -0.00347969236720852, -0.007540188966659294, 0.06039657489092838)
    p = horner(p, x, -0.18652185795965942, 0.3871374007422147, -0.6078966419718921, 0.7552851304157515)
    return p
  }
  var p = V(-5.155659164302051e-05)
  p = .multiplyAdd(p, x, V(-0.00023179868003353477))
  p = .multiplyAdd(p, x, V(0.0001710546057438478))
  p = horner(p, x, 0.0016452192794531584, -0.003489317372441292, -0.007545268163084984, 0.06039753183722496)
  p = horner(p, x, -0.1865212768316269, 0.38713735342025757, -0.6078966856002808, 0.7552851438522339)
  return p
}
