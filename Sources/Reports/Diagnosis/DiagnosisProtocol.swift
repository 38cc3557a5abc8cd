internal import Charts
internal import Diagnostics
internal import NeuralNetworks
internal import Remedies

/// How a diagnosis was made, in a table that lets somebody else do it again.
enum DiagnosisProtocol {
  static func rows(_ diagnosis: Diagnosis) -> [(name: String, value: String)] {
    let record = diagnosis.record
    let (plan, inputs, targets) = (record.plan, record.inputs, record.targets)
    let figures = Figures(isClassification: targets.isClassification)
    var rows = [
      ("Network", "\(record.network.brief); initial weights: \(record.network.initialization.rawValue)"),
      (
        "Inputs",
        "\(inputs.features) features\(inputs.constantFeatures > 0 ? ", \(inputs.constantFeatures) of them constant" : ""), "
          + "as the network gets them; root mean square \(Brief.text(inputs.moments.rootMeanSquare)), mean "
          + "\(Brief.text(inputs.moments.mean))"
      ),
      (
        "Training",
        "\(plan.loss.rawValue), \(plan.optimizer), rate \(Text.short(plan.learningRate, 8)), schedule \(plan.schedule), "
          + "batches of \(plan.batchSize), \(record.epochs.count) epochs of \(record.stepsPerEpoch) steps, seed "
          + "\(plan.seed)\(options(plan.options))"
      ),
      (
        "Readings",
        "the run was repeated from its start, or read while it trained, with the same bits; its layers were read on one batch of training "
          + "examples, without dropout, \(moments(record))"
      ),
      (
        "Healthy run",
        "\(diagnosis.reference.description), on the same data with scaled inputs: its best validation score was "
          + "\(figures.score(diagnosis.reference.score)), and it took away "
          + "\(Brief.percent(diagnosis.reference.learnedShare)) of a constant prediction’s loss"
      ),
    ]
    if !diagnosis.trials.isEmpty {
      let seeds = diagnosis.unchanged.map { String($0.seed) }.joined(separator: ", ")
      rows += [
        (
          "Remedies",
          "one change at a time, everything else as it was, \(diagnosis.origin == .start ? "from new initial weights" : "on from the run’s last checkpoint where the change leaves the parameters as they are, otherwise from new initial weights"); "
            + "the unchanged run and every remedy with the same seeds, \(seeds)"
        ),
        (
          "Gain",
          "the mean difference of the last validation score to the unchanged run, paired by seed, with Student’s 95 % interval; "
            + "a run that diverged counts as a constant prediction (\(figures.score(targets.constantScore))). The intervals "
            + "are not corrected for the number of remedies"
        ),
        (
          "Restored",
          "the unchanged run stays below \(figures.score(diagnosis.target)), the remedy’s mean reaches it, and its gain’s interval lies "
            + "above 0; that score is \(Text.short(diagnosis.thresholds.referenceShare)) of the way from a constant "
            + "prediction to the healthy run"
        ),
        ("Cost", "time of an epoch over the unchanged run’s, the median over the seeds where neither diverged"),
      ]
    }
    return rows
  }

  /// "at 9 moments: before the first step and after steps 1, 2, 4, 8, 16, 32, 64 and 186"
  private static func moments(_ record: RunRecord) -> String {
    let steps = Set(record.moments.map(\.step).filter { $0 > 0 }).sorted().map(String.init)
    guard !steps.isEmpty else { return record.moments.isEmpty ? "at no moment" : "before the first step" }
    let all = steps.count <= 24 ? Finding.list(steps) : "\(steps.count) from \(steps[0]) to \(steps[steps.count - 1])"
    return "before the first step and after step\(steps.count == 1 ? "" : "s") \(all)"
  }

  private static func options(_ options: TrainingOptions) -> String {
    var text = ""
    if options.weightDecay > 0 { text += ", weight decay \(Text.short(options.weightDecay, 8))" }
    if let norm = options.clipNorm { text += ", gradients clipped at \(Text.short(norm, 8))" }
    return text
  }
}
