public import ActivationCatalogue
public import ActivationKernelTables
internal import VectorMath

// Twice the processor's width gives two chains of dependent operations; on AVX-512 one vector of `Float` leaves
// registers to tables. Without AVX2 functions without stages, which hold few numbers at a time, take `SimpleLane`,
// which is wider.
#if V4
  typealias FloatLane = TableLanes
  typealias DoubleLane = DoubleLanes8
#elseif V3
  typealias FloatLane = FloatLanes16
  typealias DoubleLane = DoubleLanes8
#elseif !arch(x86_64)
  typealias FloatLane = FloatLanes8
  typealias DoubleLane = DoubleLanes8
#else
  typealias FloatLane = Unfused<FloatLanes8>
  typealias SimpleLane = Unfused<FloatLanes16>
  typealias DoubleLane = Unfused<DoubleLanes8>
#endif

#if V4 || V3 || !arch(x86_64)
  typealias SimpleLane = FloatLane
#endif

/// Hands over the kernels of this build, one table per activation, in the catalogue's order.
///
/// Not an array, and consumed by `body`: generic code, or what destroys a table, would be emitted here too, for this
/// build's processor, and the linker keeps one copy.
///
/// - Parameter pieces: the tables of every activation's pieces, in the same order, for processors that use them.
public func visitKernelTables(_ pieces: UnsafePointer<PieceTables>?, _ body: (consuming KernelTable) -> Void) {
  withoutActuallyEscaping(body) {
    var builder = TableBuilder(pieces: pieces, body: $0)
    Catalogue.visitAll(&builder)
  }
}

/// Softmax and its relatives. (Not by a generic function: what is specialised at the end of too long a chain of calls
/// is not inlined.)
public func softmaxTables() -> (float: SoftmaxTable<Float>, double: SoftmaxTable<Double>) {
  (
    float: SoftmaxTable(
      forward: { SoftmaxLoops<FloatLane>.forward($0, $1, $2, $3, $4, $5) },
      backward: { SoftmaxLoops<FloatLane>.backward($0, $1, $2, $3, $4, $5, $6) },
      crossEntropy: { SoftmaxLoops<FloatLane>.crossEntropy($0, $1, $2, $3, $4, $5) }),
    double: SoftmaxTable(
      forward: { SoftmaxLoops<DoubleLane>.forward($0, $1, $2, $3, $4, $5) },
      backward: { SoftmaxLoops<DoubleLane>.backward($0, $1, $2, $3, $4, $5, $6) },
      crossEntropy: { SoftmaxLoops<DoubleLane>.crossEntropy($0, $1, $2, $3, $4, $5) })
  )
}

private struct TableBuilder: ActivationVisitor {
  /// Of the next activation.
  var pieces: UnsafePointer<PieceTables>?
  let body: (consuming KernelTable) -> Void

  @inline(__always)
  mutating func visit<A: ActivationFunction>(_ activation: A.Type) {
    let own = pieces?.pointee ?? PieceTables()
    pieces = pieces.map { $0 + 1 }
    body(
      KernelTable(
        name: A.facts.name,
        float: A.stages > 1 ? Self.loops(A.self, FloatLane.self, own) : Self.loops(A.self, SimpleLane.self, own),
        double: Self.loops(A.self, DoubleLane.self, PieceTables()), pieces: own))
  }

  @inline(__always)
  private static func loops<A: ActivationFunction, V: VectorLanes>(
    _ activation: A.Type, _ lane: V.Type, _ pieces: PieceTables
  ) -> KernelTable.Loops<V.Scalar> {
    KernelTable.Loops(
      forward: { x, y, count, p in
        PreparedBlock.withBlock(pieces) { ArrayLoops<A, V>.forward(x, y, count, p, $0) }
      },
      derivative: { x, y, count, p in
        PreparedBlock.withBlock(pieces) { ArrayLoops<A, V>.derivative(x, y, count, p, $0) }
      },
      backward: { x, g, dx, count, p in
        PreparedBlock.withBlock(pieces) { ArrayLoops<A, V>.backward(x, g, dx, count, p, $0) }
      },
      backwardFromOutput: { ArrayLoops<A, V>.backwardFromOutput($0, $1, $2, $3, $4) },
      both: { x, y, d, count, p in
        PreparedBlock.withBlock(pieces) { ArrayLoops<A, V>.both(x, y, d, count, p, $0) }
      },
      channelForward: { ArrayLoops<A, V>.channelForward($0, $1, $2, $3, $4, $5) },
      channelBackward: { ArrayLoops<A, V>.channelBackward($0, $1, $2, $3, $4, $5, $6, $7) })
  }
}
