/// What a function's page says of cost, from a file that `hillock bench kernels --json` wrote. Fields that the pages do not
/// show may be absent or different.
struct MeasuredCost: Decodable {
  /// One function's times for one size and one number of threads.
  struct Kernel: Decodable {
    /// As it can be typed: `gelu`, `softmax`.
    var name: String
    /// Of softmax: how many numbers a row has.
    var channels: Int?
    /// The number of elements.
    var size: Int
    var threads: Int
    /// By pass: `forward`, `backward`, `forwardAndDerivative`, `memcpy`, and others.
    var nanosecondsPerElement: [String: Double]
  }

  /// How the times come from the single timings.
  var statistic: String?
  var instructionSet: String?
  var kernels: [Kernel]

  static func read(_ path: String) throws -> MeasuredCost {
    try MeasurementFile.read(path, from: "hillock bench kernels --json")
  }

  func kernels(_ name: String) -> [Kernel] { kernels.filter { $0.name == name } }
}
