import ArgumentParser
import Datasets
import Foundation
import Models
import NeuralNetworks
import Reports
import Studies

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Judge a trained network on data: loss, and accuracy or R².",
    discussion: """
      Data are split as in training, and scaled as the network's training data were. With --part all, every example counts.
      """)

  @Argument(help: ArgumentHelp("The folder that 'hillock train' wrote.", valueName: "model"))
  var model: String
  @OptionGroup var dataOptions: DataOptions
  @Option(help: "train, validation, test or all.")
  var part = "test"
  @Option(help: "Threads for oneDNN's products.")
  var threads = 1
  @Flag(help: "Print as JSON.")
  var json = false

  private struct Result: Encodable {
    var examples: Int
    var loss: Double
    var score: Double
    /// Right answers among the examples of each class.
    var classes: [String: Double]?
  }

  func run() throws {
    try reporting {
      try Workers.check(threads: threads)
      guard ["train", "validation", "test", "all"].contains(part) else {
        throw UsageError("--part \(part); expected train, validation, test or all")
      }
      let model = try Model(folder: model)
      let dataset = try dataOptions.load()
      let examples = try model.examples(dataset, part: part)
      let trainer = try model.trainer(batchSize: max(1, min(256, examples.count)), threads: threads)
      try trainer.check(examples)
      let metrics = try trainer.evaluate(examples)
      var result = Result(examples: examples.count, loss: metrics.loss, score: metrics.score)
      if case .classes(let labels, let names) = examples.targets {
        result.classes = try Self.byClass(trainer, examples, labels, names)
      }
      if json { return print(try JSONText.of(result)) }
      let name = examples.targets.isClassification ? "accuracy" : "R²"
      print(
        "\(examples.count) examples: loss " + String(format: "%.4f, ", metrics.loss) + name
          + String(format: " %.4f", metrics.score))
      guard let classes = result.classes else { return }
      var table = Table([("class", .left), ("accuracy", .right)])
      for name in model.classNames {
        table.rows.append([name, classes[name].map { String(format: "%.4f", $0) } ?? "–"])
      }
      print("")
      print(table.text)
    }
  }

  private static func byClass(
    _ trainer: Trainer, _ examples: Examples, _ labels: [Int32], _ names: [String]
  ) throws -> [String: Double] {
    let outputs = try trainer.outputs(for: examples.inputs)
    var right = [Int](repeating: 0, count: names.count)
    var all = right
    for (row, label) in labels.enumerated() {
      let z = outputs[row * names.count..<(row + 1) * names.count]
      let best = (z.indices.max { z[$0] < z[$1] } ?? z.startIndex) - z.startIndex
      all[Int(label)] += 1
      if best == Int(label) { right[Int(label)] += 1 }
    }
    var result: [String: Double] = [:]
    for (c, name) in names.enumerated() where all[c] > 0 { result[name] = Double(right[c]) / Double(all[c]) }
    return result
  }
}

extension Model {
  /// Examples of a data set as this model's network takes them.
  func examples(_ dataset: Dataset, part: String) throws -> Examples {
    let width = network.inputShape.reduce(1, *)
    guard dataset.examples.inputSize == width else {
      throw UsageError(
        "\(dataset.name) has inputs of \(dataset.inputShape); the network takes \(network.inputShape)")
    }
    guard dataset.examples.targets.isClassification == (loss == .softmaxCrossEntropy) else {
      throw UsageError(
        "\(dataset.name) has \(dataset.examples.targets.isClassification ? "classes" : "numbers") to predict; "
          + "the network was trained on \(classNames.isEmpty ? "numbers" : "classes")")
    }
    let dataset = try inOwnOrder(dataset)
    let chosen: Examples
    if part == "all" {
      let all = dataset.examples
      chosen = Examples(
        inputs: inputScaling.apply(all.inputs), inputSize: width, targets: targetScaling.apply(all.targets))
    } else {
      let prepared = try dataset.prepared(inputs: inputScaling, targets: targetScaling)
      chosen = part == "train" ? prepared.train : part == "validation" ? prepared.validation : prepared.test
    }
    guard case .classes(let labels, let names) = chosen.targets, names != classNames else { return chosen }
    // The same classes in another order, or not all of them.
    let places = try names.map { name in
      guard let place = classNames.firstIndex(of: name) else {
        throw UsageError(
          "\(dataset.name) has a class '\(name)'; the network knows \(classNames.joined(separator: ", "))")
      }
      return Int32(place)
    }
    return Examples(
      inputs: chosen.inputs, inputSize: width,
      targets: .classes(labels.map { places[Int($0)] }, names: classNames))
  }

  /// A table's columns as the network takes them.
  private func inOwnOrder(_ dataset: Dataset) throws -> Dataset {
    guard !columns.isEmpty else { return dataset }
    guard dataset.targetName == targetName else {
      throw UsageError(
        "\(dataset.name) predicts '\(dataset.targetName)'; the network was trained on '\(targetName)': see --target")
    }
    let places = try columns.map { name in
      guard let place = dataset.columns.firstIndex(of: name) else {
        throw UsageError("\(dataset.name) has no column '\(name)', which the network takes")
      }
      return place
    }
    if places == Array(columns.indices) { return dataset }
    let (all, width) = (dataset.examples, columns.count)
    var inputs: [Float] = []
    inputs.reserveCapacity(all.inputs.count)
    for row in 0..<all.count { for place in places { inputs.append(all.inputs[row * width + place]) } }
    return Dataset(
      name: dataset.name, description: dataset.description, inputShape: dataset.inputShape,
      examples: Examples(inputs: inputs, inputSize: width, targets: all.targets), testStart: dataset.testStart,
      scaling: dataset.scaling, columns: columns, targetName: dataset.targetName)
  }
}
