internal import VectorMath

/// Vectors of which some lanes are padding, and sums over lanes.
extension VectorLanes {
  /// The largest multiple of the lanes that is no larger than `count`.
  @inline(__always)
  static func wholeVectors(_ count: Int) -> Int { count & ~(scalarCount &- 1) }

  /// Whether a result of that size would only push other things out of the caches. (16 MiB: with less, ordinary stores were
  /// as fast or faster.)
  @inline(__always)
  static func isWorthStreaming(_ count: Int) -> Bool { count &* MemoryLayout<Scalar>.stride >= 1 << 24 }

  /// How many numbers from `pointer` on come before the first that is aligned to a whole vector.
  @inline(__always)
  static func countBeforeAlignment(_ pointer: UnsafeMutablePointer<Scalar>) -> Int {
    let bytes = MemoryLayout<Memory>.size
    return ((0 &- Int(bitPattern: pointer)) & (bytes &- 1)) / MemoryLayout<Scalar>.stride
  }

  /// A vector's memory whose first `count` numbers are those at `pointer`, the others zero.
  @inline(__always)
  static func withTail(
    _ pointer: UnsafePointer<Scalar>, _ count: Int, _ body: (UnsafeMutablePointer<Scalar>) -> Void
  ) {
    var padded = Memory()
    withUnsafeMutableBytes(of: &padded) {
      let tail = $0.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Scalar.self)
      copy(pointer, tail, count)
      body(tail)
    }
  }

  @inline(__always)
  static func copy(_ from: UnsafePointer<Scalar>, _ to: UnsafeMutablePointer<Scalar>, _ count: Int) {
    UnsafeMutableRawPointer(to).copyMemory(from: from, byteCount: count &* MemoryLayout<Scalar>.stride)
  }

  /// The first `count` lanes from memory, the others `padding`.
  @inline(__always)
  static func loadLanes(_ pointer: UnsafePointer<Scalar>, _ count: Int, padding: Scalar) -> Self {
    if count == scalarCount { return load(pointer) }
    var padded = Memory(repeating: padding)
    withUnsafeMutableBytes(of: &padded) {
      $0.copyMemory(from: UnsafeRawBufferPointer(start: pointer, count: count &* MemoryLayout<Scalar>.stride))
    }
    return Self(padded)
  }

  /// The first `count` lanes to memory.
  @inline(__always)
  func storeLanes(_ pointer: UnsafeMutablePointer<Scalar>, _ count: Int) {
    if count == Self.scalarCount { return store(pointer) }
    withUnsafeBytes(of: memory) {
      UnsafeMutableRawPointer(pointer).copyMemory(
        from: $0.baseAddress.unsafelyUnwrapped, byteCount: count &* MemoryLayout<Scalar>.stride)
    }
  }

  /// 1 in the last `count` lanes, 0 in the others.
  @inline(__always)
  static func lastLanes(_ count: Int) -> Self {
    var lanes = Memory(repeating: 0)
    withUnsafeMutableBytes(of: &lanes) {
      let numbers = $0.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Scalar.self)
      var i = scalarCount &- count
      while i < scalarCount {
        numbers[i] = 1
        i &+= 1
      }
    }
    return Self(lanes)
  }

  @inline(__always)
  var first: Scalar { reduce { a, _ in a } }

  /// The sum of the lanes, always in the same order: halves, halves of that, and so on.
  @inline(__always)
  func total() -> Scalar {
    var memory = memory
    return withUnsafeMutableBytes(of: &memory) {
      let lanes = $0.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Scalar.self)
      var width = Self.scalarCount
      while width > 1 {
        width /= 2
        var i = 0
        while i < width {
          lanes[i] += lanes[i &+ width]
          i &+= 1
        }
      }
      return lanes[0]
    }
  }

  /// The largest lane; NaN if one is.
  @inline(__always)
  func largest() -> Scalar { reduce { $1 < $0 ? $0 : ($0 == $0 ? $1 : $0) } }

  @inline(__always)
  private func reduce(_ combine: (Scalar, Scalar) -> Scalar) -> Scalar {
    withUnsafeBytes(of: memory) {
      let lanes = $0.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Scalar.self)
      var result = lanes[0]
      var i = 1
      while i < Self.scalarCount {
        result = combine(result, lanes[i])
        i &+= 1
      }
      return result
    }
  }
}
