internal import Datasets

/// What training a network takes, apart from the data.
public struct TrainingMemory: Hashable, Sendable {
  /// Bytes of the parameters alone; gradients take as much again, and so does each list that an optimiser keeps.
  public var parameterBytes: Int
  /// Bytes that one batch leaves from the forward for the backward pass, without its inputs.
  public var keptBytes: Int
  /// Bytes of all arrays of one batch: values, gradients and what is kept, where those that do not live at the same time
  /// share their place.
  public var batchBytes: Int
}

extension Network: CustomStringConvertible {
  /// "28×28×1 → conv 32 → relu → flatten → dense 10"
  public var summary: String {
    ([TensorShape(inputShape).description] + layers.map(\.text)).joined(separator: " → ")
  }

  /// What training takes, without what oneDNN allocates for itself.
  public func memory(batchSize: Int) throws(NetworkError) -> TrainingMemory {
    try validate()
    let plan = MemoryPlan(try Lowering(self), rows: batchSize, purpose: .training)
    return TrainingMemory(parameterBytes: 4 * parameterCount, keptBytes: 4 * plan.keptCount, batchBytes: 4 * plan.size)
  }

  /// A table of the layers with their shapes and parameters, and what one example takes in training.
  public var description: String {
    var rows = [("layer", "output", "parameters"), ("input", TensorShape(inputShape).description, "")]
    do {
      var shape = TensorShape(inputShape)
      _ = try shapes()
      for layer in layers { rows += try Self.rows(layer, &shape, indent: "") }
      let memory = try memory(batchSize: 1)
      return Self.table(rows)
        + "\n\(parameterCount) parameters, \(ByteCount.text(memory.parameterBytes)). Training keeps "
        + "\(ByteCount.text(memory.keptBytes)) of each example for the backward pass and works in "
        + "\(ByteCount.text(memory.batchBytes))."
    } catch {
      return "\(summary)\nimpossible: \(error)"
    }
  }

  private static func rows(
    _ layer: Layer, _ shape: inout TensorShape, indent: String
  ) throws(NetworkError) -> [(String, String, String)] {
    let input = shape
    let output = try layer.output(of: input, layer.text)
    let count = try layer.parameterCount(input)
    defer { shape = output }
    guard case .residual(let inner) = layer else {
      return [(indent + layer.text, output.description, count == 0 ? "" : "\(count)")]
    }
    var rows = [(indent + "residual", "", "")]
    var inside = input
    for layer in inner { rows += try Self.rows(layer, &inside, indent: indent + "  ") }
    let projection = try Projection.between(input, output, layer.text).layer
    if let projection {
      rows.append((indent + "+ \(projection.text)", output.description, "\(try projection.parameterCount(input))"))
    } else {
      rows.append((indent + "+ input", output.description, ""))
    }
    return rows
  }

  private static func table(_ rows: [(String, String, String)]) -> String {
    let widths = (rows.map(\.0.count).max() ?? 0, rows.map(\.1.count).max() ?? 0, rows.map(\.2.count).max() ?? 0)
    func padding(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
    return rows.map { row in
      var line = row.0 + padding(widths.0 - row.0.count + 2) + row.1
      if !row.2.isEmpty { line += padding(widths.1 - row.1.count + 2 + widths.2 - row.2.count) + row.2 }
      return line
    }.joined(separator: "\n")
  }
}
