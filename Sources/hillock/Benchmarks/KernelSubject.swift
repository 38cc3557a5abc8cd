import Activations
import OneDNN

#if canImport(Glibc)
  import Glibc
#endif

/// A function to be timed: an activation, or softmax over rows of one length.
enum KernelSubject: Hashable {
  case activation(Activation)
  case softmax(Softmax, channels: Int)

  /// How many numbers softmax's rows have.
  static let channels = [10, 1000, 50_000]

  private static let softmaxes: [(name: String, value: Softmax)] = [
    ("softmax", .standard), ("log-softmax", .logarithmic),
  ]

  /// Everything that can be timed, in the catalogue's order.
  static var all: [KernelSubject] {
    Activation.all.map { .activation($0) } + softmaxes.flatMap { rows(of: $0.value) }
  }

  /// Those that a name stands for: one activation, or softmax over rows of every length.
  static func named(_ text: String) throws -> [KernelSubject] {
    let word = text.lowercased()
    if let found = softmaxes.first(where: { $0.name == word || $0.name.filter { $0 != "-" } == word }) {
      return rows(of: found.value)
    }
    do throws(ActivationError) {
      return [.activation(try Activation(text))]
    } catch {
      guard case .unknownName = error else { throw error }
      let names = Activation.all.flatMap { [$0.facts.name] + $0.facts.aliases } + softmaxes.map(\.name)
      throw ActivationError.unknownName(text, nearest: NearestMatch.find(text, among: names))
    }
  }

  private static func rows(of softmax: Softmax) -> [KernelSubject] {
    channels.map { .softmax(softmax, channels: $0) }
  }

  var name: String {
    switch self {
    case .activation(let activation): activation.description
    case .softmax(let softmax, _): softmax.isLogarithmic ? "log-softmax" : "softmax"
    }
  }

  var channels: Int? {
    switch self {
    case .activation: nil
    case .softmax(_, let channels): channels
    }
  }

  /// How many elements of `size` it works on: whole rows.
  func elements(of size: Int) -> Int { channels.map { size / $0 * $0 } ?? size }

  /// What is timed, with the same arrays for all.
  ///
  /// - Parameters:
  ///   - set: The instruction set of our own kernels.
  ///   - isComparingSets: Whether the build for AVX2 is timed too.
  func entries(
    _ arrays: KernelArrays, size: Int, threads: Int, set: InstructionSet, isComparingSets: Bool
  ) throws -> [(timing: KernelTiming, entry: RoundRobin.Entry)] {
    let count = elements(of: size)
    let (x, d) = (arrays.x, arrays.d)
    var result = ours(arrays, count: count, threads: threads, set: set)
    if isComparingSets {
      result += ours(arrays, count: count, threads: threads, set: .v3).compactMap { one in
        switch one.timing {
        case .forward: (.v3Forward, one.entry)
        case .backward: (.v3Backward, one.entry)
        default: nil
        }
      }
    }
    result.append(
      (
        .memcpy,
        .init {
          sharing(threads).split(count, bytesEach: MemoryLayout<Float>.stride) { start, length in
            memcpy(d + start, x + start, length * MemoryLayout<Float>.stride)
          }
        }
      ))
    // oneDNN's threads last, as they go on spinning. What it does not have is not timed.
    OneDNN.setThreads(threads)
    result += oneDNNs(arrays, count: count).map { timing, call in
      (timing, .init(call: call, leavesThreadsSpinning: threads > 1))
    }
    return result
  }

  /// The library's own way to share an array, also where it would not pay.
  private func sharing(_ threads: Int) -> Threads { threads > 1 ? .count(threads) : .one }

  private func ours(
    _ arrays: KernelArrays, count: Int, threads: Int, set: InstructionSet
  ) -> [(timing: KernelTiming, entry: RoundRobin.Entry)] {
    let (x, g, y, d) = (arrays.x, arrays.g, arrays.y, arrays.d)
    /// A sweep over the array, in pieces from an offset with a number of elements.
    typealias Sweep = (_ offset: Int, _ count: Int) -> Void
    let unit = channels ?? Threads.block
    func split(_ sweep: Sweep) {
      sharing(threads).split(count, bytesEach: MemoryLayout<Float>.stride, unit: unit, sweep)
    }
    func each(_ sweep: @escaping Sweep) -> RoundRobin.Entry { .init { split(sweep) } }
    // The whole array forward, before any of it goes back.
    func inTurn(_ first: @escaping Sweep, _ second: @escaping Sweep) -> RoundRobin.Entry {
      .init {
        split(first)
        split(second)
      }
    }
    switch self {
    case .activation(let activation):
      let kernels = activation.kernels(for: set)
      return [
        (.forward, each { kernels.forward(x + $0, into: y + $0, count: $1) }),
        (.backward, each { kernels.backward(x + $0, upstream: g + $0, into: d + $0, count: $1) }),
        (
          .forwardAndDerivative,
          each { kernels.forwardAndDerivative(x + $0, value: y + $0, derivative: d + $0, count: $1) }
        ),
        (
          .forwardThenBackward,
          activation.isRebuiltFromOutput
            ? inTurn(
              { kernels.forward(x + $0, into: y + $0, count: $1) },
              { kernels.backwardFromOutput(y + $0, upstream: g + $0, into: d + $0, count: $1) })
            : kernels.isQuickFromInput
              ? inTurn(
                { kernels.forward(x + $0, into: y + $0, count: $1) },
                { kernels.backward(x + $0, upstream: g + $0, into: d + $0, count: $1) })
              : inTurn(
                { kernels.forwardAndDerivative(x + $0, value: y + $0, derivative: d + $0, count: $1) },
                { Float.multiply(g + $0, d + $0, into: d + $0, count: $1) })
        ),
      ]
    case .softmax(let softmax, let channels):
      let forward: Sweep = {
        softmax.forward(x + $0, into: y + $0, rows: $1 / channels, channels: channels, on: set)
      }
      let backward: Sweep = {
        softmax.backward(y + $0, upstream: g + $0, into: d + $0, rows: $1 / channels, channels: channels, on: set)
      }
      return [
        (.forward, each(forward)), (.backward, each(backward)), (.forwardThenBackward, inTurn(forward, backward)),
      ]
    }
  }

  private func oneDNNs(
    _ arrays: KernelArrays, count: Int
  ) -> [(timing: KernelTiming, call: () throws -> Void)] {
    let (x, g, y, d) = (arrays.x, arrays.g, arrays.y, arrays.d)
    switch self {
    case .activation(let activation):
      guard let function = EltwiseFunction(activation: activation.name, parameters: activation.parameters),
        let peer = try? EltwisePeer(function, count: count)
      else { return [] }
      return [
        (.oneDNNForward, { try peer.value.forward(x, into: y) }),
        (.oneDNNBackward, { try peer.value.backward(x, upstream: g, into: d) }),
      ]
    case .softmax(let softmax, let channels):
      guard
        let peer = try? SoftmaxPeer(rows: count / channels, channels: channels, isLogarithmic: softmax.isLogarithmic)
      else { return [] }
      return [
        (.oneDNNForward, { try peer.value.forward(x, into: y) }),
        (.oneDNNBackward, { try peer.value.backward(y, upstream: g, into: d) }),
      ]
    }
  }
}

/// Values that cannot be copied, shared by closures.
private final class EltwisePeer {
  let value: Eltwise

  init(_ function: EltwiseFunction, count: Int) throws { value = try Eltwise(function, count: count) }
}

private final class SoftmaxPeer {
  let value: SoftmaxProduct

  init(rows: Int, channels: Int, isLogarithmic: Bool) throws {
    value = try SoftmaxProduct(rows: rows, channels: channels, isLogarithmic: isLogarithmic)
  }
}
