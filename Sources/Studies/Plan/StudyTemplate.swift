internal import Activations
public import Datasets
internal import Statistics

/// The commented study file that `hillock study init` writes for a data set.
public enum StudyTemplate {
  /// - Parameters:
  ///   - source: the data's name or path, as the file shall hold it.
  ///   - epochs: by `TrainingLength`, as a study without a file would take.
  public static func text(
    _ summary: DataSummary, source: String, target: String?, task: Task? = nil, roles: ColumnRoles = .none, epochs: Int
  ) -> String {
    let isImage = summary.inputShape.count >= 2 && summary.inputShape.prefix(2).allSatisfy { $0 >= 16 }
    let data =
      target == nil && task == nil && roles.isEmpty
      ? " [\(quoted(source))]"
      : "\n  - file: \(quoted(source))" + (target.map { "\n    target: \(quoted($0))" } ?? "")
        + (task.map { "\n    task: \($0.rawValue)" } ?? "")
        + [("group", roles.group), ("order", roles.order), ("folds", roles.folds), ("weight", roles.weight)]
        .map { name, column in column.map { "\n    \(name): \(quoted($0))" } ?? "" }.joined()
    return """
      # A study of activations on \(summary.description).
      # \(summary.trainCount) training, \(summary.validationCount) validation and \(summary.testCount) test examples.
      # 'hillock study check FILE' says what it costs, 'hillock study FILE' runs it.

      # Data sets: names (digits, mnist …), files or folders; for a table {file: …, target: …, task: regression}.
      data:\(data)

      # Networks by name (dense, residual, convolutional, convolutional-residual) or by layers, in which 'activation'
      # stands for the one that is compared, and depth, width, normalization and dropout for what is given below.
      networks:
        - \(isImage ? "convolutional" : "dense")
        # - name: my-own
        #   layers: \(isImage ? "conv 16, activation, max-pool 4, flatten, dense 64, activation" : "dense 64, activation, residual(dense 64, activation)")

      # Activations of 'hillock list', with parameters where others than the usual ones are wanted; 'all' for all.
      activations: [\(ActivationChoice.usual.map(\.activation.name).joined(separator: ", "))]
      # The one that the others are compared with.
      baseline: relu

      # Everything here may be a list; all combinations are run.
      grid:
        depth: \(isImage ? 1 : 3)
        width: \(isImage ? 16 : 96)
        batch: 64
        normalization: none             # none, batch, layer
        initialization: variance-preserving
        optimizer: sgd                  # sgd, nesterov, adam, adamw, rmsprop
        label-noise: 0                  # share of training labels that are wrong
        input-noise: 0                  # deviation, inputs having deviation 1
        train-size: all

      epochs: \(epochs)                        # some 3,000 steps, and more while validation still improved
      schedule: constant                # constant, cosine, one-cycle, step:EPOCHS:FACTOR

      # Every activation gets its own learning rate, on validation data\(perSplit(summary)).
      tuning:
        rates: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3]
        refinements: 1                  # rounds of two more rates around the best, or beyond the list
        weight-decays: 0                # a list tunes it as well
        dropouts: 0                     # the same
        seeds: 3                        # \(summary.replication == .draws ? "draws" : "inner splits") for each rate

      # Fresh seeds for the final figures\(splitWords(summary)). With a budget, the most that one activation gets.
      seeds: 10
      # budget: 10m                     # a race: spends seeds where the verdict is open: a time, or a number of trials
      metric: \(summary.usualMetric.rawValue)\(summary.isImbalanced ? "       # one class has more than 80 % of the examples" : "")
      swap-only: false                  # the ranking with everything tuned for the baseline, beside the fair one
      equivalence-margin: \(summary.isClassification ? "0.005         # half a percentage point" : "0.01          # of R²")

      """
  }

  private static func perSplit(_ summary: DataSummary) -> String {
    switch summary.replication {
    case .splits, .windows, .folds: ", anew in every split"
    case .draws, .fixedTest: ""
    }
  }

  private static func splitWords(_ summary: DataSummary) -> String {
    switch summary.replication {
    case .splits: ": one in each of ten splits, and more within them"
    case .windows: ": one in each period, and more within them"
    case .folds: ": one in each of your folds, and more within them"
    case .draws: ", each with examples of its own"
    case .fixedTest: ""
    }
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "/._-".contains($0) }
    return isPlain && !text.isEmpty
      ? text : "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
