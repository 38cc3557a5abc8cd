internal import Datasets

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// One piece of memory for all of a network's numbers, zero at first, from which pieces are cut while a network is compiled.
///
/// Every piece starts at a cache line. Two passes: the sizes are added up before the memory is there.
struct Arena: ~Copyable {
  typealias Pointer = UnsafeMutablePointer<Float>

  let start: Pointer
  let count: Int
  private var used = 0

  /// - Throws: `NetworkError` if the machine has not got so much memory.
  init(count: Int) throws(NetworkError) {
    self.count = Self.rounded(count)
    let bytes = max(64, self.count * MemoryLayout<Float>.stride)
    // The system promises more than there is, and ends the program when it is used.
    let all = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    var raw: UnsafeMutableRawPointer?
    guard bytes <= all, posix_memalign(&raw, 64, bytes) == 0, let raw else {
      throw .init(
        "the network takes \(ByteCount.text(bytes)) of memory with this batch; the machine has \(ByteCount.text(all))")
    }
    memset(raw, 0, bytes)
    start = raw.bindMemory(to: Float.self, capacity: self.count)
  }

  deinit { free(start) }

  /// The size of a piece for `count` numbers.
  static func rounded(_ count: Int) -> Int { (count + 15) / 16 * 16 }

  mutating func take(_ count: Int) -> Pointer {
    precondition(used + Self.rounded(count) <= self.count, "an arena that was measured too small")
    defer { used += Self.rounded(count) }
    return start + used
  }
}

/// A piece of the arrays of parameters and of their gradients.
struct Slot {
  let offset: Int
  let count: Int
}
