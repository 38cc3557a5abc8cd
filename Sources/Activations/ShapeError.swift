/// Arrays that do not fit together.
public enum ShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// An operand has not as many elements as the input.
  case length(Operand, found: Int, expected: Int)
  /// A number of elements that is not a whole number of rows of this many channels.
  case incompleteRow(elements: Int, channels: Int)
  /// A number of channels below 1.
  case channels(Int)

  /// The argument that does not fit.
  public enum Operand: String, Sendable {
    case result
    case derivative
    case upstream = "upstream gradient"
  }

  public var description: String {
    switch self {
    case .length(let operand, let found, let expected):
      "the \(operand.rawValue) has \(found) elements; expected \(expected), as many as the input"
    case .incompleteRow(let elements, let channels):
      "\(elements) elements are no whole number of rows of \(channels) channels"
    case .channels(let found):
      "\(found) channels; expected at least 1"
    }
  }

  @inlinable @inline(__always)
  static func check(_ operand: Operand, _ found: Int, _ expected: Int) throws(ShapeError) {
    if found != expected { throw .length(operand, found: found, expected: expected) }
  }

  /// The number of rows.
  @inlinable @inline(__always)
  static func rows(_ elements: Int, channels: Int) throws(ShapeError) -> Int {
    guard channels > 0 else { throw .channels(channels) }
    let (rows, rest) = elements.quotientAndRemainder(dividingBy: channels)
    guard rest == 0 else { throw .incompleteRow(elements: elements, channels: channels) }
    return rows
  }
}
