internal import Activations
internal import Foundation
internal import Randomness

extension Claim {
  static let softmaxIdentities = Claim(
    "softmax-identities", .softmax,
    "Softmax sums to one, does not change when all scores are shifted, and is the sigmoid for two classes.",
    lecture: "Softmax Function; Softmax vs. Sigmoid", papers: [Papers.bridle],
    original: "Identities: eˣ/(e⁰ + eˣ) = 1/(1 + e⁻ˣ).",
    setup: """
      The kernels in Float on random scores (deviation 5, multiples of 1/64, so that shifts are exact): 4,000 rows of 10 \
      classes (full: 100,000), shifted by 1 to 1,000; and softmax of (x, 0) against the sigmoid's kernel.
      """,
    differences: ["In Float, where each identity can fail by rounding: the question is by how much."],
    measure: "Largest |sum − 1|, largest change by a shift, largest difference to the sigmoid.",
    rule: .all(
      Criterion("largest |sum − 1|", .atMost(1e-6)), Criterion("largest change by a shift", .atMost(0)),
      Criterion("largest difference of softmax(x, 0) to σ(x)", .atMost(2e-7))),
    experiment: Calculation("softmax-identities") { scale, _ in
      let (rows, classes) = (scale.of(50, 4_000, 100_000), 10)
      var stream = RandomStream(seed: 1, purpose: .generation)
      let scores = (0..<rows * classes).map { _ in (stream.normal() * 5 * 64).rounded() / 64 }
      let shifts = (0..<rows).map { _ in Float(1 + stream.integer(below: 1_000)) }
      let shifted = scores.indices.map { scores[$0] + shifts[$0 / classes] }
      var (sum, change, sigmoid) = (0.0, 0.0, 0.0)
      let softmax = Softmax.standard
      for row in 0..<rows {
        let range = row * classes..<(row + 1) * classes
        let (a, b) = (softmax.apply(to: Array(scores[range])), softmax.apply(to: Array(shifted[range])))
        sum = max(sum, abs(a.reduce(0.0) { $0 + Double($1) } - 1))
        change = max(change, zip(a, b).map { Double(abs($0 - $1)) }.max() ?? 0)
        let x = scores[row * classes]
        let pair = softmax.apply(to: [x, 0])[0]
        sigmoid = max(sigmoid, Double(abs(pair - (try Activation("sigmoid")).apply(to: [x])[0])))
      }
      let xs = (-32...32).map { Float($0) / 4 }
      return Observation(
        numbers: ["sum": sum, "shift": change, "sigmoid": sigmoid],
        series: [
          "softmax": xs.map { Double(softmax.apply(to: [$0, 0])[0]) },
          "sigmoid": xs.map { Double(1 / (1 + exp(-$0))) },
        ])
    } show: { found, _ in
      Evidence(
        effects: [
          Effect("largest |sum − 1|", .exact(found["sum"])),
          Effect("largest change by a shift", .exact(found["shift"])),
          Effect("largest difference of softmax(x, 0) to σ(x)", .exact(found["sigmoid"])),
        ],
        picture: Picture(
          "Softmax of (x, 0) and the sigmoid", x: "x", y: "value",
          [("softmax", "softmax"), ("σ(x)", "sigmoid")].map { title, name in
            Picture.Series(title, found.list(name).enumerated().map { Picture.Point(Double($0 - 32) / 4, $1) })
          }))
    })

  static let softmaxTrainsArgmaxDoesNot = Claim(
    "softmax-trains-argmax-does-not", .softmax,
    "A classifier learns through softmax and cannot through argmax, whose gradient is zero nearly everywhere.",
    lecture: "Softmax vs. Argmax", papers: [Papers.bridle],
    original: "Stated without figures: softmax is the differentiable stand-in for argmax.",
    setup: """
      A linear classifier of five classes in the plane (five clouds of points), trained by gradient descent for 200 steps, \
      the gradient taken by central differences of 10⁻³ of the loss itself: once of cross-entropy of softmax, once of the \
      share of wrong answers of argmax. Ten starts (full: 50).
      """,
    differences: ["Differences stand for the derivative, so that argmax gets the fairest chance; a linear classifier."],
    measure: "Accuracy after training, softmax less argmax; and the share of argmax's differences that are exactly zero.",
    rule: .all(
      Criterion("accuracy, trained through softmax less through argmax", .above(0.2)),
      Criterion("share of argmax's differences that are zero", .above(0.9))),
    experiment: Calculation("softmax-trains-argmax-does-not") { scale, _ in
      var found = Observation()
      var (zeros, all) = (0, 0)
      for start in 0..<scale.of(2, 10, 50) {
        let problem = FiveClouds(seed: UInt64(start + 1))
        let soft = problem.train(steps: scale.of(20, 200, 200), problem.crossEntropy)
        let hard = problem.train(steps: scale.of(20, 200, 200), problem.mistakes)
        found.series["softmax", default: []].append(soft.accuracy)
        found.series["argmax", default: []].append(hard.accuracy)
        zeros += hard.zeros
        all += hard.differences
      }
      found.numbers = ["zeros": Double(zeros), "all": Double(all)]
      return found
    } show: { found, _ in
      let (soft, hard) = (found.list("softmax"), found.list("argmax"))
      return Evidence(
        effects: [
          Effect("accuracy, trained through softmax less through argmax", .samples(zip(soft, hard).map { $0 - $1 })),
          Effect("share of argmax's differences that are zero", .share(Int(found["zeros"]), of: Int(found["all"]))),
        ],
        picture: .points("Accuracy after training", y: "accuracy", [("softmax", soft), ("argmax", hard)]))
    })

  static let softmaxTemperature = Claim(
    "softmax-temperature", .softmax,
    "A temperature takes softmax from argmax (near 0) to the uniform distribution (when it is large).",
    lecture: "Softmax Function",
    original: "The Boltzmann distribution: probabilities e^(−E/kT).",
    setup: "1,000 random rows of ten scores (deviation 1) at temperatures from 0.01 to 100, the kernel in Double.",
    differences: ["A calculation."],
    measure: "Entropy over log 10: at 100, at 0.01, and the smallest step as the temperature rises.",
    rule: .all(
      Criterion("mean entropy at temperature 100, of the largest", .above(0.999)),
      Criterion("mean entropy at temperature 0.01, of the largest", .below(0.05)),
      Criterion("smallest step of the entropy as temperature rises", .atLeast(-1e-12))),
    experiment: Calculation("softmax-temperature") { scale, _ in
      let temperatures = (0...40).map { pow(10, -2 + Double($0) / 10) }
      var stream = RandomStream(seed: 2, purpose: .generation)
      let rows = scale.of(10, 1_000, 1_000)
      var means = [Double](repeating: 0, count: temperatures.count)
      var step = Double.infinity
      for _ in 0..<rows {
        let scores = (0..<10).map { _ in Double(stream.normal()) }
        let entropies = temperatures.map { t in
          Softmax.standard.apply(to: scores.map { $0 / t }).reduce(0.0) { $1 > 0 ? $0 - $1 * log($1) : $0 } / log(10)
        }
        for i in means.indices { means[i] += entropies[i] / Double(rows) }
        step = min(step, zip(entropies.dropFirst(), entropies).map { $0 - $1 }.min() ?? 0)
      }
      return Observation(numbers: ["step": step], series: ["entropy": means, "temperature": temperatures])
    } show: { found, _ in
      let (entropy, temperature) = (found.list("entropy"), found.list("temperature"))
      return Evidence(
        effects: [
          Effect("mean entropy at temperature 100, of the largest", .exact(entropy.last ?? .nan)),
          Effect("mean entropy at temperature 0.01, of the largest", .exact(entropy.first ?? .nan)),
          Effect("smallest step of the entropy as temperature rises", .exact(found["step"])),
        ],
        picture: Picture(
          "Entropy of softmax by temperature", x: "temperature", y: "entropy / log 10", logX: true,
          [Picture.Series("mean of 1,000 rows", zip(temperature, entropy).map { Picture.Point($0, $1) })]))
    })

  static let softmaxGradientVanishes = Claim(
    "softmax-gradient-vanishes", .softmax, "Like the sigmoid's, softmax's gradient vanishes when it is saturated.",
    lecture: "Softmax vs. Sigmoid",
    original: "Stated without figures: the vanishing gradient is still a problem.",
    setup: """
      Ten classes, one score ahead of the others by a margin from 0 to 30, and another class is the right one: the norm of \
      the loss's gradient with respect to the scores, for squared error and for cross-entropy.
      """,
    differences: ["A calculation."],
    measure: "The gradient's norm at a margin of 20.",
    rule: .onlyIf(
      "the loss is not cross-entropy",
      [Criterion("gradient at a margin of 20, squared error", .below(1e-6))],
      otherwise: [Criterion("gradient at a margin of 20, cross-entropy", .below(1e-6))]),
    remark: """
      The lecture says so of softmax without naming the loss. With cross-entropy, which it recommends for the output \
      layer, the saturation cancels: the gradient is p − y.
      """,
    experiment: Calculation("softmax-gradient-vanishes") { _, _ in
      var found = Observation()
      for margin in 0...30 {
        let p = Softmax.standard.apply(to: [Double(margin)] + [Double](repeating: 0, count: 9))
        let y = (0..<10).map { $0 == 1 ? 1.0 : 0 }
        let difference = zip(p, y).map { $0 - $1 }
        let dot = zip(p, difference).reduce(0) { $0 + $1.0 * $1.1 }
        let squared = zip(p, difference).map { 2 * $0 * ($1 - dot) }
        func norm(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        found.series["squared", default: []].append(norm(squared))
        found.series["crossEntropy", default: []].append(norm(difference))
      }
      return found
    } show: { found, _ in
      Evidence(
        effects: [
          Effect("gradient at a margin of 20, squared error", .exact(found.list("squared")[20])),
          Effect("gradient at a margin of 20, cross-entropy", .exact(found.list("crossEntropy")[20])),
        ],
        picture: Picture(
          "The gradient of a wrong answer", x: "margin of the wrong class", y: "norm of the gradient", logY: true,
          [("squared error", "squared"), ("cross-entropy", "crossEntropy")].map { title, name in
            Picture.Series(title, found.list(name).enumerated().map { Picture.Point(Double($0), $1) })
          }))
    })
}

/// Five clouds of points in the plane, and a linear classifier.
private struct FiveClouds {
  private let points: [(x: Double, y: Double, label: Int)]
  private let start: [Double]
  private static let classes = 5

  init(seed: UInt64) {
    var stream = RandomStream(seed: seed, purpose: .generation)
    points = (0..<100).map { i in
      let label = i % Self.classes
      let angle = 2 * Double.pi * Double(label) / Double(Self.classes)
      return (2 * cos(angle) + 0.5 * Double(stream.normal()), 2 * sin(angle) + 0.5 * Double(stream.normal()), label)
    }
    start = (0..<3 * Self.classes).map { _ in 0.1 * Double(stream.normal()) }
  }

  private func scores(_ w: [Double], _ point: (x: Double, y: Double, label: Int)) -> [Double] {
    (0..<Self.classes).map { w[3 * $0] * point.x + w[3 * $0 + 1] * point.y + w[3 * $0 + 2] }
  }

  /// Mean cross-entropy of softmax.
  func crossEntropy(_ w: [Double]) -> Double {
    points.reduce(0) { $0 - Softmax.logarithmic.apply(to: scores(w, $1))[$1.label] } / Double(points.count)
  }

  /// The share of wrong answers of argmax.
  func mistakes(_ w: [Double]) -> Double {
    points.reduce(0) { $0 + (argmax(scores(w, $1)) == $1.label ? 0 : 1) } / Double(points.count)
  }

  func train(
    steps: Int, _ loss: ([Double]) -> Double
  ) -> (accuracy: Double, zeros: Int, differences: Int) {
    var w = start
    var (zeros, count) = (0, 0)
    for _ in 0..<steps {
      let gradient = w.indices.map { i in
        var (up, down) = (w, w)
        up[i] += 1e-3
        down[i] -= 1e-3
        return (loss(up) - loss(down)) / 2e-3
      }
      zeros += gradient.count { $0 == 0 }
      count += gradient.count
      for i in w.indices { w[i] -= 0.1 * gradient[i] }
    }
    return (1 - mistakes(w), zeros, count)
  }
}
