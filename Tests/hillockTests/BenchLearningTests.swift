import Foundation
import TestSupport
import Testing

/// `hillock bench learning` on tiny networks: that it runs and that its figures hang together.
@Suite struct BenchLearningTests {
  struct Report: Decodable {
    struct Run: Decodable {
      let kernel: String
      let seed: Int
      let accuracy: Double?
      let loss: Double?
      let divergedInEpoch: Int?
      let distancesFromStart: [Double]
      let distancesFromOurs: [Double]
    }
    struct Interval: Decodable {
      let value: Double
      let low: Double
      let high: Double
    }
    struct Difference: Decodable {
      let kernel: String
      let pairs: Int
      let accuracy: Interval?
    }
    struct Function: Decodable {
      let name: String
      let runs: [Run]
      let differences: [Difference]
    }
    let functions: [Function]
  }

  private static let tiny = ["bench", "learning", "--data", "moons", "--hidden", "8", "--batch", "60"]

  private static func report(_ arguments: [String]) throws -> Report {
    let outcome = try CommandTests.run(tiny + ["--json"] + arguments)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    return try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
  }

  @Test func figures() throws {
    let report = try Self.report(["--epochs", "3", "--seeds", "2"])
    #expect(report.functions.map(\.name) == ["gelu", "gelu-tanh"])
    for function in report.functions {
      #expect(Set(function.runs.map(\.seed)) == [1, 2])
      for run in function.runs {
        #expect(run.distancesFromOurs.count == 3 && run.distancesFromStart.allSatisfy { $0 > 0 })
        #expect(run.accuracy.map { $0 > 0.5 } == true && run.loss != nil && run.divergedInEpoch == nil)
        #expect(run.distancesFromOurs.allSatisfy { run.kernel == "ours" ? $0 == 0 : $0 < 0.01 })
      }
      let other = try #require(function.differences.first { $0.kernel == "oneDNN" })
      let accuracies = ["oneDNN", "ours"].map { kernel in
        function.runs.filter { $0.kernel == kernel }.compactMap(\.accuracy).reduce(0, +) / 2
      }
      let interval = try #require(other.accuracy)
      #expect(other.pairs == 2 && abs(interval.value - (accuracies[0] - accuracies[1])) < 1e-12)
      #expect(interval.low <= interval.value && interval.value <= interval.high)
    }
    // oneDNN's kernels are not ours.
    #expect(report.functions[0].runs.contains { $0.kernel == "oneDNN" && $0.distancesFromOurs[2] > 0 })
  }

  @Test func divergenceIsAResult() throws {
    let report = try Self.report(["swish", "--epochs", "2", "--seeds", "1", "--rate", "1e30"])
    #expect(report.functions[0].runs.allSatisfy { $0.divergedInEpoch != nil && $0.accuracy == nil })
    let text = try CommandTests.run(Self.tiny + ["swish", "--epochs", "2", "--seeds", "1", "--rate", "1e30"])
    #expect(text.status == 0 && text.output.contains("diverged") && text.output.contains("unknown"))
  }

  @Test(
    arguments: [
      (["gelo"], 64, "did you mean 'gelu'"), (["lisht"], 64, "nothing to compare with"),
      (["--epochs", "0"], 64, "--epochs 0"), (["--seeds", "0"], 64, "--seeds 0"), (["--batch", "0"], 64, "--batch 0"),
      (["--batch", "99999"], 64, "--batch 99999"), (["--rate", "nan"], 64, "--rate nan"),
      (["--train-limit", "0"], 64, "--train-limit 0"), (["--hidden", "x"], 64, "--hidden: 'x'"),
      (["--data", "nowhere"], 65, "no such file"),
    ] as [([String], Int32, String)])
  func mistakes(arguments: [String], status: Int32, message: String) throws {
    let outcome = try CommandTests.run(["bench", "learning"] + arguments)
    #expect(outcome.status == status && outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }
}
