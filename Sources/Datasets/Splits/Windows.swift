/// Rows by time, the earlier ones first.
struct TimeOrder {
  let rows: ArraySlice<Int>
  let order: [Double]

  init(_ rows: [Int], _ order: [Double]) {
    self.init(rows: rows.sorted { (order[$0], $0) < (order[$1], $1) }[...], order: order)
  }

  private init(rows: ArraySlice<Int>, order: [Double]) {
    self.rows = rows
    self.order = order
  }

  /// How many rows come before a change of the time: about so many, rather more than fewer. Nil if all have the same time.
  func cut(near count: Int) -> Int? {
    guard rows.count > 1 else { return nil }
    func isCut(_ place: Int) -> Bool {
      order[rows[rows.startIndex + place - 1]] < order[rows[rows.startIndex + place]]
    }
    let wanted = max(1, min(count, rows.count - 1))
    return (wanted..<rows.count).first(where: isCut) ?? (1..<wanted).last(where: isCut)
  }

  /// About this share of the rows, from the first one; rows of the same time stay together.
  func beginning(_ share: Double) -> TimeOrder {
    guard share < 1, let cut = cut(near: Int((share * Double(rows.count)).rounded())) else { return self }
    return TimeOrder(rows: rows.prefix(cut), order: order)
  }

  /// The last rows, about this share of them, and all that come before in time; nil if all have the same time.
  func parted(_ share: Double) -> (before: [Int], last: [Int])? {
    cut(near: Int(((1 - share) * Double(rows.count)).rounded())).map {
      (Array(rows.prefix($0)), Array(rows.dropFirst($0)))
    }
  }
}

/// The last half of all rows by time, in blocks that are tested one after the other.
struct Windows {
  static let most = 10
  /// The fewest rows of a block where there are several.
  static let fewestRows = 5

  let rows: [Int]
  /// Where the blocks begin, and the end of the last one. Empty if all rows have the same time.
  let cuts: [Int]

  init(_ count: Int, _ order: [Double]) {
    let times = TimeOrder(Array(0..<count), order)
    let half = count / 2
    let blocks = max(1, min(Self.most, (count - half) / Self.fewestRows))
    let starts = Set((0..<blocks).compactMap { times.cut(near: half + $0 * (count - half) / blocks) })
    rows = Array(times.rows)
    cuts = starts.isEmpty ? [] : starts.sorted() + [count]
  }
}
