import Activations
import ArgumentParser
import Foundation
import OneDNN

struct BenchKernelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels", abstract: "Time the activations' kernels beside oneDNN's and memcpy.",
    discussion: """
      Forward y = f(x), backward dx = g f'(x), and f and f' in one sweep ('both'), in nanoseconds per element, beside \
      oneDNN's forward and backward of the same function, and memcpy of the forward pass's bytes. All take turns, several \
      rounds long; each figure is the median over the rounds of the round's best timing. Softmax goes over rows of 10, \
      1,000 and 50,000, as far as they fit. Functions that oneDNN does not have are timed alone.
      """)

  @Argument(help: "Activations, softmax or log-softmax; everything if none is named.")
  var names: [String] = []
  @Option(help: "Numbers of elements, separated by commas.")
  var sizes = "4Ki,64Ki,16Mi"
  @Option(help: "Numbers of threads, separated by commas; 'all' is one for each processor.")
  var threads = "1,all"
  @Option(help: "Instruction set: baseline, v3 or v4; the ratios to v3 are shown too. The best one if not given.")
  var set: String?
  @Option(help: "How many rounds; more are steadier.")
  var rounds = 7
  @Option(help: "Standard deviation of the inputs, around 0. Some functions take longer where they saturate.")
  var deviation = KernelReport.usualDeviation
  @Flag(help: "Print as JSON.")
  var json = false
  @Option(help: "Draw the first number of threads into this SVG file; softmax only where nothing else is named.")
  var chart: String?

  func run() throws {
    try reporting {
      let report = try measure()
      if let chart { try OutputFile.write(KernelChart.svg(report), to: chart) }
      if json {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        print(String(decoding: try encoder.encode(report), as: UTF8.self))
      } else {
        print(KernelTables.text(report))
      }
    }
  }

  private func measure() throws -> KernelReport {
    guard (1...1000).contains(rounds) else { throw UsageError("--rounds \(rounds); expected 1 to 1000") }
    guard deviation > 0, deviation <= 1e6 else {
      throw UsageError("--deviation \(deviation); expected a number above 0, 1e6 at most")
    }
    let sizes = try list(sizes, "--sizes").map(ElementCount.init(parsing:))
    let threads = try list(threads, "--threads").map(threadCount)
    let set = try instructionSet()
    let subjects = try names.isEmpty ? KernelSubject.all : unique(names.flatMap(KernelSubject.named))
    let processors = Workers.available
    let roundRobin = RoundRobin(rounds: rounds)
    let isComparingSets = self.set != nil && set != .v3 && InstructionSet.v3.isAvailable
    let progress = ProgressLine()
    defer { progress.end() }
    var figures: [KernelFigures] = []
    for size in unique(sizes) {
      let arrays = try KernelArrays(count: size.value, deviation: deviation)
      for threads in unique(threads) {
        for (i, subject) in subjects.enumerated() {
          let elements = subject.elements(of: size.value)
          if elements == 0 { continue }
          progress.show(
            "\(size.text) elements, \(KernelTables.threads(threads)): \(subject.name) (\(i + 1)/\(subjects.count))")
          let entries = try subject.entries(
            arrays, size: size.value, threads: threads, set: set, isComparingSets: isComparingSets)
          let times = try roundRobin.times(entries.map(\.entry))
          figures.append(
            KernelFigures(
              name: subject.name, channels: subject.channels, size: size.value, elements: elements, threads: threads,
              nanosecondsPerElement: Dictionary(
                uniqueKeysWithValues: zip(entries, times).map { ($0.timing, $1 / Double(elements)) })))
        }
      }
    }
    guard !figures.isEmpty else { throw UsageError("--sizes \(self.sizes): no row fits; expected at least 10") }
    return KernelReport(
      instructionSet: set.rawValue, oneDNN: OneDNN.version, processors: processors, rounds: rounds,
      inputDeviation: deviation, kernels: figures)
  }

  private func list(_ text: String, _ option: String) throws -> [Substring] {
    let parts = text.split(separator: ",")
    guard !parts.isEmpty else { throw UsageError("\(option): nothing is named") }
    return parts
  }

  private func threadCount(_ text: Substring) throws -> Int {
    let processors = Workers.available
    if text.lowercased() == "all" { return processors }
    guard let count = Int(text), (1...256).contains(count) else {
      throw UsageError("--threads: '\(text)'; expected 1 to 256, or 'all'")
    }
    return count
  }

  private func instructionSet() throws -> InstructionSet {
    guard let text = set else { return .best }
    let word = text.lowercased()
    guard let found = InstructionSet.allCases.first(where: { [word, "x86-64-\(word)"].contains($0.rawValue) }) else {
      throw UsageError("--set: no instruction set '\(text)'; there are baseline, v3 and v4")
    }
    guard found.isAvailable else {
      let available = InstructionSet.available.map(\.rawValue).joined(separator: ", ")
      throw UsageError("--set: this processor cannot run \(found); it can run \(available)")
    }
    return found
  }

  /// Each once, in their order.
  private func unique<T: Hashable>(_ values: [T]) -> [T] {
    var seen: Set<T> = []
    return values.filter { seen.insert($0).inserted }
  }
}
