internal import ActivationCatalogue
internal import VectorMath

/// The loops of a function that is cut in pieces, on processors that have tables, with 16 lanes.
extension VectorLoops {
  /// One polynomial for each element. Elements beyond the pieces, of which it makes some number, are found as the
  /// function is written and put in its place: what becomes of an element does not depend on those beside it.
  @inline(__always)
  static func finishInPieces<F: Finish>(
    _ x: Source, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    guard let form = last.form else { return }
    var start = 0
    while start < count {
      let length = min(PreparedBlock<V>.elementsInPieces, count &- start)
      chunk(x + start, length, form, parameters, block, last.from(start))
      start &+= length
    }
  }

  @inline(__always)
  private static func chunk<F: Finish>(
    _ x: Source, _ count: Int, _ form: PieceForm, _ parameters: Source, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    let (bits, wordCount) = (block.bits, (count &+ 63) / 64)
    // The last word may be in part about elements that are not there.
    bits[wordCount &- 1] = 0
    // In place, what is beyond the pieces must be known before it is overwritten.
    let isInPlace = last.overwrites(x)
    if isInPlace { mark(x, count, form, bits) } else { pieces(x, count, bits, block, last) }
    var any: UInt64 = 0
    for i in 0..<wordCount { any |= bits[i] }
    if any != 0 {
      putRight(x, count, parameters, block, last)
    } else if isInPlace {
      pieces(x, count, bits, block, last)
    }
  }

  /// Sets the bits of the elements beyond the pieces.
  @inline(__always)
  private static func mark(_ x: Source, _ count: Int, _ form: PieceForm, _ bits: UnsafeMutablePointer<UInt64>) {
    let beyond = UnsafeMutableRawPointer(bits)
    let bound = V(form.grid.bound)
    var i = 0
    while i < count {
      beyond.storeBytes(of: V.greater(form.reach(V.load(x + i)), bound), toByteOffset: i / 8, as: UInt16.self)
      i &+= V.scalarCount
    }
  }

  /// Every element by its piece; sets the bits as well, in place to what they are.
  @inline(never)
  private static func pieces<F: Finish>(
    _ x: Source, _ count: Int, _ bits: UnsafeMutablePointer<UInt64>, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    let beyond = UnsafeMutableRawPointer(bits)
    guard let form = last.form,
      let values = block.tables.value ?? block.tables.derivative,
      let slopes = block.tables.derivative ?? block.tables.value
    else { preconditionFailure("no tables of pieces") }
    let bound = V(form.grid.bound)
    // As values: what is read through a pointer would be read again for every vector. One that is not wanted is not
    // used.
    let tables = (value: values.pointee, derivative: slopes.pointee)
    var i = 0
    while i < count {
      if last.streams { last.ask(for: x, at: i) }
      let element = V.load(x + i)
      beyond.storeBytes(of: V.greater(form.reach(element), bound), toByteOffset: i / 8, as: UInt16.self)
      last.finish(element, at: i, tables.value, tables.derivative)
      i &+= V.scalarCount
    }
  }

  /// The elements beyond the pieces, as the function is written: gathered, or, where there are many, with all the
  /// others.
  @inline(never)
  private static func putRight<F: Finish>(
    _ x: Source, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    let wordCount = (count &+ 63) / 64
    var total = 0
    for i in 0..<wordCount { total &+= block.bits[i].nonzeroBitCount }
    // Each loop without a question for every element.
    switch (total &* 3 > count, last.overwrites(x)) {
    case (true, let isInPlace): putAll(x, count, isInPlace: isInPlace, parameters, block, last)
    case (false, true): putGathered(x, count, isInPlace: true, parameters, block, last)
    case (false, false): putGathered(x, count, isInPlace: false, parameters, block, last)
    }
  }

  /// As many as there is room for, and then the next. In place the pieces' turn is when these have been found and not
  /// yet stored.
  @inline(__always)
  private static func putGathered<F: Finish>(
    _ x: Source, _ count: Int, isInPlace: Bool, _ parameters: Source, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    let (bits, places, wordCount) = (block.bits, block.places, (count &+ 63) / 64)
    var first = 0
    while first < wordCount {
      let (end, held) = gather(x, from: first, to: wordCount, keeps: isInPlace, block, last)
      asWritten(block.values, held, parameters, block, last)
      if isInPlace { takePieces(x, count, words: first..<end, bits, block, last) }
      for i in 0..<held { last.put(i, at: Int(places[i]), kept: isInPlace, block) }
      first = end
    }
  }

  /// Every element of a block, of which some are then stored.
  @inline(__always)
  private static func putAll<F: Finish>(
    _ x: Source, _ count: Int, isInPlace: Bool, _ parameters: Source, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    let (bits, wordCount) = (block.bits, (count &+ 63) / 64)
    var first = 0
    while first < wordCount {
      let end = min(first &+ PreparedBlock<V>.count / 64, wordCount)
      let start = first &* 64
      let length = min(end &* 64, count) &- start
      if isInPlace { last.keep(from: start, length, block) }
      asWritten(x + start, length, parameters, block, last)
      if isInPlace { takePieces(x, count, words: first..<end, bits, block, last) }
      let beyond = UnsafeRawPointer(bits + first)
      var i = 0
      while i < length {
        let lanes = beyond.load(fromByteOffset: i / 8, as: UInt16.self)
        last.put(i, at: start &+ i, where: lanes, kept: isInPlace, block)
        i &+= V.scalarCount
      }
      first = end
    }
  }

  @inline(__always)
  private static func takePieces<F: Finish>(
    _ x: Source, _ count: Int, words: Range<Int>, _ bits: UnsafeMutablePointer<UInt64>, _ block: PreparedBlock<V>,
    _ last: F
  ) where F.A == A, F.V == V {
    let start = words.lowerBound &* 64
    pieces(
      x + start, min(words.upperBound &* 64, count) &- start, bits + words.lowerBound, block, last.from(start))
  }

  /// The elements whose bits are set, from one word on, as many as there is room for; returns where that was, and how
  /// many.
  @inline(__always)
  private static func gather<F: Finish>(
    _ x: Source, from first: Int, to wordCount: Int, keeps: Bool, _ block: PreparedBlock<V>, _ last: F
  ) -> (end: Int, held: Int) where F.A == A, F.V == V {
    let (bits, places, values) = (block.bits, block.places, block.values)
    var (end, held) = (first, 0)
    while end < wordCount, held <= PreparedBlock<V>.count &- 64 {
      var word = bits[end]
      while word != 0 {
        let place = end &* 64 &+ word.trailingZeroBitCount
        places[held] = Int32(truncatingIfNeeded: place)
        values[held] = x[place]
        if keeps { last.keep(place, as: held, block) }
        last.askForTarget(at: place)
        held &+= 1
        word &= word &- 1
      }
      end &+= 1
    }
    return (end, held)
  }

  /// The results for some elements into the block: for whole vectors of an array, or for those that have been gathered
  /// in the block, which are overwritten by their values and so have their slopes first.
  @inline(__always)
  private static func asWritten<F: Finish>(
    _ x: Source, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    let whole = V.wholeVectors(count &+ V.scalarCount &- 1)
    if x == UnsafePointer(block.values) {
      for i in count..<whole { block.values[i] = 0 }
    }
    if last.wanted.contains(.derivative) { slopesAsWritten(x, block.slopes, whole, parameters, block) }
    if last.wanted.contains(.value) { valuesAsWritten(x, block.values, whole, parameters, block) }
  }
}

// Once for all loops, not within each.
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
