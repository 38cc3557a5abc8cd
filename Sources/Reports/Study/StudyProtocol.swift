internal import Charts
internal import NeuralNetworks
internal import Studies

/// What a study did, in a table that lets somebody else do it again.
enum StudyProtocol {
  static func rows(_ result: StudyResult) -> [(name: String, value: String)] {
    let plan = result.plan
    let settings = plan.settings
    func list<T>(_ values: [T], _ text: (T) -> String) -> String { values.map(text).joined(separator: ", ") }
    func numbers(_ values: [Double]) -> String { list(values) { Text.short($0, 6) } }
    var rows: [(String, String)] = plan.data.map { data in
      (
        "Data",
        data.summary.map {
          "\($0.description); \($0.trainCount) training, \($0.validationCount) validation, \($0.testCount) test examples, "
            + "scaled from the training part; fingerprint \($0.fingerprint)"
        } ?? data.source
      )
    }
    rows += plan.networks.map { ("Network", "\($0.name): \($0.layers); a dense output layer") }
    let axes = Grid.Axis.allCases.map { axis -> (String, String)? in
      var values: [String] = []
      for setting in settings {
        if let value = setting.value(on: axis), !values.contains(value) { values.append(value) }
      }
      return values.isEmpty ? nil : (capitalised(axis.title), values.joined(separator: ", "))
    }
    rows += axes.compactMap { $0 }
    let rates = Set(plan.grid.optimizers.map { plan.tuning.rates(for: $0) })
    rows += [
      ("Training", "\(plan.epochs) epochs, schedule \(plan.schedule)\(augmentation(plan))"),
      (
        "Tuning",
        "every activation in every setting alike: learning rates \(rates.map(numbers).sorted().joined(separator: " or "))"
          + (plan.tuning.weightDecays == [0] ? "" : ", weight decays \(numbers(plan.tuning.weightDecays))")
          + (plan.tuning.dropouts == [0] ? "" : ", dropouts \(numbers(plan.tuning.dropouts))")
          + "; then \(plan.tuning.refinements) round\(plan.tuning.refinements == 1 ? "" : "s") of two more rates around the best; "
          + "mean validation score over \(plan.tuning.seeds) tuning seed\(plan.tuning.seeds == 1 ? "" : "s"), "
          + "a diverged trial counted as −1"
      ),
      (
        "Gain",
        "initial weights scaled by each activation’s own gain 1/√E[f(z)²], by quadrature, where the initialisation takes one"
      ),
      ("Final figures", final(result)),
      (
        "Diverged trials",
        "a trial ends when its loss is not finite; in the final figures it counts as a constant guess of the class, or as an R² of −1, below which none is counted, and with half of the seeds or more the activation is called diverged"
      ),
      (
        "Comparison",
        "with \(plan.baseline.title), paired by seed (same data order, same initial deviates, same dropout masks); t tests, Holm’s correction over all \(max(0, (plan.activations.count - 1) * settings.count)) comparisons at 5 %; equivalent if two one-sided tests at 5 % put the difference within the margin"
      ),
    ]
    if plan.hasSwapOnly {
      rows.append(
        (
          "Swap-only",
          "the same seeds with the learning rate, decay, dropout and gain that were tuned for \(plan.baseline.title)"
        ))
    }
    let machine = result.environment
    rows += [
      ("Machine", "\(machine.processor), \(machine.cores) cores, \(machine.system)"),
      (
        "Software",
        "hillock \(machine.hillockVersion), oneDNN \(machine.oneDNNVersion), kernels for \(machine.instructionSet)"
      ),
      ("Effort", "\(result.trials) trials, \(Text.fixed(result.seconds, 0)) s"),
    ]
    if !result.changedAfterTrials.isEmpty {
      rows.append(
        (
          "Changes",
          "the plan was extended when \(list(result.changedAfterTrials) { "\($0)" }) trials were finished; what was looked at before counts against a strict reading of the p-values"
        ))
    }
    return rows.map { (name: $0.0, value: $0.1) }
  }

  private static func final(_ result: StudyResult) -> String {
    let plan = result.plan
    let text = "fresh seeds, test data seen once by each trial"
    guard let budget = plan.budget else { return "\(plan.seeds) \(text)" }
    let looks = StudySchedule(plan).looks
    return text
      + "; a race of \(budget), at most \(plan.seeds) seeds: after \(list(looks)) seeds the activations whose "
      + "verdict is open go on, those that are better, worse or equivalent leave. The error of 5 % is spent over the looks, "
      + "5 %/(k(k+1)) at the k-th (Lan & DeMets 1983), with Holm’s correction at each (Maurer & Bretz 2013)"
  }

  private static func list(_ looks: [Int]) -> String {
    looks.count > 8
      ? looks.prefix(7).map(String.init).joined(separator: ", ") + " …" : looks.map(String.init).joined(separator: ", ")
  }

  private static func augmentation(_ plan: StudyPlan) -> String {
    plan.augmentation.isOff
      ? "" : ", images moved by up to \(plan.augmentation.shift) pixels\(plan.augmentation.flip ? " and mirrored" : "")"
  }

  private static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
