internal import ActivationCatalogue
internal import ActivationKernelTables
internal import VectorMath

/// The loops over arrays: whole vectors, then the tail as one vector that is partly padding. A tail thus has the same
/// bits as if it stood in the middle.
enum ArrayLoops<A: ActivationFunction, V: VectorLanes> {
  typealias Scalar = V.Scalar

  @inline(__always)
  static func map(
    _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, _ count: Int, _ body: (V) -> V
  ) {
    var i = 0
    while i &+ V.scalarCount <= count {
      body(V.load(x + i)).store(y + i)
      i &+= V.scalarCount
    }
    if i < count {
      storeTail(body(loadTail(x + i, count &- i)), y + i, count &- i)
    }
  }

  @inline(never)
  static func forward(
    _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, _ count: Int,
    _ parameters: UnsafePointer<Scalar>
  ) {
    let p = load(parameters)
    map(x, y, count) { A.value($0, p) }
  }

  @inline(never)
  static func derivative(
    _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, _ count: Int,
    _ parameters: UnsafePointer<Scalar>
  ) {
    let p = load(parameters)
    map(x, y, count) { A.derivative($0, p) }
  }

  @inline(never)
  static func backward(
    _ x: UnsafePointer<Scalar>, _ g: UnsafePointer<Scalar>, _ dx: UnsafeMutablePointer<Scalar>, _ count: Int,
    _ parameters: UnsafePointer<Scalar>
  ) {
    let p = load(parameters)
    var i = 0
    while i &+ V.scalarCount <= count {
      (V.load(g + i) * A.derivative(V.load(x + i), p)).store(dx + i)
      i &+= V.scalarCount
    }
    if i < count {
      let rest = count &- i
      storeTail(loadTail(g + i, rest) * A.derivative(loadTail(x + i, rest), p), dx + i, rest)
    }
  }

  @inline(never)
  static func both(
    _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, _ d: UnsafeMutablePointer<Scalar>, _ count: Int,
    _ parameters: UnsafePointer<Scalar>
  ) {
    let p = load(parameters)
    var i = 0
    while i &+ V.scalarCount <= count {
      let (value, derivative) = A.valueAndDerivative(V.load(x + i), p)
      value.store(y + i)
      derivative.store(d + i)
      i &+= V.scalarCount
    }
    if i < count {
      let rest = count &- i
      let (value, derivative) = A.valueAndDerivative(loadTail(x + i, rest), p)
      storeTail(value, y + i, rest)
      storeTail(derivative, d + i, rest)
    }
  }

  @inline(never)
  static func channelForward(
    _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, _ rows: Int, _ channels: Int,
    _ first: UnsafePointer<Scalar>, _ parameters: UnsafePointer<Scalar>
  ) {
    let p = load(parameters)
    var c = 0
    while c < channels {
      let width = min(V.scalarCount, channels &- c)
      let own = Parameters(loadLanes(first + c, width), p.second)
      for row in 0..<rows {
        let at = row &* channels &+ c
        storeLanes(A.value(loadLanes(x + at, width), own), y + at, width)
      }
      c &+= V.scalarCount
    }
  }

  @inline(never)
  static func channelBackward(
    _ x: UnsafePointer<Scalar>, _ g: UnsafePointer<Scalar>, _ dx: UnsafeMutablePointer<Scalar>,
    _ gradient: UnsafeMutablePointer<Scalar>, _ rows: Int, _ channels: Int, _ first: UnsafePointer<Scalar>,
    _ parameters: UnsafePointer<Scalar>
  ) {
    let p = load(parameters)
    var c = 0
    while c < channels {
      let width = min(V.scalarCount, channels &- c)
      let own = Parameters(loadLanes(first + c, width), p.second)
      var sum = V(0)
      for row in 0..<rows {
        let at = row &* channels &+ c
        let input = loadLanes(x + at, width)
        let upstream = loadLanes(g + at, width)
        sum = V.multiplyAdd(upstream, A.parameterDerivative(input, own), sum)
        storeLanes(upstream * A.derivative(input, own), dx + at, width)
      }
      storeLanes(loadLanes(gradient + c, width) + sum, gradient + c, width)
      c &+= V.scalarCount
    }
  }

  @inline(__always)
  private static func load(_ parameters: UnsafePointer<Scalar>) -> Parameters<V> {
    Parameters(V(broadcasting: parameters[0]), V(broadcasting: parameters[1]))
  }

  @inline(__always)
  private static func loadLanes(_ pointer: UnsafePointer<Scalar>, _ count: Int) -> V {
    count == V.scalarCount ? V.load(pointer) : loadTail(pointer, count)
  }

  @inline(__always)
  private static func storeLanes(_ value: V, _ pointer: UnsafeMutablePointer<Scalar>, _ count: Int) {
    if count == V.scalarCount { value.store(pointer) } else { storeTail(value, pointer, count) }
  }

  @inline(__always)
  private static func loadTail(_ pointer: UnsafePointer<Scalar>, _ count: Int) -> V {
    var padded = V(0)
    withUnsafeMutableBytes(of: &padded) {
      $0.copyMemory(
        from: UnsafeRawBufferPointer(start: pointer, count: count &* MemoryLayout<Scalar>.stride))
    }
    return padded
  }

  @inline(__always)
  private static func storeTail(_ value: V, _ pointer: UnsafeMutablePointer<Scalar>, _ count: Int) {
    withUnsafeBytes(of: value) {
      UnsafeMutableRawPointer(pointer).copyMemory(
        from: $0.baseAddress.unsafelyUnwrapped, byteCount: count &* MemoryLayout<Scalar>.stride)
    }
  }
}
