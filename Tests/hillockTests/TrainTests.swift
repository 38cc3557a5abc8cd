import Foundation
import TestSupport
import Testing

/// hillock train, evaluate and predict, as people run them.
@Suite struct TrainTests {
  static let small = ["--layers", "dense 16, gelu, batch-norm, dense 8, tanh", "--epochs", "4", "--batch", "32"]

  @Test func trainedEvaluatedAndPredicted() throws {
    try withScratchFolder { folder in
      let trained = try CommandTests.run(["train", "--data", "moons", "--output", "m"] + Self.small, in: folder)
      #expect(trained.status == 0, "\(trained.errors)")
      #expect(trained.output.contains("epoch   4  loss") && trained.output.contains("test loss"))
      let judged = try CommandTests.run(["evaluate", "m", "--data", "moons", "--json"], in: folder)
      let figures = try #require(try JSONSerialization.jsonObject(with: Data(judged.output.utf8)) as? [String: Any])
      let score = try #require(figures["score"] as? Double)
      #expect(score > 0.9 && trained.output.contains(String(format: "accuracy %.4f", score)))
      // A table of inputs; the target's column is passed over.
      _ = try CommandTests.run(["data", "export", "moons", "-o", "moons.csv"], in: folder)
      let predicted = try CommandTests.run(["predict", "m", "moons.csv", "-o", "p.csv"], in: folder)
      #expect(predicted.status == 0, "\(predicted.errors)")
      let given = try String(contentsOfFile: folder + "/moons.csv", encoding: .utf8).split(separator: "\n")
      let found = try String(contentsOfFile: folder + "/p.csv", encoding: .utf8).split(separator: "\n")
      #expect(found.count == given.count && found.count == 2001)
      let right = zip(given, found).dropFirst().reduce(0) { sum, pair in
        sum + (pair.0.split(separator: ",").last == pair.1.split(separator: ",").first ? 1 : 0)
      }
      #expect(right > 1800, "\(right) of 2000")
    }
  }

  @Test func tablesByTheNamesOfTheirColumns() throws {
    try withScratchFolder { folder in
      var text = "width,height,kind\n"
      for i in 0..<300 {
        let (w, h) = (Double(i % 17), Double(i % 23))
        text += "\(w),\(h),\(w > h ? "wide" : "tall, or square")\n"
      }
      let quoted = text.replacingOccurrences(of: "tall, or square", with: "\"tall, or square\"")
      try quoted.write(toFile: folder + "/t.csv", atomically: true, encoding: .utf8)
      let trained = try CommandTests.run(
        ["train", "--data", "t.csv", "--output", "m", "--epochs", "20", "--json"], in: folder)
      #expect(trained.status == 0, "\(trained.errors)")
      try "height,width\n2,9\n9,2\n".write(toFile: folder + "/new.csv", atomically: true, encoding: .utf8)
      let here = try CommandTests.run(["predict", "m", "new.csv"], in: folder)
      let lines = here.output.split(separator: "\n")
      #expect(lines.count == 3 && lines[0].hasPrefix("class,") && lines[1].hasPrefix("wide,"), "\(here.output)")
      #expect(lines.last?.hasPrefix("\"tall, or square\",") ?? false, "\(here.output)")
      let array = try CommandTests.run(["predict", "m", "new.csv", "-o", "p.npy"], in: folder)
      #expect(array.status == 0 && FileManager.default.fileExists(atPath: folder + "/p.npy"))
    }
  }

  /// Columns by name, in any order, and the same target.
  @Test func evaluationGoesByTheNamesOfColumns() throws {
    try withScratchFolder { folder in
      var (text, other) = ("a,b,y\n", "b,y,a\n")
      for i in 0..<400 {
        let (a, b) = (Double(i % 17) - 8, Double(i % 23) - 11)
        text += "\(a),\(b),\(a > 0.4 * b ? "p" : "q")\n"
        other += "\(b),\(a > 0.4 * b ? "p" : "q"),\(a)\n"
      }
      try text.write(toFile: folder + "/t.csv", atomically: true, encoding: .utf8)
      try other.write(toFile: folder + "/o.csv", atomically: true, encoding: .utf8)
      let trained = try CommandTests.run(["train", "--data", "t.csv", "--output", "m", "--epochs", "15"], in: folder)
      #expect(trained.status == 0, "\(trained.errors)")
      let all = ["--part", "all"]
      let own = try CommandTests.run(["evaluate", "m", "--data", "t.csv"] + all, in: folder)
      let moved = try CommandTests.run(["evaluate", "m", "--data", "o.csv", "--target", "y"] + all, in: folder)
      #expect(own.status == 0 && own.output == moved.output, "\(own.output) \(moved.output)\(moved.errors)")
      let wrong = try CommandTests.run(["evaluate", "m", "--data", "o.csv"] + all, in: folder)
      #expect(wrong.status == 65 && wrong.errors.contains("in column 'y'"), "\(wrong.errors)")
    }
  }

  /// One image is more than a thread's least share here.
  @Test func threadsShareLargeImages() throws {
    try withScratchFolder { folder in
      let outcome = try CommandTests.run(
        [
          "train", "--data", "digits", "--train-limit", "64", "--batch", "16", "--epochs", "1", "--threads", "2",
          "--output", "m", "--layers", "conv 256 kernel 1, max-pool 2, gelu, global-average-pool",
        ], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
  }

  /// Killed after any epoch, the same command with --resume ends with the same files, byte for byte.
  @Test(.timeLimit(.minutes(5))) func killedAndResumed() throws {
    try withScratchFolder { folder in
      let options =
        ["--data", "digits", "--train-limit", "1500", "--epochs", "3", "--batch", "32", "--shift", "1"]
        + ["--layers", "conv 8, batch-norm, silu, max-pool 2, flatten, dropout 0.2", "--optimizer", "adamw"]
        + ["--schedule", "cosine+warm-up:1", "--weight-decay", "0.01"]
      let whole = try CommandTests.run(["train", "--output", "whole"] + options, in: folder)
      #expect(whole.status == 0, "\(whole.errors)")
      let process = Process()
      process.executableURL = URL(fileURLWithPath: CommandTests.program)
      process.arguments = ["train", "--output", "parts"] + options
      process.currentDirectoryURL = URL(fileURLWithPath: folder)
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      let checkpoint = folder + "/parts/checkpoint.safetensors"
      while process.isRunning, !FileManager.default.fileExists(atPath: checkpoint) { usleep(5000) }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let again = try CommandTests.run(["train", "--output", "parts"] + options, in: folder)
      #expect(again.status == 64 && again.errors.contains("--resume goes on from it"), "\(again.errors)")
      let other = try CommandTests.run(["train", "--output", "parts", "--resume", "--seed", "9"] + options, in: folder)
      #expect(other.status == 65 && other.errors.contains("another network or plan"), "\(other.errors)")
      let resumed = try CommandTests.run(["train", "--output", "parts", "--resume"] + options, in: folder)
      #expect(resumed.status == 0, "\(resumed.errors)")
      for name in ["weights.safetensors", "network.yaml"] {
        let (a, b) = (try read(folder + "/whole/" + name), try read(folder + "/parts/" + name))
        #expect(a == b, "\(name)")
      }
    }
  }

  private func read(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  @Test(
    arguments: [
      (["train", "--data", "xor", "--layers", "dens 3"], 64, "did you mean 'dense'?"),
      (["train", "--data", "xor", "--layers", "conv 3"], 64, "expected height×width×channels"),
      (["train", "--data", "xor", "--hidden", "8", "--layers", "dense 3"], 64, "more than once"),
      (["train", "--data", "xor", "--network", "none.yaml"], 65, "none.yaml: cannot be read"),
      (["train", "--data", "xor", "--optimizer", "lion"], 64, "expected sgd, nesterov"),
      (["train", "--data", "xor", "--schedule", "cosin"], 64, "no schedule 'cosin'"),
      (["train", "--data", "xor", "--rate", "0"], 64, "a learning rate of 0.0"),
      (["train", "--data", "xor", "--epochs", "0"], 64, "0 epochs"),
      (["train", "--data", "xor", "--shift", "1"], 64, "are for images"),
      (["train", "--data", "xor", "--batch", "0"], 64, "--batch 0"),
      (["train", "--data", "xor", "--batch", "100000"], 64, "a step takes 100000"),
      (["train", "--data", "xor", "--clip", "0"], 64, "clipped at 0.0"),
      (["train", "--data", "xor", "--label-smoothing", "1"], 64, "a label smoothing of 1.0"),
      (["train", "--data", "xor", "--weight-decay", "nan"], 64, "a weight decay of nan"),
      (["train", "--data", "xor", "--accumulate", "0"], 64, "expected 1 or more"),
      (["train", "--data", "xor", "--patience", "0"], 64, "a patience of 0"),
      (["train", "--data", "xor", "--initialization", "hee"], 64, "expected one of he"),
      (["train", "--data", "xor", "--resume", "--output", "x"], 65, "x/checkpoint.safetensors"),
      (["evaluate", "nothing", "--data", "xor"], 65, "nothing/weights.safetensors"),
      (["evaluate", "nothing", "--data", "xor", "--part", "rest"], 64, "--part rest"),
      (["predict", "nothing", "x.csv"], 65, "nothing/weights.safetensors"),
      (["train", "--data", "xor", "--threads", "3000000000"], 64, "expected 1 to 1024"),
      (
        ["train", "--data", "digits", "--batch", "6000", "--layers", "conv 4096, relu"], 64, "of memory with this batch"
      ),
      (["train", "--data", "xor", "--activation", "dense 3"], 64, "expected an activation"),
      (["bench", "memory", "gelo"], 64, "did you mean 'gelu'"),
    ] as [([String], Int32, String)])
  func mistakes(arguments: [String], status: Int32, message: String) throws {
    try withScratchFolder { folder in
      let outcome = try CommandTests.run(arguments, in: folder)
      #expect(outcome.status == status, "\(outcome.errors)")
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }
  }

  /// oneDNN falls back to older instructions where it is told to, or where the processor has no others.
  @Test("a processor without newer instructions", arguments: ["AVX2", "SSE41"])
  func olderInstructions(_ set: String) throws {
    try withScratchFolder { folder in
      let outcome = try CommandTests.run(
        [
          "train", "--data", "digits", "--train-limit", "1000", "--epochs", "4", "--output", "m", "--layers",
          "conv 8 stride 2, batch-norm, relu, conv 8 groups 2, relu, global-average-pool, dense 60, tanh", "--batch",
          "20",
        ], in: folder, environment: ["ONEDNN_MAX_CPU_ISA": set])
      #expect(outcome.status == 0 && outcome.output.contains("test loss"), "\(outcome.errors)")
      let losses = outcome.output.split(separator: "\n").compactMap { line in
        line.hasPrefix("epoch") ? Double(line.split(separator: " ")[3]) : nil
      }
      #expect(losses.count == 4 && losses[3] < losses[0], "\(outcome.output)")
    }
  }

  /// More steps, no allocation more, but for what oneDNN does within its calls.
  @Test("a training step allocates nothing", arguments: ["A", "B", "C", "D"])
  func allocations(_ name: String) throws {
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Allocations/count.c"
    try withScratchFolder { folder in
      let library = folder + "/count.so"
      let compiler = Process()
      compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      compiler.arguments = ["cc", "-shared", "-fPIC", "-O1", source, "-o", library, "-ldl"]
      try compiler.run()
      compiler.waitUntilExit()
      #expect(compiler.terminationStatus == 0)
      func count(_ steps: Int) throws -> (theirs: Int, ours: Int) {
        let outcome = try CommandTests.run(
          ["bench", "train", "--cases", name, "--steps", "\(steps)"], in: folder,
          environment: ["LD_PRELOAD": library, "HILLOCK_ALLOCATIONS": folder + "/count.txt", "OMP_NUM_THREADS": "1"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let numbers = try String(contentsOfFile: folder + "/count.txt", encoding: .utf8).split(
          whereSeparator: \.isWhitespace
        ).compactMap { Int($0) }
        return (numbers[0], numbers[1])
      }
      // What is printed at the end may take one allocation more or less: less than one in ten steps is none in a step.
      let more = name == "D" ? 10 : 100
      let (few, many) = (try count(3), try count(3 + more))
      #expect(abs(many.ours - few.ours) < more / 10 + 1, "case \(name): \(few), then \(many)")
      // Small dense layers call no library.
      if name == "A" { #expect(many.theirs == few.theirs) }
    }
  }
}
