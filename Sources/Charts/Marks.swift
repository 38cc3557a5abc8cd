/// What is drawn on a chart's plane. The kinds are named as in Apple's Swift Charts.
public protocol Mark: Sendable {
  /// Numbers that the axes must cover.
  var xs: [Double] { get }
  var ys: [Double] { get }
  func draw(on plane: Plane) -> String
  /// A name at the mark's right end, or nil.
  var endLabel: EndLabel? { get }
}

extension Mark {
  public var endLabel: EndLabel? { nil }
}

public struct EndLabel: Sendable {
  var text: String
  var color: SeriesColor
  var y: Double
}

/// Where marks are drawn: from numbers to places.
public struct Plane {
  let x: PlacedAxis
  let y: PlacedAxis

  func point(_ px: Double, _ py: Double) -> (x: Double, y: Double)? {
    guard let a = x.place(px), let b = y.place(py) else { return nil }
    return (a, b)
  }
}

/// Points joined in order. A point that is no number leaves a gap.
public struct LineMark: Mark {
  public var points: [(x: Double, y: Double)]
  public var color: SeriesColor
  public var dash: Dash
  public var width: Double
  public var label: String?

  public init(
    _ points: [(x: Double, y: Double)], color: SeriesColor = .series(0), dash: Dash = .solid, width: Double = 1.8,
    label: String? = nil
  ) {
    self.points = points
    self.color = color
    self.dash = dash
    self.width = width
    self.label = label
  }

  public var xs: [Double] { points.map(\.x) }
  public var ys: [Double] { points.map(\.y) }

  public func draw(on plane: Plane) -> String {
    var path = ""
    var isDrawing = false
    for point in points {
      guard let place = plane.point(point.x, point.y) else {
        isDrawing = false
        continue
      }
      path += (isDrawing ? "L" : "M") + coordinate(place.x) + " " + coordinate(place.y)
      isDrawing = true
    }
    if path.isEmpty { return "" }
    return "<path d=\"\(path)\" fill=\"none\" stroke=\"\(color.variable)\" stroke-width=\"\(coordinate(width))\" "
      + "stroke-linejoin=\"round\" stroke-linecap=\"round\"\(dash.attribute)/>"
  }

  public var endLabel: EndLabel? {
    guard let label, let last = points.last(where: { $0.x.isFinite && $0.y.isFinite }) else { return nil }
    return EndLabel(text: label, color: color, y: last.y)
  }
}

/// A band between two curves.
public struct AreaMark: Mark {
  public var points: [(x: Double, low: Double, high: Double)]
  public var color: SeriesColor
  public var opacity: Double

  public init(
    _ points: [(x: Double, low: Double, high: Double)], color: SeriesColor = .series(0), opacity: Double = 0.16
  ) {
    self.points = points
    self.color = color
    self.opacity = opacity
  }

  public var xs: [Double] { points.map(\.x) }
  public var ys: [Double] { points.flatMap { [$0.low, $0.high] } }

  public func draw(on plane: Plane) -> String {
    let upper = points.compactMap { plane.point($0.x, $0.high) }
    let lower = points.reversed().compactMap { plane.point($0.x, $0.low) }
    guard upper.count == points.count, lower.count == points.count, points.count > 1 else { return "" }
    let path = (upper + lower).enumerated().map { i, p in (i == 0 ? "M" : "L") + coordinate(p.x) + " " + coordinate(p.y)
    }
    return "<path d=\"\(path.joined())Z\" fill=\"\(color.variable)\" "
      + "fill-opacity=\"\(Text.fixed(opacity, 2))\"/>"
  }
}

/// One dot.
public struct PointMark: Mark {
  public var x: Double
  public var y: Double
  public var color: SeriesColor
  public var radius: Double
  /// Whether only the outline is drawn.
  public var isHollow: Bool

  public init(_ x: Double, _ y: Double, color: SeriesColor = .series(0), radius: Double = 3.5, isHollow: Bool = false) {
    self.x = x
    self.y = y
    self.color = color
    self.radius = radius
    self.isHollow = isHollow
  }

  public var xs: [Double] { [x] }
  public var ys: [Double] { [y] }

  public func draw(on plane: Plane) -> String {
    guard let place = plane.point(x, y) else { return "" }
    let fill = isHollow ? "var(--hc-paper)" : color.variable
    return "<circle cx=\"\(coordinate(place.x))\" cy=\"\(coordinate(place.y))\" r=\"\(coordinate(radius))\" "
      + "fill=\"\(fill)\" stroke=\"\(color.variable)\" stroke-width=\"1.4\"/>"
  }
}

/// A straight line: an interval, or across the whole plane where a side is nil.
public struct RuleMark: Mark {
  public var x0, x1, y0, y1: Double?
  public var color: SeriesColor
  public var dash: Dash
  public var width: Double

  /// An interval along x at a height y.
  public init(
    y: Double, from x0: Double? = nil, to x1: Double? = nil, color: SeriesColor = .grey, dash: Dash = .solid,
    width: Double = 1.2
  ) {
    (self.x0, self.x1, y0, y1) = (x0, x1, y, y)
    (self.color, self.dash, self.width) = (color, dash, width)
  }

  /// An interval along y at x.
  public init(
    x: Double, from y0: Double? = nil, to y1: Double? = nil, color: SeriesColor = .grey, dash: Dash = .solid,
    width: Double = 1.2
  ) {
    (x0, x1, self.y0, self.y1) = (x, x, y0, y1)
    (self.color, self.dash, self.width) = (color, dash, width)
  }

  public var xs: [Double] { [x0, x1].compactMap { $0 } }
  public var ys: [Double] { [y0, y1].compactMap { $0 } }

  public func draw(on plane: Plane) -> String {
    guard let a = x0.map(plane.x.place) ?? plane.x.start, let b = x1.map(plane.x.place) ?? plane.x.end,
      let c = y0.map(plane.y.place) ?? plane.y.start, let d = y1.map(plane.y.place) ?? plane.y.end
    else { return "" }
    return "<line x1=\"\(coordinate(a))\" y1=\"\(coordinate(c))\" x2=\"\(coordinate(b))\" y2=\"\(coordinate(d))\" "
      + "stroke=\"\(color.variable)\" stroke-width=\"\(coordinate(width))\"\(dash.attribute)/>"
  }
}

/// A bar from 0 (or `from`) along y.
public struct BarMark: Mark {
  public var x: Double
  public var from: Double
  public var to: Double
  public var width: Double
  public var color: SeriesColor

  public init(x: Double, from: Double = 0, to: Double, width: Double = 0.7, color: SeriesColor = .series(0)) {
    (self.x, self.from, self.to, self.width, self.color) = (x, from, to, width, color)
  }

  public var xs: [Double] { [x - width / 2, x + width / 2] }
  public var ys: [Double] { [from, to] }

  public func draw(on plane: Plane) -> String {
    RectangleMark(x0: x - width / 2, x1: x + width / 2, y0: from, y1: to, color: color, opacity: 0.85).draw(on: plane)
  }
}

/// A filled rectangle, with a text in its middle if there is one.
public struct RectangleMark: Mark {
  public var x0, x1, y0, y1: Double
  public var color: SeriesColor
  public var opacity: Double
  public var text: String?

  public init(
    x0: Double, x1: Double, y0: Double, y1: Double, color: SeriesColor = .series(0), opacity: Double = 1,
    text: String? = nil
  ) {
    (self.x0, self.x1, self.y0, self.y1) = (x0, x1, y0, y1)
    (self.color, self.opacity, self.text) = (color, opacity, text)
  }

  public var xs: [Double] { [x0, x1] }
  public var ys: [Double] { [y0, y1] }

  public func draw(on plane: Plane) -> String {
    guard let a = plane.point(x0, y0), let b = plane.point(x1, y1) else { return "" }
    var svg =
      "<rect x=\"\(coordinate(min(a.x, b.x)))\" y=\"\(coordinate(min(a.y, b.y)))\" "
      + "width=\"\(coordinate(abs(b.x - a.x)))\" height=\"\(coordinate(abs(b.y - a.y)))\" "
      + "fill=\"\(color.variable)\" fill-opacity=\"\(Text.fixed(max(0, min(1, opacity)), 2))\"/>"
    if let text {
      svg +=
        "<text x=\"\(coordinate((a.x + b.x) / 2))\" y=\"\(coordinate((a.y + b.y) / 2 + 3.5))\" font-size=\"10.5\" "
        + "text-anchor=\"middle\" fill=\"var(--hc-ink)\">\(Text.escaped(text))</text>"
    }
    return svg
  }
}

/// A few words beside a point, to its right, or to its left where the plane ends.
public struct TextMark: Mark {
  public var text: String
  public var x: Double
  public var y: Double

  public init(_ text: String, x: Double, y: Double) { (self.text, self.x, self.y) = (text, x, y) }

  public var xs: [Double] { [x] }
  public var ys: [Double] { [y] }

  public func draw(on plane: Plane) -> String {
    guard let place = plane.point(x, y) else { return "" }
    let fits = place.x + 9 + Text.width(text, size: 11) <= plane.x.end + 4
    return Document.text(
      text, x: place.x + (fits ? 9 : -9), y: place.y + 4, size: 11, color: "var(--hc-ink)",
      extra: fits ? "" : " text-anchor=\"end\"")
  }
}
