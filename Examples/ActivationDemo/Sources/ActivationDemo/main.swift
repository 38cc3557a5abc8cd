import Activations

// The library's calls, each with a result that is known, so that a wrong number ends the program with an error. Build and
// run it with `swift run -c release --package-path Examples/ActivationDemo`.

func check(_ isRight: Bool, _ what: String) {
  guard isRight else { fatalError("wrong: \(what)") }
  print("right: \(what)")
}

func near(_ a: [Float], _ b: [Float]) -> Bool { zip(a, b).allSatisfy { abs($0 - $1) <= 1e-6 } && a.count == b.count }

let gelu = try Activation("gelu")
let leaky = try Activation("leaky-relu(0.02)")
let x: [Float] = [-2, -1, 0, 1, 2]

// Arrays.
check(near(gelu.apply(to: x), [-0.0455003, -0.1586553, 0, 0.8413447, 1.9544997]), "GELU of an array")
check(near(leaky.derivative(of: x), [0.02, 0.02, 0.02, 1, 1]), "the slope of leaky ReLU")

// In place, and in another array.
var y = x
leaky.apply(inPlace: &y)
check(near(y, [-0.04, -0.02, 0, 1, 2]), "leaky ReLU in place")
try gelu.apply(to: x, into: &y)
check(y == gelu.apply(to: x), "GELU into an array")

// Spans: no copy, no allocation.
do {
  var span = y.mutableSpan
  try gelu.derivative(of: x.span, into: &span)
}
check(near(y, [-0.0852318, -0.0833155, 0.5, 1.0833155, 1.0852318]), "the slope of GELU through spans")

// A backward pass, in the upstream gradient's place; value and slope in one sweep.
var gradient: [Float] = [1, 1, 1, 1, 2]
try gelu.backward(x, inPlace: &gradient)
check(near(gradient, [-0.0852318, -0.0833155, 0.5, 1.0833155, 2.1704636]), "a backward pass")
let both = gelu.valueAndDerivative(of: x)
check(both.value == gelu.apply(to: x) && both.derivative == gelu.derivative(of: x), "value and slope in one sweep")
check(
  try Activation.backward(derivative: both.derivative, upstream: [1, 1, 1, 1, 2]) == gradient, "back from the slope")

// Double, and no digits lost in the tail.
check(abs(gelu.value(-6.0) / -5.919524e-09 - 1) < 1e-6, "GELU at -6 in Double")

// Softmax.
let shares = try Softmax.standard.apply(to: [1, 2, 3, 0, 0, 0] as [Float], channels: 3)
check(near(shares, [0.0900306, 0.2447285, 0.6652410, 1 / 3, 1 / 3, 1 / 3]), "softmax of two rows")
check(argmax(shares) == 2, "argmax")

// Lengths that do not fit are refused, and nothing is written.
do {
  var short: [Float] = [7]
  try gelu.apply(to: x, into: &short)
  check(false, "a result that is too short")
} catch {
  check(error == .length(.result, found: 1, expected: 5), "\(error)")
}

// Values can be compared, written and read.
check(try Activation(leaky.description) == leaky, "\(leaky) reads back")

print("gain     activation")
for activation in Activation.all {
  let gain = (activation.gain * 10_000).rounded() / 10_000
  print("\(gain)".padded(to: 8), activation)
}

extension String {
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
