internal import ActivationCatalogue
internal import CVectorMath
internal import VectorMath

/// The loops over whole vectors, in place or not: of a function that is cut in pieces by these, of others block by block in
/// stages. (All that is generic over what a loop does is private, or the compiler would keep it for any type.)
enum VectorLoops<A: ActivationFunction, V: VectorLanes> {
  typealias Scalar = V.Scalar
  typealias Source = UnsafePointer<Scalar>
  typealias Target = UnsafeMutablePointer<Scalar>

  /// y = f(x)
  @inline(__always)
  static func forward(
    _ x: Source, _ y: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>, streams: Bool
  ) {
    run(x, count, parameters, block, Value(y: y, streams: streams))
  }

  /// y = f′(x)
  @inline(__always)
  static func derivative(_ x: Source, _ y: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>) {
    run(x, count, parameters, block, Derivative(y: y))
  }

  /// dx = g f′(x)
  @inline(__always)
  static func backward(
    _ x: Source, _ g: Source, _ dx: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>,
    streams: Bool
  ) {
    run(x, count, parameters, block, Gradient(g: g, dx: dx, streams: streams))
  }

  /// y = f(x) and d = f′(x)
  @inline(__always)
  static func both(
    _ x: Source, _ y: Target, _ d: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>
  ) {
    run(x, count, parameters, block, Both(y: y, d: d))
  }

  @inline(__always)
  private static func run<F: Finish>(
    _ x: Source, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    if V.hasTables, F.isInPieces, block.tables.are(for: Float(parameters[0]), Float(parameters[1])) {
      finishInPieces(x, count, parameters, block, last)
    } else {
      finish(x, count, parameters, block, last)
    }
    if last.streams { hk_stream_end() }
  }

  // MARK: - In stages

  /// One block after the other: prepares its elements, then finishes them, so that in place is as good as not.
  @inline(__always)
  private static func finish<F: Finish>(
    _ x: Source, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    let p = Parameters(V(broadcasting: parameters[0]), V(broadcasting: parameters[1]))
    var start = 0
    while start < count {
      // Without stages, all is one block.
      let end = A.stages > 1 ? min(start &+ PreparedBlock<V>.count, count) : count
      prepare(x, start, end, p, for: last.wanted, block)
      var i = start
      while i < end {
        if last.streams { last.ask(for: x, at: i) }
        last.finish(V.load(x + i), at: i, p, block.load(at: i &- start))
        i &+= V.scalarCount
      }
      start = end
    }
  }

  /// Prepares the elements from `start` to `end`.
  @inline(__always)
  private static func prepare(
    _ x: Source, _ start: Int, _ end: Int, _ p: Parameters<V>, for wanted: Wanted, _ block: PreparedBlock<V>
  ) {
    guard A.stages > 1 else { return }
    var i = start
    while i < end {
      block.store(A.prepare(V.load(x + i), p, for: wanted), at: i &- start)
      i &+= V.scalarCount
    }
    guard A.stages > 2 else { return }
    i = start
    while i < end {
      block.store(A.refine(block.load(at: i &- start), p, for: wanted), at: i &- start)
      i &+= V.scalarCount
    }
  }

  /// Asks for what is some blocks further on: a block is prepared faster than its elements come from memory. AVX-512 is done
  /// with one in half the time that AVX2 takes: there two blocks were too few and eight too many.
  @inline(__always)
  fileprivate static func askFor(_ element: Source) {
    if A.stages > 1 { hk_prefetch(element + (V.hasTables ? 4 : 2) &* PreparedBlock<V>.count) }
  }

  // MARK: - In pieces

  /// One polynomial for each element. The few elements beyond the pieces, of which it makes some number, are then found as the
  /// function is written and put in its place: what becomes of an element does not depend on those beside it.
  @inline(__always)
  private static func finishInPieces<F: Finish>(
    _ x: Source, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    if last.overwrites(x) { return finishInPiecesInPlace(x, count, parameters, block, last) }
    var start = 0
    while start < count {
      let length = min(PreparedBlock<V>.elementsInPieces, count &- start)
      chunk(x + start, length, parameters, block, last.from(start))
      start &+= length
    }
  }

  /// The same in smaller chunks, of copies: elements beyond the pieces are needed again.
  @inline(never)
  private static func finishInPiecesInPlace<F: Finish>(
    _ x: Source, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    var start = 0
    while start < count {
      let length = min(PreparedBlock<V>.count, count &- start)
      V.copy(x + start, block.elements, length)
      chunk(block.elements, length, parameters, block, last.from(start).keeping(length, in: block.others))
      start &+= length
    }
  }

  @inline(__always)
  private static func chunk<F: Finish>(
    _ x: Source, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    guard count > 0 else { return }
    let wordCount = (count &+ 63) / 64
    // The last word may be in part about elements that are not there.
    block.bits[wordCount &- 1] = 0
    pieces(x, count, block, last)
    var any: UInt64 = 0
    for i in 0..<wordCount { any |= block.bits[i] }
    if any != 0 { putRight(x, wordCount, parameters, block, last) }
  }

  /// Every element by its piece; sets the bits of those beyond the pieces.
  @inline(never)
  private static func pieces<F: Finish>(
    _ x: Source, _ count: Int, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    let beyond = UnsafeMutableRawPointer(block.bits)
    guard let form = A.pieces(for: last.wanted.contains(.value) ? .value : .derivative) else { return }
    let bound = V(form.grid.bound)
    // As values: what is read through a pointer would be read again for every vector.
    let values = last.wanted.contains(.value) ? block.tables.value?.pointee : nil
    let slopes = last.wanted.contains(.derivative) ? block.tables.derivative?.pointee : nil
    let tables = (value: values ?? PieceTable(), derivative: slopes ?? PieceTable())
    var i = 0
    while i < count {
      if last.streams { last.ask(for: x, at: i) }
      let element = V.load(x + i)
      beyond.storeBytes(of: V.greater(form.reach(element), bound), toByteOffset: i / 8, as: UInt16.self)
      last.finish(element, at: i, tables.value, tables.derivative)
      i &+= V.scalarCount
    }
  }

  /// The elements beyond the pieces, gathered and as the function is written.
  @inline(never)
  private static func putRight<F: Finish>(
    _ x: Source, _ wordCount: Int, _ parameters: Source, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    let (values, slopes, places) = (block.values, block.slopes, block.places)
    var held = 0
    for i in 0..<wordCount {
      var word = block.bits[i]
      while word != 0 {
        let place = i &* 64 &+ word.trailingZeroBitCount
        places[held] = Int32(truncatingIfNeeded: place)
        values[held] = x[place]
        held &+= 1
        word &= word &- 1
      }
      if held > PreparedBlock<V>.count &- 64 || i &+ 1 == wordCount {
        let whole = V.wholeVectors(held &+ V.scalarCount &- 1)
        for k in held..<whole { values[k] = 0 }
        if last.wanted.contains(.derivative) { slopesAsWritten(values, slopes, whole, parameters, block) }
        if last.wanted.contains(.value) { valuesAsWritten(values, values, whole, parameters, block) }
        for k in 0..<held { last.put(values[k], slopes[k], at: Int(places[k])) }
        held = 0
      }
    }
  }
}

extension VectorLoops {
  @inline(never)
  private static func valuesAsWritten(
    _ x: Source, _ y: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>
  ) {
    finish(x, count, parameters, block, Value(y: y, streams: false))
  }

  @inline(never)
  private static func slopesAsWritten(
    _ x: Source, _ y: Target, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>
  ) {
    finish(x, count, parameters, block, Derivative(y: y))
  }
}

/// What a loop does in its last stage. (Types and not closures: what a closure calls is not inlined there.)
private protocol Finish {
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

  /// From f and f′, or the one of them that is wanted.
  func put(_ value: V.Scalar, _ slope: V.Scalar, at i: Int)

  /// Asks for what is some blocks after the elements at i.
  func ask(for x: UnsafePointer<V.Scalar>, at i: Int)

  /// Whether it stores where its operands are.
  func overwrites(_ x: UnsafePointer<V.Scalar>) -> Bool

  /// The same from an element on.
  func from(_ start: Int) -> Self

  /// The same with a copy of its operands besides x.
  func keeping(_ count: Int, in copy: UnsafeMutablePointer<V.Scalar>) -> Self
}

extension Finish {
  @inline(__always)
  var streams: Bool { false }

  @inline(__always)
  func ask(for x: UnsafePointer<V.Scalar>, at i: Int) { VectorLoops<A, V>.askFor(x + i) }

  @inline(__always)
  func keeping(_ count: Int, in copy: UnsafeMutablePointer<V.Scalar>) -> Self { self }

  /// f, or f′, from its table.
  @inline(__always)
  static func piece(_ wanted: Wanted, _ x: V, _ table: PieceTable) -> V { A.pieces(for: wanted)?(x, table) ?? x }
}

extension VectorLoops {
  private struct Value: Finish {
    let y: Target
    let streams: Bool

    @inline(__always)
    static var isInPieces: Bool { A.pieces(for: .value) != nil }

    @inline(__always)
    var wanted: Wanted { .value }

    @inline(__always)
    func finish(_ x: V, at i: Int, _ p: Parameters<V>, _ prepared: Prepared<V>) {
      A.value(x, p, prepared).put(y + i, streams: streams)
    }

    @inline(__always)
    func finish(_ x: V, at i: Int, _ values: PieceTable, _ slopes: PieceTable) {
      Self.piece(.value, x, values).put(y + i, streams: streams)
    }

    @inline(__always)
    func put(_ value: Scalar, _ slope: Scalar, at i: Int) { y[i] = value }

    @inline(__always)
    func overwrites(_ x: Source) -> Bool { x == UnsafePointer(y) }

    @inline(__always)
    func from(_ start: Int) -> Self { Self(y: y + start, streams: streams) }
  }

  private struct Derivative: Finish {
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
    func put(_ value: Scalar, _ slope: Scalar, at i: Int) { y[i] = slope }

    @inline(__always)
    func overwrites(_ x: Source) -> Bool { x == UnsafePointer(y) }

    @inline(__always)
    func from(_ start: Int) -> Self { Self(y: y + start) }
  }

  private struct Gradient: Finish {
    let g: Source
    let dx: Target
    let streams: Bool

    @inline(__always)
    static var isInPieces: Bool { Derivative.isInPieces }

    @inline(__always)
    var wanted: Wanted { .derivative }

    @inline(__always)
    func finish(_ x: V, at i: Int, _ p: Parameters<V>, _ prepared: Prepared<V>) {
      (V.load(g + i) * A.derivative(x, p, prepared)).put(dx + i, streams: streams)
    }

    @inline(__always)
    func finish(_ x: V, at i: Int, _ values: PieceTable, _ slopes: PieceTable) {
      (V.load(g + i) * Self.piece(.derivative, x, slopes)).put(dx + i, streams: streams)
    }

    @inline(__always)
    func put(_ value: Scalar, _ slope: Scalar, at i: Int) { dx[i] = g[i] * slope }

    @inline(__always)
    func ask(for x: Source, at i: Int) {
      VectorLoops.askFor(x + i)
      VectorLoops.askFor(g + i)
    }

    @inline(__always)
    func overwrites(_ x: Source) -> Bool { x == UnsafePointer(dx) || g == UnsafePointer(dx) }

    @inline(__always)
    func from(_ start: Int) -> Self { Self(g: g + start, dx: dx + start, streams: streams) }

    @inline(__always)
    func keeping(_ count: Int, in copy: Target) -> Self {
      V.copy(g, copy, count)
      return Self(g: copy, dx: dx, streams: streams)
    }
  }

  private struct Both: Finish {
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
    func put(_ value: Scalar, _ slope: Scalar, at i: Int) {
      y[i] = value
      d[i] = slope
    }

    @inline(__always)
    func overwrites(_ x: Source) -> Bool { x == UnsafePointer(y) || x == UnsafePointer(d) }

    @inline(__always)
    func from(_ start: Int) -> Self { Self(y: y + start, d: d + start) }
  }
}

extension VectorLanes {
  @inline(__always)
  fileprivate func put(_ pointer: UnsafeMutablePointer<Scalar>, streams: Bool) {
    if streams { stream(pointer) } else { store(pointer) }
  }
}
