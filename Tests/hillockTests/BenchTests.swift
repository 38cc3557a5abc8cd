import Foundation
import TestSupport
import Testing

/// `hillock bench kernels`: that it runs and what it prints, never how fast anything is.
@Suite struct BenchTests {
  struct Report: Decodable {
    struct Kernel: Decodable {
      let name: String
      let channels: Int?
      let size: Int
      let elements: Int
      let threads: Int
      let nanosecondsPerElement: [String: Double]
    }
    struct Means: Decodable {
      let functions: [String]
      let forward: Double
      let backward: Double
    }
    let unit: String
    let rounds: Int
    let inputDeviation: Double
    let kernels: [Kernel]
    let geometricMeans: [Means]
  }

  private static func report(_ arguments: [String]) throws -> Report {
    let outcome = try CommandTests.run(["bench", "kernels", "--rounds", "1", "--json"] + arguments)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    return try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
  }

  @Test func everyKernelIsTimed() throws {
    let report = try Self.report(["--sizes", "1Ki", "--threads", "1"])
    #expect(report.unit == "nanoseconds per element" && report.rounds == 1 && report.inputDeviation == 3)
    #expect(report.kernels.count >= 24 + 4 && report.kernels.allSatisfy { $0.threads == 1 && $0.size == 1024 })
    for kernel in report.kernels {
      let times = kernel.nanosecondsPerElement
      #expect(times["forward"] != nil && times["backward"] != nil && times["memcpy"] != nil)
      #expect(times.values.allSatisfy { $0.isFinite && $0 > 0 })
      #expect(kernel.elements == kernel.channels.map { 1024 / $0 * $0 } ?? 1024)
    }
    let gelu = try #require(report.kernels.first { $0.name == "gelu" })
    #expect(gelu.nanosecondsPerElement["oneDNNForward"] != nil && gelu.nanosecondsPerElement["oneDNNBackward"] != nil)
    #expect(gelu.nanosecondsPerElement["forwardAndDerivative"] != nil)
    #expect(report.geometricMeans.first?.functions.contains("gelu") == true)
  }

  @Test func oneSetSeveralThreadsOddSizes() throws {
    let report = try Self.report([
      "mish", "leaky-relu(0.3)", "LogSoftmax", "mish", "--sizes", "37,1000,37", "--threads", "1,3", "--set", "baseline",
    ])
    #expect(report.kernels.filter { $0.name == "mish" }.map(\.size) == [37, 37, 1000, 1000])
    #expect(report.kernels.filter { $0.name == "mish" }.map(\.threads) == [1, 3, 1, 3])
    #expect(report.kernels.contains { $0.name == "leaky-relu(slope: 0.3)" })
    #expect(report.kernels.filter { $0.size == 1000 && $0.threads == 1 }.compactMap(\.channels) == [10, 1000])
  }

  @Test func tablesAndPicture() throws {
    try withScratchFolder { folder in
      let outcome = try CommandTests.run(
        ["bench", "kernels", "relu", "gelu", "--sizes", "1Ki", "--rounds", "1", "--chart", "c.svg"], in: folder)
      #expect(outcome.status == 0 && outcome.output.contains("1 Ki elements, one thread"), "\(outcome.errors)")
      #expect(outcome.output.contains("geometric means to oneDNN"))
      let text = try String(contentsOfFile: folder + "/c.svg", encoding: .utf8)
      #expect(text.hasPrefix("<svg") && text.hasSuffix("</svg>\n"))
    }
  }

  @Test(
    arguments: [
      (["gelo"], "did you mean 'gelu'"), (["softmx"], "did you mean 'softmax'"), (["--sizes", "0"], "1 to 64Mi"),
      (["--sizes", "4Kb"], "'4Kb'"), (["--sizes=-1"], "'-1'"), (["--sizes", ","], "nothing is named"),
      (["--sizes", "99999999999999999999"], "expected"), (["--sizes", "9223372036854775807Ki"], "1 to 64Mi"),
      (["--sizes", "65Mi"], "1 to 64Mi"), (["--sizes", ""], "nothing is named"), (["--threads", "0"], "'0'"),
      (["--threads", "x"], "'x'"), (["--threads", "100000"], "'100000'"), (["--rounds", "0"], "--rounds 0"),
      (["--deviation", "0"], "--deviation 0"), (["--deviation", "nan"], "--deviation nan"),
      (["--set", "v9"], "no instruction set 'v9'"), (["softmax", "--sizes", "4"], "no row fits"),
      (["leaky-relu(x)"], "x"),
    ] as [([String], String)])
  func mistakes(arguments: [String], message: String) throws {
    let outcome = try CommandTests.run(["bench", "kernels"] + arguments)
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }
}
