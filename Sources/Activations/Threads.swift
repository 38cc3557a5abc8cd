internal import CProcessor
internal import Dispatch

/// How many threads a call over arrays may use. The result has the same bits, whatever their number.
public enum Threads: Hashable, Sendable {
  /// As many as this process has processors, for arrays that are large enough for it to pay.
  case automatic
  /// The caller's thread alone.
  case one
  /// At most this many at once, for arrays of any size; less than 1 counts as 1.
  case count(Int)

  /// What each thread must have to do before another one is worth its start, in bytes of one operand.
  ///
  /// On two cores of a Zen 3 server with some other work on them, starting a second thread cost 8 to 15 µs. At 2 × 512 KiB
  /// two threads took 1.06 times one's time for ReLU, the cheapest loop (1.28 at half that size, 0.86 at twice), 0.70 for
  /// tanh and 0.59 for Mish; those two pay from 2 × 128 KiB.
  static let minimumBytes = 512 << 10

  /// Pieces start at multiples of this many elements: whole vectors, and whole cache lines of an aligned array.
  public static let block = 64

  private static let processors = max(1, Int(hk_processor_count()))

  /// Calls `body` with the start and the count of pieces that together are 0..<count, on several threads if that is
  /// allowed and pays. `unit` is what must not be split, in elements.
  @inline(__always)
  public func split(_ count: Int, bytesEach: Int, unit: Int = block, _ body: (_ start: Int, _ count: Int) -> Void) {
    switch self {
    case .one: body(0, count)
    case .automatic where count * bytesEach < 2 * Self.minimumBytes: body(0, count)
    default: splitFurther(count, bytesEach, unit, body)
    }
  }

  @inline(never)
  private func splitFurther(_ count: Int, _ bytesEach: Int, _ unit: Int, _ body: (Int, Int) -> Void) {
    let units = (count + unit - 1) / unit
    let wanted =
      switch self {
      case .automatic: min(Self.processors, count * bytesEach / Self.minimumBytes)
      case .one: 1
      case .count(let threads): threads
      }
    let pieces = max(1, min(wanted, units))
    guard pieces > 1 else { return body(0, count) }
    let (each, rest) = units.quotientAndRemainder(dividingBy: pieces)
    withoutActuallyEscaping(body) {
      // Every piece is a part of the arrays of its own.
      nonisolated(unsafe) let body = $0
      DispatchQueue.concurrentPerform(iterations: pieces) { piece in
        let start = (piece * each + min(piece, rest)) * unit
        let end = start + (piece < rest ? each + 1 : each) * unit
        body(start, min(end, count) - start)
      }
    }
  }
}
