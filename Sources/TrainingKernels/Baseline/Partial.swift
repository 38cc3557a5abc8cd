internal import VectorMath

/// Vectors at the end of a row.
extension VectorLanes where Scalar == Float {
  /// The vector at a place of which `left` numbers are the row's; the others become 0.
  @inline(__always)
  static func load(_ from: UnsafePointer<Float>, upTo left: Int) -> Self {
    if left >= scalarCount { return load(from) }
    var memory = Memory(repeating: 0)
    for i in 0..<left { memory[i] = from[i] }
    return Self(memory)
  }

  /// Stores the numbers that are the row's.
  @inline(__always)
  func store(_ to: UnsafeMutablePointer<Float>, upTo left: Int) {
    if left >= Self.scalarCount { return store(to) }
    let memory = memory
    for i in 0..<left { to[i] = memory[i] }
  }
}
