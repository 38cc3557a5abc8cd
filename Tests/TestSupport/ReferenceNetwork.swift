import Accuracy
import Glibc

/// A network as plainly as it can be written, in `Double`, one number at a time: what the trainer is tested against. It
/// shares no code with it.
public struct ReferenceNetwork {
  public enum Layer {
    /// w[output][input]
    case dense(w: [[Double]], b: [Double])
    case batchNorm(gamma: [Double], beta: [Double], epsilon: Double)
    /// p[channel]: the first parameter's value; `rest`: the second.
    case activation(name: String, p: [Double], rest: [Double])
  }

  public enum Loss { case softmax, binary, squares }

  public var layers: [Layer]
  public var loss: Loss

  public init(layers: [Layer], loss: Loss) {
    self.layers = layers
    self.loss = loss
  }

  public func forward(_ x: [[Double]]) -> [[Double]] {
    layers.reduce(x) { Self.apply($1, $0) }
  }

  private static func apply(_ layer: Layer, _ x: [[Double]]) -> [[Double]] {
    switch layer {
    case .dense(let w, let b):
      return x.map { row in w.indices.map { o in b[o] + zip(w[o], row).reduce(0) { $0 + $1.0 * $1.1 } } }
    case .batchNorm(let gamma, let beta, let epsilon):
      let (mean, deviation) = moments(x, epsilon)
      return x.map { row in row.indices.map { gamma[$0] * (row[$0] - mean[$0]) / deviation[$0] + beta[$0] } }
    case .activation(let name, let p, let rest):
      return x.map { row in
        row.indices.map { Double(Reference.value(name, Wide(row[$0]), wide(p, rest, $0)) ?? .nan) }
      }
    }
  }

  private static func wide(_ p: [Double], _ rest: [Double], _ channel: Int) -> [Wide] {
    p.isEmpty ? [] : [Wide(p[channel])] + rest.map { Wide($0) }
  }

  private static func moments(_ x: [[Double]], _ epsilon: Double) -> (mean: [Double], deviation: [Double]) {
    let n = Double(x.count)
    let mean = x[0].indices.map { c in x.reduce(0) { $0 + $1[c] } / n }
    let deviation = x[0].indices.map { c in
      (x.reduce(0) { $0 + ($1[c] - mean[c]) * ($1[c] - mean[c]) } / n + epsilon).squareRoot()
    }
    return (mean, deviation)
  }

  /// The mean loss; `targets` are one-hot rows for softmax.
  public func lossValue(_ x: [[Double]], _ targets: [[Double]]) -> Double {
    Self.lossOf(forward(x), targets, loss).value
  }

  private static func lossOf(
    _ z: [[Double]], _ targets: [[Double]], _ loss: Loss
  ) -> (value: Double, gradient: [[Double]]) {
    let n = Double(z.count)
    var total = 0.0
    var gradient: [[Double]] = []
    for (row, y) in zip(z, targets) {
      let width = Double(row.count)
      switch loss {
      case .softmax:
        let e = row.map { exp($0) }
        let sum = e.reduce(0, +)
        total -= zip(row, y).reduce(0) { $0 + $1.1 * ($1.0 - log(sum)) }
        gradient.append(zip(e, y).map { ($0 / sum - $1) / n })
      case .binary:
        let s = row.map { 1 / (1 + exp(-$0)) }
        total -= zip(s, y).reduce(0) { $0 + $1.1 * log($1.0) + (1 - $1.1) * log(1 - $1.0) } / width
        gradient.append(zip(s, y).map { ($0 - $1) / n / width })
      case .squares:
        total += zip(row, y).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / width
        gradient.append(zip(row, y).map { 2 * ($0 - $1) / n / width })
      }
    }
    return (total / n, gradient)
  }

  /// Gradients of the mean loss, layer by layer, each flat in the order of `parameters`.
  public func gradients(_ x: [[Double]], _ targets: [[Double]]) -> [[Double]] {
    var inputs: [[[Double]]] = []
    var current = x
    for layer in layers {
      inputs.append(current)
      current = Self.apply(layer, current)
    }
    var g = Self.lossOf(current, targets, loss).gradient
    var result: [[Double]] = []
    for (layer, x) in zip(layers, inputs).reversed() {
      let (dx, parameters) = Self.backward(layer, x, g)
      result.insert(parameters, at: 0)
      g = dx
    }
    return result
  }

  private static func backward(
    _ layer: Layer, _ x: [[Double]], _ g: [[Double]]
  ) -> (input: [[Double]], parameters: [Double]) {
    let rows = x.indices
    let channels = x[0].indices
    switch layer {
    case .dense(let w, let b):
      let dw = w.indices.map { o in channels.map { i in rows.reduce(0) { $0 + g[$1][o] * x[$1][i] } } }
      let db = b.indices.map { o in rows.reduce(0) { $0 + g[$1][o] } }
      let dx = rows.map { r in channels.map { i in w.indices.reduce(0) { $0 + g[r][$1] * w[$1][i] } } }
      return (dx, dw.flatMap { $0 } + db)
    case .batchNorm(let gamma, _, let epsilon):
      let (mean, deviation) = moments(x, epsilon)
      let n = Double(x.count)
      let h = rows.map { r in channels.map { (x[r][$0] - mean[$0]) / deviation[$0] } }
      let dgamma = channels.map { c in rows.reduce(0) { $0 + g[$1][c] * h[$1][c] } }
      let dbeta = channels.map { c in rows.reduce(0) { $0 + g[$1][c] } }
      let dx = rows.map { r in
        channels.map { c in gamma[c] / deviation[c] * (g[r][c] - dbeta[c] / n - h[r][c] * dgamma[c] / n) }
      }
      return (dx, dgamma + dbeta)
    case .activation(let name, let p, let rest):
      let dx = rows.map { r in
        channels.map { g[r][$0] * Double(Reference.derivative(name, Wide(x[r][$0]), wide(p, rest, $0)) ?? .nan) }
      }
      // By differences, as the reference knows no derivative by a parameter.
      let step = 1e-6
      let dp = p.indices.map { c in
        rows.reduce(0.0) { sum, r in
          var (up, down) = (wide(p, rest, c), wide(p, rest, c))
          up[0] += Wide(step)
          down[0] -= Wide(step)
          let a = Reference.value(name, Wide(x[r][c]), up) ?? .nan
          let b = Reference.value(name, Wide(x[r][c]), down) ?? .nan
          return sum + g[r][c] * Double((a - b) / (2 * Wide(step)))
        }
      }
      return (dx, dp)
    }
  }

  /// All parameters of a layer, flat.
  public func parameters(of layer: Int) -> [Double] {
    switch layers[layer] {
    case .dense(let w, let b): w.flatMap { $0 } + b
    case .batchNorm(let gamma, let beta, _): gamma + beta
    case .activation(_, let p, _): p
    }
  }

  /// The same network with one number changed.
  public func changing(layer: Int, at index: Int, by delta: Double) -> ReferenceNetwork {
    var copy = self
    switch layers[layer] {
    case .dense(var w, var b):
      let inputs = w[0].count
      if index < w.count * inputs {
        w[index / inputs][index % inputs] += delta
      } else {
        b[index - w.count * inputs] += delta
      }
      copy.layers[layer] = .dense(w: w, b: b)
    case .batchNorm(var gamma, var beta, let epsilon):
      if index < gamma.count { gamma[index] += delta } else { beta[index - gamma.count] += delta }
      copy.layers[layer] = .batchNorm(gamma: gamma, beta: beta, epsilon: epsilon)
    case .activation(let name, var p, let rest):
      p[index] += delta
      copy.layers[layer] = .activation(name: name, p: p, rest: rest)
    }
    return copy
  }
}
