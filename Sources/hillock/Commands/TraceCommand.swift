import Activations
import ArgumentParser
import Foundation

struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Walk one neuron and one small network through a training step, with every number shown.")

  @Argument(help: "The activation of the network's hidden layer.")
  var name = "tanh"
  @Option(help: "The learning rate α of the update.")
  var rate = 0.1
  @OptionGroup var options: ActivationOptions

  func run() throws {
    try reporting {
      guard rate > 0, rate.isFinite else { throw UsageError("--rate \(rate); expected a finite number above 0") }
      let activation = try options.activation(name)
      print(Trace.neuron(rate: rate))
      print("")
      print(Trace.network(activation, rate: rate))
    }
  }
}

/// Worked examples in `Double`, written out so that each line can be checked by hand.
enum Trace {
  private static func f(_ value: Double) -> String {
    String(format: value < 0 ? "−%.6f" : "%.6f", abs(value))
  }

  private static func term(_ value: Double) -> String { value < 0 ? "(\(f(value)))" : f(value) }

  private static func list(_ values: [Double]) -> String { "(" + values.map(f).joined(separator: ", ") + ")" }

  private static func sigmoid(_ z: Double) -> Double { sigmoidFunction.value(z) }
  private static let sigmoidFunction = Activation.all.first { $0.name == "sigmoid" } ?? Activation.all[0]

  /// One neuron with sigmoid and binary cross-entropy, on two examples.
  static func neuron(rate: Double) -> String {
    let x = [[1.0, 2.0], [-1.5, 0.5]]
    let y = [1.0, 0.0]
    var w = [0.5, -0.25]
    var b = 0.1
    var lines = [Terminal.bold("One neuron: z = w·x + b, a = σ(z), two examples"), ""]
    lines.append("w = \(list(w)), b = \(f(b))")
    var gradient = [0.0, 0.0]
    var slope = 0.0
    var cost = 0.0
    for (i, (row, target)) in zip(x, y).enumerated() {
      let z = w[0] * row[0] + w[1] * row[1] + b
      let a = sigmoid(z)
      let loss = -(target * log(a) + (1 - target) * log(1 - a))
      lines.append("")
      lines.append("example \(i + 1): x = \(list(row)), y = \(Int(target))")
      lines.append(
        "  z = \(f(w[0])) · \(term(row[0])) + \(term(w[1])) · \(term(row[1])) + \(f(b)) = \(f(z))")
      lines.append("  a = σ(z) = 1 / (1 + e^−z) = \(f(a))")
      lines.append("  ℓ = −[y ln a + (1 − y) ln(1 − a)] = \(f(loss))")
      lines.append("  ∂ℓ/∂z = a − y = \(f(a - target))")
      lines.append("  ∂ℓ/∂w = x (a − y) = \(list(row.map { $0 * (a - target) })), ∂ℓ/∂b = a − y = \(f(a - target))")
      for k in 0..<2 { gradient[k] += row[k] * (a - target) / 2 }
      slope += (a - target) / 2
      cost += loss / 2
    }
    lines.append("")
    lines.append("cost J = mean of the losses = \(f(cost))")
    lines.append("∂J/∂w = mean = \(list(gradient)), ∂J/∂b = \(f(slope))")
    for k in 0..<2 { w[k] -= rate * gradient[k] }
    b -= rate * slope
    lines.append("update with α = \(f(rate)): w ← w − α ∂J/∂w = \(list(w)), b ← b − α ∂J/∂b = \(f(b))")
    let after = zip(x, y).reduce(0.0) { sum, pair in
      let a = sigmoid(w[0] * pair.0[0] + w[1] * pair.0[1] + b)
      return sum - (pair.1 * log(a) + (1 - pair.1) * log(1 - a)) / 2
    }
    lines.append("cost after the update: \(f(after)), a change of \(f(after - cost))")
    return lines.joined(separator: "\n")
  }

  /// Two inputs, two hidden units, softmax over two classes, one example.
  static func network(_ activation: Activation, rate: Double) -> String {
    let x = [0.8, -0.4]
    let target = 0
    var w1 = [[0.4, -0.6], [0.3, 0.7]]
    var b1 = [0.1, -0.2]
    var w2 = [[0.5, -0.3], [-0.4, 0.6]]
    var b2 = [0.0, 0.1]

    func dense(_ w: [[Double]], _ b: [Double], _ x: [Double]) -> [Double] {
      w.indices.map { o in b[o] + zip(w[o], x).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    func loss() -> Double {
      let z2 = dense(w2, b2, dense(w1, b1, x).map { activation.value($0) })
      return -Softmax.logarithmic.apply(to: z2)[target]
    }
    let z1 = dense(w1, b1, x)
    let a1 = z1.map { activation.value($0) }
    let z2 = dense(w2, b2, a1)
    let p = Softmax.standard.apply(to: z2)
    let before = loss()
    let d2 = p.indices.map { p[$0] - ($0 == target ? 1 : 0) }
    let dw2 = d2.map { d in a1.map { d * $0 } }
    let da1 = (0..<2).map { i in d2[0] * w2[0][i] + d2[1] * w2[1][i] }
    let slopes = z1.map { activation.derivative($0) }
    let d1 = zip(da1, slopes).map { $0 * $1 }
    let dw1 = d1.map { d in x.map { d * $0 } }

    var lines = [
      Terminal.bold(
        "A network: 2 inputs → 2 hidden units with \(activation.title) → softmax over 2 classes, one example"), "",
      "x = \(list(x)), the right class is the first; each row of W is one unit's weights",
      "W¹ = \(w1.map(list).joined(separator: " ")), b¹ = \(list(b1))",
      "W² = \(w2.map(list).joined(separator: " ")), b² = \(list(b2))", "", "forward",
    ]
    for o in 0..<2 {
      lines.append(
        "  z¹\(o + 1) = \(f(w1[o][0])) · \(term(x[0])) + \(term(w1[o][1])) · \(term(x[1])) + \(term(b1[o])) = \(f(z1[o]))"
      )
    }
    lines.append("  a¹ = f(z¹) = \(list(a1))          f(x) = \(activation.facts.formula)")
    for o in 0..<2 {
      lines.append(
        "  z²\(o + 1) = \(f(w2[o][0])) · \(term(a1[0])) + \(term(w2[o][1])) · \(term(a1[1])) + \(term(b2[o])) = \(f(z2[o]))"
      )
    }
    lines.append("  p = softmax(z²) = \(list(p)), adding up to \(f(p[0] + p[1]))")
    lines.append("  ℓ = −ln p₁ = \(f(before))")
    lines += [
      "", "backward", "  δ² = ∂ℓ/∂z² = p − y = \(list(d2))",
      "  ∂ℓ/∂W² = δ² a¹ᵀ = \(dw2.map(list).joined(separator: " ")), ∂ℓ/∂b² = δ²",
      "  ∂ℓ/∂a¹ = W²ᵀ δ² = \(list(da1))",
      "  f′(z¹) = \(list(slopes))",
      "  δ¹ = ∂ℓ/∂a¹ · f′(z¹) = \(list(d1))",
      "  ∂ℓ/∂W¹ = δ¹ xᵀ = \(dw1.map(list).joined(separator: " ")), ∂ℓ/∂b¹ = δ¹", "",
      "update with α = \(f(rate))",
    ]
    for o in 0..<2 {
      for i in 0..<2 {
        w1[o][i] -= rate * dw1[o][i]
        w2[o][i] -= rate * dw2[o][i]
      }
      b1[o] -= rate * d1[o]
      b2[o] -= rate * d2[o]
    }
    lines += [
      "  W¹ = \(w1.map(list).joined(separator: " ")), b¹ = \(list(b1))",
      "  W² = \(w2.map(list).joined(separator: " ")), b² = \(list(b2))",
      "  loss after the update: \(f(loss())), a change of \(f(loss() - before))",
    ]
    return lines.joined(separator: "\n")
  }
}
