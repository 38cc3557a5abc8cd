/// Columns of a table that are no inputs but say how examples belong together.
///
/// At most one of `group`, `order` and `folds` can be given: each says by itself how the rows are split.
public struct ColumnRoles: Codable, Hashable, Sendable {
  /// Rows with the same value stay on one side of every split: the rows of one patient.
  public var group: String?
  /// Time: trained on the past, tested on what follows.
  public var order: String?
  /// A split of the user's own: each value is the test part once.
  public var folds: String?
  /// How much a row counts in training and in every metric.
  public var weight: String?

  public init(group: String? = nil, order: String? = nil, folds: String? = nil, weight: String? = nil) {
    self.group = group
    self.order = order
    self.folds = folds
    self.weight = weight
  }

  public static let none = ColumnRoles()

  public var isEmpty: Bool { named.isEmpty }

  /// The roles that are given, with their columns.
  var named: [(role: ColumnRole, column: String)] {
    [(.group, group), (.order, order), (.folds, folds), (.weight, weight)].compactMap { role, column in
      column.map { (role, $0) }
    }
  }

  /// What is added to the description of the data.
  var suffix: String {
    named.map { role, column in
      switch role {
      case .group: ", grouped by '\(column)'"
      case .order: ", in the order of '\(column)'"
      case .folds: ", in the folds of '\(column)'"
      case .weight: ", weighted by '\(column)'"
      }
    }.joined()
  }

  /// - Throws: `DatasetError` for two ways to split at once.
  func check(_ place: String) throws(DatasetError) {
    let ways = named.filter { $0.role != .weight }.map(\.role.option)
    guard ways.count > 1 else { return }
    throw DatasetError(
      place, "\(ways.joined(separator: " and ")) are different ways to split the rows; expected one of them")
  }

  /// - Throws: `DatasetError` where any role is given: these data have no columns.
  func refuse(for place: String) throws(DatasetError) {
    guard let first = named.first else { return }
    throw DatasetError(place, "is no table; \(first.role.option) is for tables, in CSV files")
  }
}

/// What a column that is neither an input nor the target is for.
enum ColumnRole: String, Sendable {
  case group, order, folds, weight

  var option: String { "--\(rawValue)" }
}
