import Accuracy
import Activations
import Testing

/// Every function of the catalogue, and some with other parameters, on every instruction set of this machine keeps what is
/// promised.
@Suite struct KernelAccuracyTests {
  static let cases =
    Activation.all.map(\.description)
    + ["swish(beta: 1.5)", "celu(alpha: 0.7)", "elu(alpha: 1.3)", "leaky-relu(slope: 0.3)"]

  @Test("Float", arguments: cases)
  func float(text: String) throws {
    let activation = try Activation(text)
    let candidates = InstructionSet.available.map { Candidate<Float>(activation, on: $0) }
    let found = try #require(SampledMeasurement.run(activation, candidates), "no reference")
    try expect(found, keep: candidates.map(\.promise), text)
  }

  // Where the wider reference is no wider, there is nothing to compare with.
  #if arch(x86_64)
    @Test("Double", arguments: cases)
    func double(text: String) throws {
      let activation = try Activation(text)
      let candidates = InstructionSet.available.map { Candidate<Double>(activation, on: $0) }
      let found = try #require(SampledMeasurement.run(activation, candidates), "no reference")
      try expect(found, keep: candidates.map(\.promise), text)
    }
  #endif

  private func expect(_ found: [CandidateFindings], keep promises: [AccuracyPromise?], _ text: String) throws {
    for (findings, promise) in zip(found, promises) { expect(findings, keeps: try #require(promise), text) }
  }

  private func expect(_ findings: CandidateFindings, keeps promise: AccuracyPromise, _ text: String) {
    let place = "\(text) on \(findings.candidate)"
    func check(_ error: ErrorPoint?, _ bound: Double, _ what: String) {
      guard let error else { return }
      #expect(error.error <= bound, "\(place): \(what) off by \(error.error) at \(error.x)")
    }
    check(findings.value.worst, promise.value, "f")
    check(findings.derivative?.worst, promise.derivative, "f′")
    check(findings.derivative?.nearZero, promise.nearZero, "f′ near its zero")
    #expect(findings.keeps(promise), "\(place): \(findings.value.violations) \(findings.derivative?.violations as Any)")
  }
}
