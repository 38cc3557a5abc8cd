internal import ActivationCatalogue
internal import VectorMath

/// The loops of a function that is cut in pieces, on processors that have tables.
extension VectorLoops {
  /// One polynomial for each element. Elements beyond the pieces, of which it makes some number, are found as the function is
  /// written and put in its place: what becomes of an element does not depend on those beside it.
  @inline(__always)
  static func finishInPieces<F: Finish>(
    _ x: Source, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    guard let form = A.pieces(for: last.wanted.contains(.value) ? .value : .derivative) else { return }
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

  /// Every element by its piece; sets the bits as well.
  @inline(never)
  private static func pieces<F: Finish>(
    _ x: Source, _ count: Int, _ bits: UnsafeMutablePointer<UInt64>, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    let beyond = UnsafeMutableRawPointer(bits)
    guard let form = A.pieces(for: last.wanted.contains(.value) ? .value : .derivative),
      let values = block.tables.value ?? block.tables.derivative,
      let slopes = block.tables.derivative ?? block.tables.value
    else { return }
    let bound = V(form.grid.bound)
    // As values: what is read through a pointer would be read again for every vector.
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

  /// The elements beyond the pieces as the function is written: gathered, or, where there are many, with all the others. In place
  /// the pieces' turn is when they have been found and not yet stored.
  @inline(never)
  private static func putRight<F: Finish>(
    _ x: Source, _ count: Int, _ parameters: Source, _ block: PreparedBlock<V>, _ last: F
  ) where F.A == A, F.V == V {
    let (bits, wordCount) = (block.bits, (count &+ 63) / 64)
    let isInPlace = last.overwrites(x)
    var beyond = 0
    for i in 0..<wordCount { beyond &+= bits[i].nonzeroBitCount }
    let isDense = beyond &* 3 > count
    var first = 0
    while first < wordCount {
      let start = first &* 64
      var (end, held, source) = (first, 0, UnsafePointer(block.values))
      if isDense {
        end = min(first &+ PreparedBlock<V>.count / 64, wordCount)
        (held, source) = (min(end &* 64, count) &- start, x + start)
        if isInPlace { last.keep(from: start, held, block) }
      } else {
        let gathered =
          isInPlace
          ? gather(x, from: first, to: wordCount, keeps: true, block, last)
          : gather(x, from: first, to: wordCount, keeps: false, block, last)
        (end, held) = gathered
      }
      asWritten(source, held, parameters, block, last)
      if isInPlace { pieces(x + start, min(end &* 64, count) &- start, bits + first, block, last.from(start)) }
      if isDense {
        let beyond = UnsafeRawPointer(bits + first)
        var i = 0
        while i < held {
          last.put(
            i, at: start &+ i, where: beyond.load(fromByteOffset: i / 8, as: UInt16.self), kept: isInPlace, block)
          i &+= V.scalarCount
        }
      } else {
        // Two loops, each without a question.
        if isInPlace { putGathered(held, kept: true, block, last) } else { putGathered(held, kept: false, block, last) }
      }
      first = end
    }
  }

  /// The elements whose bits are set, from one word on, as many as there is room for; returns where that was, and how many.
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

  @inline(__always)
  private static func putGathered<F: Finish>(_ count: Int, kept: Bool, _ block: PreparedBlock<V>, _ last: F)
  where F.A == A, F.V == V {
    let places = block.places
    for i in 0..<count { last.put(i, at: Int(places[i]), kept: kept, block) }
  }

  /// The results for some elements into the block, which has room for them up to a whole vector.
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
