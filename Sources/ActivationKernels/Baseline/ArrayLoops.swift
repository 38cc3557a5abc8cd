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
      body(.loadLanes(x + i, count &- i, padding: 0)).storeLanes(y + i, count &- i)
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
      let slope = A.derivative(V.loadLanes(x + i, rest, padding: 0), p)
      (V.loadLanes(g + i, rest, padding: 0) * slope).storeLanes(dx + i, rest)
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
      let (value, derivative) = A.valueAndDerivative(V.loadLanes(x + i, rest, padding: 0), p)
      value.storeLanes(y + i, rest)
      derivative.storeLanes(d + i, rest)
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
      let own = Parameters(V.loadLanes(first + c, width, padding: 0), p.second)
      for row in 0..<rows {
        let at = row &* channels &+ c
        A.value(V.loadLanes(x + at, width, padding: 0), own).storeLanes(y + at, width)
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
      let own = Parameters(V.loadLanes(first + c, width, padding: 0), p.second)
      var sum = V(0)
      for row in 0..<rows {
        let at = row &* channels &+ c
        let input = V.loadLanes(x + at, width, padding: 0)
        let upstream = V.loadLanes(g + at, width, padding: 0)
        sum = V.multiplyAdd(upstream, A.parameterDerivative(input, own), sum)
        (upstream * A.derivative(input, own)).storeLanes(dx + at, width)
      }
      (V.loadLanes(gradient + c, width, padding: 0) + sum).storeLanes(gradient + c, width)
      c &+= V.scalarCount
    }
  }

  @inline(__always)
  private static func load(_ parameters: UnsafePointer<Scalar>) -> Parameters<V> {
    Parameters(V(broadcasting: parameters[0]), V(broadcasting: parameters[1]))
  }
}
