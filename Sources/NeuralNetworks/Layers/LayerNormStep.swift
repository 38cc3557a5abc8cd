/// A compiled layer normalisation: over the channels of each row.
final class LayerNormStep {
  typealias Pointer = UnsafeMutablePointer<Float>

  let channels: Int
  let layer: Int
  let path: String
  let scale: Slot
  let shift: Slot
  private let epsilon: Float
  private let rows: Int
  private var input: Pointer
  private var output: Pointer
  private var gradient: Pointer?
  /// Of each row.
  private var mean: Pointer
  private var inverse: Pointer

  /// - Parameter rows: of channels, at most.
  init(_ node: Node, rows: Int, epsilon: Double, slots: inout SlotCounter) {
    channels = node.inputShape.channels
    layer = node.layer
    path = node.path
    self.rows = rows
    self.epsilon = Float(epsilon)
    scale = slots.take(channels)
    shift = slots.take(channels)
    input = Pointer(bitPattern: 64).unsafelyUnwrapped
    (output, mean, inverse) = (input, input, input)
  }

  var scratchCount: Int { 2 * Arena.rounded(rows) }

  func bind(input: Pointer, output: Pointer, gradient: Pointer?, scratch: Pointer) {
    self.input = input
    self.output = output
    self.gradient = gradient
    mean = scratch
    inverse = scratch + Arena.rounded(rows)
  }

  /// Some rows of the output.
  func apply(from start: Int, rows: Int, parameters: Pointer) {
    let (gamma, beta) = (parameters + scale.offset, parameters + shift.offset)
    let share = 1 / Float(channels)
    for row in start..<start + rows {
      let (from, to) = (input + row * channels, output + row * channels)
      var sum = SIMD8<Float>()
      Self.each(channels) { c, width in sum += Self.load(from + c, width) }
      let mean = sum.sum() * share
      var squares = SIMD8<Float>()
      Self.each(channels) { c, width in
        let difference = Self.load(from + c, width, padding: mean) - mean
        squares += difference * difference
      }
      let inverse = 1 / (squares.sum() * share + epsilon).squareRoot()
      for c in 0..<channels { to[c] = (from[c] - mean) * inverse * gamma[c] + beta[c] }
      self.mean[row] = mean
      self.inverse[row] = inverse
    }
  }

  /// In place in the gradient: dx = 1/σ (gγ − mean(gγ) − x̂ mean(gγ x̂)), with the means over the channels.
  func backward(rows: Int, parameters: Pointer, gradients: Pointer) {
    guard let gradient else { return }
    let gamma = parameters + scale.offset
    let (scaleGradient, shiftGradient) = (gradients + scale.offset, gradients + shift.offset)
    scaleGradient.update(repeating: 0, count: channels)
    shiftGradient.update(repeating: 0, count: channels)
    let share = 1 / Float(channels)
    for row in 0..<rows {
      let (x, g) = (input + row * channels, gradient + row * channels)
      let (mean, inverse) = (self.mean[row], self.inverse[row])
      var sums = SIMD8<Float>()
      var products = SIMD8<Float>()
      Self.each(channels) { c, width in
        let scaled = Self.load(g + c, width) * Self.load(gamma + c, width)
        sums += scaled
        products += scaled * (Self.load(x + c, width, padding: mean) - mean)
      }
      let sum = sums.sum() * share
      let product = products.sum() * share * inverse
      for c in 0..<channels {
        let normal = (x[c] - mean) * inverse
        scaleGradient[c] += g[c] * normal
        shiftGradient[c] += g[c]
        g[c] = inverse * (g[c] * gamma[c] - sum - normal * product)
      }
    }
  }

  @inline(__always)
  private static func each(_ count: Int, _ body: (_ start: Int, _ width: Int) -> Void) {
    var c = 0
    while c < count {
      body(c, min(8, count - c))
      c += 8
    }
  }

  @inline(__always)
  private static func load(_ from: Pointer, _ width: Int, padding: Float = 0) -> SIMD8<Float> {
    if width == 8 { return UnsafeRawPointer(from).loadUnaligned(as: SIMD8<Float>.self) }
    var values = SIMD8<Float>(repeating: padding)
    for i in 0..<width { values[i] = from[i] }
    return values
  }
}
