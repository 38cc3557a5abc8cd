internal import Activations
internal import Foundation
internal import Randomness

extension Claim {
  static let softmaxTrainsArgmaxDoesNot = Claim(
    "softmax-trains-argmax-does-not", .softmax,
    "A classifier learns through softmax and cannot through argmax, whose gradient is zero nearly everywhere.",
    lecture: "Softmax vs. Argmax", papers: [Papers.bridle],
    original: "Stated without figures: softmax is the differentiable stand-in for argmax.",
    setup: """
      A linear classifier of five classes in the plane (five clouds of points), trained by gradient descent for 200 steps, \
      the gradient taken by central differences of 10⁻³ of the loss itself: once of cross-entropy of softmax, once of the \
      share of wrong answers of argmax. Ten starts (full: 20).
      """,
    differences: ["Differences stand for the derivative, so that argmax gets the fairest chance; a linear classifier."],
    measure:
      "Accuracy after training, softmax less argmax; and the share of argmax's differences that are exactly zero.",
    rule: .all(
      Criterion("accuracy, trained through softmax less through argmax", .above(0.2)),
      Criterion("share of argmax's differences that are zero", .above(0.9))),
    experiment: Calculation("softmax-trains-argmax-does-not", version: 2) { scale, _ in
      var found = Observation()
      for start in 0..<scale.of(2, 10, 20) {
        let problem = FiveClouds(seed: UInt64(start + 1))
        let soft = problem.train(steps: scale.of(20, 200, 200), problem.crossEntropy)
        let hard = problem.train(steps: scale.of(20, 200, 200), problem.mistakes)
        found.series["softmax", default: []].append(soft.accuracy)
        found.series["argmax", default: []].append(hard.accuracy)
        found.series["zeros", default: []].append(Double(hard.zeros) / Double(hard.differences))
      }
      return found
    } show: { found, _ in
      let (soft, hard) = (found.list("softmax"), found.list("argmax"))
      return Evidence(
        effects: [
          Effect("accuracy, trained through softmax less through argmax", .samples(zip(soft, hard).map { $0 - $1 })),
          Effect("share of argmax's differences that are zero", .samples(found.list("zeros"))),
        ],
        picture: .points("Accuracy after training", y: "accuracy", [("softmax", soft), ("argmax", hard)]))
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
