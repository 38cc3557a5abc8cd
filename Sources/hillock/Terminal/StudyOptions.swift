import Activations
import ArgumentParser
import Datasets
import NeuralNetworks
import Studies

/// A study as it was typed: a file, options, or a file that options change.
struct StudyOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("A study file (see hillock study init); options change what it says.", valueName: "file"))
  var file: String?
  @Option(
    help: ArgumentHelp(
      "Data: digits, moons, circles, spirals, xor, mnist, fashion-mnist, cifar10 (see hillock data), a folder of IDX or "
        + "CIFAR-10 files, a CSV file, or an .npz file. Given again, for several. (default: digits)",
      valueName: "name or path"))
  var data: [String] = []
  @Option(help: "Column of a CSV file to predict. (default: the last one)")
  var target: String?
  @Option(help: "classification or regression. (default: by the target's content)")
  var task: String?
  @Option(help: "Column of a table whose rows of one value stay on one side of every split, such as a patient's.")
  var group: String?
  @Option(help: "Column of a table with the time: trained on the past, tested on what follows.")
  var order: String?
  @Option(help: "Column of a table with a split of your own: each value is a test part once.")
  var folds: String?
  @Option(help: "Column of a table that says how much a row counts, in training and in every metric.")
  var weight: String?
  @Option(help: "none, or balanced: classes weigh in training inversely to how frequent they are. (default: none)")
  var classWeights: String?
  @Option(
    help: ArgumentHelp(
      "accuracy, balanced-accuracy, log-loss, macro-f1, auc; r2, rmse, mae. (default: accuracy, balanced-accuracy where one "
        + "class has more than 80 %, r2)"))
  var metric: String?
  @Option(
    help: ArgumentHelp(
      "Activations, separated by commas, or all. (default: \(ActivationChoice.usual.map(\.activation.name).joined(separator: ",")))"
    ))
  var activations: String?
  @Option(help: "The activation that the others are compared with. (default: relu)")
  var baseline: String?
  @Option(
    help: ArgumentHelp(
      "dense, residual, convolutional, convolutional-residual, or layers with the words activation, depth, width, "
        + "normalization, dropout. Given again, for several. (default: dense)", valueName: "name or layers"))
  var network: [String] = []
  @Option(help: "Units of a hidden layer, or of each one: 128 or 128,64. (default: 96)")
  var hidden: String?
  @Option(help: "Numbers of hidden layers or blocks. (default: 3, or as many as --hidden lists)")
  var depth: String?
  @Option(help: "Units of hidden layers, or channels, for networks that mention the width. (default: 96)")
  var width: String?
  @Option(help: "none, batch, layer. (default: none)")
  var normalization: String?
  @Option(help: "Examples in a training step. (default: 64)")
  var batch: String?
  @Option(help: "he, glorot, lecun, orthogonal, variance-preserving. (default: variance-preserving)")
  var initialization: String?
  @Option(help: "sgd, nesterov, adam, adamw, rmsprop. (default: sgd)")
  var optimizer: String?
  @Option(help: "Shares of training labels that are made wrong. (default: 0)")
  var labelNoise: String?
  @Option(help: "Deviations of noise on the inputs, theirs being 1. (default: 0)")
  var inputNoise: String?
  @Option(
    name: [.customLong("train-size"), .customLong("train-limit")],
    help: "At most so many training examples, or all. (default: all)")
  var trainSize: String?
  @Option(help: "Passes over the training data. (default: some 3,000 steps, more while validation still improves)")
  var epochs: Int?
  @Option(help: "constant, cosine, one-cycle or step:EPOCHS:FACTOR. (default: constant)")
  var schedule: String?
  @Option(help: "Moves training images by up to so many pixels.")
  var shift: Int?
  @Flag(help: "Mirrors training images, each with probability 1/2.")
  var flip = false
  @Option(help: "Learning rates to try. (default: 0.001 to 0.3 for SGD, 0.0001 to 0.03 for the others)")
  var rates: String?
  @Option(help: "Rounds of two more rates around the best, or beyond the list. (default: 1)")
  var refine: Int?
  @Option(help: "Weight decays to try with every rate. (default: 0)")
  var weightDecays: String?
  @Option(help: "Shares of dropout to try with every rate. (default: 0)")
  var dropouts: String?
  @Option(help: "Inner splits, or draws, on which rates are chosen. (default: 3)")
  var tuningSeeds: Int?
  @Option(
    help: ArgumentHelp(
      "Fresh seeds for the final figures; with a budget, the most for one activation. (default: 10, or what the budget allows)"
    ))
  var seeds: Int?
  @Option(help: "The first of these seeds. (default: 1)")
  var firstSeed: Int?
  @Option(help: "Seed of the splits of data without a test part. (default: 0)")
  var splitSeed: Int?
  @Option(
    help: ArgumentHelp(
      "A race: spends seeds where the verdict is open, for 90s, 10m, 2h, or a number of trials.", valueName: "budget"))
  var budget: String?
  @Option(
    help: ArgumentHelp(
      "Differences smaller than this count as none; of RMSE and MAE in deviations of the target. (default: 0.005, 0.01 of R², "
        + "log-loss, RMSE and MAE)"))
  var margin: Double?
  @Flag(help: "Add the ranking in which everything is tuned for the baseline and only the function swapped.")
  var swapOnly = false

  /// The study as a file would say it, with data that are not loaded yet.
  func studyFile() throws -> StudyFile {
    var file = try file.map { try StudyFile.read($0) } ?? StudyFile()
    try change(&file)
    try changeGrid(&file.grid)
    try file.plan.validate()
    return file
  }

  private func change(_ file: inout StudyFile) throws {
    let task = try Typed.task(task)
    if !data.isEmpty { file.data = data.map { StudyData(source: $0) } }
    let roles = ColumnRoles(group: group, order: order, folds: folds, weight: weight)
    if target != nil || task != nil || !roles.isEmpty {
      if file.data.isEmpty { file.data = [StudyData(source: "digits")] }
      for i in file.data.indices {
        file.data[i].target = target ?? file.data[i].target
        file.data[i].task = task ?? file.data[i].task
        file.data[i].roles.group = group ?? file.data[i].roles.group
        file.data[i].roles.order = order ?? file.data[i].roles.order
        file.data[i].roles.folds = folds ?? file.data[i].roles.folds
        file.data[i].roles.weight = weight ?? file.data[i].roles.weight
      }
    }
    if let classWeights { file.classWeights = try StudyWords.value("class weights", classWeights) }
    if let metric { file.metric = try StudyWords.value("metric", metric) }
    if let firstSeed { file.firstSeed = try Self.positive("--first-seed", firstSeed) }
    if let splitSeed {
      guard splitSeed >= 0 else { throw UsageError("--split-seed \(splitSeed); expected 0 or more") }
      file.splitSeed = splitSeed
    }
    if let activations {
      file.activations =
        activations.lowercased() == "all" ? ActivationChoice.all : try Typed.parts(activations).map { try .init($0) }
    }
    if let baseline { file.baseline = try ActivationChoice(baseline) }
    if !network.isEmpty { file.networks = try networks() }
    try changeHidden(&file)
    if let epochs { file.epochs = try Self.positive("--epochs", epochs) }
    if let schedule { file.schedule = try Schedule(schedule) }
    if shift != nil || flip { file.augmentation = Augmentation(shift: shift ?? 0, flip: flip) }
    if let rates { file.tuning.rates = try Typed.numbers("--rates", rates, "above 0") { $0 > 0 } }
    if let refine { file.tuning.refinements = refine }
    if let weightDecays {
      file.tuning.weightDecays = try Typed.numbers("--weight-decays", weightDecays, "from 0 to 1") {
        (0...1).contains($0)
      }
    }
    if let dropouts {
      file.tuning.dropouts = try Typed.numbers("--dropouts", dropouts, "from 0 to less than 1") { (0..<1).contains($0) }
    }
    if let tuningSeeds { file.tuning.seeds = try Self.positive("--tuning-seeds", tuningSeeds) }
    if let seeds { file.seeds = try Self.positive("--seeds", seeds) }
    if let budget { file.budget = try Budget(budget) }
    if let margin { file.margin = margin }
    if swapOnly { file.hasSwapOnly = true }
  }

  private func networks() throws -> [NetworkTemplate] {
    var networks: [NetworkTemplate] = []
    for text in network {
      var one = try StudyFile.network(text)
      if one.name == "layers", network.count > 1 { one.name = "layers \(networks.count + 1)" }
      networks.append(one)
    }
    return networks
  }

  private func changeHidden(_ file: inout StudyFile) throws {
    guard let hidden else { return }
    guard width == nil, network.isEmpty else {
      throw UsageError("--hidden together with --width or --network; expected one of them")
    }
    let widths = try Typed.numbers("--hidden", hidden, of: "units", 1...100_000)
    if widths.count == 1 {
      file.grid.widths = widths
      return
    }
    if let depth, depth != "\(widths.count)" {
      throw UsageError("--depth \(depth), but --hidden lists \(widths.count) layers")
    }
    file.networks = [.dense(widths)]
  }

  private func changeGrid(_ grid: inout Grid) throws {
    if let depth { grid.depths = try Typed.numbers("--depth", depth, of: "layers", 0...1_000) }
    if let width { grid.widths = try Typed.numbers("--width", width, of: "units", 1...100_000) }
    if let batch { grid.batches = try Typed.numbers("--batch", batch, of: "examples", 1...1 << 20) }
    if let normalization {
      grid.normalizations = try Typed.parts(normalization).map { try StudyWords.value("normalization", $0) }
    }
    if let initialization {
      grid.initializations = try Typed.parts(initialization).map { try StudyWords.value("initialization", $0) }
    }
    if let optimizer { grid.optimizers = try Typed.parts(optimizer).map { try Optimizer($0) } }
    if let labelNoise {
      grid.labelNoises = try Typed.numbers("--label-noise", labelNoise, "from 0 to 1") { (0...1).contains($0) }
    }
    if let inputNoise { grid.inputNoises = try Typed.numbers("--input-noise", inputNoise, "from 0 on") { $0 >= 0 } }
    if let trainSize { grid.trainSizes = try Typed.parts(trainSize).map { try StudyWords.trainSize($0) } }
  }

  private static func positive(_ option: String, _ value: Int) throws -> Int {
    guard value > 0 else { throw UsageError("\(option) \(value); expected at least 1") }
    return value
  }
}
