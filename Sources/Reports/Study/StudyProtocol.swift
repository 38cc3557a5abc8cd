internal import Charts
internal import Datasets
internal import NeuralNetworks
internal import Statistics
internal import Studies

/// What a study did, in a table that lets somebody else do it again.
enum StudyProtocol {
  typealias Row = (name: String, value: String)

  static func rows(_ result: StudyResult) -> [Row] {
    result.isCurrent
      ? data(result) + network(result) + training(result) + StudyMethods(result).rows + machine(result)
      : data(result) + network(result) + earlier(result) + machine(result)
  }

  // MARK: - What was trained

  private static func data(_ result: StudyResult) -> [Row] {
    result.plan.data.map { data in
      guard let summary = data.summary else { return ("Data", data.source) }
      var text = summary.description
      if result.isCurrent, summary.replication != .draws { text += "; \(summary.exampleCount) examples in all" }
      if let groups = summary.groupCount { text += " in \(groups) groups" }
      text +=
        "; \(summary.trainCount) training, \(summary.validationCount) validation, \(summary.testCount) test examples"
      if result.isCurrent, summary.replication != .fixedTest {
        text += summary.replication == .draws ? " in every draw" : " in the first split"
      }
      return ("Data", text + ", scaled from the training part; fingerprint \(summary.fingerprint)")
    }
  }

  private static func network(_ result: StudyResult) -> [Row] {
    let plan = result.plan
    let settings = plan.settings
    let axes = Grid.Axis.allCases.map { axis -> Row? in
      var values: [String] = []
      for setting in settings {
        if let value = setting.value(on: axis), !values.contains(value) { values.append(value) }
      }
      return values.isEmpty ? nil : (capitalized(axis.title), values.joined(separator: ", "))
    }
    return plan.networks.map { ("Network", "\($0.name): \($0.layers); a dense output layer") } + axes.compactMap { $0 }
  }

  private static func training(_ result: StudyResult) -> [Row] {
    let plan = result.plan
    var rows: [Row] = [("Training", "\(plan.epochs) epochs, schedule \(plan.schedule)\(augmentation(plan))")]
    if plan.classWeights == .balanced {
      rows.append(
        (
          "Class weights",
          "in training, and in choosing rates, an example weighs inversely to how frequent its class is"
        ))
    }
    return rows + [
      (
        "Gain",
        "initial weights scaled by each activation’s own gain 1/√E[f(z)²], by quadrature, where the initialisation takes one"
      )
    ]
  }

  private static func machine(_ result: StudyResult) -> [Row] {
    let machine = result.environment
    var rows: [Row] = [
      ("Machine", "\(machine.processor), \(machine.cores) cores, \(machine.system)"),
      (
        "Software",
        "hillock \(machine.hillockVersion), oneDNN \(machine.oneDNNVersion), kernels for \(machine.instructionSet)"
      ), ("Effort", "\(result.trials) trials, \(Text.fixed(result.seconds, 0)) s"),
    ]
    if !result.changedAfterTrials.isEmpty {
      rows.append(
        (
          "Changes",
          "the plan was extended when \(result.changedAfterTrials.map(String.init).joined(separator: ", ")) trials were "
            + "finished; what was looked at before counts against a strict reading of the intervals"
        ))
    }
    return rows
  }

  /// Of a study whose file says what it measured, and no more.
  private static func earlier(_ result: StudyResult) -> [Row] {
    let plan = result.plan
    return [
      ("Training", "\(plan.epochs) epochs, schedule \(plan.schedule)\(augmentation(plan))"),
      (
        "Protocol",
        "an earlier one: one split of the data, rates tuned once on its validation part, \(plan.seeds) seeds tested on its "
          + "test part. What other splits and other tunings would have given is not known, so there are no verdicts; the "
          + "command below, with another --output, runs the study again by the present protocol"
      ),
    ]
  }

  private static func augmentation(_ plan: StudyPlan) -> String {
    plan.augmentation.isOff
      ? "" : ", images moved by up to \(plan.augmentation.shift) pixels\(plan.augmentation.flip ? " and mirrored" : "")"
  }

  private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
