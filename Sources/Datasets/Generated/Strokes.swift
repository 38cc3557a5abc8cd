/// A point of a figure's description, within the unit square; y grows downwards.
struct StrokePoint {
  var x: Float
  var y: Float

  init(_ x: Float, _ y: Float) {
    self.x = x
    self.y = y
  }
}

/// One movement of the pen.
struct Stroke {
  var points: [StrokePoint]
  /// Whether the pen runs through the points in a curve instead of from corner to corner.
  var isCurved: Bool

  static func corners(_ points: (Float, Float)...) -> Stroke {
    Stroke(points: points.map { StrokePoint($0.0, $0.1) }, isCurved: false)
  }

  static func curve(_ points: (Float, Float)...) -> Stroke {
    Stroke(points: points.map { StrokePoint($0.0, $0.1) }, isCurved: true)
  }

  /// The stroke as a chain of short lines; curves by Catmull–Rom splines.
  func flattened(pieces: Int = 5) -> [StrokePoint] {
    guard isCurved, points.count > 2 else { return points }
    var result: [StrokePoint] = []
    for i in 0..<points.count - 1 {
      let a = points[max(0, i - 1)]
      let b = points[i]
      let c = points[i + 1]
      let d = points[min(points.count - 1, i + 2)]
      for piece in 0..<pieces {
        let t = Float(piece) / Float(pieces)
        result.append(
          StrokePoint(Self.spline(a.x, b.x, c.x, d.x, t), Self.spline(a.y, b.y, c.y, d.y, t)))
      }
    }
    result.append(points[points.count - 1])
    return result
  }

  private static func spline(_ a: Float, _ b: Float, _ c: Float, _ d: Float, _ t: Float) -> Float {
    let linear = (c - a) * t
    let square = (2 * a - 5 * b + 4 * c - d) * t * t
    let cubic = (3 * b - a - 3 * c + d) * t * t * t
    return b + 0.5 * (linear + square + cubic)
  }
}

/// How the ten figures are written; some in several ways.
enum Figures {
  static let styles: [[[Stroke]]] = [
    [
      [
        .curve(
          (0.5, 0.08), (0.27, 0.2), (0.22, 0.5), (0.28, 0.8), (0.5, 0.92), (0.73, 0.8), (0.78, 0.5), (0.72, 0.2),
          (0.5, 0.08))
      ],
      [
        .curve(
          (0.56, 0.08), (0.34, 0.16), (0.24, 0.5), (0.34, 0.88), (0.54, 0.92), (0.72, 0.7), (0.74, 0.34), (0.6, 0.1),
          (0.46, 0.12))
      ],
    ],
    [
      [.corners((0.5, 0.08), (0.5, 0.92))],
      [.corners((0.32, 0.26), (0.52, 0.08), (0.52, 0.92))],
      [.corners((0.34, 0.24), (0.52, 0.08), (0.52, 0.92)), .corners((0.32, 0.92), (0.72, 0.92))],
    ],
    [
      [
        .curve((0.25, 0.28), (0.32, 0.12), (0.52, 0.07), (0.72, 0.17), (0.72, 0.37), (0.54, 0.62), (0.25, 0.9)),
        .corners((0.25, 0.9), (0.78, 0.9)),
      ],
      [
        .curve(
          (0.26, 0.22), (0.5, 0.07), (0.72, 0.2), (0.66, 0.48), (0.36, 0.86), (0.24, 0.82), (0.3, 0.72), (0.5, 0.84),
          (0.8, 0.88))
      ],
    ],
    [
      [
        .curve((0.26, 0.16), (0.5, 0.07), (0.72, 0.2), (0.66, 0.4), (0.43, 0.47)),
        .curve((0.43, 0.47), (0.7, 0.54), (0.76, 0.74), (0.55, 0.92), (0.24, 0.84)),
      ],
      [
        .corners((0.26, 0.1), (0.72, 0.1), (0.46, 0.42)),
        .curve((0.46, 0.42), (0.72, 0.52), (0.74, 0.76), (0.52, 0.92), (0.25, 0.84)),
      ],
    ],
    [
      [.corners((0.62, 0.08), (0.22, 0.62), (0.82, 0.62)), .corners((0.62, 0.08), (0.62, 0.93))],
      [.corners((0.3, 0.1), (0.26, 0.52), (0.76, 0.52)), .corners((0.68, 0.1), (0.66, 0.93))],
    ],
    [
      [
        .corners((0.74, 0.1), (0.32, 0.1), (0.29, 0.44)),
        .curve((0.29, 0.44), (0.5, 0.38), (0.74, 0.52), (0.74, 0.74), (0.52, 0.92), (0.24, 0.84)),
      ]
    ],
    [
      [
        .curve(
          (0.68, 0.1), (0.42, 0.25), (0.28, 0.55), (0.3, 0.8), (0.5, 0.93), (0.72, 0.8), (0.7, 0.6), (0.5, 0.5),
          (0.3, 0.64))
      ],
      [
        .curve(
          (0.5, 0.07), (0.36, 0.3), (0.28, 0.62), (0.36, 0.88), (0.58, 0.9), (0.68, 0.74), (0.54, 0.6), (0.32, 0.7))
      ],
    ],
    [
      [.corners((0.24, 0.1), (0.76, 0.1), (0.42, 0.93))],
      [.corners((0.24, 0.1), (0.76, 0.1), (0.42, 0.93)), .corners((0.36, 0.5), (0.7, 0.5))],
      [.curve((0.24, 0.16), (0.48, 0.1), (0.76, 0.1), (0.56, 0.5), (0.46, 0.93))],
    ],
    [
      [
        .curve(
          (0.5, 0.48), (0.3, 0.3), (0.36, 0.12), (0.5, 0.07), (0.66, 0.14), (0.7, 0.3), (0.5, 0.48), (0.27, 0.68),
          (0.32, 0.88), (0.5, 0.94), (0.7, 0.87), (0.73, 0.68), (0.5, 0.48))
      ],
      [
        .curve(
          (0.7, 0.16), (0.48, 0.07), (0.3, 0.2), (0.5, 0.46), (0.72, 0.72), (0.5, 0.93), (0.28, 0.76), (0.5, 0.48),
          (0.7, 0.16))
      ],
    ],
    [
      [
        .curve(
          (0.7, 0.34), (0.5, 0.5), (0.3, 0.4), (0.3, 0.18), (0.5, 0.07), (0.7, 0.18), (0.72, 0.42), (0.66, 0.7),
          (0.5, 0.93))
      ],
      [
        .curve((0.68, 0.3), (0.5, 0.46), (0.32, 0.34), (0.36, 0.12), (0.56, 0.08), (0.69, 0.24)),
        .corners((0.69, 0.2), (0.66, 0.93)),
      ],
    ],
  ]
}
