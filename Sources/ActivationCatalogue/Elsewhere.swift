/// A framework in which an activation that was found to be the right one may be used.
public enum Framework: String, CaseIterable, Sendable {
  case pytorch = "PyTorch"
  case keras = "Keras"
  case jax = "JAX"
}

/// How other frameworks write the same function; nil where they have none.
///
/// A parameter stands in braces by its name, as in `nn.LeakyReLU(negative_slope={slope})`. A spelling that does not mention
/// one of the function's parameters holds where that one is at its default. What differs from a framework's own defaults is
/// written out: Keras' leaky ReLU has the slope 0.2 where nothing is said, and JAX's GELU is the tanh form.
public struct Elsewhere: Sendable {
  /// A module of PyTorch 2, with `torch.nn` as `nn`.
  public let pytorch: String?
  /// A layer of Keras 3.
  public let keras: String?
  /// An expression in x, with `jax.numpy` as `jnp`.
  public let jax: String?

  public init(pytorch: String? = nil, keras: String? = nil, jax: String? = nil) {
    self.pytorch = pytorch
    self.keras = keras
    self.jax = jax
  }

  /// For Keras by the name that `Activation` layers, and the `activation` of other layers, understand.
  public init(pytorch: String?, kerasName: String, jax: String?) {
    self.init(pytorch: pytorch, keras: "keras.layers.Activation(\"\(kerasName)\")", jax: jax)
  }

  public subscript(framework: Framework) -> String? {
    switch framework {
    case .pytorch: pytorch
    case .keras: keras
    case .jax: jax
    }
  }
}
