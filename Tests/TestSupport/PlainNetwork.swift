import Accuracy
import Glibc

/// Any network as plainly as it can be written, in `Double`, one number at a time, forwards only: its slopes are taken by
/// differences. It shares no code with the trainer.
public struct PlainNetwork {
  public typealias Image = [[[Double]]]  // row, column, channel

  public indirect enum Layer {
    /// w[output][input], over all numbers of an image.
    case dense(w: [Double], b: [Double])
    /// w[output][input of the group][row][column]; pairs are vertical, horizontal; `before` is the padding above and left.
    case conv(
      w: [Double], b: [Double], kernel: (Int, Int), stride: (Int, Int), dilation: (Int, Int), before: (Int, Int),
      output: (Int, Int), groups: Int)
    case pool(isMaximum: Bool, kernel: (Int, Int), stride: (Int, Int), before: (Int, Int), output: (Int, Int))
    case batchNorm(gamma: [Double], beta: [Double], epsilon: Double)
    case layerNorm(gamma: [Double], beta: [Double], epsilon: Double)
    /// p[channel]: the first parameter's value; `rest`: the second.
    case activation(name: String, p: [Double], rest: [Double])
    case flatten
    case residual([Layer], projection: Layer?)
  }

  public var layers: [Layer]

  public init(layers: [Layer]) { self.layers = layers }

  /// The mean and the variance by channel that go into each batch normalisation, in order.
  public final class Moments {
    public var all: [(mean: [Double], variance: [Double], count: Int)] = []
    public init() {}
  }

  public func forward(_ batch: [Image], moments: Moments? = nil) -> [Image] {
    layers.reduce(batch) { Self.apply($1, $0, moments) }
  }

  /// Mean softmax cross-entropy.
  public func loss(_ batch: [Image], _ labels: [Int]) -> Double {
    zip(forward(batch), labels).reduce(0) { sum, item in
      let z = item.0[0][0]
      let top = z.max() ?? 0
      return sum + top + log(z.reduce(0) { $0 + exp($1 - top) }) - z[item.1]
    } / Double(batch.count)
  }

  private static func apply(_ layer: Layer, _ x: [Image], _ moments: Moments?) -> [Image] {
    switch layer {
    case .flatten: return x.map { [[$0.flatMap { $0.flatMap { $0 } }]] }
    case .dense(let w, let b):
      return x.map { image in
        let input = image.flatMap { $0.flatMap { $0 } }
        return [[b.indices.map { o in b[o] + input.indices.reduce(0) { $0 + w[o * input.count + $1] * input[$1] } }]]
      }
    case .conv(let w, let b, let kernel, let stride, let dilation, let before, let output, let groups):
      return x.map { image in
        let inputs = image[0][0].count / groups
        return (0..<output.0).map { row in
          (0..<output.1).map { column in
            b.indices.map { o in
              var sum = b[o]
              let first = o / (b.count / groups) * inputs
              for c in 0..<inputs {
                for i in 0..<kernel.0 {
                  for j in 0..<kernel.1 {
                    let (y, x) = (
                      row * stride.0 + i * dilation.0 - before.0, column * stride.1 + j * dilation.1 - before.1
                    )
                    guard image.indices.contains(y), image[0].indices.contains(x) else { continue }
                    sum += w[((o * inputs + c) * kernel.0 + i) * kernel.1 + j] * image[y][x][first + c]
                  }
                }
              }
              return sum
            }
          }
        }
      }
    case .pool(let isMaximum, let kernel, let stride, let before, let output):
      return x.map { image in
        (0..<output.0).map { row in
          (0..<output.1).map { column in
            image[0][0].indices.map { c in
              var inside: [Double] = []
              for i in 0..<kernel.0 {
                for j in 0..<kernel.1 {
                  let (y, x) = (row * stride.0 + i - before.0, column * stride.1 + j - before.1)
                  if image.indices.contains(y), image[0].indices.contains(x) { inside.append(image[y][x][c]) }
                }
              }
              return isMaximum ? inside.max() ?? 0 : inside.reduce(0, +) / Double(inside.count)
            }
          }
        }
      }
    case .batchNorm(let gamma, let beta, let epsilon):
      let rows = x.flatMap { $0.flatMap { $0 } }
      let n = Double(rows.count)
      let mean = gamma.indices.map { c in rows.reduce(0) { $0 + $1[c] } / n }
      let variance = gamma.indices.map { c in rows.reduce(0) { $0 + ($1[c] - mean[c]) * ($1[c] - mean[c]) } / n }
      moments?.all.append((mean, variance, rows.count))
      return map(x) { row in
        row.indices.map { gamma[$0] * (row[$0] - mean[$0]) / (variance[$0] + epsilon).squareRoot() + beta[$0] }
      }
    case .layerNorm(let gamma, let beta, let epsilon):
      return map(x) { row in
        let n = Double(row.count)
        let mean = row.reduce(0, +) / n
        let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
        return row.indices.map { gamma[$0] * (row[$0] - mean) / (variance + epsilon).squareRoot() + beta[$0] }
      }
    case .activation(let name, let p, let rest):
      return map(x) { row in
        row.indices.map { c in
          let parameters = p.isEmpty ? [] : [Wide(p[c])] + rest.map { Wide($0) }
          return Double(Reference.value(name, Wide(row[c]), parameters) ?? .nan)
        }
      }
    case .residual(let layers, let projection):
      let inner = layers.reduce(x) { apply($1, $0, moments) }
      let outer = projection.map { apply($0, x, moments) } ?? x
      return zip(inner, outer).map { zip($0, $1).map { zip($0, $1).map { zip($0, $1).map(+) } } }
    }
  }

  private static func map(_ x: [Image], _ body: ([Double]) -> [Double]) -> [Image] {
    x.map { $0.map { $0.map(body) } }
  }
}
