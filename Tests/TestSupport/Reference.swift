import Glibc

#if arch(x86_64)
  public typealias Wide = Float80
#else
  public typealias Wide = Double
#endif

#if arch(x86_64)
  private func exp(_ x: Wide) -> Wide { expl(x) }
  private func expm1(_ x: Wide) -> Wide { expm1l(x) }
  private func log1p(_ x: Wide) -> Wide { log1pl(x) }
  private func erfc(_ x: Wide) -> Wide { erfcl(x) }
  private func tanh(_ x: Wide) -> Wide { tanhl(x) }
  private func cosh(_ x: Wide) -> Wide { coshl(x) }
#endif

/// The activation functions once more, in the C library's widest numbers and by other formulas than the catalogue's
/// where there is a choice: an independent opinion.
public enum Reference {
  private static let sqrt2 = Wide(2).squareRoot()
  private static let density = 1 / (2 * Wide.pi).squareRoot()

  private static func sigmoid(_ x: Wide) -> Wide { x < -11_000 ? 0 : 1 / (1 + exp(-x)) }
  private static func phi(_ x: Wide) -> Wide { density * exp(-x * x / 2) }
  private static func cdf(_ x: Wide) -> Wide { erfc(-x / sqrt2) / 2 }
  private static func softplus(_ x: Wide) -> Wide { max(x, 0) + log1p(exp(-abs(x))) }
  private static func sech2(_ x: Wide) -> Wide {
    let c = cosh(min(abs(x), 5_000))
    return 1 / (c * c)
  }
  private static func times(_ x: Wide, _ gate: Wide) -> Wide { gate == 0 ? 0 : x * gate }
  private static func tanhArgument(_ x: Wide) -> (v: Wide, slope: Wide) {
    let a = 2 * (2 / Wide.pi).squareRoot()
    let k: Wide = Wide(44_715) / 1_000_000
    return (a * (x + k * x * x * x), a * (1 + 3 * k * x * x))
  }
  private static func tanhOfSoftplus(_ x: Wide) -> Wide {
    let n = exp(min(x, 60))
    return n * (n + 2) / (n * (n + 2) + 2)
  }

  /// f(x), or nil for a name that has no reference: a test then fails.
  public static func value(_ name: String, _ x: Wide, _ p: [Wide]) -> Wide? {
    if x.isNaN { return .nan }
    switch name {
    case "binary-step": return x >= 0 ? 1 : 0
    case "linear": return x
    case "sigmoid": return sigmoid(x)
    case "tanh": return tanh(x)
    case "relu": return max(x, 0)
    case "leaky-relu", "prelu": return x > 0 ? x : p[0] * x
    case "elu": return x > 0 ? x : p[0] * expm1(x)
    case "selu": return x > 0 ? lambda * x : lambda * alpha * expm1(x)
    case "gelu": return times(x, cdf(x))
    case "gelu-tanh": return times(x, sigmoid(tanhArgument(x).v))
    case "gelu-sigmoid": return times(x, sigmoid(Wide(1_702) / 1_000 * x))
    case "swish": return times(x, sigmoid(p[0] * x))
    case "lisht": return x * tanh(x)
    case "mish": return times(x, x < -11_000 ? 0 : tanhOfSoftplus(x))
    case "softplus": return softplus(x)
    case "log-sigmoid": return -softplus(-x)
    case "hard-sigmoid": return min(max(x + 3, 0), 6) / 6
    case "hard-tanh": return min(max(x, -1), 1)
    case "hard-swish": return x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6
    case "relu6": return min(max(x, 0), 6)
    case "celu": return x > 0 ? x : p[0] * expm1(x / p[0])
    case "softsign": return x.isInfinite ? (x < 0 ? -1 : 1) : x / (1 + abs(x))
    case "squared-relu": return max(x, 0) * max(x, 0)
    default: return nil
    }
  }

  /// f′(x), by the catalogue's convention at the kinks.
  public static func derivative(_ name: String, _ x: Wide, _ p: [Wide]) -> Wide? {
    if x.isNaN { return .nan }
    let bounded = min(max(x, -1e6), 1e6)
    switch name {
    case "binary-step": return 0
    case "linear": return 1
    case "sigmoid", "softplus": return name == "sigmoid" ? sigmoid(x) * sigmoid(-x) : sigmoid(x)
    case "tanh": return sech2(x)
    case "relu": return x > 0 ? 1 : 0
    case "leaky-relu", "prelu": return x > 0 ? 1 : p[0]
    case "elu": return x > 0 ? 1 : p[0] * exp(x)
    case "selu": return x > 0 ? lambda : lambda * alpha * exp(x)
    case "gelu": return cdf(bounded) + bounded * phi(bounded)
    case "gelu-tanh":
      let (v, slope) = tanhArgument(bounded)
      return sigmoid(v) + bounded * slope * sigmoid(v) * sigmoid(-v)
    case "gelu-sigmoid": return gated(bounded, Wide(1_702) / 1_000)
    case "swish": return gated(bounded, p[0])
    case "lisht": return tanh(bounded) + bounded * sech2(bounded)
    case "mish":
      let t = tanhOfSoftplus(bounded)
      let n = exp(min(bounded, 200))
      let complement = 4 * (n + 1) * (n + 1) / ((n * (n + 2) + 2) * (n * (n + 2) + 2))
      return t + bounded * complement * sigmoid(bounded)
    case "log-sigmoid": return sigmoid(-x)
    case "hard-sigmoid": return abs(x) < 3 ? 1 / Wide(6) : 0
    case "hard-tanh": return abs(x) < 1 ? 1 : 0
    case "hard-swish": return x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6
    case "relu6": return x > 0 && x < 6 ? 1 : 0
    case "celu": return x > 0 ? 1 : exp(x / p[0])
    case "softsign": return 1 / ((1 + abs(x)) * (1 + abs(x)))
    case "squared-relu": return 2 * max(x, 0)
    default: return nil
    }
  }

  private static func gated(_ x: Wide, _ b: Wide) -> Wide {
    sigmoid(b * x) + b * x * sigmoid(b * x) * sigmoid(-b * x)
  }

  /// The solution of SELU's fixed-point equations to twenty digits.
  private static let lambda: Wide = 1.0507009873554804934
  private static let alpha: Wide = 1.6732632423543772848
}
