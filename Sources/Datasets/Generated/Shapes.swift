internal import Randomness

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Points in the plane that no straight line separates: what hidden layers are for.
public enum Shapes {
  /// Two interleaved half circles with noise of deviation 0.15.
  public static func moons(count: Int, seed: UInt64) -> Dataset {
    make("moons", "two interleaved half moons", count, ["upper", "lower"], seed) { stream, label in
      let angle = Double.pi * stream.uniformDouble()
      let noise = (0.15 * Double(stream.normal()), 0.15 * Double(stream.normal()))
      return label == 0
        ? (cos(angle) + noise.0, sin(angle) + noise.1) : (1 - cos(angle) + noise.0, 0.5 - sin(angle) + noise.1)
    }
  }

  /// A circle within a circle of twice its radius, with noise of deviation 0.12.
  public static func circles(count: Int, seed: UInt64) -> Dataset {
    make("circles", "a circle within a circle", count, ["inner", "outer"], seed) { stream, label in
      let angle = 2 * Double.pi * stream.uniformDouble()
      let radius = (label == 0 ? 0.5 : 1.0) + 0.12 * Double(stream.normal())
      return (radius * cos(angle), radius * sin(angle))
    }
  }

  /// Three arms that wind one and a half times around the origin.
  public static func spirals(count: Int, seed: UInt64) -> Dataset {
    make("spirals", "three spiral arms", count, ["arm 1", "arm 2", "arm 3"], seed) { stream, label in
      let along = stream.uniformDouble().squareRoot()
      let angle = 3 * Double.pi * along + 2 * Double.pi / 3 * Double(label) + 0.15 * Double(stream.normal())
      return (along * cos(angle), along * sin(angle))
    }
  }

  /// The square −1…1 in four quarters: same signs are one class, different signs the other, with noise of deviation 0.1.
  public static func xor(count: Int, seed: UInt64) -> Dataset {
    make("xor", "the quarters of a square, opposite ones alike", count, ["same sign", "different signs"], seed) {
      stream, label in
      let x = 2 * stream.uniformDouble() - 1
      let y = abs(2 * stream.uniformDouble() - 1) * ((x < 0) == (label == 0) ? -1 : 1)
      return (x + 0.1 * Double(stream.normal()), y + 0.1 * Double(stream.normal()))
    }
  }

  private static func make(
    _ name: String, _ description: String, _ count: Int, _ classes: [String], _ seed: UInt64,
    _ point: (inout RandomStream, Int) -> (Double, Double)
  ) -> Dataset {
    var stream = RandomStream(
      seed: seed, purpose: .generation, index: UInt32(Dataset.generatedNames.firstIndex(of: name) ?? 0))
    var inputs: [Float] = []
    var labels: [Int32] = []
    for i in 0..<count {
      let label = i % classes.count
      let (x, y) = point(&stream, label)
      inputs += [Float(x), Float(y)]
      labels.append(Int32(label))
    }
    return Dataset(
      name: name, description: "\(count) generated points: \(description)", inputShape: [2],
      examples: Examples(inputs: inputs, inputSize: 2, targets: .classes(labels, names: classes)),
      scaling: .perFeature, isGenerated: true)
  }
}
