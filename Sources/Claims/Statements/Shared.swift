internal import Foundation
internal import Statistics
internal import Studies

extension Premise {
  /// Whether these runs are well above a constant guess: a quarter of the way to everything.
  static func learned(_ runs: [Observation]) -> Premise {
    let score = Sample.mean(runs.map { $0["test"] })
    let chance = Sample.mean(runs.map { $0["chance"] })
    return Premise("the better one learned", score > chance + (1 - chance) / 4)
  }
}

extension Picture {
  /// Validation accuracy by epoch.
  static func learning(_ arms: [(name: String, runs: [Observation])], title: String = "Learning curves") -> Picture {
    Picture(
      title, x: "epoch", y: "validation accuracy",
      arms.map { name, runs in
        let lists = runs.map { $0.list("scores") }
        return Series(
          name,
          (0..<(lists.map(\.count).max() ?? 0)).map { i in
            Point(Double(i + 1), lists.compactMap { i < $0.count ? $0[i] : nil })
          })
      })
  }

  /// The same of a study's activations.
  static func learning(
    _ study: StudyFigures, _ choices: [String], title: String = "Learning curves",
    where isWanted: (Setting) -> Bool = { _ in true }
  ) throws -> Picture {
    Picture(
      title, x: "epoch", y: "validation accuracy",
      try choices.map { Series(try ActivationChoice($0).title, try study.curve($0, where: isWanted)) })
  }

  /// One point for each name, with intervals.
  static func points(_ title: String, y: String, _ values: [(name: String, values: [Double])]) -> Picture {
    Picture(
      title, x: "", y: y, categories: values.map(\.name),
      [Series("", values.enumerated().map { Point(Double($0), $1.values) })])
  }
}

extension Observation {
  /// The factor by which one of 20 hidden layers changes what is listed, from the last one back to the second.
  func factor(ofOneLayer series: String) -> Double {
    let norms = list(series)
    return pow(norms[1] / norms[19], 1.0 / 18)
  }
}

extension Words {
  /// Three significant digits, for sentences.
  static func short(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "\(value)" }
    let text = String(format: "%.3g", value)
    return text.replacing("e-0", with: "e-").replacing("e+0", with: "e").replacing("-", with: "−")
  }
}
