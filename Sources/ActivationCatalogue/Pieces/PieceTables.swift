/// The tables of one activation's pieces.
public struct PieceTables: @unchecked Sendable {
  // Written once, never freed.
  public let value: UnsafePointer<PieceTable>?
  public let derivative: UnsafePointer<PieceTable>?
  /// The parameters that they are for: 0 for those that it does not have.
  public let parameters: (Float, Float)

  public init() {
    value = nil
    derivative = nil
    parameters = (0, 0)
  }

  /// Whether they are for these parameters.
  @inlinable @inline(__always)
  public func are(for first: Float, _ second: Float) -> Bool { first == parameters.0 && second == parameters.1 }

  @inline(__always)
  fileprivate init<A: ActivationFunction>(of activation: A.Type) {
    let defaults = A.facts.parameters.map(\.defaultValue) + [0, 0]
    let p = Parameters(defaults[0], defaults[1])
    value = A.pieces(for: .value).map { form in Self.kept(PieceTable(form) { A.value($0, p) }) }
    derivative = A.pieces(for: .derivative).map { form in Self.kept(PieceTable(form) { A.derivative($0, p) }) }
    parameters = (Float(p.first), Float(p.second))
  }

  private static func kept(_ table: PieceTable) -> UnsafePointer<PieceTable> {
    let kept = UnsafeMutablePointer<PieceTable>.allocate(capacity: 1)
    kept.initialize(to: table)
    return UnsafePointer(kept)
  }
}

extension Catalogue {
  /// The tables of every activation, in this order: computed anew by each call, in some two milliseconds, and kept for ever.
  public static func pieceTables() -> [PieceTables] {
    var collector = PieceCollector()
    visitAll(&collector)
    return collector.tables
  }

  private struct PieceCollector: ActivationVisitor {
    var tables: [PieceTables] = []

    @inline(__always)
    mutating func visit<A: ActivationFunction>(_ activation: A.Type) { tables.append(PieceTables(of: A.self)) }
  }
}
