import Accuracy
import Activations
import Foundation
import OneDNN

extension Candidate<Float> {
  /// oneDNN's function for the same activation; nil if it has none.
  static func oneDNN(_ activation: Activation) -> Candidate<Float>? {
    guard let function = EltwiseFunction(activation: activation.name, parameters: activation.parameters) else {
      return nil
    }
    let pool = EltwisePool(function)
    return Candidate(name: "oneDNN", forward: { pool.forward($0, into: $1, count: $2) })
  }
}

/// oneDNN prepares a function for one length and one thread at a time: what has been prepared waits here for its next use.
private final class EltwisePool: @unchecked Sendable {
  private let function: EltwiseFunction
  // Guarded by `lock`.
  private let lock = NSLock()
  private var free: [Int: [Prepared]] = [:]

  init(_ function: EltwiseFunction) { self.function = function }

  /// NaN everywhere if oneDNN fails, which a measurement cannot miss.
  func forward(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int) {
    guard count > 0 else { return }
    OneDNN.setThreads(1)
    do {
      let prepared = try lock.withLock { free[count]?.popLast() } ?? Prepared(function, count: count)
      try prepared.eltwise.forward(x, into: y)
      lock.withLock { free[count, default: []].append(prepared) }
    } catch {
      y.update(repeating: .nan, count: count)
    }
  }

  private final class Prepared {
    let eltwise: Eltwise

    init(_ function: EltwiseFunction, count: Int) throws { eltwise = try Eltwise(function, count: count) }
  }
}
