internal import TrainingKernelTables

/// One pass over all parameters at once: they lie in one array, padding included, whose gradients are 0.
struct OptimizerSweep {
  typealias Pointer = UnsafeMutablePointer<Float>

  let parameters: Pointer
  let gradients: Pointer
  let first: Pointer
  let second: Pointer
  /// A multiple of 16.
  let count: Int

  /// - Parameter step: from 1.
  func run(_ optimizer: Optimizer, learningRate: Float, step: Int) {
    switch optimizer {
    case .sgd(let momentum, let nesterov):
      if momentum == 0 {
        plain(learningRate)
      } else if nesterov {
        self.nesterov(learningRate, Float(momentum))
      } else {
        TrainingKernels.best.momentum(parameters, first, gradients, count, learningRate, Float(momentum))
      }
    case .rmsProp(let decay, let epsilon): rmsProp(learningRate, decay, Float(epsilon))
    case .adam(let beta1, let beta2, let epsilon), .adamW(let beta1, let beta2, let epsilon):
      adam(learningRate, beta1, beta2, Float(epsilon), step)
    }
  }

  private func plain(_ rate: Float) {
    each { i in Self.store(Self.load(parameters, i) - rate * Self.load(gradients, i), parameters, i) }
  }

  private func nesterov(_ rate: Float, _ momentum: Float) {
    each { i in
      let gradient = Self.load(gradients, i)
      let velocity = momentum * Self.load(first, i) + gradient
      Self.store(velocity, first, i)
      Self.store(Self.load(parameters, i) - rate * (gradient + momentum * velocity), parameters, i)
    }
  }

  private func rmsProp(_ rate: Float, _ decay: Double, _ epsilon: Float) {
    let (keep, new) = (Float(decay), Float(1 - decay))
    each { i in
      let gradient = Self.load(gradients, i)
      let square = keep * Self.load(first, i) + new * gradient * gradient
      Self.store(square, first, i)
      Self.store(Self.load(parameters, i) - rate * gradient / (square.squareRoot() + epsilon), parameters, i)
    }
  }

  private func adam(_ rate: Float, _ beta1: Double, _ beta2: Double, _ epsilon: Float, _ step: Int) {
    let (b1, b2) = (Float(beta1), Float(beta2))
    let (c1, c2) = (Float(1 - beta1), Float(1 - beta2))
    // Both corrections, once for all elements.
    let size = rate / Float(1 - Self.power(beta1, step))
    let root = 1 / Float((1 - Self.power(beta2, step)).squareRoot())
    each { i in
      let gradient = Self.load(gradients, i)
      let mean = b1 * Self.load(first, i) + c1 * gradient
      let square = b2 * Self.load(second, i) + c2 * gradient * gradient
      Self.store(mean, first, i)
      Self.store(square, second, i)
      let change = size * mean / (square.squareRoot() * root + epsilon)
      Self.store(Self.load(parameters, i) - change, parameters, i)
    }
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var factor = base
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }

  @inline(__always)
  private func each(_ body: (Int) -> Void) {
    var i = 0
    while i < count {
      body(i)
      i &+= 8
    }
  }

  @inline(__always)
  private static func load(_ pointer: Pointer, _ i: Int) -> SIMD8<Float> {
    UnsafeRawPointer(pointer + i).loadUnaligned(as: SIMD8<Float>.self)
  }

  @inline(__always)
  private static func store(_ value: SIMD8<Float>, _ pointer: Pointer, _ i: Int) {
    UnsafeMutableRawPointer(pointer + i).storeBytes(of: value, as: SIMD8<Float>.self)
  }
}
