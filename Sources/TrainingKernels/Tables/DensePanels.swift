/// How a matrix of rows × columns lies in memory as the second factor of a product: panels of as many columns as two vectors
/// hold, one behind the other, each row after row. The last panel is one vector wide if its columns fit into that; columns
/// that are not there are padding.
public struct DensePanels: Sendable {
  public let rows: Int
  public let columns: Int
  /// Numbers in a vector.
  public let lanes: Int

  @inlinable @inline(__always)
  public init(rows: Int, columns: Int, lanes: Int) {
    self.rows = rows
    self.columns = columns
    self.lanes = lanes
  }

  /// Columns, padding included.
  @inlinable public var width: Int {
    @inline(__always) get { (columns &+ lanes &- 1) / lanes &* lanes }
  }

  /// Numbers, padding included.
  @inlinable public var count: Int {
    @inline(__always) get { rows &* width }
  }

  /// Where the panel starts whose first column is `column`.
  @inlinable @inline(__always)
  public func offset(_ column: Int) -> Int { column &* rows }

  /// The width of the panel whose first column is `column`.
  @inlinable @inline(__always)
  public func panelWidth(_ column: Int) -> Int { min(2 &* lanes, width &- column) }

  /// The place of a number.
  @inlinable @inline(__always)
  public func place(row: Int, column: Int) -> Int {
    let first = column / (2 &* lanes) &* (2 &* lanes)
    return offset(first) &+ row &* panelWidth(first) &+ (column &- first)
  }
}
