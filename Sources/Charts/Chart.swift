/// A picture of numbers. `svg()` gives the same text for the same chart.
public struct Chart: Sendable {
  public var title: String
  public var subtitle: String
  public var x: Axis
  public var y: Axis
  public var width: Double
  public var height: Double
  public var marks: [any Mark]
  /// Whether both axes' grids are drawn.
  public var hasGrid: Bool
  /// What the shades of a map's rectangles mean; drawn to the right of the title.
  public var shades: ShadeLegend?

  public init(
    title: String = "", subtitle: String = "", x: Axis = Axis(), y: Axis = Axis(), width: Double = 640,
    height: Double = 360, hasGrid: Bool = true, shades: ShadeLegend? = nil, marks: [any Mark] = []
  ) {
    self.title = title
    self.subtitle = subtitle
    self.x = x
    self.y = y
    self.width = width
    self.height = height
    self.hasGrid = hasGrid
    self.shades = shades
    self.marks = marks
  }

  /// A whole SVG document, legible on light and dark grounds.
  /// - Parameter label: what is read out to those who cannot see it; the title if nil.
  public func svg(label: String? = nil) -> String {
    Document.wrap(body(), width: width, height: height, title: label ?? (title.isEmpty ? y.label : title))
  }

  /// The drawing without the document around it, with its corner at 0, 0.
  func body() -> String {
    let labels = marks.compactMap(\.endLabel)
    let top = 8 + (title.isEmpty ? 0 : 20) + (subtitle.isEmpty ? 0 : 16.0)
    let bottom = height - 22 - (x.label.isEmpty ? 0 : 18)
    let right = width - 12 - (labels.map { Text.width($0.text, size: 11.5) + 8 }.max() ?? 0)
    let ys = marks.flatMap(\.ys)
    let yAxis = placed(y, ys, start: bottom, end: top + 6, isReversed: true)
    let widest = yAxis.ticks.map { Text.width($0.text, size: 11) }.max() ?? 0
    let left = 8 + widest + 6 + (y.label.isEmpty ? 0 : 18)
    let xAxis = PlacedAxis(x, values: marks.flatMap(\.xs), start: left, end: max(left + 20, right))
    let plane = Plane(x: xAxis, y: yAxis)
    let clip = "hc\(Int(left))-\(Int(top))-\(Int(xAxis.end))-\(Int(bottom))"
    var svg = heading(left: 8) + (shades?.draw(right: width - 12) ?? "")
    svg += axes(plane, left: left, top: top + 6, bottom: bottom)
    svg +=
      "<clipPath id=\"\(clip)\"><rect x=\"\(coordinate(left - 1))\" y=\"\(coordinate(top))\" "
      + "width=\"\(coordinate(xAxis.end - left + 6))\" height=\"\(coordinate(bottom - top + 2))\"/></clipPath>"
    svg += "<g clip-path=\"url(#\(clip))\">" + marks.map { $0.draw(on: plane) }.joined() + "</g>"
    svg += endLabels(labels, plane, x: xAxis.end + 6, top: top + 6, bottom: bottom)
    return svg
  }

  /// Categories along y run from the top.
  private func placed(_ axis: Axis, _ values: [Double], start: Double, end: Double, isReversed: Bool) -> PlacedAxis {
    if case .categories = axis.scale { return PlacedAxis(axis, values: values, start: end, end: start) }
    return PlacedAxis(axis, values: values, start: start, end: end)
  }

  private func heading(left: Double) -> String {
    var svg = ""
    if !title.isEmpty {
      svg += Document.text(title, x: left, y: 19, size: 14, color: "var(--hc-ink)", extra: " font-weight=\"600\"")
    }
    if !subtitle.isEmpty {
      svg += Document.text(subtitle, x: left, y: title.isEmpty ? 17 : 36, size: 11.5, color: "var(--hc-muted)")
    }
    return svg
  }

  private func axes(_ plane: Plane, left: Double, top: Double, bottom: Double) -> String {
    var svg = ""
    let right = plane.x.end
    var isCategorical = false
    if case .categories = y.scale { isCategorical = true }
    for tick in plane.y.ticks {
      guard let at = plane.y.place(tick.value), plane.y.covers(tick.value) else { continue }
      if hasGrid { svg += Document.line(left, at, right, at, "var(--hc-grid)") }
      svg += Document.text(
        tick.text, x: left - 6, y: at + 4, size: 11, color: isCategorical ? "var(--hc-ink)" : "var(--hc-muted)",
        extra: " text-anchor=\"end\"")
    }
    var lastEnd = -Double.infinity
    for tick in plane.x.ticks {
      guard let at = plane.x.place(tick.value), plane.x.covers(tick.value) else { continue }
      if hasGrid { svg += Document.line(at, top, at, bottom, "var(--hc-grid)") }
      // A text that would touch the one before it is left out.
      let half = Text.width(tick.text, size: 11) / 2
      guard at - half > lastEnd + 3 else { continue }
      lastEnd = at + half
      svg += Document.text(
        tick.text, x: at, y: bottom + 15, size: 11, color: "var(--hc-muted)", extra: " text-anchor=\"middle\"")
    }
    svg += Document.line(left, bottom, right, bottom, "var(--hc-muted)")
    if !x.label.isEmpty {
      svg += Document.text(
        x.label, x: (left + right) / 2, y: bottom + 33, size: 11.5, color: "var(--hc-muted)",
        extra: " text-anchor=\"middle\"")
    }
    if !y.label.isEmpty {
      let middle = (top + bottom) / 2
      svg += Document.text(
        y.label, x: 16, y: middle, size: 11.5, color: "var(--hc-muted)",
        extra: " text-anchor=\"middle\" transform=\"rotate(-90 16 \(coordinate(middle)))\"")
    }
    return svg
  }

  /// Names at the lines' ends, moved apart where they would overlap.
  private func endLabels(_ labels: [EndLabel], _ plane: Plane, x: Double, top: Double, bottom: Double) -> String {
    let gap = 13.0
    var placed = labels.compactMap { label in plane.y.place(label.y).map { (label, max(top, min(bottom, $0))) } }
    placed.sort { $0.1 < $1.1 }
    for i in placed.indices.dropFirst() { placed[i].1 = max(placed[i].1, placed[i - 1].1 + gap) }
    if let last = placed.last, last.1 > bottom {
      placed[placed.count - 1].1 = bottom
      for i in placed.indices.dropLast().reversed() { placed[i].1 = min(placed[i].1, placed[i + 1].1 - gap) }
    }
    return placed.map {
      Document.text(
        $0.0.text, x: x, y: $0.1 + 4, size: 11.5, color: $0.0.color == .grey ? "var(--hc-muted)" : $0.0.color.variable,
        extra: " font-weight=\"500\"")
    }.joined()
  }
}

/// The shades of a map, from the least to the most, with a text at both ends.
public struct ShadeLegend: Sendable {
  public var color: SeriesColor
  public var opacities: [Double]
  public var least: String
  public var most: String

  public init(color: SeriesColor, opacities: [Double], least: String, most: String) {
    (self.color, self.opacities, self.least, self.most) = (color, opacities, least, most)
  }

  func draw(right: Double) -> String {
    let (side, y) = (14.0, 8.0)
    let end = right - Text.width(most, size: 11) - 6
    let start = end - side * Double(opacities.count)
    var svg = Document.text(
      least, x: start - 6, y: y + 11, size: 11, color: "var(--hc-muted)", extra: " text-anchor=\"end\"")
    for (i, opacity) in opacities.enumerated() {
      svg +=
        "<rect x=\"\(coordinate(start + side * Double(i)))\" y=\"\(coordinate(y))\" width=\"\(coordinate(side))\" "
        + "height=\"\(coordinate(side))\" fill=\"\(color.variable)\" fill-opacity=\"\(Text.fixed(opacity, 2))\" "
        + "stroke=\"var(--hc-grid)\"/>"
    }
    return svg + Document.text(most, x: end + 6, y: y + 11, size: 11, color: "var(--hc-muted)")
  }
}

/// Several charts side by side in one picture.
public struct SmallMultiples: Sendable {
  public var title: String
  public var subtitle: String
  public var columns: Int
  public var charts: [Chart]

  public init(title: String = "", subtitle: String = "", columns: Int, charts: [Chart]) {
    self.title = title
    self.subtitle = subtitle
    self.columns = max(1, columns)
    self.charts = charts
  }

  /// - Parameter label: what is read out to those who cannot see it; the title if nil.
  public func svg(label: String? = nil) -> String {
    let cellWidth = charts.map(\.width).max() ?? 100
    let cellHeight = charts.map(\.height).max() ?? 100
    let top = (title.isEmpty ? 0.0 : 26) + (subtitle.isEmpty ? 0 : 18)
    var body = ""
    if !title.isEmpty {
      body += Document.text(title, x: 8, y: 19, size: 14, color: "var(--hc-ink)", extra: " font-weight=\"600\"")
    }
    if !subtitle.isEmpty {
      body += Document.text(subtitle, x: 8, y: title.isEmpty ? 17 : 37, size: 11.5, color: "var(--hc-muted)")
    }
    let used = min(columns, max(1, charts.count))
    for (i, chart) in charts.enumerated() {
      let x = Double(i % used) * cellWidth
      let y = top + Double(i / used) * cellHeight
      body += "<g transform=\"translate(\(coordinate(x)) \(coordinate(y)))\">" + chart.body() + "</g>"
    }
    let rows = (charts.count + used - 1) / used
    return Document.wrap(
      body, width: Double(used) * cellWidth, height: top + Double(rows) * cellHeight, title: label ?? title)
  }
}

/// Pieces of SVG.
enum Document {
  static func wrap(_ body: String, width: Double, height: Double, title: String) -> String {
    "<svg class=\"hc\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(coordinate(width)) \(coordinate(height))\" "
      + "width=\"\(coordinate(width))\" height=\"\(coordinate(height))\" role=\"img\" "
      + "aria-label=\"\(Text.escaped(title))\"><style>\(StyleSheet.css)</style>"
      + "<rect width=\"100%\" height=\"100%\" fill=\"var(--hc-paper)\"/>\(body)</svg>\n"
  }

  static func text(
    _ content: String, x: Double, y: Double, size: Double, color: String, extra: String = ""
  ) -> String {
    "<text x=\"\(coordinate(x))\" y=\"\(coordinate(y))\" font-size=\"\(coordinate(size))\" fill=\"\(color)\"\(extra)>"
      + Text.escaped(content) + "</text>"
  }

  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: String) -> String {
    "<line x1=\"\(coordinate(x1))\" y1=\"\(coordinate(y1))\" x2=\"\(coordinate(x2))\" y2=\"\(coordinate(y2))\" "
      + "stroke=\"\(color)\"/>"
  }
}
