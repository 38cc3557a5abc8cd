internal import Studies

/// Comparisons of two or three activations that share one form: the same study, one measure, one margin.
enum Comparison {
  static func speedName(_ a: String, _ b: String) -> String { "accuracy over the epochs, \(a) less \(b)" }
  static func testName(_ a: String, _ b: String) -> String { "test accuracy, \(a) less \(b)" }

  /// How fast one learns against others, with the final accuracy beside it.
  static func speed(
    _ name: String, against others: [String], in study: StudyFigures, notes: [String] = []
  ) throws -> Evidence {
    let all = [name] + others
    return Evidence(
      premises: [try study.learned(all)],
      effects: try others.map {
        Effect(speedName(name, $0), .samples(try study.differences(name, $0, StudyFigures.speed)))
      } + others.map { Effect(testName(name, $0), .samples(try study.differences(name, $0))) },
      notes: try notes + study.divergences(all) + [ratesNote(all, study)],
      picture: try .learning(study, all))
  }

  /// The final accuracy against others.
  static func test(
    _ name: String, against others: [String], in study: StudyFigures, notes: [String] = [], picture: Picture? = nil
  ) throws -> Evidence {
    let all = [name] + others
    return Evidence(
      premises: [try study.learned(all)],
      effects: try others.map { Effect(testName(name, $0), .samples(try study.differences(name, $0))) },
      notes: try notes + study.divergences(all) + [ratesNote(all, study)],
      picture: try picture ?? .learning(study, all))
  }

  static func ratesNote(_ names: [String], _ study: StudyFigures) throws -> String {
    guard let (_, setting) = study.matching().first else { return "" }
    let rates = try names.map { name in "\(name) \(try study.rate(name, in: setting).map { "\($0)" } ?? "none")" }
    return "Learning rates chosen: \(rates.joined(separator: ", "))."
  }
}
