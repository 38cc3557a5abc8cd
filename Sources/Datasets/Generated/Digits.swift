internal import Dispatch
internal import Randomness

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Grey images of the ten figures, 28 × 28, drawn from descriptions of their strokes with random style, slant, size,
/// rotation, shift, thickness, elastic distortion, contrast and noise.
///
/// Hard enough to tell networks apart: a linear classifier is right in eight or nine of ten cases.
public enum Digits {
  public static let side = 28

  /// The same images for the same seed. Classes are equally frequent.
  public static func dataset(count: Int, seed: UInt64) -> Dataset {
    let size = side * side
    let labels = (0..<count).map { Int32($0 % 10) }
    // Every image has a stream and a place of its own: whoever draws it, it is the same.
    let inputs = [Float](unsafeUninitializedCapacity: count * size) { buffer, filled in
      buffer.initialize(repeating: 0)
      filled = count * size
      guard let base = buffer.baseAddress else { return }
      nonisolated(unsafe) let pixels = base
      let block = 100
      DispatchQueue.concurrentPerform(iterations: (count + block - 1) / block) { number in
        for i in number * block..<min((number + 1) * block, count) {
          var stream = RandomStream(seed: seed, purpose: .generation, index: 1_000, step: UInt32(i))
          draw(i % 10, into: pixels + i * size, &stream)
        }
      }
    }
    return Dataset(
      name: "digits", description: "\(count) generated grey images of the ten figures, 28 × 28",
      inputShape: [side, side],
      examples: Examples(
        inputs: inputs, inputSize: size, targets: .classes(labels, names: (0..<10).map(String.init))),
      scaling: .together, isGenerated: true)
  }

  /// One figure in 0…1, drawn on zeros.
  private static func draw(_ figure: Int, into pixels: UnsafeMutablePointer<Float>, _ stream: inout RandomStream) {
    let styles = Figures.styles[figure]
    let style = styles[stream.integer(below: styles.count)]
    let warp = Warp(&stream)
    let halfWidth = stream.uniform(in: 0.55...1.6)
    let contrast = stream.uniform(in: 0.65...1)
    for stroke in style {
      var shaken = stroke
      for i in shaken.points.indices {
        shaken.points[i].x += 0.018 * stream.normal()
        shaken.points[i].y += 0.018 * stream.normal()
      }
      let chain = shaken.flattened().map(warp.apply)
      for (a, b) in zip(chain, chain.dropFirst()) { line(a, b, halfWidth, pixels) }
    }
    let noise = stream.uniform(in: 0.02...0.16)
    for i in 0..<side * side {
      pixels[i] = max(0, min(1, pixels[i] * contrast + noise * stream.normal()))
    }
  }

  /// A line with round ends; its edge fades over one pixel. Where lines meet, the darker one stays.
  private static func line(
    _ a: StrokePoint, _ b: StrokePoint, _ halfWidth: Float, _ pixels: UnsafeMutablePointer<Float>
  ) {
    let reach = halfWidth + 0.5
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let length = dx * dx + dy * dy
    let columns = range(min(a.x, b.x) - reach, max(a.x, b.x) + reach)
    for row in range(min(a.y, b.y) - reach, max(a.y, b.y) + reach) {
      for column in columns {
        let (px, py) = (Float(column) + 0.5 - a.x, Float(row) + 0.5 - a.y)
        let along = length > 0 ? max(0, min(1, (px * dx + py * dy) / length)) : 0
        let (ex, ey) = (px - along * dx, py - along * dy)
        let value = max(0, min(1, reach - (ex * ex + ey * ey).squareRoot()))
        let at = row * side + column
        if value > pixels[at] { pixels[at] = value }
      }
    }
  }

  private static func range(_ low: Float, _ high: Float) -> Range<Int> {
    let start = max(0, min(side, Int(low.rounded(.down))))
    return start..<max(start, min(side, Int(high.rounded(.up))))
  }

  /// From the unit square to pixels, bent.
  private struct Warp {
    private let a, b, c, d, shiftX, shiftY: Float
    /// Smooth displacements: (amplitude, frequency along x, along y, phase) for each direction.
    private let waves: [(Float, Float, Float, Float)]

    init(_ stream: inout RandomStream) {
      let angle = 0.125 * stream.normal()
      let slant = 0.18 * stream.normal()
      let width = stream.uniform(in: 14...20)
      let height = stream.uniform(in: 18...22)
      let (sine, cosine) = (sinf(angle), cosf(angle))
      // Rotation after slant after scale.
      a = cosine * width
      b = (-cosine * slant - sine) * height
      c = sine * width
      d = (-sine * slant + cosine) * height
      shiftX = 14 + 1.1 * stream.normal()
      shiftY = 14 + 0.95 * stream.normal()
      waves = (0..<4).map { _ in
        (
          0.03 * stream.normal(), stream.uniform(in: -1.2...1.2), stream.uniform(in: -1.2...1.2),
          stream.uniform(in: 0...6.2831855)
        )
      }
    }

    func apply(_ point: StrokePoint) -> StrokePoint {
      var x = point.x - 0.5
      var y = point.y - 0.5
      for (i, wave) in waves.enumerated() {
        let move = wave.0 * sinf(6.2831855 * (wave.1 * point.x + wave.2 * point.y) + wave.3)
        if i % 2 == 0 { x += move } else { y += move }
      }
      return StrokePoint(a * x + b * y + shiftX, c * x + d * y + shiftY)
    }
  }
}
