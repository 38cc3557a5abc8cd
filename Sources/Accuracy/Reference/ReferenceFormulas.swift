extension Reference {
  /// A formula for f and one for f′ of every activation.
  static func formulas(_ name: String, _ p: [Wide]) -> (value: Function, derivative: Function)? {
    switch name {
    case "binary-step": return ({ $0 >= 0 ? 1 : 0 }, { _ in 0 })
    case "linear": return ({ $0 }, { _ in 1 })
    case "sigmoid": return (sigmoid, { sigmoid($0) * sigmoid(-$0) })
    case "tanh": return (wideTanh, squaredSecant)
    case "relu": return ({ max($0, 0) }, { $0 > 0 ? 1 : 0 })
    case "leaky-relu", "prelu":
      let slope = p[0]
      return ({ $0 > 0 ? $0 : slope * $0 }, { $0 > 0 ? 1 : slope })
    case "elu":
      let alpha = p[0]
      return ({ $0 > 0 ? $0 : alpha * wideExpMinusOne($0) }, { $0 > 0 ? 1 : alpha * wideExp($0) })
    case "selu":
      return (
        { seluScale * ($0 > 0 ? $0 : seluAlpha * wideExpMinusOne($0)) },
        { seluScale * ($0 > 0 ? 1 : seluAlpha * wideExp($0)) }
      )
    case "gelu":
      return ({ times($0, normalDistribution($0)) }, normalSlope)
    case "gelu-tanh":
      return ({ times($0, sigmoid(cubicArgument($0).v)) }, { gatedSlope(cubicArgument($0).v, cubicArgument($0).slope) })
    case "gelu-sigmoid":
      // 1.702 = 851 / 500; 851 x has few enough digits to be exact.
      return (
        { times($0, sigmoid(WidePair(851 * $0) / 500)) },
        { gatedSlope(WidePair(851 * $0) / 500, 851 * $0 / 500) }
      )
    case "swish":
      let beta = p[0]
      return (
        { times($0, sigmoid(scaled($0, beta))) }, { gatedSlope(scaled($0, beta), scaled($0, beta).high) }
      )
    case "lisht":
      return ({ $0 * wideTanh($0) }, { wideTanh($0) + times($0, squaredSecant($0)) })
    case "mish": return ({ times($0, tanhOfSoftplus($0)) }, mishSlope)
    case "softplus": return (softplus, sigmoid)
    case "log-sigmoid": return ({ -softplus(-$0) }, { sigmoid(-$0) })
    case "hard-sigmoid": return ({ min(max($0 + 3, 0), 6) / 6 }, { abs($0) < 3 ? 1 / Wide(6) : 0 })
    case "hard-tanh": return ({ min(max($0, -1), 1) }, { abs($0) < 1 ? 1 : 0 })
    case "hard-swish":
      return (
        { $0 <= -3 ? 0 : $0 >= 3 ? $0 : $0 * ($0 + 3) / 6 }, { $0 <= -3 ? 0 : $0 >= 3 ? 1 : (2 * $0 + 3) / 6 }
      )
    case "relu6": return ({ min(max($0, 0), 6) }, { $0 > 0 && $0 < 6 ? 1 : 0 })
    case "celu":
      let alpha = p[0]
      return (
        { $0 > 0 ? $0 : alpha * wideExpMinusOne($0 / alpha) },
        { $0 > 0 ? 1 : (WidePair($0) / alpha).exponential }
      )
    case "softsign":
      return (
        { $0.isInfinite ? ($0 < 0 ? -1 : 1) : $0 / (1 + abs($0)) }, { 1 / ((1 + abs($0)) * (1 + abs($0))) }
      )
    case "squared-relu": return ({ max($0, 0) * max($0, 0) }, { 2 * max($0, 0) })
    default: return nil
    }
  }
}

// MARK: - The pieces

/// σ(v)
private func sigmoid(_ v: Wide) -> Wide { sigmoid(WidePair(v)) }

private func sigmoid(_ v: WidePair) -> Wide { v.high < -wideExponentRange ? 0 : 1 / (1 + (-v).exponential) }

/// The derivative of x σ(v(x)), given x v′(x): σ(v) (1 + x v′ σ(−v)).
private func gatedSlope(_ v: WidePair, _ xTimesSlope: Wide) -> Wide {
  let gate = sigmoid(v)
  return gate + times(xTimesSlope, sigmoid(-v) * gate)
}

/// βx
private func scaled(_ x: Wide, _ beta: Wide) -> WidePair {
  // ∞ · 0
  x.isInfinite && beta == 0 ? WidePair(0) : WidePair.product(x, beta)
}

/// x · gate, where a gate that has reached 0 wins over an infinite x.
private func times(_ x: Wide, _ gate: Wide) -> Wide { gate == 0 ? 0 : x * gate }

/// v = √(8/π) (x + 0.044715 x³), and x v′ = √(8/π) (x + 3 · 0.044715 x³).
private func cubicArgument(_ x: Wide) -> (v: WidePair, slope: Wide) {
  // Beyond this σ(v) is 0 or 1 in any format.
  let bounded = min(max(x, -200), 200)
  let factor = WidePair(1.5957691216057308, -9.96930880911092e-17, -1.3699701790918484e-33) * bounded
  let cubic = WidePair.product(bounded, bounded) * 44_715 / 1_000_000
  let v = factor * (WidePair(1) + cubic)
  return (v, factor.high * (1 + 3 * cubic.high))
}

private func softplus(_ x: Wide) -> Wide { max(x, 0) + wideLogOnePlus(wideExp(-abs(x))) }

/// 1 / cosh² x
private func squaredSecant(_ x: Wide) -> Wide {
  let c = wideCosh(min(abs(x), wideExponentRange))
  return 1 / c / c
}

/// φ(x), the density of the standard normal distribution.
private func normalDensity(_ x: Wide) -> Wide {
  1 / (2 * Wide.pi).squareRoot() * (WidePair.product(x, x) * -0.5).exponential
}

/// Φ(x) = ½ erfc(t), t = −x/√2. Rounding t moves x by δ; φ(x) δ puts that right, which in the tail is x² times as large
/// as the rounding error itself.
private func normalDistribution(_ x: Wide) -> Wide {
  if x < -150 { return 0 }
  let bounded = min(x, 150)
  let root = WidePair(1.4142135623730951, -9.667293313452913e-17, 4.1386753086994136e-33)
  let t = -bounded / root.high
  let shift = WidePair(bounded) + root * t
  return wideErrorComplement(t) / 2 + normalDensity(bounded) * (shift.high + shift.low)
}

/// Φ(x) + x φ(x)
private func normalSlope(_ x: Wide) -> Wide {
  // Beyond this it is 0 or 1 in any format.
  let bounded = min(max(x, -149), 149)
  return normalDistribution(bounded) + bounded * normalDensity(bounded)
}

/// tanh(ln(1 + eˣ)) = n (n + 2) / (n (n + 2) + 2), n = eˣ.
private func tanhOfSoftplus(_ x: Wide) -> Wide {
  if x < -wideExponentRange { return 0 }
  let n = wideExp(min(x, 60))
  return n * (n + 2) / (n * (n + 2) + 2)
}

/// t + x (1 − t²) σ(x), with 1 − t² = 4 (n + 1)² / (n (n + 2) + 2)².
private func mishSlope(_ x: Wide) -> Wide {
  let n = wideExp(min(x, 200))
  let root = 2 * (n + 1) / (n * (n + 2) + 2)
  return tanhOfSoftplus(x) + times(min(x, 1e6), root * root * sigmoid(x))
}

/// The solution of SELU's fixed-point equations (Klambauer et al. 2017) to thirty digits.
private let seluScale: Wide = 1.05070098735548049341933498529
private let seluAlpha: Wide = 1.67326324235437728481704299167
