internal import COneDNN

/// One of oneDNN's functions of single numbers, prepared for arrays of one length: y = f(x) and dx = g · f′(x).
///
/// A peer to compare with in speed and accuracy. The arrays belong to the caller and are given at each call; those of the
/// call before are the cheapest. It works with the number of threads that `OneDNN.setThreads` said before it was made.
public struct Eltwise: ~Copyable {
  private let function: ArrayFunction
  public let count: Int

  /// - Throws: `OneDNNError` if oneDNN has no such function.
  public init(_ function: EltwiseFunction, count: Int) throws(OneDNNError) {
    self.function = try ArrayFunction("\(function.algorithm) of \(count) numbers") {
      hk_eltwise_create(&$0, function.algorithm.raw, function.alpha, function.beta, Int64(count))
    }
    self.count = count
  }

  /// y = f(x). In place is allowed.
  public func forward(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>) throws(OneDNNError) {
    try function.forward(x, y)
  }

  /// dx = g · f′(x). In place of g is allowed.
  public func backward(
    _ x: UnsafePointer<Float>, upstream g: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>
  ) throws(OneDNNError) {
    try function.backward(x, g, dx)
  }

  /// What oneDNN chose to do it with: "jit:avx512_common".
  public var implementations: (forward: String, backward: String) { function.implementations }
}
