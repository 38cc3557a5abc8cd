internal import VectorMath

/// Softmax and log-softmax over rows × channels.
///
/// Every row is shifted by its largest element first, so no exponential overflows and the largest one is 1.
enum SoftmaxLoops<V: VectorLanes> {
  typealias Scalar = V.Scalar
  typealias Source = UnsafePointer<Scalar>
  typealias Target = UnsafeMutablePointer<Scalar>

  /// y = softmax(x / T), or its logarithm; `inverse` is 1 / T.
  @inline(never)
  static func forward(
    _ x: Source, _ y: Target, _ rows: Int, _ channels: Int, _ inverse: Scalar, _ isLogarithmic: Bool
  ) {
    guard isWide(channels) else { return narrowForward(x, y, rows, channels, inverse, isLogarithmic) }
    switch (isLogarithmic, inverse == 1) {
    case (false, true): shares(x, y, rows, channels, UnitShift())
    case (false, false): shares(x, y, rows, channels, TemperatureShift(inverse))
    case (true, true): logarithms(x, y, rows, channels, UnitShift())
    case (true, false): logarithms(x, y, rows, channels, TemperatureShift(inverse))
    }
  }

  /// dx from y = softmax(x / T) or its logarithm, and the upstream gradient g:
  /// y (g − Σ g y) / T, or (g − eʸ Σ g) / T.
  @inline(never)
  static func backward(
    _ y: Source, _ g: Source, _ dx: Target, _ rows: Int, _ channels: Int, _ inverse: Scalar, _ isLogarithmic: Bool
  ) {
    let factor = V(broadcasting: inverse)
    if isWide(channels) {
      wideBackward(y, g, dx, rows, channels, factor, isLogarithmic)
    } else {
      narrowBackward(y, g, dx, rows, channels, factor, isLogarithmic)
    }
  }

  /// Loss and gradient of softmax cross-entropy: returns Σ over the rows of −ln softmax(x)[label], and writes
  /// dx = (softmax(x) − one-hot) · `factor`.
  @inline(never)
  static func crossEntropy(
    _ x: Source, _ labels: UnsafePointer<Int32>, _ dx: Target, _ rows: Int, _ channels: Int, _ factor: Scalar
  ) -> Double {
    isWide(channels)
      ? wideCrossEntropy(x, labels, dx, rows, channels, factor)
      : narrowCrossEntropy(x, labels, dx, rows, channels, factor)
  }

  /// Whether a row is more than two vectors hold: its own channels then fill vectors.
  @inline(__always)
  private static func isWide(_ channels: Int) -> Bool { channels > 2 &* V.scalarCount }
}

/// How an element becomes (x − top) / T.
protocol RowShift<V> {
  associatedtype V: VectorLanes

  /// What is to be handed over of a row's largest element.
  func scaled(_ top: V) -> V

  func callAsFunction(_ x: V, minus scaledTop: V) -> V
}

/// T = 1.
struct UnitShift<V: VectorLanes>: RowShift {
  @inline(__always)
  func scaled(_ top: V) -> V { top }

  @inline(__always)
  func callAsFunction(_ x: V, minus scaledTop: V) -> V { x - scaledTop }
}

/// (x · `factor` − top · `factor`) · `slope`. For T > 1 by halves: the difference of two finite numbers may overflow
/// where its T-th part does not, that of their halves cannot. For T ≤ 1 an infinite difference is right.
struct TemperatureShift<V: VectorLanes>: RowShift {
  let factor: V
  let slope: V

  @inline(__always)
  init(_ inverse: V.Scalar) {
    let isDirect = inverse >= 1
    factor = V(isDirect ? 1 : 0.5)
    slope = isDirect ? V(broadcasting: inverse) : V(broadcasting: inverse) * V(2)
  }

  @inline(__always)
  func scaled(_ top: V) -> V { top * factor }

  @inline(__always)
  func callAsFunction(_ x: V, minus scaledTop: V) -> V { V.multiplyAdd(x, factor, -scaledTop) * slope }
}
