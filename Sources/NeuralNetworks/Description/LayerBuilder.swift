public import Activations

/// Layers written one below the other. Activations stand for themselves; `if`, `switch` and `for` work.
@resultBuilder
public enum LayerBuilder {
  public static func buildExpression(_ layer: Layer) -> [Layer] { [layer] }
  public static func buildExpression(_ layers: [Layer]) -> [Layer] { layers }
  public static func buildExpression(_ activation: Activation) -> [Layer] { [.activation(activation)] }
  public static func buildBlock(_ parts: [Layer]...) -> [Layer] { parts.flatMap { $0 } }
  public static func buildOptional(_ layers: [Layer]?) -> [Layer] { layers ?? [] }
  public static func buildEither(first layers: [Layer]) -> [Layer] { layers }
  public static func buildEither(second layers: [Layer]) -> [Layer] { layers }
  public static func buildArray(_ parts: [[Layer]]) -> [Layer] { parts.flatMap { $0 } }
}

extension Layer {
  /// x + layers(x)
  public static func residual(@LayerBuilder _ layers: () -> [Layer]) -> Layer { .residual(layers()) }
}
