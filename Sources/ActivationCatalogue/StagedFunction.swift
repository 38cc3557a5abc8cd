public import VectorMath

/// A function that loops over arrays find in stages, each of which they take over some hundred elements before the next:
/// `prepare` an exponential's argument without its power of two, `refine` it to the exponential or to what is divided by, and
/// make `value` or `derivative` of that.
///
/// A processor begins an operation early only if it is among the next few dozen that wait. Where one element takes a long
/// chain of dependent operations, the next element's are further away than that, and the processor idles; chains of a third
/// of the length let three elements be under way where there was one. What passes from one stage to the next stays in the
/// nearest cache.
public protocol StagedFunction: ActivationFunction {}

extension StagedFunction {
  @inlinable public static var stages: Int { @inline(__always) get { 3 } }

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    value(x, p, refine(prepare(x, p, for: .value), p, for: .value))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    derivative(x, p, refine(prepare(x, p, for: .derivative), p, for: .derivative))
  }
}

/// What is to be found of an element: known when a loop is compiled, as is what of it is used.
@frozen
public struct Wanted: OptionSet, Sendable {
  public var rawValue: UInt8

  @inlinable @inline(__always)
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  @inlinable public static var value: Self { @inline(__always) get { Self(rawValue: 1) } }
  @inlinable public static var derivative: Self { @inline(__always) get { Self(rawValue: 2) } }
}

/// The numbers that one stage leaves for the next.
@frozen
public struct Prepared<V: Lanes> {
  public var first: V
  public var second: V
  public var third: V
  public var fourth: V
  /// Which of them are new, from the lowest bit on; the others are of no meaning, or are kept.
  public var stored: UInt8

  @inlinable @inline(__always)
  init(_ first: V, _ second: V, _ third: V, _ fourth: V, stored: UInt8) {
    self.first = first
    self.second = second
    self.third = third
    self.fourth = fourth
    self.stored = stored
  }

  @inlinable @inline(__always)
  public init() { self.init(V(0), V(0), V(0), V(0), stored: 0) }

  @inlinable @inline(__always)
  public init(_ first: V) { self.init(first, V(0), V(0), V(0), stored: 1) }

  @inlinable @inline(__always)
  public init(_ first: V, _ second: V) { self.init(first, second, V(0), V(0), stored: 3) }

  @inlinable @inline(__always)
  public init(_ first: V, _ second: V, _ third: V) { self.init(first, second, third, V(0), stored: 7) }

  @inlinable @inline(__always)
  public init(_ first: V, _ second: V, _ third: V, _ fourth: V) { self.init(first, second, third, fourth, stored: 15) }

  @inlinable @inline(__always)
  public init(third: V) { self.init(V(0), V(0), third, V(0), stored: 4) }

  @inlinable @inline(__always)
  public init(third: V, fourth: V) { self.init(V(0), V(0), third, fourth, stored: 12) }

  // Some numbers anew, of `earlier` the others, which are not stored again. For `refine` only, with what it has been given:
  // `prepare` must have stored what is kept.

  /// The first and second anew, the third and fourth kept.
  @inlinable @inline(__always)
  public init(_ first: V, _ second: V, keeping earlier: Self) {
    self.init(first, second, earlier.third, earlier.fourth, stored: 3)
  }

  /// The second and fourth anew, the first and third kept.
  @inlinable @inline(__always)
  public init(keeping earlier: Self, second: V, fourth: V) {
    self.init(earlier.first, second, earlier.third, fourth, stored: 10)
  }

  /// The second anew, the others kept.
  @inlinable @inline(__always)
  public init(keeping earlier: Self, second: V) {
    self.init(earlier.first, second, earlier.third, earlier.fourth, stored: 2)
  }

  /// The third anew, the others kept.
  @inlinable @inline(__always)
  public init(keeping earlier: Self, third: V) {
    self.init(earlier.first, earlier.second, third, earlier.fourth, stored: 4)
  }

  @inlinable @inline(__always)
  public init(_ reduced: ReducedArgument<V>) { self.init(reduced.biased, reduced.remainder) }

  @inlinable public var reduced: ReducedArgument<V> {
    @inline(__always) get { ReducedArgument(biased: first, remainder: second) }
  }
}
