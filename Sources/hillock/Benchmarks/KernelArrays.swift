import Foundation
import Randomness

/// What the kernels work on: separate arrays, aligned to a cache line, every page touched beforehand. The same for
/// every contender.
final class KernelArrays {
  let count: Int
  /// After so many elements the same ones come again: more are no better, and take seconds to draw.
  private static let period = 1 << 20

  /// Inputs: normal, around 0.
  let x: UnsafeMutablePointer<Float>
  /// The upstream gradient: standard normal.
  let g: UnsafeMutablePointer<Float>
  /// Results.
  let y, d: UnsafeMutablePointer<Float>

  /// With inputs of a standard deviation.
  init(count: Int, deviation: Float) throws {
    let all = try (0..<4).map { _ in
      var memory: UnsafeMutableRawPointer?
      guard posix_memalign(&memory, 4096, count * MemoryLayout<Float>.stride) == 0, let memory else {
        throw UsageError("--sizes: there is no memory for four arrays of \(ElementCount(count).text) elements")
      }
      return memory.bindMemory(to: Float.self, capacity: count)
    }
    self.count = count
    (x, g, y, d) = (all[0], all[1], all[2], all[3])
    var stream = RandomStream(seed: 1, purpose: .test)
    for i in 0..<min(count, Self.period) {
      x[i] = stream.normal() * deviation
      g[i] = stream.normal()
    }
    for start in stride(from: Self.period, to: count, by: Self.period) {
      let length = min(Self.period, count - start)
      (x + start).initialize(from: x, count: length)
      (g + start).initialize(from: g, count: length)
    }
    y.initialize(repeating: 0, count: count)
    d.initialize(repeating: 0, count: count)
  }

  deinit { for array in [x, g, y, d] { free(array) } }
}
