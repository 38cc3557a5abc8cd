import Activations
import Datasets
import NeuralNetworks
import Statistics
import Studies
import Testing

@Suite struct PlanTests {
  @Test(arguments: [
    "epochs", "activations", "seeds", "rates", "width", "decay", "dropout", "noise", "baseline", "depths", "margin",
    "metric", "tuned on",
  ])
  func plansThatMakeNoSense(what: String) throws {
    var plan = try Fixture.plan()
    switch what {
    case "epochs": plan.epochs = 0
    case "activations": plan.activations = []
    case "seeds": plan.seeds = 0
    case "rates": plan.tuning.rates = [0.1, -1]
    case "decay": plan.tuning.weightDecays = [-0.1]
    case "dropout": plan.tuning.dropouts = [1]
    case "noise": plan.grid.labelNoises = [1.5]
    case "baseline": plan.baseline = try ActivationChoice("mish")
    case "depths": plan.grid.depths = [3, 3]
    case "margin": plan.margin = 0
    case "metric": plan.metric = .rmse
    case "tuned on": (plan.firstSeed, plan.seeds) = (999_999, 10)
    default: plan.grid.widths = [0]
    }
    #expect(throws: StudyError.self) { try plan.validate() }
  }

  static func parse(_ text: String) throws -> StudyFile { try StudyFile.parse(Array(text.utf8), from: "s.yaml") }

  @Test func aWholeFile() throws {
    let file = try Self.parse(
      """
      data:
        - digits
        - {file: t.csv, target: price, task: regression}
        - {file: u.csv, group: patient, weight: w}
      networks:
        - dense
        - name: mine
          layers: [dense width, activation, "residual(dense width, normalization, activation, dropout)"]
        - conv 8, activation, flatten
      activations: [relu, "leaky-relu(0.02)", swish learned per-channel]
      baseline: leaky-relu(0.02)
      grid:
        depth: [1, 2]
        width: 32
        normalization: [none, batch]
        optimizer: [sgd, "nesterov:0.8", adam]
        train-size: [100, all]
        label-noise: [0, 0.2]
      epochs: 3
      schedule: cosine
      augmentation: {shift: 2}
      tuning: {rates: [0.1, 0.2], refinements: 2, weight-decays: [0, 0.001], seeds: 4}
      seeds: 7
      first-seed: 2000
      split-seed: 3
      metric: auc
      class-weights: balanced
      swap-only: true
      equivalence-margin: 0.02
      budget: 1.5h
      """)
    let plan = file.plan
    #expect(plan.data[1] == StudyData(source: "t.csv", target: "price", task: .regression))
    #expect(plan.networks.map(\.name) == ["dense", "mine", "layers"])
    #expect(plan.activations[2].learning == .perChannel && plan.baseline == plan.activations[1])
    #expect(plan.grid.depths == [1, 2] && plan.grid.widths == [32] && plan.grid.batches == [64])
    #expect(plan.grid.optimizers == [.sgd(), .sgd(momentum: 0.8, nesterov: true), .adam()])
    #expect(plan.grid.trainSizes == [100, nil] && plan.grid.normalizations == [.none, .batch])
    #expect(plan.tuning.refinements == 2 && plan.tuning.dropouts == [0] && plan.tuning.seeds == 4)
    #expect(plan.budget == .seconds(5400) && plan.margin == 0.02 && plan.hasSwapOnly && plan.seeds == 7)
    #expect(
      plan.finalSeeds.first == 2000 && plan.splitSeed == 3 && plan.metric == .auc && plan.classWeights == .balanced)
    #expect(plan.data[2].roles == ColumnRoles(group: "patient", weight: "w"))
    #expect(plan.augmentation == Augmentation(shift: 2) && plan.schedule.description == "cosine")
  }

  @Test(
    arguments: [
      ("epoch: 3", "s.yaml:1:1: no key 'epoch'; did you mean 'epochs'?"),
      ("grid:\n  depht: 3", "s.yaml:2:3: no key 'depht'; did you mean 'depth'?"),
      ("tuning:\n  seeds: 2\n  rate: 0.1", "s.yaml:3:3: no key 'rate'; did you mean 'rates'?"),
      ("data:\n  - {fiel: x}", "s.yaml:2:6: no key 'fiel'; did you mean 'file'?"),
      ("activations: [relu, gelo]", "s.yaml:1:21: unknown activation 'gelo'; did you mean 'gelu'?"),
      ("networks: dens", "s.yaml:1:11: no network 'dens'; did you mean 'dense'?"),
      ("grid: {normalization: bath}", "s.yaml:1:23: no normalization 'bath'; did you mean 'batch'?"),
      ("grid: {optimizer: adm}", "s.yaml:1:19: no optimizer 'adm'; did you mean 'adam'?"),
      ("grid: {train-size: -4}", "s.yaml:1:20: a training-set size of '-4'"),
      ("epochs: many", "s.yaml:1:9: expected a whole number"), ("budget: soon", "s.yaml:1:9: a budget of 'soon'"),
      ("epochs: 3\nepochs: 4", "epochs"),
      // Numbers that are none of the kind, with the place of the number itself.
      ("seeds: 3\nepochs: 0", "s.yaml:2:9: a number of epochs of 0; expected 1 to 1000000"),
      ("seeds: 0", "s.yaml:1:8: a number of seeds of 0; expected 1 to 10000"),
      ("grid:\n  depth: [2, -3]", "s.yaml:2:14: a depth of -3; expected 0 to 1000"),
      ("grid: {width: 0}", "s.yaml:1:15: a width of 0; expected 1 to 100000"),
      ("grid: {batch: [32, 0]}", "s.yaml:1:20: a batch size of 0"),
      ("grid: {label-noise: 1.5}", "s.yaml:1:21: a label noise of 1.5; expected 0 to 1"),
      ("grid: {input-noise: -0.5}", "s.yaml:1:21: an input noise of -0.5"),
      ("tuning:\n  rates:\n    - 0.1\n    - -0.01", "s.yaml:4:7: a learning rate of -0.01; expected a finite number"),
      ("tuning: {rates: .inf}", "s.yaml:1:17: a learning rate of inf"),
      ("tuning: {rates: .nan}", "s.yaml:1:17: a learning rate of nan"),
      ("tuning: {refinements: 11}", "s.yaml:1:23: a number of refinements of 11; expected 0 to 10"),
      ("tuning: {weight-decays: [0, 2]}", "s.yaml:1:29: a weight decay of 2.0; expected 0 to 1"),
      ("tuning: {dropouts: [0, 1]}", "s.yaml:1:24: a dropout of 1.0; expected 0 to less than 1"),
      ("tuning: {seeds: 0}", "s.yaml:1:17: a number of inner splits or draws for tuning of 0"),
      ("metric: accurracy", "s.yaml:1:9: no metric 'accurracy'; did you mean 'accuracy'?"),
      ("class-weights: balance", "s.yaml:1:16: no class weights 'balance'; did you mean 'balanced'?"),
      ("data: {file: t.csv, gruop: x}", "s.yaml:1:21: no key 'gruop'; did you mean 'group'?"),
      ("augmentation: {shift: -1}", "s.yaml:1:23: a shift of -1; expected 0 or more pixels"),
      ("equivalence-margin: 0", "s.yaml:1:21: an equivalence margin of 0.0"),
      ("epochs: 99999999999999999999", "s.yaml:1:9: expected a whole number"),
      ("grid: {depth: [3, 4, 3]}", "s.yaml:1:22: 3 is named twice"),
      ("grid: {optimizer: [sgd, SGD]}", "s.yaml:1:25: SGD is named twice"),
      ("activations: [all, gelu]", "s.yaml:1:20: gelu is named twice"),
      ("networks: [dense, {name: dense, layers: activation}]", "s.yaml:1:19: a second network is called dense"),
      ("data: [{file: x, taget: y}]", "s.yaml:1:18: no key 'taget'; did you mean 'target'?"),
      ("networks: {nam: x, layers: activation}", "s.yaml:1:12: no key 'nam'; did you mean 'name'?"),
      ("augmentation: {shfit: 2}", "s.yaml:1:16: no key 'shfit'; did you mean 'shift'?"), ("- a", "expected a mapping"),
      ("", "is empty"),
    ])
  func mistakesInAFileHaveTheirPlace(text: String, message: String) throws {
    do {
      _ = try Self.parse(text)
      Issue.record("'\(text)' was read")
    } catch {
      #expect("\(error)".contains(message), "\(error)")
    }
  }

  @Test func templatesAreFilledIn() throws {
    func text(
      _ layers: String, depth: Int? = 2, normalization: Normalization = .none, dropout: Double = 0,
      shape: [Int] = [6], _ name: String = "gelu"
    ) throws -> String {
      try NetworkTemplate(name: "t", layers: layers).network(
        inputShape: shape, outputs: 3, choice: try ActivationChoice(name), depth: depth, width: 5,
        normalization: normalization, dropout: dropout, initialization: .he
      ).layers.map(\.text).joined(separator: ", ")
    }
    let dense = NetworkTemplate.known[0].layers
    #expect(try text(dense) == "dense 5, gelu, dense 5, gelu, dense 3")
    #expect(try text(dense, depth: 0) == "dense 3")
    #expect(
      try text(dense, depth: 1, normalization: .batch, dropout: 0.25)
        == "dense 5, batch-norm, gelu, dropout 0.25, dense 3")
    #expect(
      try text("dense width, dropout 0.5, activation") == "dense 5, dropout 0.5, gelu, dense 3")
    #expect(try text(dense, depth: 1, shape: [2, 3]) == "flatten, dense 5, gelu, dense 3")
    #expect(try text("dense 4, activation", "prelu") == "dense 4, prelu learned per-channel, dense 3")
    for template in NetworkTemplate.known {
      #expect(throws: Never.self) {
        try text(template.layers, shape: template.layers.contains("conv") ? [16, 16, 3] : [6])
      }
    }
    #expect(throws: NetworkError.self) { try text("conv 8, activation", shape: [6]) }
    #expect(throws: NetworkError.self) { try text("repeat depth (dense width", shape: [6]) }
  }

  @Test func theCommentedFileCanBeRead() throws {
    for (shape, isClassification) in [([28, 28], true), ([32, 32, 3], true), ([7], false)] {
      var summary = Fixture.data
      summary.inputShape = shape
      summary.isClassification = isClassification
      let text = StudyTemplate.text(
        summary, source: "a \"strange\" name.csv", target: isClassification ? nil : "y: z",
        roles: ColumnRoles(group: isClassification ? nil : "patient no"), epochs: 12)
      let file = try Self.parse(text)
      #expect(
        file.data[0].source == "a \"strange\" name.csv" && file.data[0].target == (isClassification ? nil : "y: z"))
      #expect(file.epochs == 12 && file.data[0].roles.group == (isClassification ? nil : "patient no"))
      var plan = file.plan
      plan.data[0].summary = summary
      try plan.validate()
      try plan.validateNetworks()
    }
  }

  @Test(arguments: [
    ("90s", Budget.seconds(90)), ("10 m", .seconds(600)), ("2h", .seconds(7200)), ("500", .trials(500)),
  ])
  func budgets(text: String, budget: Budget) throws { #expect(try Budget(text) == budget) }

  @Test(arguments: ["", "10x", "-3", "0", "1e3", "m", "99999999999999999999"]) func budgetsThatAreNone(text: String) {
    #expect(throws: StudyError.self) { try Budget(text) }
  }

  /// Written down in every study's file: if it changes, old studies run all their trials again.
  @Test func identifiersStayWhatTheyAre() throws {
    let identifier = try Fixture.plan().settings[0].identifier
    #expect(identifier == "c362d141d16d9bb7")
  }
}
