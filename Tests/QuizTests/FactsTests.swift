import Activations
import Foundation
import Quiz
import Testing

/// What questions say and can be calculated is calculated.
@Suite struct FactsTests {
  static let numbers = try? NSRegularExpression(pattern: "[−-]?[0-9]+(?:\\.[0-9]+)?(?:/[0-9]+)?")

  static func question(_ id: String) throws -> Question { try #require(Question.all.first { $0.id == id }) }

  /// The numbers in the right option, fractions divided.
  static func figures(_ id: String) throws -> [Double] {
    let text = try question(id).right.replacingOccurrences(of: "−", with: "-")
    let matches = try #require(numbers).matches(in: text, range: NSRange(text.startIndex..., in: text))
    return matches.compactMap { match -> Double? in
      guard let range = Range(match.range, in: text) else { return nil }
      let parts = text[range].split(separator: "/").compactMap { Double($0) }
      return parts.count == 2 ? parts[0] / parts[1] : parts.first
    }
  }

  static func expect(_ id: String, _ values: [Double], within tolerance: Double = 1e-9) throws {
    let found = try figures(id)
    #expect(found.count == values.count, "\(id): \(found)")
    for (a, b) in zip(found, values) { #expect(abs(a - b) <= tolerance, "\(id): \(a), calculated \(b)") }
  }

  /// Where the function is smallest, by golden section within a range in which it has one valley.
  static func minimum(_ range: ClosedRange<Double>, _ f: (Double) -> Double) -> (x: Double, value: Double) {
    var (low, high) = (range.lowerBound, range.upperBound)
    let ratio = (5.0.squareRoot() - 1) / 2
    for _ in 0..<200 {
      let (a, b) = (high - ratio * (high - low), low + ratio * (high - low))
      if f(a) < f(b) { high = b } else { low = a }
    }
    return ((low + high) / 2, f((low + high) / 2))
  }

  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  @Test func neuronAndLearning() throws {
    try Self.expect("neuron-pre-activation", [0.5 * 1 - 0.25 * 2 + 0.1])
    #expect(abs(Self.sigmoid(0.1) - 0.525) < 5e-4)
    try Self.expect("neuron-bias-moves-the-threshold", [3.0 / 2])
    try Self.expect("linear-parameters-that-count", [3 + 1])
    try Self.expect("loss-both-terms", [0.8, 0.223], within: 0)
    #expect(abs(-log(0.8) - 0.223) < 5e-4 && abs(-log(0.2) - 1.609) < 5e-4)
    try Self.expect("loss-of-knowing-nothing", [10, log(10)], within: 5e-4)
    try Self.expect("backpropagation-one-update", [0.3 - 0.5 * 2 * (0.6 - 1)])
    try Self.expect("training-epoch", [1000 / 50])
    let logs = Softmax.logarithmic.apply(to: [0, 200] as [Float])
    #expect(logs[0] == -200 && Softmax.standard.apply(to: [0, 200] as [Float])[0] == 0)
  }

  /// ∂ℓ/∂z of sigmoid with cross-entropy is a − y, by differences.
  @Test(arguments: [0.0, 1.0], [-3.0, -0.4, 0, 2.5]) func sigmoidWithCrossEntropy(y: Double, z: Double) throws {
    func loss(_ z: Double) -> Double { -(y * log(Self.sigmoid(z)) + (1 - y) * log(1 - Self.sigmoid(z))) }
    let slope = (loss(z + 1e-5) - loss(z - 1e-5)) / 2e-5
    #expect(abs(slope - (Self.sigmoid(z) - y)) < 1e-8)
    #expect(try Self.question("backpropagation-delta").right == "a − y")
  }

  @Test func sigmoidAndTanh() throws {
    let (sigmoid, tanh) = (try Activation("sigmoid"), try Activation("tanh"))
    let steepest = Self.minimum(-4...4) { -sigmoid.derivative($0) }
    #expect(abs(steepest.x) < 1e-5)
    try Self.expect("sigmoid-largest-slope", [-steepest.value], within: 1e-9)
    try Self.expect("sigmoid-slope-from-output", [0.9 * (1 - 0.9)])
    #expect(abs(sigmoid.derivative(log(9)) - 0.09) < 1e-12)
    // 10⁻⁶, and not 10⁻⁵ or 10⁻⁷
    #expect(Int(log10(pow(0.25, 10)).rounded()) == -6)
    #expect(sigmoid.derivative(6.0) < 0.0025 && sigmoid.derivative(5.9) > 0.0025)
    #expect(abs(sigmoid.derivative(2.0) / 0.25 - 0.42) < 0.005)
    try Self.expect("tanh-slope-at-zero", [tanh.derivative(0.0)])
    try Self.expect("tanh-slope-from-output", [tanh.derivative(atanh(0.8))])
    for x in [-2.0, -0.3, 0, 1.7] {
      #expect(abs(2 * sigmoid.value(2 * x) - 1 - tanh.value(x)) < 1e-14)
      #expect(abs(2 * sigmoid.value(x) - 1 - tanh.value(x / 2)) < 1e-14)
    }
    #expect(abs(tanh.derivative(2.0) - 0.07) < 0.005 && Int(log10(pow(tanh.derivative(2.0), 10)).rounded()) == -12)
    try Self.expect("tanh-mean-zero", [tanh.mean, sigmoid.mean], within: 1e-9)
  }

  @Test func softmax() throws {
    let z = [0.3, -1.2, 2.0]
    let p = Softmax.standard.apply(to: z)
    for (a, b) in zip(p, Softmax.standard.apply(to: z.map { $0 + 100 })) { #expect(abs(a - b) < 1e-13) }
    let two = Softmax.standard.apply(to: [0.7, 1.9])
    #expect(abs(two[1] - Self.sigmoid(1.9 - 0.7)) < 1e-15)
    let logits = [0.7, 0.2, 0.1].map { log($0) }
    func first(_ z: [Double]) -> Double { Softmax.standard.apply(to: z)[0] }
    func loss(_ z: [Double]) -> Double { -Softmax.logarithmic.apply(to: z)[2] }
    func slope(_ f: ([Double]) -> Double, _ k: Int) -> Double {
      var (up, down) = (logits, logits)
      (up[k], down[k]) = (up[k] + 1e-5, down[k] - 1e-5)
      return (f(up) - f(down)) / 2e-5
    }
    try Self.expect("softmax-cross-derivative", [slope(first, 1)], within: 1e-8)
    #expect(abs(slope(first, 0) - 0.21) < 1e-8)
    try Self.expect("softmax-loss-gradient", (0..<3).map { slope(loss, $0) }, within: 1e-8)
    let hot = try Softmax(temperature: 1e9).apply(to: z)
    for share in hot { #expect(abs(share - 1.0 / 3) < 1e-8) }
    // Wrong and sure: squared error leaves nothing, cross-entropy nearly everything.
    let sure = Softmax.standard.apply(to: [0.0, 20.0])
    let squared = 2 * (sure[0] - 1) * sure[0] * (1 - sure[0]) - 2 * sure[1] * sure[1] * sure[0]
    #expect(abs(squared) < 1e-7 && sure[0] - 1 < -0.999)
  }

  @Test func rectifiers() throws {
    let relu = try Activation("relu")
    #expect(relu.value(-1.0) + relu.value(1.0) == 1 && relu.value(0.0) == 0 && relu.derivative(0.0) == 0)
    #expect(abs(relu.meanSquare - 0.5) < 1e-9)
    #expect(Int(log10(pow(2.0, 20)).rounded()) == 6)
    let leaky = try Activation("leaky-relu")
    try Self.expect("leaky-relu-value-and-slope", [leaky.value(-3.0), leaky.derivative(-3.0)], within: 1e-9)
    let straight = try Activation("leaky-relu(1)")
    for x in [-3.0, 0, 2] { #expect(straight.value(x) == x) }
    func bySlope(_ x: Double) throws -> Double {
      let (up, down) = (try Activation("prelu(0.26)"), try Activation("prelu(0.24)"))
      return (up.value(x) - down.value(x)) / 0.02
    }
    try Self.expect("prelu-derivative-by-slope", [try bySlope(-2), try bySlope(2)], within: 1e-6)
    let none = try Activation("prelu(0)")
    for x in [-3.0, 0, 2] { #expect(none.value(x) == relu.value(x)) }
  }

  @Test func exponentialOnes() throws {
    let (relu, elu, selu) = (try Activation("relu"), try Activation("elu"), try Activation("selu"))
    #expect(elu.derivative(-40.0) < 1e-16 && elu.value(-40.0) == -1)
    for (alpha, isContinuous) in [("0.5", false), ("1", true), ("1.6732632423543772", false)] {
      let own = try Activation("elu(\(alpha))")
      #expect((abs(own.derivative(-1e-12) - own.derivative(1e-12)) < 1e-9) == isContinuous)
    }
    try Self.expect("elu-mean", [relu.mean, elu.mean], within: 0.005)
    let (alpha, lambda) = (1.6732632423543772, 1.0507009873554805)
    try Self.expect("selu-constants", [lambda, alpha], within: 5e-5)
    #expect(abs(selu.value(1.0) - lambda) < 1e-14 && abs(selu.value(-60.0) + lambda * alpha) < 1e-14)
    #expect(abs(selu.mean) < 1e-9 && abs(selu.meanSquare - 1) < 1e-9)
    #expect(abs(lambda * alpha - 1.7581) < 5e-5)
  }

  @Test(arguments: [("gelu-minimum", "gelu", 0.005), ("swish-minimum", "swish", 5e-4), ("mish-minimum", "mish", 5e-4)])
  func dips(id: String, name: String, tolerance: Double) throws {
    let activation = try Activation(name)
    let dip = Self.minimum(-3...0) { activation.value($0) }
    try Self.expect(id, [dip.value, dip.x], within: tolerance)
    if name == "swish" { #expect(abs(dip.value - (dip.x + 1)) < 1e-7) }
  }

  @Test func smoothOnes() throws {
    let (gelu, byTanh, quick) = (try Activation("gelu"), try Activation("gelu-tanh"), try Activation("gelu-sigmoid"))
    let points = (-800...800).map { Double($0) / 100 }
    let c = try Self.figures("gelu-tanh-constant")[0]
    for x in points {
      let form = x / 2 * (1 + Foundation.tanh((2 / Double.pi).squareRoot() * (x + c * x * x * x)))
      #expect(abs(form - byTanh.value(x)) < 1e-12)
    }
    #expect(points.allSatisfy { abs(gelu.value($0) - byTanh.value($0)) < 0.0005 })
    #expect(points.allSatisfy { abs(gelu.value($0) - quick.value($0)) < 0.0205 })
    #expect(points.contains { abs(gelu.value($0) - quick.value($0)) > 0.0195 })
    #expect(abs(gelu.mean - 1 / (2 * Double.pi.squareRoot())) < 1e-9 && abs(gelu.mean - 0.28) < 0.005)

    let swish = try Activation("swish")
    let steepest = Self.minimum(0...6) { -swish.derivative($0) }
    try Self.expect("swish-largest-slope", [-steepest.value], within: 0.005)
    #expect(abs(steepest.x - 2.4) < 0.05 && swish.derivative(0.0) == 0.5)
    let flat = try Activation("swish(0)")
    for x in [-3.0, 1, 4] { #expect(flat.value(x) == x / 2) }

    let (lisht, mish) = (try Activation("lisht"), try Activation("mish"))
    for x in [0.2, 1, 3] { #expect(lisht.value(x) == lisht.value(-x) && lisht.value(x) > 0) }
    try Self.expect("lisht-far-left", [lisht.derivative(-40.0)])
    for x in [-2.0, 0.5, 3] { #expect(abs(mish.value(x) - x * Foundation.tanh(log1p(exp(x)))) < 1e-14) }
  }

  @Test func initialisationAndChoosing() throws {
    // He: n · Var w · E[f(z)²] = 1.
    #expect(
      try Self.question("initialisation-he").right == "2/n" && abs(1 / (try Activation("relu").meanSquare) - 2) < 1e-8)
    // One layer of n units is silent for an input with probability 2⁻ⁿ.
    func born(_ layers: Double, _ units: Double) -> Double { 1 - pow(1 - pow(2, -units), layers) }
    #expect(born(20, 2) > 0.99 && born(2, 20) < 1e-5 && born(20, 200) < 1e-50)
    for (name, isZero) in [("relu", true), ("elu", false), ("gelu", false), ("sigmoid", false)] {
      let activation = try Activation(name)
      #expect([-1.0, -2, -5, -10].allSatisfy { activation.derivative($0) == 0 } == isZero)
    }
    for name in ["swish", "elu", "leaky-relu", "selu", "softplus"] {
      #expect(try Activation(name).facts.isMonotonic == (name != "swish"))
    }
    try Self.expect("choosing-cost", [3 * 2 - 2])
    #expect(abs(0.5 * (2.0 / 3).squareRoot() - 0.41) < 0.005)
  }
}
