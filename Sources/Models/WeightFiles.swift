internal import Foundation
internal import NeuralNetworks
internal import Safetensors

/// Parameter groups as tensors, and back.
extension Model {
  static func tensors(_ groups: [ParameterGroup], prefix: String) -> [Tensor] {
    groups.map { Tensor(prefix + $0.name, shape: $0.shape, $0.values) }
  }

  /// The groups that a network has, from a file; in the trainer's order.
  static func groups(
    _ network: Network, _ file: SafetensorsFile, prefix: String, _ path: String
  ) throws(ModelError) -> (parameters: [ParameterGroup], statistics: [ParameterGroup]) {
    let own: (parameters: [ParameterGroup], statistics: [ParameterGroup])
    do throws(NetworkError) {
      let trainer = try Trainer(
        network: quicklyStarted(network), loss: .meanSquaredError, optimizer: .sgd(momentum: 0), batchSize: 1, seed: 0)
      own = (try trainer.parameters(), trainer.statistics())
    } catch {
      throw ModelError(path, error.description)
    }
    return (try fill(own.parameters, file, prefix, path), try fill(own.statistics, file, prefix, path))
  }

  /// The same groups with the file's numbers.
  static func fill(
    _ groups: [ParameterGroup], _ file: SafetensorsFile, _ prefix: String, _ path: String
  ) throws(ModelError) -> [ParameterGroup] {
    var result: [ParameterGroup] = []
    for group in groups {
      let name = prefix + group.name
      guard let tensor = file[name] else { throw ModelError(path, "has no tensor '\(name)'; the network needs it") }
      guard tensor.shape == group.shape else {
        throw ModelError(path, "tensor '\(name)' has the shape \(tensor.shape); the network's is \(group.shape)")
      }
      var filled = group
      filled.values = try tensor.floats(in: path)
      result.append(filled)
    }
    return result
  }

  static func write(_ file: SafetensorsFile, to path: String) throws(ModelError) {
    do {
      try file.write(path)
    } catch {
      throw ModelError(error.place, error.problem)
    }
  }

  static func encode(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    // The loss of an epoch that diverged is NaN, which JSON has no number for.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
  }

  static func decode<T: Decodable>(_ text: String, _ path: String, _ key: String) throws(ModelError) -> T {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return try decoder.decode(T.self, from: Data(text.utf8))
    } catch {
      throw ModelError(path, "has metadata '\(key)' that makes no sense: \(text.prefix(80))")
    }
  }
}

extension SafetensorsFile {
  func values(_ name: String, _ path: String) throws(ModelError) -> [Float] {
    guard let tensor = self[name] else { throw ModelError(path, "has no tensor '\(name)'") }
    return try tensor.floats(in: path)
  }
}

extension Tensor {
  func floats(in path: String) throws(ModelError) -> [Float] {
    do {
      return try floats()
    } catch {
      throw ModelError(path, "tensor '\(name)': \(error.problem)")
    }
  }

  func doubles(in path: String) throws(ModelError) -> [Double] {
    do {
      return try doubles()
    } catch {
      throw ModelError(path, "tensor '\(name)': \(error.problem)")
    }
  }
}
