internal import TrainingKernelTables

/// Where a residual block begins: its input goes two ways, and two gradients come back.
final class ForkStep {
  typealias Pointer = UnsafeMutablePointer<Float>

  private var gradient: Pointer?
  private var shortcut: Pointer?

  /// - Parameter gradients: of the block's way, into which the shortcut's is added; nil if nothing before it learns.
  func bind(gradients: (own: Pointer, shortcut: Pointer)?) {
    gradient = gradients?.own
    shortcut = gradients?.shortcut
  }

  func backward(count: Int) {
    guard let gradient, let shortcut else { return }
    TrainingKernels.best.add(gradient, shortcut, count)
  }
}

/// Where it ends: layers(x) + x, or + the projection of x.
final class JoinStep {
  typealias Pointer = UnsafeMutablePointer<Float>

  private var first: UnsafePointer<Float>
  private var second: UnsafePointer<Float>
  private var output: Pointer
  private var gradient: Pointer?
  private var shortcut: Pointer?

  init() {
    output = Pointer(bitPattern: 64).unsafelyUnwrapped
    first = UnsafePointer(output)
    second = first
  }

  /// - Parameter copy: where the output's gradient goes for a shortcut without a projection.
  func bind(
    first: Pointer, second: Pointer, output: Pointer, copy: (gradient: Pointer, shortcut: Pointer)?
  ) {
    self.first = UnsafePointer(first)
    self.second = UnsafePointer(second)
    self.output = output
    gradient = copy?.gradient
    shortcut = copy?.shortcut
  }

  func forward(count: Int) {
    if first != UnsafePointer(output) { output.update(from: first, count: count) }
    TrainingKernels.best.add(output, second, count)
  }

  func backward(count: Int) {
    if let gradient, let shortcut { shortcut.update(from: gradient, count: count) }
  }
}
