import Activations
import Datasets
import Diagnostics
import Foundation
import NeuralNetworks
import Statistics
import Studies

/// Studies that were made up, run by the schedule as real ones are.
struct MadeUpStudy {
  var activations = ["relu", "binary-step", "squared-relu", "gelu"]
  var depths = [2]
  var classes = 2
  var replication: Dataset.Replication = .draws
  var splitLimit: Int?
  var groupCount: Int?
  var largestClassShare: Double?
  var deviation: Double?
  var metric: Metric?
  var seeds = 10
  var epochs = 4
  var networks = [NetworkTemplate.known[0]]
  var budget: Budget?
  var hasSwapOnly = false
  var testCount = 60
  var isCurrent = true
  /// Finished trials; all of them if nil.
  var trials: Int?
  var command = "hillock study --data '<x>' --seeds 10"
  /// Oriented by the activation's place and the seed, and whether a run diverges.
  var score: @Sendable (_ place: Int, _ key: TrialKey) -> Double? = { place, key in
    place == 2 ? nil : 0.95 - 0.01 * Double(place) + 0.002 * Double((key.seed + UInt64(key.replicate)) % 3)
  }
  var linear = 0.9
  var constant = 0.5

  private var summary: DataSummary {
    DataSummary(
      name: "<b>data</b>", description: "made up & hostile \"<script>\"", trainCount: 210, validationCount: 30,
      testCount: testCount, inputShape: [28, 28], classNames: (0..<classes).map { "class \($0)" },
      isClassification: classes > 0, outputCount: max(1, classes), fingerprint: "0123456789abcdef",
      replication: replication, splitLimit: splitLimit, exampleCount: 300, groupCount: groupCount,
      largestClassShare: largestClassShare, targetDeviation: classes > 0 ? nil : deviation ?? 2)
  }

  var plan: StudyPlan {
    get throws {
      var plan = StudyPlan(
        data: [StudyData(source: "x", summary: summary)], networks: networks,
        activations: try activations.map { try ActivationChoice($0) },
        grid: Grid(depths: depths, widths: [8], batches: [16]), epochs: epochs,
        tuning: Tuning(rates: [0.01, 0.1], refinements: 0), seeds: seeds, metric: metric, hasSwapOnly: hasSwapOnly,
        budget: budget)
      if !isCurrent { plan.protocolVersion = 1 }
      return plan
    }
  }

  func result() throws -> StudyResult {
    let plan = try plan
    let schedule = StudySchedule(plan)
    var table = TrialTable()
    while let (_, keys) = schedule.next(table), table.count < trials ?? .max {
      for key in keys where table.count < trials ?? .max {
        table[key] = outcome(key, plan)
        guard !key.phase.isTuning else { continue }
        let place = TestPart.Key(setting: key.setting, replicate: key.replicate)
        if table[place] == nil { table[place] = part(key) }
      }
    }
    let environment = StudyEnvironment(
      hillockVersion: "0", processor: "none", cores: 2, instructionSet: "none", oneDNNVersion: "0", system: "none")
    return try Leaderboard.result(
      StudyContents(
        plans: [PlanRecord(plan: plan, environment: environment, command: command, trialsBefore: 0)], table: table,
        curves: curves(plan, schedule), layers: layers(plan, schedule), seconds: 12, sessions: 1))
  }

  private func outcome(_ key: TrialKey, _ plan: StudyPlan) -> TrialOutcome {
    if key.phase.isLinear {
      return TrialOutcome(
        validationScore: linear, testScore: key.phase == .linear ? linear : nil,
        constantScore: key.phase == .linear ? constant : nil)
    }
    let place = plan.activations.firstIndex(of: key.choice) ?? 0
    guard let score = score(place, key) else { return TrialOutcome(divergedInEpoch: 1, reason: "made up <i>") }
    return TrialOutcome(
      validationScore: score, validationLoss: 0.2, testScore: key.phase == .tuning ? nil : score, testLoss: 0.2,
      millisecondsPerEpoch: 12 - Double(place), predictions: key.phase == .tuning ? nil : predictions(key, score))
  }

  /// Rows of the table, in part the same in every split.
  private func rows(_ replicate: Int) -> [Int32] {
    (0..<testCount).map { Int32(replication == .splits ? ($0 * 5 + replicate * 7) % 300 : $0) }
  }

  private func part(_ key: TrialKey) -> TestPart {
    let rows = rows(key.replicate)
    return TestPart(
      rows: rows, labels: classes > 0 ? rows.map { $0 % Int32(classes) } : [],
      values: classes > 0 ? [] : rows.map { Float($0) },
      groups: groupCount.map { n in rows.map { $0 % Int32(n) } } ?? [],
      trainCount: 210)
  }

  /// As many right as the score says.
  private func predictions(_ key: TrialKey, _ score: Double) -> Predictions? {
    let rows = rows(key.replicate)
    let wrong = classes > 0 ? Int((1 - min(1, max(0, score))) * Double(testCount)) : 0
    let found: [String: Any] =
      classes > 0
      ? [
        "classes": rows.enumerated().map { i, row in
          let isWrong = (i * 7 + Int(key.seed % 1_000) * 13) % testCount < wrong
          return Int(row) % classes + (isWrong ? (Int(row) % classes == classes - 1 ? -1 : 1) : 0)
        }, "surprisals": rows.map { _ in 300 }, "areaInfluence": [], "values": [],
      ]
      : [
        "classes": [], "surprisals": [], "areaInfluence": [],
        "values": rows.map { Float($0) + Float(score * 3) * (Int($0) % 2 == 0 ? 1 : -1) },
      ]
    return (try? JSONSerialization.data(withJSONObject: found)).flatMap {
      try? JSONDecoder().decode(Predictions.self, from: $0)
    }
  }

  private func curves(_ plan: StudyPlan, _ schedule: StudySchedule) -> [Place: [CurvePoint]] {
    var curves: [Place: [CurvePoint]] = [:]
    for (identifier, _) in schedule.settings {
      for (place, choice) in plan.activations.enumerated() where place != 2 {
        curves[Place(setting: identifier, choice: choice)] = (0...epochs).map {
          let share = Double($0 + 1) / Double(epochs + 1)
          let score = classes > 0 ? 0.9 * share : 3 - 2 * share
          return CurvePoint(
            epoch: $0, seeds: seeds, trainLoss: 1, validationLoss: 0.5, validationScore: score, low: score - 0.02,
            high: score + 0.02)
        }
      }
    }
    return curves
  }

  private func layers(_ plan: StudyPlan, _ schedule: StudySchedule) -> [Place: [LayerSummary]] {
    var layers: [Place: [LayerSummary]] = [:]
    for (identifier, setting) in schedule.settings {
      let depth = setting.depth ?? 0
      for (place, choice) in plan.activations.enumerated() where place != 2 {
        layers[Place(setting: identifier, choice: choice)] = [0, epochs].flatMap { epoch in
          (0...depth).map { layer in
            LayerSummary(
              epoch: epoch,
              probe: LayerProbe(
                layer: layer, name: layer == depth ? "output" : "hidden \(layer + 1)", preActivationMean: 0,
                preActivationDeviation: 1, outputMean: 0.5, outputDeviation: .nan, deadShare: place == 1 ? 1 : 0.05,
                saturatedShare: 0.5, gradientNorm: place == 1 ? 0 : 0.01 * Double(layer + 1), updateRatio: 0.001))
          }
        }
      }
    }
    return layers
  }
}
