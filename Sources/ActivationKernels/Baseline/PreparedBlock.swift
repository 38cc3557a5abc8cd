internal import ActivationCatalogue
internal import VectorMath

/// Memory on the stack for what is prepared of a block of elements, one array for each of its numbers.
struct PreparedBlock<V: VectorLanes> {
  typealias Numbers = UnsafeMutablePointer<V.Scalar>

  let first: Numbers
  let second: Numbers
  let third: Numbers
  let fourth: Numbers

  /// Of 1 KiB for each number, which is what Swift is sure to find on the stack, without what aligning it takes. (Blocks of 64
  /// elements take a twentieth longer.)
  @inline(__always)
  static var elements: Int { 15 &* V.scalarCount }

  @inline(__always)
  static func withBlock(_ body: (Self) -> Void) {
    withNumbers { first in
      withNumbers { second in
        withNumbers { third in
          withNumbers { fourth in
            body(Self(first: first, second: second, third: third, fourth: fourth))
          }
        }
      }
    }
  }

  @inline(__always)
  private static func withNumbers(_ body: (Numbers) -> Void) {
    // 16 is the largest alignment for which there is memory on the stack.
    withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) {
      let vector = MemoryLayout<V.Memory>.size
      body($0.baseAddress.unsafelyUnwrapped.alignedUp(toMultipleOf: vector).assumingMemoryBound(to: V.Scalar.self))
    }
  }

  /// Stores the numbers that are new.
  @inline(__always)
  func store(_ prepared: Prepared<V>, at index: Int) {
    if prepared.stored & 1 != 0 { prepared.first.store(first + index) }
    if prepared.stored & 2 != 0 { prepared.second.store(second + index) }
    if prepared.stored & 4 != 0 { prepared.third.store(third + index) }
    if prepared.stored & 8 != 0 { prepared.fourth.store(fourth + index) }
  }

  /// What has not been stored is not used, so that the compiler does not load it.
  @inline(__always)
  func load(at index: Int) -> Prepared<V> {
    Prepared(V.load(first + index), V.load(second + index), V.load(third + index), V.load(fourth + index))
  }
}
