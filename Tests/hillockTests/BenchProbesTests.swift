import Foundation
import Testing

/// `hillock bench probes`: that it runs and what it counts, never how fast anything is.
@Suite struct BenchProbesTests {
  private struct Figures: Decodable {
    let name: String
    let steps: Int
    let microsecondsPerStep: Double
    let microsecondsPerProbe: Double
    let microsecondsPerSketchedProbe: Double
    let estimatedSteps: Double
    let probes: Int
    let sketchedProbes: Int
    let shares: [Double]
    let bytesPerProbe: Int
    let bytesPerSketchedProbe: Int
  }

  @Test func sharesAndSizes() throws {
    let outcome = try CommandTests.run(
      ["bench", "probes", "--cases", "a", "--rounds", "2", "--epochs", "3", "--steps", "40", "--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let figures = try #require(try JSONDecoder().decode([Figures].self, from: Data(outcome.output.utf8)).first)
    #expect(figures.name == "A" && figures.steps == 120 && figures.shares.count == 2)
    #expect(figures.microsecondsPerStep > 0 && figures.microsecondsPerProbe > 0 && figures.estimatedSteps > 1)
    #expect(figures.probes == 8 && (2...8).contains(figures.sketchedProbes))
    // Three layers: a sketch takes some hundred bytes.
    #expect(figures.bytesPerProbe > 1_000 && figures.bytesPerProbe < 4_000)
    #expect(figures.bytesPerSketchedProbe > figures.bytesPerProbe && figures.bytesPerSketchedProbe < 20_000)
    let table = try CommandTests.run(
      ["bench", "probes", "--cases", "A", "--rounds", "1", "--epochs", "1", "--steps", "10"])
    #expect(table.status == 0 && table.output.contains("share") && table.output.contains(" %"), "\(table.errors)")
  }

  @Test(
    arguments: [
      (["--cases", "Z"], "no case 'Z'"), (["--cases", ","], "nothing is named"), (["--rounds", "0"], "1 to 1000"),
      (["--epochs", "0"], "1 to 1000"), (["--steps", "1001"], "1 to 1000"), (["--threads", "0"], "--threads 0"),
    ] as [([String], String)])
  func mistakes(arguments: [String], message: String) throws {
    let outcome = try CommandTests.run(["bench", "probes"] + arguments)
    #expect(outcome.status == 64 && outcome.errors.contains(message), "\(outcome.errors)")
  }
}
