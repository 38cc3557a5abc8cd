import Foundation
import TestSupport
import Testing

@Suite struct PreflightTests {
  static func run(_ arguments: [String], in folder: String? = nil) throws -> CommandTests.Outcome {
    try CommandTests.run(["preflight"] + arguments, in: folder)
  }

  /// A list of results, as `--json` prints them.
  static func results(_ arguments: [String]) throws -> [[String: Any]] {
    let outcome = try run(arguments + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
  }

  @Test(arguments: [["--help"], ["run", "--help"], ["score", "--help"]]) func help(arguments: [String]) throws {
    let outcome = try Self.run(arguments)
    let name = (["preflight"] + arguments).joined(separator: "-").replacingOccurrences(of: "--", with: "") + ".txt"
    let difference = Snapshot.difference(outcome.output, named: name)
    #expect(difference == nil, "\(difference ?? "")")
  }

  @Test func aDeepSigmoidIsFoundOut() throws {
    let outcome = try Self.run([
      "--data", "moons", "--hidden", "32", "--depth", "40", "--activation", "sigmoid", "--initialization", "lecun",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let verdict = String(outcome.output.prefix { $0 != "\n" })
    #expect(verdict.contains("the gradient of layer 1 is") && verdict.contains("it will hardly learn up to layer 3"))
    #expect(outcome.output.contains("ordered") && outcome.output.contains("Self-normalising"))
    let rows = outcome.output.split(separator: "\n").map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
    #expect(rows.contains("40 dense 32,") && rows.contains("41 dense 2"))
    #expect(outcome.output.contains("2 → 40 × (dense 32 → sigmoid) → dense 2"))
  }

  @Test func measuredAndTrained() throws {
    let result = try #require(
      try Self.results([
        "--data", "moons", "--hidden", "32,32", "--activation", "tanh", "--epochs", "12", "--rate", "0.05",
      ]).first)
    let training = try #require(result["training"] as? [String: Any])
    #expect(training["learned"] as? Bool == true && training["isAsPredicted"] as? Bool == true)
    #expect((result["trainability"] as? [String: Any])?["problem"] as? String == "none")
    let measured = try #require(result["measured"] as? [[String: Any]])
    let layers = try #require((result["prediction"] as? [String: Any])?["layers"] as? [[String: Any]])
    #expect(measured.count == 3 && layers.count == 3)
    // The output layer has two units, too few for a mean.
    for (found, expected) in zip(measured, layers).dropLast() {
      let (a, b) = (found["preActivationSquare"] as? Double, expected["preActivationSquare"] as? Double)
      // Two inputs and 32 units: draws of the weights matter.
      #expect(abs(log(try #require(a) / #require(b))) < 1.2)
    }
    let score = try #require(result["score"] as? [String: Any])
    #expect((score["variance"] as? [Any])?.count == 3)
  }

  @Test func everyActivation() throws {
    let results = try Self.results(["--data", "xor", "--hidden", "16", "--depth", "10", "--activation", "all"])
    #expect(results.count > 20)
    let problems = results.compactMap { ($0["trainability"] as? [String: Any])?["problem"] as? String }
    #expect(problems.count == results.count)
    let step = try #require(results.first { $0["activation"] as? String == "binary-step" })
    #expect((step["trainability"] as? [String: Any])?["problem"] as? String == "no gradient")
    let table = try Self.run(["--data", "xor", "--activation", "relu,selu"])
    #expect(table.output.hasPrefix("2 of 2 activations are expected to learn"))
    #expect(table.output.contains("SELU"))
  }

  @Test func bornDead() throws {
    let outcome = try Self.run([
      "--data", "moons", "--hidden", "2", "--depth", "10", "--activation", "relu", "--initialization", "he",
    ])
    #expect(outcome.output.hasPrefix("It is born dead with probability 0."))
    #expect(outcome.output.contains("no more than a bound"))
    let safe = try Self.run(["--data", "moons", "--hidden", "64"])
    #expect(safe.output.contains("less likely than 1 in 100000"))
  }

  /// Pooling is not covered: it is said, and measured instead.
  @Test func whatIsNotCovered() throws {
    let outcome = try Self.run([
      "--data", "digits", "--layers", "conv 4, relu, max-pool 4, flatten, dense 16, relu", "--batch", "32",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("No verdict: max-pool 4"))
    #expect(outcome.output.contains("measured q") && outcome.output.contains("Not covered, or assumed"))
  }

  @Test func aLinearModel() throws {
    let outcome = try Self.run(["--data", "digits", "--depth", "0"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("there is one layer alone"))
  }

  @Test(
    arguments: [
      (["--data", "moons", "--activation", "relo"], 64, "did you mean 'relu'"),
      (["--data", "moon"], 65, "did you mean 'moons'"),
      (["--data", "moons", "--depth=-1"], 64, "--depth -1"),
      (["--data", "moons", "--layers", "dense 4, tanh", "--depth", "3"], 64, "--depth is for --hidden"),
      (["--data", "moons", "--hidden", "4,5", "--depth", "3"], 64, "lists 2 layers"),
      (["--data", "moons", "--trials=-1"], 64, "--trials -1"),
      (["--data", "moons", "--batch", "1"], 64, "--batch 1"),
      (["--data", "moons", "--epochs", "1", "--rate", "0"], 64, "above 0"),
      (["--data", "moons", "--initialization", "hee"], 64, "expected one of he"),
      (["score", "-o", "/proc/x", "--initializations", "he,lecun,glorot"], 64, "two at most"),
      (["score", "-o", "/proc/x", "--depths", "0"], 64, "--depths"),
      (["score", "-o", "/proc/x", "--batch", "1"], 64, "--batch 1"),
    ] as [([String], Int32, String)])
  func mistakes(arguments: [String], status: Int32, message: String) throws {
    let outcome = try Self.run(arguments)
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test func scored() throws {
    try withScratchFolder { folder in
      let outcome = try Self.run(
        [
          "score", "--data", "moons", "--activations", "tanh,sigmoid", "--depths", "2,20", "--width", "16", "--epochs",
          "10", "--output", "out",
        ], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("all: 8 networks"))
      let csv = try String(contentsOfFile: folder + "/out/points.csv", encoding: .utf8).split(separator: "\n")
      #expect(csv.count == 9)
      #expect(csv.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 12 })
      let json = try Data(contentsOf: URL(fileURLWithPath: folder + "/out/score.json"))
      let report = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
      #expect((report["points"] as? [Any])?.count == 8)
      for name in ["gradient", "variance"] {
        let svg = try String(contentsOfFile: folder + "/out/\(name).svg", encoding: .utf8)
        #expect(svg.contains("Sigmoid") && svg.contains("<circle"))
      }
    }
  }
}
