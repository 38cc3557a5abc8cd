import Accuracy
import Activations

/// Everything that a run of `hillock accuracy` found, for programs and for the documentation.
struct AccuracyReport: Encodable {
  /// One kind of number.
  struct Part: Encodable {
    /// `Float` or `Double`.
    var numbers: String
    /// Which inputs were tried: "sample", "all", or "every 64th block of 65536".
    var inputs: String
    var seconds: Double
    var functions: [Function]

    /// Whether every promise is kept.
    var isKept: Bool { functions.allSatisfy { $0.results.allSatisfy { $0.isKept ?? true } } }
  }

  struct Function: Encodable {
    /// The canonical text: `swish(beta: 1.5)`.
    var activation: String
    var title: String
    var results: [Result]
    /// The largest errors of the `Double` kernels for f and f′ that sieved all inputs, in ULP of `Double`.
    var sieve: [ErrorPoint?]?

    /// - Parameter promises: as many as there are findings.
    init(
      _ activation: Activation, found: [CandidateFindings], promises: [AccuracyPromise?], sieve: [ErrorPoint?]? = nil
    ) {
      self.activation = activation.description
      title = activation.title
      self.sieve = sieve
      results = zip(found, promises).map { findings, promise in
        Result(
          by: findings.candidate, value: Figures(findings.value), derivative: findings.derivative.map(Figures.init),
          promise: promise, isKept: promise.map { findings.keeps($0) })
      }
    }
  }

  /// What one instruction set, or another library, gave.
  struct Result: Encodable {
    var by: String
    var value: Figures
    var derivative: Figures?
    /// Nil where nothing is promised.
    var promise: AccuracyPromise?
    var isKept: Bool?
  }

  struct Figures: Encodable {
    var inputs: Int
    var shareCorrectlyRounded: Double
    var worst: ErrorPoint?
    var nearZero: ErrorPoint?
    var violations: Violations

    init(_ findings: Findings) {
      (inputs, worst, nearZero) = (findings.inputs, findings.worst, findings.nearZero)
      (shareCorrectlyRounded, violations) = (findings.shareCorrectlyRounded, findings.violations)
    }
  }

  var instructionSets: [String]
  var parts: [Part]

  var isKept: Bool { parts.allSatisfy(\.isKept) }
}
