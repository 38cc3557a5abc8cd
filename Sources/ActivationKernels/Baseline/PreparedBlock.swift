internal import ActivationCatalogue
internal import VectorMath

/// Memory on the stack for what is prepared of a block of elements, one array for each of its numbers, and for what is
/// beyond the pieces of a function that is cut in those.
struct PreparedBlock<V: VectorLanes> {
  typealias Numbers = UnsafeMutablePointer<V.Scalar>

  let first: Numbers
  let second: Numbers
  let third: Numbers
  let fourth: Numbers

  /// The tables of the function's pieces.
  let tables: PieceTables
  /// Elements beyond the pieces (or all of a block), then the results for those, and their other operand.
  let values: Numbers
  let slopes: Numbers
  let others: Numbers
  /// Where those elements are from, and a bit for each element of a larger block.
  let places: UnsafeMutablePointer<Int32>
  let bits: UnsafeMutablePointer<UInt64>

  /// 240 of `Float`, 120 of `Double`: 1 KiB for each number, which is what Swift is sure to find on the stack, without
  /// what aligning it takes. (Blocks of 64 elements take a twentieth longer.)
  @inline(__always)
  static var count: Int { 960 / MemoryLayout<V.Scalar>.stride }

  /// How many elements a function in pieces takes before those beyond the pieces are put right.
  @inline(__always)
  static var elementsInPieces: Int { 8_192 }

  @inline(__always)
  static func withBlock(_ tables: PieceTables, _ body: (Self) -> Void) {
    // All here: what has closures and is generic over more would be kept for any type.
    withNumbers { first in
      withNumbers { second in
        withNumbers { third in
          withNumbers { fourth in
            withNumbers { others in
              withNumbers { values in
                withNumbers { slopes in
                  withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { places in
                    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: elementsInPieces / 64) { bits in
                      body(
                        Self(
                          first: first, second: second, third: third, fourth: fourth, tables: tables,
                          values: values, slopes: slopes, others: others,
                          places: places.baseAddress.unsafelyUnwrapped, bits: bits.baseAddress.unsafelyUnwrapped))
                    }
                  }
                }
              }
            }
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
