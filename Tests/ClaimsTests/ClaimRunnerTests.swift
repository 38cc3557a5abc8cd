import Claims
import Foundation
import Synchronization
import Testing

@Suite struct ClaimRunnerTests {
  private let context = ClaimContext(scale: .tiny, data: .generated)

  private func claim(_ id: String) throws -> Claim { try #require(Claim.all.first { $0.id == id }) }

  private func folder() throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("claims-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  @Test func oneThreadAndFourGiveTheSame() throws {
    let claims = try ["relu-faster", "linear-is-one-layer", "tanh-vanishes"].map(claim)
    let outcomes = try [1, 4].map { jobs in
      let runner = ClaimRunner(claims, context: context, known: [:], jobs: jobs)
      try runner.run()
      return claims.map { claim in
        let outcome = claim.outcome(runner.known, context: context)
        return (outcome.verdict, outcome.evidence)
      }
    }
    for (a, b) in zip(outcomes[0], outcomes[1]) {
      #expect(a.0 == b.0)
      #expect(a.1 == b.1)
    }
  }

  @Test func stoppedAnywhereItGoesOnToTheSameVerdict() throws {
    let claim = try claim("tanh-faster-than-sigmoid")
    let whole = ClaimRunner([claim], context: context, known: [:], jobs: 1)
    try whole.run()
    let path = try folder() + "/claims.sqlite"
    var rounds = 0
    while true {
      let store = try ClaimStore(path: path, instructionSet: "test")
      let done = Mutex(0)
      let runner = ClaimRunner(
        [claim], context: context, known: try store.all().known, jobs: 2,
        keep: { found, key, seconds in
          try store.add(found, key: key, seconds: seconds)
          done.withLock { $0 += 1 }
        }, isCancelled: { done.withLock { $0 } >= 1 })
      rounds += 1
      do {
        try runner.run()
        break
      } catch ClaimError.interrupted {
        if try claim.experiment.next(store.all().known, context).isEmpty { break }
      }
      #expect(rounds < 100)
      if rounds >= 100 { break }
    }
    #expect(rounds > 2)
    let known = try ClaimStore(path: path, instructionSet: "test").all().known
    #expect(claim.outcome(known, context: context).evidence == claim.outcome(whole.known, context: context).evidence)
  }

  @Test func claimsThatShareTrialsRunThemOnce() throws {
    let claims = try ["elu-faster-than-relu", "leaky-gain"].map(claim)
    let keys = Mutex<[String]>([])
    let runner = ClaimRunner(
      claims, context: context, known: [:], jobs: 2, keep: { _, key, _ in keys.withLock { $0.append(key) } })
    try runner.run()
    let all = keys.withLock { $0 }
    #expect(Set(all).count == all.count)
    // ReLU's trials belong to both.
    #expect(all.count == (try claims.reduce(0) { $0 + (try $1.experiment.expectedCount(context)) }) * 3 / 4)
  }

  @Test func aDivergedTrialCountsAndIsSaid() throws {
    let claim = try claim("relu-units-die")
    let runner = ClaimRunner([claim], context: context, known: [:], jobs: 2)
    try runner.run()
    var known = runner.known
    let key = try #require(known.keys.sorted().first)
    known[key]?.divergence = "the loss was inf in epoch 1"
    #expect(
      claim.outcome(known, context: context).diverged == claim.outcome(runner.known, context: context).diverged + 1)
  }

  @Test func aStoreThatIsNoneIsAnError() throws {
    let folder = try folder()
    try Data(
      "no database, but a text that is longer than a header of one hundred bytes would have to be, to be sure".utf8
    )
    .write(to: URL(fileURLWithPath: folder + "/text"))
    #expect(throws: ClaimError.self) { try ClaimStore(path: folder + "/text", instructionSet: "test") }
    #expect(throws: ClaimError.self) { try ClaimStore(path: folder + "/text/below", instructionSet: "test") }
    _ = try ClaimStore(path: folder + "/claims.sqlite", instructionSet: "AVX2")
    let problem = #expect(throws: ClaimError.self) {
      try ClaimStore(path: folder + "/claims.sqlite", instructionSet: "SSE2")
    }
    #expect(problem?.description.contains("AVX2") == true)
  }

  @Test func whatCannotBeRunIsNotTestedAndTheOthersAre() throws {
    // Without data there is nothing to train on.
    let context = ClaimContext(scale: .tiny, data: ClaimData { _ in nil })
    let claims = try ["relu-faster", "sigmoid-saturates"].map(claim)
    let runner = ClaimRunner(claims, context: context, known: [:], jobs: 2)
    try runner.run()
    #expect(runner.problems.keys.sorted() == ["relu-faster"])
    #expect(claims[1].outcome(runner.known, context: context).verdict == .holds)
    guard case .notTested = claims[0].outcome(runner.known, context: context).verdict else {
      Issue.record("a verdict without data")
      return
    }
  }
}
