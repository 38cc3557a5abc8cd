import Accuracy
import Activations
import Datasets
import Foundation

/// Errors of other libraries, from a file that Benchmarks/Peers/accuracy.py wrote:
/// {"curves": {"torch": {"gelu": [[x, ulp], …]}, …}}, or what "curves" holds alone.
struct PeerCurves {
  private var byLibrary: [String: [String: [[Double]]]]

  static func read(_ path: String) throws -> PeerCurves {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw UsageError("--peers \(path): cannot be read")
    }
    let decoder = JSONDecoder()
    if let whole = try? decoder.decode(Whole.self, from: data) { return PeerCurves(byLibrary: whole.curves) }
    guard let curves = try? decoder.decode([String: [String: [[Double]]]].self, from: data) else {
      throw UsageError("--peers \(path): expected {\"torch\": {\"gelu\": [[x, ulp], …]}, …}")
    }
    return PeerCurves(byLibrary: curves)
  }

  private struct Whole: Decodable { var curves: [String: [String: [[Double]]]] }

  /// The curves of one activation, the largest error in each of `columns` columns, by library in the order of their names.
  func curves(_ activation: Activation, range: ClosedRange<Double>, columns: Int = 400) -> [ErrorCurve] {
    byLibrary.keys.sorted().compactMap { library in
      guard let points = byLibrary[library]?[activation.description] else { return nil }
      let width = (range.upperBound - range.lowerBound) / Double(columns)
      var largest = [Double](repeating: -1, count: columns)
      for point in points where point.count == 2 && range.contains(point[0]) && point[1] >= 0 {
        let column = min(columns - 1, Int((point[0] - range.lowerBound) / width))
        largest[column] = max(largest[column], point[1])
      }
      let found = largest.enumerated().filter { $0.element >= 0 }.map {
        ErrorCurve.Point(x: range.lowerBound + width * (Double($0.offset) + 0.5), error: $0.element)
      }
      return found.isEmpty ? nil : ErrorCurve(candidate: Self.title(library), points: found)
    }
  }

  private static func title(_ library: String) -> String {
    ["torch": "PyTorch", "jax": "JAX"][library] ?? library
  }
}
