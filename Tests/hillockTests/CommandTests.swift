import Foundation
import GRDB
import Randomness
import TestSupport
import Testing

/// The program itself, as people run it.
@Suite struct CommandTests {
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// Beside the tests' own bundle.
  static let program: String = {
    let own = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("hillock").path
  }()

  static func run(
    _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:], input: [UInt8]? = nil
  ) throws -> Outcome {
    let process = Process()
    if let input {
      // From a file, as a pipe that nobody reads to its end would end the test.
      let path = NSTemporaryDirectory() + "hillock-input-" + UUID().uuidString
      try write(input, to: path)
      process.standardInput = FileHandle(forReadingAtPath: path)
      try FileManager.default.removeItem(atPath: path)
    }
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ["COLUMNS": "80", "PATH": "/usr/bin:/bin"].merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // What is printed here fits into a pipe, but for JSON: read that first.
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let problem = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: problem, as: UTF8.self))
  }

  @Test(arguments: [
    ["--help"], ["study", "--help"], ["study", "run", "--help"], ["study", "init", "--help"],
    ["study", "check", "--help"],
    ["study", "status", "--help"], ["study", "compare", "--help"], ["report", "--help"], ["list"], ["show", "gelu"],
    ["show", "softmax"], ["trace"], ["trace", "gelu"], ["quiz", "--help"], ["quiz", "--list", "--topic", "mish"],
    ["apply", "--help"], ["plot", "--help"], ["bench", "train", "--help"], ["bench", "kernels", "--help"],
    ["bench", "learning", "--help"], ["bench", "memory", "--help"], ["bench", "memory", "relu", "gelu", "tanh"],
    ["train", "--help"], ["autopsy", "--help"], ["evaluate", "--help"], ["predict", "--help"], ["accuracy", "--help"],
    ["data", "--help"],
    ["data", "info", "--help"],
    ["data", "export", "--help"], ["data", "fetch", "--help"], ["data", "list", "--help"], ["data", "info", "moons"],
  ])
  func whatPeopleSee(arguments: [String]) throws {
    let outcome = try Self.run(arguments)
    #expect(outcome.status == 0)
    let name = arguments.joined(separator: "-").replacingOccurrences(of: "--", with: "") + ".txt"
    let difference = Snapshot.difference(outcome.output, named: name)
    #expect(difference == nil, "\(difference ?? "")")
  }

  @Test(
    arguments: [
      (["show", "relo"], 64, "did you mean 'relu'"),
      (["study", "--activations", "relu,swis"], 64, "did you mean 'swish'"),
      (["study", "--epochs", "0"], 64, "--epochs 0; expected at least 1"),
      (["study", "--hidden", "x"], 64, "--hidden: 'x'"),
      (["study", "--data", "nowhere.csv"], 65, "no such file"),
      (["study", "--data", "spiral"], 65, "did you mean 'spirals'"),
      (["study", "--data", "xor", "--epochs", "1", "--output", "/proc/nothing"], 1, "cannot be written"),
      (["study", "--rates", "0.1,-1"], 64, "above 0"), (["study", "--jobs", "0"], 64, "--jobs 0"),
      (["study", "--activations", "relu,relu"], 64, "named twice"), (["study", "none.yaml"], 65, "no such file"),
      (["study", "--budget", "soon"], 64, "such as 90s, 10m"),
      (["study", "--network", "dens"], 64, "did you mean 'dense'"),
      (["study", "--network", "conv 8, activation", "--data", "moons"], 64, "conv 8"),
      (["study", "--data", "moons", "--data", "moons"], 64, "two data sets are called moons"),
      (["study", "status", "nowhere"], 65, "no such file or folder"), (["report", "."], 65, "holds no study"),
      (["study", "check", "--optimizer", "adm"], 64, "did you mean 'adam'"), (["study", "--depth", "-1"], 64, "depth"),
      (["plot", "relu", "-o", "/proc/x.svg"], 1, "cannot be written"),
      (["plot", "relu", "-o", "x.svg", "--from", "nan"], 64, "range"),
      (["apply", "relu", "none.npy", "-o", "y.npy"], 65, "no such file"),
      (["bench", "train", "--cases", "Z"], 64, "no case 'Z'"),
      (["show", "elu", "--beta", "1"], 64, "no parameter 'beta'"), (["nonsense"], 64, "nonsense"),
      (["autopsy", "--data", "xor", "--part", "tests"], 64, "--part tests; expected train"),
      (["autopsy", "--data", "xor", "--sparse", "101"], 64, "--sparse 101"),
      (["autopsy", "--data", "xor", "--epochs", "1", "--output", "/proc/x"], 1, "cannot be written"),
      (["quiz", "--topic", "swihs"], 64, "did you mean 'swish'"),
      (["quiz", "--topic", "weather"], 64, "expected neuron"),
      (["quiz", "--count", "0"], 64, "--count 0; expected 1 to"), (["quiz", "--seed", "-1"], 64, "--seed"),
      (["quiz", "--topic", "mish", "--count", "99"], 64, "the number of questions on these topics"),
      (["quiz", "--html", "/proc/x.html"], 1, "cannot be written"),
      (["trace", "--rate", "0"], 64, "above 0"), (["accuracy", "gelo"], 64, "did you mean 'gelu'"),
      (["accuracy", "--set", "x86-64-v5"], 64, "did you mean 'x86-64-v3'"),
      (["accuracy", "--every", "2"], 64, "--every"),
      (["accuracy", "--threads", "0"], 64, "--threads 0"), (["accuracy", "--compare", "mkl"], 64, "onednn"),
      (["accuracy", "relu", "--plot", "/proc/x.svg"], 1, "cannot be written"),
      (["accuracy", "relu", "--peers", "none.json", "--plot", "x.svg"], 64, "none.json"),
    ] as [([String], Int32, String)])
  func mistakes(arguments: [String], status: Int32, message: String) throws {
    try withScratchFolder { folder in
      let outcome = try Self.run(arguments, in: folder)
      #expect(outcome.status == status, "\(outcome.errors)")
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count <= 4)
    }
  }

  static let small = [
    "study", "--data", "moons", "--activations", "relu,tanh", "--epochs", "2", "--seeds", "2", "--rates", "0.05,0.2",
    "--hidden", "8", "--depth", "2",
  ]

  @Test func aStudyKilledAtAnyMomentEndsWithTheSameFigures() throws {
    try withScratchFolder { folder in
      let clock = ContinuousClock()
      let began = clock.now
      let whole = try Self.run(Self.small + ["--json", "--output", "whole", "--jobs", "1"], in: folder)
      let length = (clock.now - began) / .milliseconds(1)
      #expect(whole.status == 0 && whole.output.hasPrefix("{"))
      #expect(FileManager.default.fileExists(atPath: folder + "/whole/report.html"))
      let seed = UInt64.random(in: 0..<1_000_000)
      var generator = RandomStream(seed: seed, purpose: .test)
      var trials = 0
      for _ in 0..<20 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments = Self.small + ["--json", "--output", "killed", "--jobs", "2"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        Thread.sleep(forTimeInterval: (0.02 + 0.3 * generator.uniformDouble()) * length / 1000)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let path = folder + "/killed/study.sqlite"
        guard FileManager.default.fileExists(atPath: path) else { continue }
        let queue = try DatabaseQueue(path: path)
        let (check, count) = try queue.read { db in
          let hasTrials = try db.tableExists("plan")
          return (
            try String.fetchOne(db, sql: "PRAGMA integrity_check"),
            hasTrials ? try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM trial") ?? 0 : 0
          )
        }
        try queue.close()
        #expect(check == "ok", "seed \(seed)")
        #expect(count >= trials, "seed \(seed): \(trials) trials became \(count)")
        trials = count
      }
      let resumed = try Self.run(Self.small + ["--json", "--output", "killed", "--jobs", "2"], in: folder)
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(resumed.output == whole.output, "seed \(seed)")
      let other = try Self.run(Self.small + ["--output", "killed", "--batch", "16"], in: folder)
      #expect(
        other.status == 65 && other.errors.contains("its batch sizes include 64, missing here"), "\(other.errors)")
      let status = try Self.run(["study", "status", "killed"], in: folder)
      #expect(status.output.contains("study.sqlite: finished"), "\(status.output)")
      for format in ["html", "md", "csv", "json"] {
        let report = try Self.run(["report", "killed", "whole", "--format", format, "-o", "r.\(format)"], in: folder)
        #expect(report.status == 0, "\(report.errors)")
      }
      let comparison = try Self.run(["study", "compare", "whole", "killed"], in: folder)
      #expect(comparison.output.contains("Kendall"), "\(comparison.errors)")
    }
  }

  @Test func aFileFromInitToReport() throws {
    try withScratchFolder { folder in
      #expect(try Self.run(["study", "init", "--data", "xor", "-o", "s.yaml"], in: folder).status == 0)
      let again = try Self.run(["study", "init", "--data", "xor", "-o", "s.yaml"], in: folder)
      #expect(again.status == 64 && again.errors.contains("is there already"))
      let options = ["--activations", "relu,tanh", "--epochs", "1", "--seeds", "6", "--depth", "1,2", "--width", "8"]
      let check = try Self.run(["study", "check", "s.yaml"] + options, in: folder)
      #expect(check.status == 0 && check.output.contains("trials, about"), "\(check.errors)")
      let run = try Self.run(["study", "s.yaml"] + options + ["--budget", "120"], in: folder)
      #expect(run.status == 0 && run.output.contains("120 trials"), "\(run.output)\(run.errors)")
      #expect(FileManager.default.fileExists(atPath: folder + "/study-s/report.html"))
      let path = folder + "/study-s"
      try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: path)
      defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path) }
      // Finished, it can be read where nothing can be written.
      #expect(try Self.run(["report", "study-s", "--format", "csv"], in: folder).status == 0)
    }
  }

  @Test func applyMapsFiles() throws {
    try withScratchFolder { folder in
      let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
      let padded = header + String(repeating: " ", count: 117 - header.count) + "\n"
      let data = [-1, 0, 1, 2, 3, 4].flatMap { withUnsafeBytes(of: Float($0).bitPattern.littleEndian, Array.init) }
      let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0]
      try write(start + Array(padded.utf8) + data, to: folder + "/x.npy")
      func values(_ name: String) throws -> [Float] {
        let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
        return bytes.suffix(24).withUnsafeBytes { raw in
          (0..<6).map { raw.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
        }
      }
      #expect(try Self.run(["apply", "relu", "x.npy", "-o", "y.npy"], in: folder).status == 0)
      #expect(try values("y.npy") == [0, 0, 1, 2, 3, 4])
      #expect(
        try Self.run(["apply", "leaky-relu", "x.npy", "-o", "d.npy", "--derivative", "--slope", "0.25"], in: folder)
          .status == 0)
      #expect(try values("d.npy") == [0.25, 0.25, 1, 1, 1, 1])
      #expect(try Self.run(["apply", "softmax", "x.npy", "-o", "s.npy", "--axis", "0"], in: folder).status == 0)
      let columns = try values("s.npy")
      for c in 0..<3 { #expect(abs(columns[c] + columns[c + 3] - 1) < 1e-6 && abs(columns[c] - 0.047425873) < 1e-6) }
      #expect(try Self.run(["apply", "softmax", "x.npy", "-o", "r.npy"], in: folder).status == 0)
      #expect(abs(try values("r.npy")[0..<3].reduce(0, +) - 1) < 1e-6)
      #expect(try Self.run(["apply", "softmax", "x.npy", "-o", "r.npy", "--axis", "2"], in: folder).status == 64)
      let integers = padded.replacingOccurrences(of: "<f4", with: "<i4")
      try write(start + Array(integers.utf8) + data, to: folder + "/i.npy")
      for name in ["relu", "softmax"] {
        let refused = try Self.run(["apply", name, "i.npy", "-o", "z.npy"], in: folder)
        #expect(refused.status == 65 && refused.errors.contains("holds int32; expected float32 or float64"))
      }
    }
  }

  @Test func accuracyIsMeasured() throws {
    let table = try Self.run(["accuracy", "relu", "hard-tanh"])
    #expect(table.status == 0 && table.output.contains("100.00 %") && table.output.contains("promises are kept"))
    let json = try Self.run(["accuracy", "relu", "--exhaustive", "--every", "4096", "--json", "--compare", "onednn"])
    #expect(json.status == 0 && json.output.contains("\"by\" : \"oneDNN\""), "\(json.errors)")
    try withScratchFolder { folder in
      try write(Array(#"{"torch": {"gelu": [[-3, 12], [1, 0.5]]}}"#.utf8), to: folder + "/peers.json")
      let arguments = ["accuracy", "gelu", "--plot", "p.svg", "--compare", "onednn", "--peers", "peers.json"]
      #expect(try Self.run(arguments, in: folder).status == 0)
      let text = try String(contentsOfFile: folder + "/p.svg", encoding: .utf8)
      for name in ["Hillock", "oneDNN", "PyTorch"] { #expect(text.contains(">\(name)</text>")) }
    }
  }

  @Test func plotWritesAPicture() throws {
    try withScratchFolder { folder in
      for names in [["gelu"], ["relu", "gelu", "swish"], ["all"]] {
        #expect(try Self.run(["plot"] + names + ["-o", "p.svg", "--derivative"], in: folder).status == 0)
        let text = try String(contentsOfFile: folder + "/p.svg", encoding: .utf8)
        #expect(text.hasPrefix("<svg") && text.hasSuffix("</svg>\n"))
      }
    }
  }
}
