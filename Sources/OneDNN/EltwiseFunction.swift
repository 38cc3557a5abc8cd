internal import COneDNN

/// One of oneDNN's functions of single numbers, with its parameters' values.
public struct EltwiseFunction: Hashable, Sendable {
  /// Those that have a counterpart among our activations.
  public enum Algorithm: Hashable, Sendable, CaseIterable {
    /// With alpha as the slope of the negative side.
    case relu
    case tanh
    /// With alpha as the scale of the negative side.
    case elu
    case logistic, geluErf, geluTanh
    /// x σ(alpha x)
    case swish
    case mish, softplus, logSigmoid, hardSwish
    /// From oneDNN 3.
    case hardSigmoid
    /// x within alpha…beta; the derivative is 0 at both.
    case clip
    /// alpha x + beta
    case linear

    /// Whether the oneDNN that this was built with has it.
    public var exists: Bool { hk_eltwise_exists(raw) }

    var raw: hk_eltwise_algorithm {
      switch self {
      case .relu: hk_eltwise_relu
      case .tanh: hk_eltwise_tanh
      case .elu: hk_eltwise_elu
      case .logistic: hk_eltwise_logistic
      case .geluErf: hk_eltwise_gelu_erf
      case .geluTanh: hk_eltwise_gelu_tanh
      case .swish: hk_eltwise_swish
      case .mish: hk_eltwise_mish
      case .softplus: hk_eltwise_softplus
      case .logSigmoid: hk_eltwise_log_sigmoid
      case .hardSwish: hk_eltwise_hard_swish
      case .hardSigmoid: hk_eltwise_hard_sigmoid
      case .clip: hk_eltwise_clip
      case .linear: hk_eltwise_linear
      }
    }
  }

  public let algorithm: Algorithm
  public let alpha: Float
  public let beta: Float

  public init(_ algorithm: Algorithm, alpha: Float = 0, beta: Float = 0) {
    self.algorithm = algorithm
    self.alpha = alpha
    self.beta = beta
  }

  /// The same function as an activation of our catalogue; nil if the oneDNN at hand has none.
  ///
  /// - Parameters:
  ///   - activation: The canonical name: `leaky-relu`.
  ///   - parameters: The values, in the catalogue's order.
  public init?(activation: String, parameters: [Double]) {
    guard let found = Self.counterpart(activation, Float(parameters.first ?? 0)), found.algorithm.exists else {
      return nil
    }
    self = found
  }

  private static func counterpart(_ activation: String, _ first: Float) -> EltwiseFunction? {
    switch activation {
    case "linear": EltwiseFunction(.linear, alpha: 1)
    case "sigmoid": EltwiseFunction(.logistic)
    case "tanh": EltwiseFunction(.tanh)
    case "relu": EltwiseFunction(.relu)
    case "leaky-relu", "prelu": EltwiseFunction(.relu, alpha: first)
    case "elu": EltwiseFunction(.elu, alpha: first)
    // Only with α = 1 do the two agree.
    case "celu": first == 1 ? EltwiseFunction(.elu, alpha: 1) : nil
    case "gelu": EltwiseFunction(.geluErf)
    case "gelu-tanh": EltwiseFunction(.geluTanh)
    case "gelu-sigmoid": EltwiseFunction(.swish, alpha: 1.702)
    case "swish": EltwiseFunction(.swish, alpha: first)
    case "mish": EltwiseFunction(.mish)
    case "softplus": EltwiseFunction(.softplus)
    case "log-sigmoid": EltwiseFunction(.logSigmoid)
    case "hard-sigmoid": EltwiseFunction(.hardSigmoid)
    case "hard-tanh": EltwiseFunction(.clip, alpha: -1, beta: 1)
    case "hard-swish": EltwiseFunction(.hardSwish)
    case "relu6": EltwiseFunction(.clip, alpha: 0, beta: 6)
    default: nil
    }
  }
}
