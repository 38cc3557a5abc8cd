import Accuracy
import Activations
import ArgumentParser
import Foundation
import Reports

struct AccuracyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accuracy",
    abstract: "Measure how accurate the kernels are on this machine, for each of its instruction sets.",
    discussion: """
      Compares f and f' with a wider reference: the largest error in units of the last place (ULP) and where, the share of \
      results that are correctly rounded, and what should never happen: a monotonic function that falls, a wrong sign, NaN \
      from a number, a wrong limit. Seconds for a sample, up to 40 minutes for every Float there is. The exit status is 1 \
      if a promise is broken.
      """)

  enum Peer: String, ExpressibleByArgument, CaseIterable { case onednn }

  @Argument(help: "Activations. (default: all)")
  var names: [String] = []
  @Flag(help: "Try all 4,294,967,296 numbers of Float.")
  var exhaustive = false
  @Option(help: "With --exhaustive: only one block of 65,536 neighbours in so many.")
  var every = 1
  @Option(help: "One instruction set: baseline, x86-64-v3 or x86-64-v4. (default: all that this processor has)")
  var set: String?
  @Option(help: "Measure another library's functions beside ours: onednn.")
  var compare: Peer?
  @Option(help: "Threads to measure with. (default: as many as there are processors)")
  var threads: Int?
  @Flag(help: "Print as JSON.")
  var json = false
  @Option(help: "Instead of measuring tables, draw the error of f over x as an SVG file.")
  var plot: String?
  @Option(help: "With --plot: the left end of the picture.")
  var from = -100.0
  @Option(help: "With --plot: the right end of the picture.")
  var to = 20.0
  @Option(help: "With --plot: a JSON file with other libraries' errors, from Benchmarks/Peers/accuracy.py.")
  var peers: String?

  func run() throws {
    try reporting {
      Interrupt.watch()
      let run = try checked()
      do {
        if let plot { try draw(run, to: plot) } else { try measure(run) }
      } catch AccuracyRun.Interrupted.interrupted {
        Terminal.error("hillock: interrupted; nothing was measured to the end")
        throw ExitCode(Status.interrupted)
      }
    }
  }

  private func checked() throws -> AccuracyRun {
    let activations = try names.isEmpty ? Activation.all : names.flatMap { try Typed.activations($0) }
    guard every >= 1, every <= ExhaustiveMeasurement.allBlocks else {
      throw UsageError("--every \(every); expected 1 to \(ExhaustiveMeasurement.allBlocks)")
    }
    guard every == 1 || exhaustive else { throw UsageError("--every is for --exhaustive") }
    guard peers == nil || plot != nil else { throw UsageError("--peers is for --plot") }
    guard !exhaustive || plot == nil else { throw UsageError("--plot draws a sample; --exhaustive does not apply") }
    guard from < to, from.isFinite, to.isFinite, to - from <= 1e6, abs(from) <= 1e30 else {
      throw UsageError("--from \(from) --to \(to); expected a range from left to right")
    }
    if let threads, !(1...1_024).contains(threads) { throw UsageError("--threads \(threads); expected 1 to 1024") }
    return AccuracyRun(
      activations: activations, sets: try instructionSets(), comparesOneDNN: compare == .onednn,
      threads: threads ?? Workers.available)
  }

  private func instructionSets() throws -> [InstructionSet] {
    guard let set else { return InstructionSet.available }
    let all = InstructionSet.allCases.map(\.rawValue)
    guard let found = InstructionSet(rawValue: set.lowercased()) else {
      throw UsageError(
        "--set: no instruction set '\(set)'; there are \(all.joined(separator: ", "))"
          + (NearestMatch.find(set, among: all).map { "; did you mean '\($0)'?" } ?? ""))
    }
    guard found.isAvailable else { throw UsageError("--set: this processor cannot run \(found)") }
    return [found]
  }

  private func measure(_ run: AccuracyRun) throws {
    let parts = try exhaustive ? [run.exhaustive(every: every), run.sampledDoubles()] : run.sampled()
    let report = AccuracyReport(
      instructionSets: run.sets.map(\.rawValue), parts: parts.filter { !$0.functions.isEmpty })
    print(try json ? Self.encoded(report) : AccuracyTable.text(report))
    if !report.isKept { throw ExitCode(1) }
  }

  private func draw(_ run: AccuracyRun, to path: String) throws {
    let others = try peers.map { try PeerCurves.read($0) }
    var curves: [[ErrorCurve]] = []
    for activation in run.activations {
      // One of our own: the best.
      let own = run.sets.last.map { [Candidate<Float>(activation, on: $0)] } ?? []
      let peer = run.comparesOneDNN ? [Candidate.oneDNN(activation)].compactMap(\.self) : []
      var found = ErrorCurve.curves(activation, own + peer, range: from...to) ?? []
      if !found.isEmpty, !own.isEmpty { found[0].candidate = "Hillock" }
      curves.append(found + (others?.curves(activation, range: from...to) ?? []))
      if Interrupt.isRequested { throw AccuracyRun.Interrupted.interrupted }
    }
    try OutputFile.write(AccuracyCharts.svg(run.activations, curves, range: from...to), to: path)
    if json {
      let byName = Dictionary(
        zip(run.activations.map(\.description), curves), uniquingKeysWith: { first, _ in first })
      print(try Self.encoded(byName))
    } else {
      print("wrote \(path)")
    }
  }

  private static func encoded(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
