@_exported public import ActivationCatalogue
internal import ActivationKernelTables

/// An activation function with its parameters' values.
///
/// ```swift
/// let swish = try Activation("swish(beta: 1.5)")
/// swish.value(2.0)        // 1.9051…
/// swish.apply(to: [-1.0, 0.0, 1.0])
/// ```
///
/// Over arrays, each call comes in three forms: for `Array`, for `Span` and `MutableSpan`, and for unsafe buffers; into
/// another array or in place; in `Float` or `Double`. ``kernels`` are the same loops behind plain pointers, for callers
/// that check their own counts.
public struct Activation: Hashable, Sendable, CustomStringConvertible {
  /// Its place in the catalogue.
  let index: Int

  /// The parameters' values; 0 for those that it does not have. Not an array, so that a call allocates nothing.
  let first: Double
  let second: Double

  /// The parameters' values, in the order of `facts.parameters`.
  public var parameters: [Double] { Array([first, second].prefix(facts.parameters.count)) }

  /// The values as the kernels take them: two `Float`s, whatever the number of parameters.
  public var parameterValues: [Float] { [Float(first), Float(second)] }

  init(index: Int, parameters: [Double]) {
    self.index = index
    first = parameters.first ?? 0
    second = parameters.dropFirst().first ?? 0
  }

  public var facts: ActivationFacts { Self.catalogue[index] }

  /// The canonical name: `leaky-relu`.
  public var name: String { facts.name }

  /// The name as the field writes it, with the parameters that are not at their defaults: Leaky ReLU (slope 0.02).
  public var title: String {
    let changed = zip(facts.parameters, parameters).filter { $0.0.defaultValue != $0.1 }
    if changed.isEmpty { return facts.title }
    return facts.title + " (" + changed.map { "\($0.0.name) \(Self.text($0.1))" }.joined(separator: ", ") + ")"
  }

  /// The canonical text, from which the same activation can be made: `leaky-relu`, `leaky-relu(slope: 0.02)`.
  public var description: String {
    let changed = zip(facts.parameters, parameters).filter { $0.0.defaultValue != $0.1 }
    if changed.isEmpty { return name }
    return name + "(" + changed.map { "\($0.0.name): \(Self.text($0.1))" }.joined(separator: ", ") + ")"
  }

  /// Whether networks may learn its first parameter.
  public var isLearnable: Bool { facts.parameters.first?.isLearnable ?? false }

  static func text(_ value: Double) -> String {
    if let integer = Int(exactly: value), abs(integer) < 1_000_000 { return String(integer) }
    return "\(value)"
  }

  /// The facts of every activation, in the catalogue's order.
  static let catalogue: [ActivationFacts] = {
    var collector = FactsCollector()
    Catalogue.visitAll(&collector)
    return collector.facts
  }()

  /// Every activation with its default parameters, in the order in which they are taught.
  public static let all: [Activation] = catalogue.indices.map {
    Activation(index: $0, parameters: catalogue[$0].parameters.map(\.defaultValue))
  }

  private struct FactsCollector: ActivationVisitor {
    var facts: [ActivationFacts] = []
    mutating func visit<A: ActivationFunction>(_ activation: A.Type) { facts.append(A.facts) }
  }
}

extension Activation: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    do throws(ActivationError) {
      try self.init(text)
    } catch {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
