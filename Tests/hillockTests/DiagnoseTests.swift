import Foundation
import TestSupport
import Testing

/// hillock diagnose, as people run it.
@Suite struct DiagnoseTests {
  private static let sick = [
    "train", "--data", "digits", "--train-limit", "640", "--layers", "repeat 12 (dense 32, sigmoid)", "--epochs", "2",
    "--rate", "0.02", "--output", "sick",
  ]

  @Test func trainedAndDiagnosed() throws {
    try withScratchFolder { folder in
      let trained = try CommandTests.run(Self.sick, in: folder)
      #expect(trained.status == 0, "\(trained.errors)")
      #expect(trained.output.contains("Vanishing gradient: The gradient of hidden 1 is "))
      #expect(trained.output.contains("'hillock diagnose sick' tries what may help."))
      let screen = try CommandTests.run(["diagnose", "sick", "--seeds", "2", "--only", "normalisation"], in: folder)
      #expect(screen.status == 0, "\(screen.errors)")
      #expect(screen.output.contains("PROBLEM  Vanishing gradient") && screen.output.contains("batch normalisation"))
      #expect(screen.output.contains("unchanged"))
      let json = try CommandTests.run(["diagnose", "sick", "--no-remedies", "--json"], in: folder)
      let value = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      let findings = try #require(value["findings"] as? [[String: Any]])
      #expect(findings.first?["kind"] as? String == "vanishing-gradient")
      // From what was kept and from a repetition, the same.
      try FileManager.default.removeItem(atPath: folder + "/sick/probes.json")
      let again = try CommandTests.run(["diagnose", "sick", "--no-remedies", "--json"], in: folder)
      let repeated = try #require(try JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any])
      #expect(NSArray(array: repeated["findings"] as? [Any] ?? []) == NSArray(array: findings))
      let checkpoint = try CommandTests.run(
        ["diagnose", "sick", "--from", "checkpoint", "--seeds", "2", "--only", "rate"], in: folder)
      #expect(checkpoint.status == 0 && checkpoint.output.contains("rate × 3"), "\(checkpoint.errors)")
      let other = try CommandTests.run(
        ["diagnose", "sick", "--no-remedies", "--limit", "gradient-ratio=1e-30"], in: folder)
      #expect(!other.output.contains("Vanishing gradient"))
    }
  }

  @Test func aTrialOfAStudy() throws {
    try withScratchFolder { folder in
      let study = try CommandTests.run(
        [
          "study", "--data", "moons", "--activations", "relu,tanh", "--hidden", "8", "--seeds", "2", "--epochs", "1",
          "--output", "s",
        ], in: folder)
      #expect(study.status == 0, "\(study.errors)")
      let found = try CommandTests.run(
        ["diagnose", "s", "--activation", "tanh", "--seed", "2", "--no-remedies"], in: folder)
      #expect(found.status == 0 && found.output.contains("tanh") && found.output.contains("seed 2"), "\(found.errors)")
      let none = try CommandTests.run(["diagnose", "s", "--seed", "77", "--no-remedies"], in: folder)
      #expect(none.status == 64 && none.errors.contains("no finished trial"))
      let unknown = try CommandTests.run(["diagnose", "s", "--activation", "gelu"], in: folder)
      #expect(unknown.status == 64 && unknown.errors.contains("the study has relu, tanh"))
    }
  }

  @Test func mistakesAreExplained() throws {
    try withScratchFolder { folder in
      let cases: [([String], Int32, String)] = [
        (["diagnose", "nowhere"], 65, "no such file or folder"),
        (["diagnose"], 64, "no run"),
        (["diagnose", "x", "--limit", "dead-shar=0.5"], 64, "did you mean 'dead-share'?"),
        (["diagnose", "x", "--limit", "dead-share"], 64, "expected a name, = and a number"),
        (["diagnose", "x", "--seeds", "1"], 64, "expected 2 to 1000"),
        (["bench", "findings", "--only", "nothing"], 64, "expected one of raw-inputs"),
        (["train", "--data", "moons", "--scaling", "big", "--output", "m"], 64, "expected standard, none or a factor"),
      ]
      for (arguments, status, text) in cases {
        let result = try CommandTests.run(arguments, in: folder)
        #expect(result.status == status && result.errors.contains(text), "\(arguments): \(result.errors)")
      }
      let limits = try CommandTests.run(["diagnose", "--limits"], in: folder)
      #expect(limits.output.contains("gradient-ratio") && limits.output.contains("arXiv:1611.01232"))
      // A record that is damaged is said, not read.
      _ = try CommandTests.run(Self.sick, in: folder)
      try "{".write(toFile: folder + "/sick/probes.json", atomically: true, encoding: .utf8)
      let damaged = try CommandTests.run(["diagnose", "sick"], in: folder)
      #expect(damaged.status == 65 && damaged.errors.contains("holds no record"), "\(damaged.errors)")
    }
  }
}
