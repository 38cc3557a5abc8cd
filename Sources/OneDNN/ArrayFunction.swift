internal import COneDNN

/// What element-by-element functions and softmax have in common: a function that oneDNN has prepared for one shape.
struct ArrayFunction: ~Copyable {
  private let function: OpaquePointer
  private let name: String

  init(_ name: String, _ create: (inout OpaquePointer?) -> Int32) throws(OneDNNError) {
    var function: OpaquePointer?
    let status = create(&function)
    guard status == 0, let function else { throw OneDNNError(operation: "make \(name)", status: status) }
    self.function = function
    self.name = name
  }

  deinit { hk_function_destroy(function) }

  func forward(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) throws(OneDNNError) {
    try check(hk_function_forward(function, x, y))
  }

  func backward(
    _ needed: UnsafePointer<Float>, _ g: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>
  ) throws(OneDNNError) {
    try check(hk_function_backward(function, needed, g, dx))
  }

  var implementations: (forward: String, backward: String) {
    (
      String(cString: hk_function_implementation(function)),
      String(cString: hk_function_backward_implementation(function))
    )
  }

  @inline(__always)
  private func check(_ status: Int32) throws(OneDNNError) {
    if status != 0 { throw OneDNNError(operation: "run \(name)", status: status) }
  }
}
