internal import TrainingKernelTables
internal import VectorMath

enum TrainingLoops<V: VectorLanes> where V.Scalar == Float {
  typealias Pointer = UnsafeMutablePointer<Float>

  @inline(never)
  static func momentum(
    _ w: Pointer, _ v: Pointer, _ g: Pointer, _ count: Int, _ rate: Float, _ momentum: Float
  ) {
    let keep = V(broadcasting: momentum)
    let step = V(broadcasting: -rate)
    var i = 0
    while i < count {
      let velocity = V.multiplyAdd(keep, V.load(v + i), V.load(g + i))
      velocity.store(v + i)
      V.multiplyAdd(step, velocity, V.load(w + i)).store(w + i)
      i &+= V.scalarCount
    }
  }

  @inline(never)
  static func multiply(_ a: Pointer, _ b: UnsafePointer<Float>, _ count: Int) {
    var i = 0
    while i &+ V.scalarCount <= count {
      (V.load(a + i) * V.load(b + i)).store(a + i)
      i &+= V.scalarCount
    }
    while i < count {
      a[i] *= b[i]
      i &+= 1
    }
  }

  @inline(never)
  static func add(_ a: Pointer, _ b: UnsafePointer<Float>, _ count: Int) {
    var i = 0
    while i &+ V.scalarCount <= count {
      (V.load(a + i) + V.load(b + i)).store(a + i)
      i &+= V.scalarCount
    }
    while i < count {
      a[i] += b[i]
      i &+= 1
    }
  }
}
