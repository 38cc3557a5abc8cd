import Activations
import Diagnostics
import NeuralNetworks
import Randomness

/// A layer made by hand: rows × units.
struct HandMadeLayer {
  var rows: Int
  var units: Int
  var preActivation: [Float]
  var output: [Float]
  var gradient: [Float] = []
  var activation: Activation?
  var learned: [Float]?

  /// What goes through an activation.
  init(_ preActivation: [Float], rows: Int, activation: String) throws {
    let activation = try Activation(activation)
    self.init(output: activation.apply(to: preActivation), rows: rows)
    self.preActivation = preActivation
    self.activation = activation
  }

  /// Outputs without an activation.
  init(output: [Float], rows: Int) {
    self.rows = rows
    units = output.count / rows
    (preActivation, self.output) = (output, output)
  }

  func reading(sample: Int = LayerReading.defaultSample, sketched: Bool = false) -> LayerReading {
    preActivation.withUnsafeBufferPointer { z in
      output.withUnsafeBufferPointer { a in
        gradient.withUnsafeBufferPointer { gradient in
          LayerReading(
            LayerSnapshot(
              index: 0, name: "hidden 1", activation: activation, examples: rows, rows: rows, channels: units,
              preActivation: z, output: a, gradient: gradient, gradientRows: rows, learned: learned, weightNorm: 2,
              gradientNorm: 3, updateNorm: 0.5),
            sample: sample, sketched: sketched)
        }
      }
    }
  }
}

func normals(_ count: Int, seed: UInt64 = 1) -> [Float] {
  var stream = RandomStream(seed: seed, purpose: .test)
  return stream.normals(count)
}

/// Mean and deviation as plainly as they can be written.
func plainMoments(_ values: [Float]) -> (mean: Double, deviation: Double) {
  let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
  let squares = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
  return (mean, (squares / Double(values.count)).squareRoot())
}
