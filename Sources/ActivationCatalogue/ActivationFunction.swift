public import VectorMath

/// One activation function: its parameters, its value, its derivative, and what is known about it.
///
/// The functions are written once, for any `Lanes`: scalars or vectors, `Float` or `Double`. To add an activation, write
/// one file with a conforming type and add it to `Catalogue.visitAll`; everything else follows from there.
///
/// Everything is static, since one type serves every kind of lane; parameter values travel in `Parameters`.
public protocol ActivationFunction: Sendable {
  static var facts: ActivationFacts { get }

  /// f(x)
  static func value<V: Lanes>(_ x: V, _ parameters: Parameters<V>) -> V

  /// f′(x); at a kink the value that the facts state.
  static func derivative<V: Lanes>(_ x: V, _ parameters: Parameters<V>) -> V

  /// f′ from y = f(x), where the facts say that the output is enough: for training in little memory. Near a limit of f it
  /// loses the digits that y has not got; the default is f′(y), for functions whose slope is the same at f(x) as at x.
  static func derivativeFromOutput<V: Lanes>(_ y: V, _ parameters: Parameters<V>) -> V

  /// ∂f/∂p for the first parameter p, where that one can be learned; 0 otherwise.
  static func parameterDerivative<V: Lanes>(_ x: V, _ parameters: Parameters<V>) -> V

  /// How f, or f′, is put together of pieces at the default parameters, if it is: for arrays of `Float` on processors that
  /// pick a number for each lane. The tables follow from `value` and `derivative` in `Double`. If both are, the same elements
  /// must be beyond the pieces.
  static func pieces(for wanted: Wanted) -> PieceForm?

  // The same in stages; only a `StagedFunction` says more of it than the defaults do.

  /// How many loops it takes: 1, 2 without `refine`, or 3.
  static var stages: Int { get }

  /// The first stage towards f(x), f′(x) or both.
  static func prepare<V: Lanes>(_ x: V, _ parameters: Parameters<V>, for wanted: Wanted) -> Prepared<V>

  /// The second stage; the default leaves what the first one found.
  static func refine<V: Lanes>(_ numbers: Prepared<V>, _ parameters: Parameters<V>, for wanted: Wanted) -> Prepared<V>

  /// f(x), given what was prepared for it.
  static func value<V: Lanes>(_ x: V, _ parameters: Parameters<V>, _ prepared: Prepared<V>) -> V

  /// f′(x), likewise. Where both are wanted, the compiler finds once what they have in common.
  static func derivative<V: Lanes>(_ x: V, _ parameters: Parameters<V>, _ prepared: Prepared<V>) -> V
}

extension ActivationFunction {
  @inlinable @inline(__always)
  public static func pieces(for wanted: Wanted) -> PieceForm? { nil }

  @inlinable public static var stages: Int { @inline(__always) get { 1 } }

  @inlinable @inline(__always)
  public static func prepare<V: Lanes>(_ x: V, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> { Prepared() }

  @inlinable @inline(__always)
  public static func refine<V: Lanes>(_ numbers: Prepared<V>, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    numbers
  }

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V { value(x, p) }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    derivative(x, p)
  }

  @inlinable @inline(__always)
  public static func derivativeFromOutput<V: Lanes>(_ y: V, _ p: Parameters<V>) -> V { derivative(y, p) }

  @inlinable @inline(__always)
  public static func parameterDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V { V(0) }
}

/// The values of an activation's parameters, in the order in which its facts list them. No activation has more than two.
@frozen
public struct Parameters<V: Lanes> {
  public var first: V
  public var second: V

  @inlinable @inline(__always)
  public init(_ first: V, _ second: V) {
    self.first = first
    self.second = second
  }
}
