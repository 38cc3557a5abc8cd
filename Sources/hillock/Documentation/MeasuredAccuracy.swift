import Datasets
import Foundation

/// What a function's page says of accuracy, from a file that `hillock accuracy --json` wrote. Fields that the pages do not
/// show may be absent or different.
struct MeasuredAccuracy: Decodable {
  /// One kind of number.
  struct Part: Decodable {
    /// `Float` or `Double`.
    var numbers: String
    /// Which inputs were tried: "sample", "all".
    var inputs: String
    var functions: [Function]
  }

  struct Function: Decodable {
    /// The canonical text: `swish(beta: 1.5)`.
    var activation: String
    var results: [Result]
  }

  struct Result: Decodable {
    /// The instruction set, or another library.
    var by: String
    var value: Figures
    var derivative: Figures?
  }

  struct Figures: Decodable {
    var shareCorrectlyRounded: Double?
    /// Absent where every result was correctly rounded and no error is worth a place.
    var worst: Worst?
    /// The largest error near a zero of the derivative, where it is absolute.
    var nearZero: Worst?
  }

  /// The largest error.
  struct Worst: Decodable {
    /// In ULP.
    var error: Double
    var x: Double
  }

  var parts: [Part]

  static func read(_ path: String) throws -> MeasuredAccuracy {
    try MeasurementFile.read(path, from: "hillock accuracy --json")
  }

  /// One kind of number's results for an activation, best instruction set last as in the file.
  func results(_ activation: String) -> [(part: Part, results: [Result])] {
    parts.compactMap { part in
      part.functions.first { $0.activation == activation }.map { (part, $0.results) }
    }
  }
}

/// A JSON file of figures that another command printed.
enum MeasurementFile {
  static func read<Figures: Decodable>(_ path: String, from command: String) throws -> Figures {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw DatasetError(path, "cannot be read; expected what '\(command)' printed")
    }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return try decoder.decode(Figures.self, from: data)
    } catch {
      throw DatasetError(path, "\(reason(error)); expected what '\(command)' printed")
    }
  }

  private static func reason(_ error: any Error) -> String {
    func place(_ path: [any CodingKey]) -> String {
      path.isEmpty
        ? "at the top" : "in " + path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: "/")
    }
    switch error as? DecodingError {
    case .keyNotFound(let key, let context): return "no '\(key.stringValue)' \(place(context.codingPath))"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "another kind of value \(place(context.codingPath))"
    default: return "not JSON"
    }
  }
}
