import Activations
import Charts
import Datasets
import Diagnostics
import Foundation
import NeuralNetworks
import Reports
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct AutopsyReportTests {
  /// Two layers whose units are moved by hand between epochs of training that is too slow to move anything: the same
  /// counts on every processor.
  static func autopsy(hidden: [Int] = [24, 6], epochs: Int = 5) throws -> Autopsy {
    let count = 400
    let inputs = (0..<count).map { Float($0 % 100) / 50 - 1 }
    let data = Dataset(
      name: "ramp", description: "a ramp", inputShape: [1],
      examples: Examples(inputs: inputs, inputSize: 1, targets: .values(inputs, width: 1)), scaling: .perFeature)
    let prepared = try data.prepared()
    let network = Network.dense(inputShape: [1], hidden: hidden, outputs: 1, activation: try Activation("relu"))
    let run = try TrainingRun(
      network: network,
      plan: TrainingPlan(
        loss: .meanSquaredError, optimizer: .sgd(momentum: 0), learningRate: 1e-12, epochs: epochs, batchSize: 20),
      data: prepared)
    func set(_ change: (_ epoch: Int, _ layer: Int, _ unit: Int) -> Float?, _ epoch: Int) throws {
      var groups = try run.trainer.parameters()
      for layer in hidden.indices {
        for unit in 0..<hidden[layer] {
          if let bias = change(epoch, layer, unit) { groups[2 * layer + 1].values[unit] = bias }
        }
      }
      try run.trainer.setParameters(groups)
    }
    var groups = try run.trainer.parameters()
    for (i, group) in groups.enumerated() where group.kind == .weights {
      groups[i].values = group.values.indices.map { i == 0 ? ($0 % 2 == 0 ? 1 : -1) : $0 % 3 == 0 ? 0.1 : 0.01 }
    }
    try run.trainer.setParameters(groups)
    // A ramp of deviation 1 ends at ±1.73: the fourth unit is active near its end alone.
    let plan: (Int, Int, Int) -> Float? = { epoch, layer, unit in
      switch (epoch, layer, unit) {
      case (0, 0, 0...2), (0, 1, 0): -9
      case (0, 0, 3): -1.55
      case (0, _, _): 1
      case (1, 0, 4...6), (2, 0, 7...11), (3, 1, 1...2): -3
      case (3, 0, 5), (4, 0, 2), (4, 1, 1): 1
      default: nil
      }
    }
    try set(plan, 0)
    let recorder = try AutopsyRecorder(run, options: .init(sparseShare: 0.1, localisedDeaths: 0))
    for epoch in 1...epochs {
      _ = try recorder.runEpoch()
      try set(plan, epoch)
    }
    var autopsy = try recorder.autopsy()
    autopsy.cost.training = 1.5
    autopsy.cost.watching = 0.25
    return autopsy
  }

  @Test func pictures() throws {
    let autopsy = try Self.autopsy()
    let timeline = AutopsyCharts.timeline(autopsy).svg()
    let map = try #require(AutopsyCharts.map(autopsy)).svg()
    for (svg, name) in [(timeline, "autopsy-timeline.svg"), (map, "autopsy-map.svg")] {
      #expect(XMLParser(data: Data(svg.utf8)).parse())
      #expect(!svg.contains("nan") && !svg.contains("aria-label=\"\""))
      let difference = Snapshot.difference(svg, named: name)
      #expect(difference == nil, "\(difference ?? "")")
    }
    for label in ["born dead 2", "died 7", "revived 2", "sparse 1", "alive 12", "alive 3"] {
      #expect(timeline.contains(label))
    }
  }

  @Test func screen() throws {
    let text = AutopsyText.screen(try Self.autopsy()) + "\n"
    let difference = Snapshot.difference(text, named: "autopsy.txt")
    #expect(difference == nil, "\(difference ?? "")\n\(text)")
  }

  @Test("layers that are too wide have no map; nothing but life is nothing to map") func maps() throws {
    #expect(try AutopsyCharts.map(Self.autopsy(hidden: [AutopsyCharts.mostMappedUnits + 1])) == nil)
    let data = try Dataset.load("moons").prepared(trainLimit: 200)
    let run = try TrainingRun(
      network: .dense(inputShape: [2], hidden: [4], outputs: 2, activation: try Activation("tanh")),
      plan: TrainingPlan(loss: .softmaxCrossEntropy, learningRate: 0.01, epochs: 1, batchSize: 50), data: data)
    let recorder = try AutopsyRecorder(run)
    _ = try recorder.runEpoch()
    let autopsy = try recorder.autopsy()
    #expect(AutopsyCharts.map(autopsy) == nil)
    #expect(AutopsyText.screen(autopsy).contains("no unit died"))
    #expect(XMLParser(data: Data(AutopsyCharts.timeline(autopsy).svg().utf8)).parse())
  }
}
