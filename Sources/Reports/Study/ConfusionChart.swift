internal import Charts
internal import Studies

/// What the recommended activation's networks took for what, over all final runs: by rows, in percent of each true class.
struct ConfusionChart {
  /// More classes than this are no picture that could be read.
  static let mostClasses = 20
  private static let longestName = 18

  private let counts: [[Int]]
  private let names: [String]

  init(_ setting: SettingResult) {
    counts = setting.confusion
    names = setting.data.classNames.map {
      $0.count > Self.longestName ? $0.prefix(Self.longestName - 1) + "…" : $0
    }
  }

  /// Nil for numbers, for predictions that were not kept, and for more classes than can be read.
  func chart() -> Chart? {
    let count = counts.count
    guard count > 1, count <= Self.mostClasses, names.count == count else { return nil }
    var marks: [any Mark] = []
    for (row, own) in counts.enumerated() {
      let total = own.reduce(0, +)
      guard total > 0 else { continue }
      for (column, value) in own.enumerated() where value > 0 {
        let share = Double(value) / Double(total)
        marks.append(
          RectangleMark(
            x0: Double(column) - 0.48, x1: Double(column) + 0.48, y0: Double(row) - 0.46, y1: Double(row) + 0.46,
            color: row == column ? .series(0) : .series(1), opacity: 0.05 + 0.5 * share, text: Self.percent(share)))
      }
    }
    let cell = max(count <= 10 ? 54.0 : 40, (names.map { Text.width($0, size: 11) }.max() ?? 0) + 8)
    let left = (names.map { Text.width($0, size: 11) }.max() ?? 0) + 44
    return Chart(
      subtitle: "Percent of each true class",
      x: Axis("taken for", scale: .categories(names)), y: Axis("true class", scale: .categories(names)),
      width: max(300, left + cell * Double(count)), height: 78 + 24 * Double(count), hasGrid: false, marks: marks)
  }

  /// Without the sign; what is not 0 is not written as 0, nor as all what is not.
  static func percent(_ share: Double) -> String {
    if share > 0.995, share < 1 { return Text.fixed(min(99.9, share * 100), 1) }
    if share < 0.005 { return share < 0.0005 ? "<0.1" : Text.fixed(share * 100, 1) }
    return Text.fixed(share * 100, 0)
  }
}
