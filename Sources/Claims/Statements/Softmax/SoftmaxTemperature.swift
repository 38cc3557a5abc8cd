internal import Activations
internal import Foundation
internal import Randomness

extension Claim {
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
}
