internal import ActivationCatalogue
internal import CVectorMath
internal import VectorMath

/// What a loop does in its last stage. (Types and not closures: what a closure calls is not inlined there.)
protocol Finish {
  associatedtype A: ActivationFunction
  associatedtype V: VectorLanes

  /// Whether all that it needs is in pieces.
  static var isInPieces: Bool { get }

  var wanted: Wanted { get }

  /// Whether results are stored past the caches.
  var streams: Bool { get }

  /// From what has been prepared.
  func finish(_ x: V, at i: Int, _ p: Parameters<V>, _ prepared: Prepared<V>)

  /// From the tables.
  func finish(_ x: V, at i: Int, _ values: PieceTable, _ slopes: PieceTable)

  /// Copies the other operand of the element at i into the block, before it is overwritten.
  func keep(_ i: Int, as index: Int, _ block: PreparedBlock<V>)

  /// Copies those of some elements from i on.
  func keep(from i: Int, _ count: Int, _ block: PreparedBlock<V>)

  /// Stores at i what is made of the block's f and f′ at `index`, and of the other operand or, where it was kept, its
  /// copy.
  func put(_ index: Int, at i: Int, kept: Bool, _ block: PreparedBlock<V>)

  /// The same of a vector, for those lanes whose bits are set.
  func put(_ index: Int, at i: Int, where lanes: UInt16, kept: Bool, _ block: PreparedBlock<V>)

  /// Asks for what is some blocks after the elements at i.
  func ask(for x: UnsafePointer<V.Scalar>, at i: Int)

  /// Asks for the line in which a streamed result lies, which is no longer near.
  func askForTarget(at i: Int)

  /// Whether it stores where its operands are. (Operands and results may be the same or apart, but not overlap.)
  func overwrites(_ x: UnsafePointer<V.Scalar>) -> Bool

  /// The same from an element on.
  func from(_ start: Int) -> Self
}

extension Finish {
  @inline(__always)
  var streams: Bool { false }

  @inline(__always)
  func ask(for x: UnsafePointer<V.Scalar>, at i: Int) { VectorLoops<A, V>.askFor(x + i) }

  @inline(__always)
  func askForTarget(at i: Int) {}

  @inline(__always)
  func keep(_ i: Int, as index: Int, _ block: PreparedBlock<V>) {}

  @inline(__always)
  func keep(from i: Int, _ count: Int, _ block: PreparedBlock<V>) {}

  /// The form of what it needs; of f, where that is f and f′, as the same elements are beyond both.
  @inline(__always)
  var form: PieceForm? { A.pieces(for: wanted.contains(.value) ? .value : .derivative) }

  /// f, or f′, from its table.
  @inline(__always)
  static func piece(_ wanted: Wanted, _ x: V, _ table: PieceTable) -> V { A.pieces(for: wanted)?(x, table) ?? x }
}

extension VectorLoops {
  struct Value: Finish {
    let y: Target
    let streams: Bool

    @inline(__always)
    static var isInPieces: Bool { A.pieces(for: .value) != nil }

    @inline(__always)
    var wanted: Wanted { .value }

    @inline(__always)
    func finish(_ x: V, at i: Int, _ p: Parameters<V>, _ prepared: Prepared<V>) {
      A.value(x, p, prepared).store(y + i, streams: streams)
    }

    @inline(__always)
    func finish(_ x: V, at i: Int, _ values: PieceTable, _ slopes: PieceTable) {
      Self.piece(.value, x, values).store(y + i, streams: streams)
    }

    @inline(__always)
    func askForTarget(at i: Int) { if streams { hk_prefetch(y + i) } }

    @inline(__always)
    func put(_ index: Int, at i: Int, kept: Bool, _ block: PreparedBlock<V>) { y[i] = block.values[index] }

    @inline(__always)
    func put(_ index: Int, at i: Int, where lanes: UInt16, kept: Bool, _ block: PreparedBlock<V>) {
      V.load(block.values + index).store(y + i, where: lanes)
    }

    @inline(__always)
    func overwrites(_ x: Source) -> Bool { x == UnsafePointer(y) }

    @inline(__always)
    func from(_ start: Int) -> Self { Self(y: y + start, streams: streams) }
  }

  struct Derivative: Finish {
    let y: Target

    @inline(__always)
    static var isInPieces: Bool { A.pieces(for: .derivative) != nil }

    @inline(__always)
    var wanted: Wanted { .derivative }

    @inline(__always)
    func finish(_ x: V, at i: Int, _ p: Parameters<V>, _ prepared: Prepared<V>) {
      A.derivative(x, p, prepared).store(y + i)
    }

    @inline(__always)
    func finish(_ x: V, at i: Int, _ values: PieceTable, _ slopes: PieceTable) {
      Self.piece(.derivative, x, slopes).store(y + i)
    }

    @inline(__always)
    func put(_ index: Int, at i: Int, kept: Bool, _ block: PreparedBlock<V>) { y[i] = block.slopes[index] }

    @inline(__always)
    func put(_ index: Int, at i: Int, where lanes: UInt16, kept: Bool, _ block: PreparedBlock<V>) {
      V.load(block.slopes + index).store(y + i, where: lanes)
    }

    @inline(__always)
    func overwrites(_ x: Source) -> Bool { x == UnsafePointer(y) }

    @inline(__always)
    func from(_ start: Int) -> Self { Self(y: y + start) }
  }

  struct Gradient: Finish {
    let g: Source
    let dx: Target
    let streams: Bool

    @inline(__always)
    static var isInPieces: Bool { Derivative.isInPieces }

    @inline(__always)
    var wanted: Wanted { .derivative }

    @inline(__always)
    func finish(_ x: V, at i: Int, _ p: Parameters<V>, _ prepared: Prepared<V>) {
      (V.load(g + i) * A.derivative(x, p, prepared)).store(dx + i, streams: streams)
    }

    @inline(__always)
    func finish(_ x: V, at i: Int, _ values: PieceTable, _ slopes: PieceTable) {
      (V.load(g + i) * Self.piece(.derivative, x, slopes)).store(dx + i, streams: streams)
    }

    @inline(__always)
    func askForTarget(at i: Int) { if streams { hk_prefetch(dx + i) } }

    @inline(__always)
    func keep(_ i: Int, as index: Int, _ block: PreparedBlock<V>) { block.others[index] = g[i] }

    @inline(__always)
    func keep(from i: Int, _ count: Int, _ block: PreparedBlock<V>) { V.copy(g + i, block.others, count) }

    @inline(__always)
    func put(_ index: Int, at i: Int, kept: Bool, _ block: PreparedBlock<V>) {
      dx[i] = (kept ? block.others[index] : g[i]) * block.slopes[index]
    }

    @inline(__always)
    func put(_ index: Int, at i: Int, where lanes: UInt16, kept: Bool, _ block: PreparedBlock<V>) {
      (V.load(kept ? UnsafePointer(block.others) + index : g + i) * V.load(block.slopes + index)).store(
        dx + i, where: lanes)
    }

    @inline(__always)
    func ask(for x: Source, at i: Int) {
      VectorLoops.askFor(x + i)
      VectorLoops.askFor(g + i)
    }

    @inline(__always)
    func overwrites(_ x: Source) -> Bool { x == UnsafePointer(dx) || g == UnsafePointer(dx) }

    @inline(__always)
    func from(_ start: Int) -> Self { Self(g: g + start, dx: dx + start, streams: streams) }
  }

  struct Both: Finish {
    let y: Target
    let d: Target

    @inline(__always)
    static var isInPieces: Bool { Value.isInPieces && Derivative.isInPieces }

    @inline(__always)
    var wanted: Wanted { [.value, .derivative] }

    @inline(__always)
    func finish(_ x: V, at i: Int, _ p: Parameters<V>, _ prepared: Prepared<V>) {
      let derivative = A.derivative(x, p, prepared)
      A.value(x, p, prepared).store(y + i)
      derivative.store(d + i)
    }

    @inline(__always)
    func finish(_ x: V, at i: Int, _ values: PieceTable, _ slopes: PieceTable) {
      Self.piece(.value, x, values).store(y + i)
      Self.piece(.derivative, x, slopes).store(d + i)
    }

    @inline(__always)
    func put(_ index: Int, at i: Int, kept: Bool, _ block: PreparedBlock<V>) {
      y[i] = block.values[index]
      d[i] = block.slopes[index]
    }

    @inline(__always)
    func put(_ index: Int, at i: Int, where lanes: UInt16, kept: Bool, _ block: PreparedBlock<V>) {
      V.load(block.values + index).store(y + i, where: lanes)
      V.load(block.slopes + index).store(d + i, where: lanes)
    }

    @inline(__always)
    func overwrites(_ x: Source) -> Bool { x == UnsafePointer(y) || x == UnsafePointer(d) }

    @inline(__always)
    func from(_ start: Int) -> Self { Self(y: y + start, d: d + start) }
  }
}

extension VectorLanes {
  @inline(__always)
  func store(_ pointer: UnsafeMutablePointer<Scalar>, streams: Bool) {
    if streams { stream(pointer) } else { store(pointer) }
  }
}
