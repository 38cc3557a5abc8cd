internal import Charts
public import Datasets

/// A picture of some examples of a data set: contact sheets of images, scatters of points.
public enum DatasetPicture {
  /// At most so many classes have a row or a panel.
  private static let mostClasses = 20
  private static let mostPoints = 360

  /// Nil for tables of more than two columns, of which there is no picture.
  public static func svg(_ data: Dataset) -> String? {
    let shape = data.inputShape
    if shape.count == 2 || shape.count == 3 && (shape[2] == 1 || shape[2] == 3) { return sheet(data).svg() }
    guard shape.count == 1, shape[0] <= 2 else { return nil }
    switch data.examples.targets {
    case .classes(let labels, let names): return shape[0] == 2 ? classes(data, labels, names).svg() : nil
    case .values(let values, let width): return numbers(data, values, width).svg()
    }
  }

  // MARK: Images

  /// The first examples of each class, from the start of the data.
  static func sheet(_ data: Dataset) -> ContactSheet {
    let isColour = data.inputShape.count == 3 && data.inputShape[2] == 3
    let columns = isColour ? 8 : 12
    let shown: [(name: String, note: String, rows: [Int])]
    switch data.examples.targets {
    case .classes(let labels, let names):
      var rows = Array(repeating: [Int](), count: names.count)
      var counts = Array(repeating: 0, count: names.count)
      for (row, label) in labels.enumerated() {
        counts[Int(label)] += 1
        if rows[Int(label)].count < columns { rows[Int(label)].append(row) }
      }
      shown = names.indices.prefix(mostClasses).map { (names[$0], "\(counts[$0]) images", rows[$0]) }
    case .values:
      let count = min(data.examples.count, 5 * columns)
      shown = stride(from: 0, to: count, by: columns).map { ("", "", Array($0..<min(count, $0 + columns))) }
    }
    let range = Range(data.examples.inputs)
    let total = data.examples.targets.outputCount
    let kept =
      data.examples.targets.isClassification && total > shown.count ? "; \(shown.count) of \(total) classes" : ""
    return ContactSheet(
      title: data.name, subtitle: data.description + kept,
      rows: shown.map { part in
        ContactSheet.Row(
          name: part.name, note: part.note,
          pictures: part.rows.map { bitmap(data, row: $0, range) })
      }, side: isColour ? 56 : 44)
  }

  /// The numbers that become black and white.
  private struct Range {
    let low: Float
    let factor: Float

    init(_ inputs: [Float]) {
      var (low, high) = (Float.infinity, -Float.infinity)
      for input in inputs where input.isFinite { (low, high) = (min(low, input), max(high, input)) }
      self.low = low.isFinite ? low : 0
      factor = high > low && (high - low).isFinite ? 255 / (high - low) : 0
    }

    func byte(_ value: Float) -> UInt8 {
      let scaled = (value - low) * factor
      return scaled.isFinite ? UInt8(max(0, min(255, scaled.rounded()))) : 0
    }
  }

  /// One image, by averages over squares where it is larger than 64 pixels.
  private static func bitmap(_ data: Dataset, row: Int, _ range: Range) -> Bitmap {
    let (height, width) = (data.inputShape[0], data.inputShape[1])
    let channels = data.inputShape.count == 3 ? data.inputShape[2] : 1
    let step = max(1, (max(width, height) + 63) / 64)
    let (rows, columns) = ((height + step - 1) / step, (width + step - 1) / step)
    let base = row * data.examples.inputSize
    var bytes: [UInt8] = []
    for y in 0..<rows {
      for x in 0..<columns {
        for c in 0..<channels {
          var sum: Float = 0
          var count: Float = 0
          for i in y * step..<min(height, (y + 1) * step) {
            for j in x * step..<min(width, (x + 1) * step) {
              sum += data.examples.inputs[base + (i * width + j) * channels + c]
              count += 1
            }
          }
          bytes.append(range.byte(sum / count))
        }
      }
    }
    return Bitmap(width: columns, height: rows, channels: channels, bytes: bytes)
  }

  // MARK: Points

  private static func names(_ data: Dataset) -> [String] {
    data.columns.isEmpty ? (0..<data.examples.inputSize).map { "x\($0 + 1)" } : data.columns
  }

  /// Some of the rows, evenly spread.
  private static func some(_ rows: [Int], _ most: Int) -> [Int] {
    guard rows.count > most else { return rows }
    return (0..<most).map { rows[$0 * rows.count / most] }
  }

  /// A panel for each class, the others grey, so that no colour is needed to tell them apart.
  static func classes(_ data: Dataset, _ labels: [Int32], _ names: [String]) -> SmallMultiples {
    let shown = names.indices.prefix(mostClasses)
    let axes = Self.names(data)
    func point(_ row: Int) -> (Double, Double) {
      (Double(data.examples.inputs[2 * row]), Double(data.examples.inputs[2 * row + 1]))
    }
    let rows = some(Array(0..<data.examples.count), mostPoints)
    let domains = (0..<2).map { c in domain(rows.map { Double(data.examples.inputs[2 * $0 + c]) }) }
    let charts = shown.map { k in
      var marks: [any Mark] = []
      for row in rows where Int(labels[row]) != k {
        let (x, y) = point(row)
        marks.append(PointMark(x, y, color: .grey, radius: 1.1))
      }
      for row in rows where Int(labels[row]) == k {
        let (x, y) = point(row)
        marks.append(PointMark(x, y, color: .series(0), radius: 1.8))
      }
      return Chart(
        title: names[k], x: Axis(axes[0], domain: domains[0]), y: Axis(axes[1], domain: domains[1]), width: 300,
        height: 290, marks: marks)
    }
    let kept = names.count > shown.count ? "; \(shown.count) of \(names.count) classes" : ""
    return SmallMultiples(
      title: data.name, subtitle: "\(data.description): \(rows.count) of them, one class a panel\(kept)",
      columns: min(3, charts.count), charts: charts)
  }

  /// The first target over each input.
  static func numbers(_ data: Dataset, _ values: [Float], _ width: Int) -> SmallMultiples {
    let axes = names(data)
    let rows = some(Array(0..<data.examples.count), mostPoints)
    let charts = axes.indices.map { c in
      let marks: [any Mark] = rows.map { row in
        PointMark(
          Double(data.examples.inputs[row * axes.count + c]), Double(values[row * width]), color: .series(0),
          radius: 1.8)
      }
      return Chart(
        title: "\(data.targetName) over \(axes[c])", x: Axis(axes[c]), y: Axis(data.targetName), width: 380,
        height: 300, marks: marks)
    }
    return SmallMultiples(
      title: data.name, subtitle: "\(data.description): \(rows.count) of them", columns: 2, charts: charts)
  }

  private static func domain(_ values: [Double]) -> ClosedRange<Double>? {
    guard let low = values.min(), let high = values.max(), high > low else { return nil }
    let margin = 0.03 * (high - low)
    return low - margin...high + margin
  }
}
