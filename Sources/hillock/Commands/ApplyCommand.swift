import Activations
import ArgumentParser
import Datasets

struct ApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Apply an activation to every number of a .npy file (float32 or float64, any shape).")

  @Argument(help: "An activation, softmax or log-softmax.")
  var name: String
  @Argument(help: "The .npy file to read.")
  var input: String
  @Option(name: .shortAndLong, help: "The .npy file to write.")
  var output: String
  @Flag(help: "Write the derivative instead of the value.")
  var derivative = false
  @Option(help: "The axis of softmax; negative from the end. (default: the last one)")
  var axis: Int?
  @Option(help: "The temperature of softmax.")
  var temperature: Double?
  @OptionGroup var options: ActivationOptions

  func run() throws {
    try reporting {
      let result: NPYArray
      switch name.lowercased() {
      case "softmax": result = try softmax(isLogarithmic: false)
      case "log-softmax", "logsoftmax": result = try softmax(isLogarithmic: true)
      default:
        guard axis == nil, temperature == nil else {
          throw UsageError("--axis and --temperature are for softmax and log-softmax")
        }
        let activation = try options.activation(name)
        let array = try NPYArray.read(input)
        result = NPYArray(shape: array.shape, values: try map(activation, array.values))
      }
      try result.write(output)
      let shape = result.shape.map(String.init).joined(separator: " × ")
      print("wrote \(output): \(shape.isEmpty ? "one number" : shape)")
    }
  }

  private func map(_ activation: Activation, _ values: NPYArray.Values) throws -> NPYArray.Values {
    switch values {
    case .float32(let x): .float32(derivative ? activation.derivative(of: x) : activation.apply(to: x))
    case .float64(let x): .float64(derivative ? activation.derivative(of: x) : activation.apply(to: x))
    default: throw notFloat(values)
    }
  }

  private func notFloat(_ values: NPYArray.Values) -> DatasetError {
    DatasetError(input, "holds \(values.typeName); expected float32 or float64")
  }

  private func softmax(isLogarithmic: Bool) throws -> NPYArray {
    guard !derivative else {
      throw UsageError(
        "softmax's derivative is a matrix for each row, not a number for each element; --derivative does not apply")
    }
    let softmax = try Softmax(temperature: temperature ?? 1, isLogarithmic: isLogarithmic)
    let array = try NPYArray.read(input)
    guard !array.shape.isEmpty else { throw UsageError("\(input) is a single number; softmax needs an axis") }
    let wanted = axis ?? -1
    let index = wanted < 0 ? wanted + array.shape.count : wanted
    guard array.shape.indices.contains(index) else {
      throw UsageError("--axis \(wanted); \(input) has \(array.shape.count) axes, 0 to \(array.shape.count - 1)")
    }
    switch array.values {
    case .float32(let x):
      let y = Self.along(index, array.shape, x) { rows, channels, values in
        values.withUnsafeMutableBufferPointer {
          if let p = $0.baseAddress { softmax.forward(p, into: p, rows: rows, channels: channels) }
        }
      }
      return NPYArray(shape: array.shape, values: .float32(y))
    case .float64(let x):
      let y = Self.along(index, array.shape, x) { rows, channels, values in
        values.withUnsafeMutableBufferPointer {
          if let p = $0.baseAddress { softmax.forward(p, into: p, rows: rows, channels: channels) }
        }
      }
      return NPYArray(shape: array.shape, values: .float64(y))
    default: throw notFloat(array.values)
    }
  }

  /// Moves the axis to the end, runs, and moves it back.
  private static func along<T>(
    _ axis: Int, _ shape: [Int], _ x: [T], _ body: (_ rows: Int, _ channels: Int, inout [T]) -> Void
  ) -> [T] {
    let channels = shape[axis]
    let inner = shape[(axis + 1)...].reduce(1, *)
    guard !x.isEmpty else { return x }
    let outer = x.count / channels / inner
    var moved = x
    if inner > 1 {
      for o in 0..<outer {
        for c in 0..<channels {
          for i in 0..<inner { moved[(o * inner + i) * channels + c] = x[(o * channels + c) * inner + i] }
        }
      }
    }
    body(outer * inner, channels, &moved)
    guard inner > 1 else { return moved }
    var result = moved
    for o in 0..<outer {
      for c in 0..<channels {
        for i in 0..<inner { result[(o * channels + c) * inner + i] = moved[(o * inner + i) * channels + c] }
      }
    }
    return result
  }
}
