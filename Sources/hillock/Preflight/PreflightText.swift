import Activations
import Charts
import Datasets
import Diagnostics
import Foundation
import NeuralNetworks
import Reports

/// A preflight in words and tables.
enum PreflightText {
  /// "3.1e−9", "0.82": in tables, with as many decimals as tell a layer from the next.
  static func number(_ value: Double?, _ decimals: Int = 3) -> String {
    guard let value else { return "–" }
    if value == 0 { return "0" }
    if !value.isFinite { return value > 0 ? "∞" : "–" }
    return abs(value) < 0.01 || abs(value) >= 10_000 ? Text.scientific(value) : Text.short(value, decimals)
  }

  /// In a sentence, as findings say it.
  private static func said(_ value: Double?) -> String {
    guard let value, !value.isNaN else { return "–" }
    return value.isFinite ? Brief.text(value) : "∞"
  }

  // MARK: - The verdict

  static func verdict(_ prediction: SignalPrediction, _ found: Trainability) -> String {
    let first = prediction.layers.first
    let output = prediction.layers.last
    let signal = signalWords(prediction, found)
    let gradient: String
    let place = found.layer.map { "layer \($0)" } ?? "the layers"
    switch found.problem {
    case .bornDead:
      return "It is born dead with probability \(said(found.value)): every unit is off, and no gradient passes."
    case .noGradient:
      return "\(signal); but no gradient passes the activation after \(place), whose slope is 0 everywhere: "
        + "nothing at or below it will learn."
    case .vanishingGradient:
      gradient =
        "the gradient of layer 1 is \(said(first?.weightGradientRatio)) of the last layer's: "
        + (found.layer == 1 ? "layer 1 will hardly learn" : "it will hardly learn up to \(place)")
    case .explodingGradient:
      gradient =
        "the gradient of \(place) is \(said(found.value)) times the last layer's: no rate suits both, "
        + "it is not expected to learn"
    case .explodingSignal, .vanishingSignal, .alike:
      return signal + ": it is not expected to learn."
    case .none:
      gradient =
        first?.index == output?.index
        ? "there is one layer alone: expected to learn"
        : "the gradient of layer 1 is \(said(first?.weightGradientRatio)) of the last layer's: expected to learn"
    case .unknown:
      return "No verdict: " + (prediction.notes.first ?? "the theory does not reach to the end") + "."
    }
    return "\(signal); \(gradient)."
  }

  private static func signalWords(_ prediction: SignalPrediction, _ found: Trainability) -> String {
    let place = found.layer.map { "layer \($0)" } ?? "some layer"
    switch found.problem {
    case .vanishingSignal:
      return "The signal fades to a mean square of \(said(found.value)), below what can be used from \(place) on"
    case .explodingSignal:
      return "The signal grows to a mean square of \(said(found.value)), too large from \(place) on"
    case .alike:
      return "All examples look alike from \(place) on (1 − correlation is \(said(found.value)) at the output)"
    default:
      if let c = prediction.layers.last?.correlation, 1 - c < Trainability.Limits().difference {
        return "Examples become alike (1 − correlation is \(said(1 - c)) at the output)"
      }
      return "The signal survives"
    }
  }

  // MARK: - One network

  static func page(_ result: Preflight.Result, data: PreparedData) -> String {
    var lines = [Terminal.bold(result.verdict)]
    if let training = result.training { lines.append(words(training, data)) }
    lines += ["", short(result.network), heading(result, data), "", table(result).text]
    if let score = result.score, let variance = score.medianVarianceError {
      var text = "Predicted against measured, median over layers: mean square off by a factor \(factor(variance))"
      if let gradient = score.medianGradientError { text += ", gradient ratio by \(factor(gradient))" }
      lines += ["", text + "."]
    }
    for note in result.prediction.notes { lines.append("Not covered, or assumed: \(note).") }
    let constants = constants(result)
    if !constants.isEmpty { lines += [""] + constants }
    if let dead = result.bornDead { lines.append(words(dead)) }
    return lines.joined(separator: "\n")
  }

  /// A network's summary with layers that repeat said once: "28×28×1 → flatten → 40 × (dense 64 → tanh) → dense 10".
  static func short(_ summary: String) -> String {
    Network.brief(summary.components(separatedBy: " → "), separator: " → ")
  }

  private static func factor(_ decades: Double) -> String { Text.short(pow(10, decades), 2) }

  private static func heading(_ result: Preflight.Result, _ data: PreparedData) -> String {
    let inputs = result.prediction.inputs
    return "\(result.initialization.rawValue) initialisation; inputs of \(data.name): mean square "
      + "\(number(inputs.meanSquare)), correlation \(number(inputs.correlation))"
  }

  private static func words(_ training: Preflight.Training, _ data: PreparedData) -> String {
    let score = data.task == .classification ? "accuracy" : "R²"
    let found =
      training.isDiverged
      ? "the loss is no longer a number"
      : "validation \(score) \(Text.fixed(training.score, 3)), guessing \(Text.fixed(training.chance, 3))"
    let judged = training.isAsPredicted.map { $0 ? ", as predicted" : ", not as predicted" } ?? ""
    return "After \(training.epochs) epochs at rate \(training.learningRate): \(found): "
      + (training.learned ? "learned" : "did not learn") + judged + "."
  }

  /// At most so many rows; what lies between is left out.
  private static let mostRows = 24

  private static func table(_ result: Preflight.Result) -> Table {
    let measured = result.measured
    var columns: [(String, Table.Alignment)] = [
      ("layer", .left), ("", .left), ("mean square q", .right), ("correlation", .right), ("mean f", .right),
      ("χ", .right), ("gradient", .right),
    ]
    if measured != nil { columns += [("measured q", .right), ("correlation", .right), ("gradient", .right)] }
    var table = Table(columns)
    let layers = result.prediction.layers
    for layer in layers {
      if layers.count > mostRows, layer.index >= mostRows - 4, layer.index < layers.count - 3 {
        if layer.index == mostRows - 4 {
          table.rows.append(["…"] + Array(repeating: "", count: columns.count - 1))
        }
        continue
      }
      var row = [
        "\(layer.index + 1)", layer.layer + (layer.activation.map { ", \($0)" } ?? ""),
        number(layer.preActivationSquare), correlation(layer.correlation), number(layer.outputMean), number(layer.chi),
        number(layer.weightGradientRatio),
      ]
      if let measured {
        let found = layer.index < measured.count ? measured[layer.index] : nil
        row += [
          number(found?.preActivationSquare), correlation(found?.correlation), number(found?.weightGradientRatio),
        ]
      }
      table.rows.append(row)
    }
    return table
  }

  /// Near 1 what matters is how near.
  static func correlation(_ value: Double?) -> String {
    guard let value else { return "–" }
    return value > 0.999 && value < 1 ? "1 − \(Text.scientific(1 - value))" : Text.short(value, 3)
  }

  private static func constants(_ result: Preflight.Result) -> [String] {
    guard let activation = result.activation else { return [] }
    var lines: [String] = []
    if let field = result.meanField { lines.append(words(field)) }
    if let gain = result.gain {
      lines.append("\(activation.title): gain \(Text.short(gain, 6)) keeps a variance of 1.")
    }
    if let own = result.selfNormalization { lines.append(words(own)) }
    return lines
  }

  static func words(_ field: MeanFieldSummary) -> String {
    var text = "Endless layers with σw² = \(Text.short(field.weightVariance, 4)): "
    switch field.destination {
    case .settles(let q): text += "the variance settles at \(number(q))"
    case .stays: text += "the variance stays as it is"
    case .vanishes: text += "the variance goes to 0"
    case .grows: text += "the variance grows without end"
    }
    if let depth = field.varianceDepth { text += " (depth scale \(number(depth, 1)))" }
    text += ", the correlation goes to \(correlation(field.correlation))"
    if let depth = field.correlationDepth {
      text += " (depth scale \(number(depth, 1)), so about \(number(6 * depth, 0)) layers can be trained)"
    }
    return text + "; χ \(number(field.chi, 4)): "
      + (field.chi > 1.0001 ? "chaotic." : field.chi < 0.9999 ? "ordered." : "the edge of chaos.")
  }

  static func words(_ own: SelfNormalization) -> String {
    var text = "Self-normalising: \(Text.fixed(own.scale, 12)) · \(own.activation)(x)"
    if own.shift != 0 { text += (own.shift < 0 ? " − " : " + ") + Text.fixed(abs(own.shift), 12) }
    text += ", with LeCun's weights"
    let slope = Text.short(own.contraction, 4)
    if abs(own.contraction - 1) < 1e-6 { return text + "; a deviation of the variance from 1 stays as it is." }
    return text
      + (own.isStable
        ? "; stable: a deviation of the variance from 1 shrinks to \(slope) of it with every layer."
        : "; not stable: a deviation of the variance from 1 grows \(slope)-fold with every layer.")
  }

  static func words(_ dead: BornDead) -> String {
    let bound = "the bound 1 − ∏(1 − 2^−N) is \(number(dead.upperBound, 4))"
    guard dead.dead.trials > 0 else { return "Born dead: less likely than 1 in 100000; \(bound)." }
    let interval = dead.dead.interval
    let scope = dead.scope == .everyInput ? "for every input" : "on \(dead.inputs) of these inputs"
    return "Born dead \(scope): \(Text.short(dead.dead.value, 4)), 95 % interval \(number(interval.lowerBound, 4)) to "
      + "\(number(interval.upperBound, 4)) from \(dead.dead.trials) drawn networks; \(bound), no more than a bound."
  }

  // MARK: - Several activations

  static func overview(_ results: [Preflight.Result], data: PreparedData) -> String {
    guard let first = results.first else { return "" }
    let hasTraining = first.training != nil
    var columns: [(String, Table.Alignment)] = [
      ("activation", .left), ("expected", .left), ("typical q at the output", .right), ("correlation", .right),
      ("gradient of layer 1", .right), ("χ", .right), ("gain", .right),
    ]
    if first.measured != nil { columns += [("measured q", .right), ("gradient", .right)] }
    if hasTraining { columns += [("score", .right), ("learned", .left)] }
    var table = Table(columns)
    for result in results {
      let (start, end) = (result.prediction.layers.first, result.prediction.layers.last)
      var row = [
        result.activation?.title ?? "–", word(result.trainability), number(end?.typicalSquare),
        correlation(end?.correlation), number(start?.weightGradientRatio), number(start?.chi),
        number(result.gain, 4),
      ]
      if first.measured != nil {
        row += [
          number(result.measured?.last?.preActivationSquare), number(result.measured?.first?.weightGradientRatio),
        ]
      }
      if hasTraining {
        row += [
          result.training.map { Text.fixed($0.score, 3) } ?? "–",
          result.training.map { $0.learned ? "yes" : "no" } ?? "–",
        ]
      }
      table.rows.append(row)
    }
    var lines = [summary(results), "", heading(first, data), "", table.text]
    if hasTraining {
      let judged = results.compactMap { $0.training?.isAsPredicted }
      lines += ["", "\(judged.filter { $0 }.count) of \(judged.count) verdicts were right."]
    }
    return lines.joined(separator: "\n")
  }

  private static func summary(_ results: [Preflight.Result]) -> String {
    let good = results.filter { $0.trainability.isTrainable == true }
    let bad = results.filter { $0.trainability.isTrainable == false }
    var text = "\(good.count) of \(results.count) activations are expected to learn in this network"
    if !bad.isEmpty {
      text += "; not " + bad.compactMap { $0.activation?.title }.joined(separator: ", ")
    }
    return Terminal.bold(text + ".")
  }

  static func word(_ found: Trainability) -> String {
    switch found.problem {
    case .none: "learns"
    case .unknown: "no verdict"
    default: found.problem.rawValue
    }
  }
}
