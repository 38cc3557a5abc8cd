import Foundation
import Safetensors
import TestSupport
import Testing

/// The format's own library, where Python has it: `.venv/bin/python` in the repository's root, or `python3`.
private enum Python {
  static let path: String? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../.."
    return [root + "/.venv/bin/python", "/usr/bin/python3"].first {
      FileManager.default.isExecutableFile(atPath: $0) && (try? run("import safetensors, numpy", with: $0)) != nil
    }
  }()

  struct Failure: Error {
    let message: String
  }

  /// What the program prints.
  @discardableResult
  static func run(_ program: String, with path: String? = path, _ arguments: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path ?? "")
    process.arguments = ["-c", program] + arguments
    let (output, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, errors)
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let problems = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(message: problems) }
    return text
  }
}

@Suite(.enabled(if: Python.path != nil, "needs Python with safetensors and numpy"))
struct PythonTests {
  @Test func pythonReadsOurs() throws {
    try withScratchFolder { folder in
      let path = folder + "/ours.safetensors"
      try RoundTripTests.all.write(path)
      let found = try Python.run(
        """
        import sys, safetensors
        with open(sys.argv[1], "rb") as file: content = file.read()
        for name, tensor in sorted(safetensors.deserialize(content)):
            print(name.encode().hex(), tensor["dtype"], tensor["shape"], bytes(tensor["data"]).hex())
        with safetensors.safe_open(sys.argv[1], framework="numpy") as file:
            for key, value in sorted(file.metadata().items()):
                print(key.encode().hex(), value.encode().hex())
        """, with: Python.path, path)
      var expected = RoundTripTests.all.tensors.sorted { $0.name < $1.name }.map {
        "\(hex(Array($0.name.utf8))) \($0.type.rawValue) \($0.shape) \(hex($0.bytes))"
      }
      expected += RoundTripTests.all.metadata.sorted { $0.key < $1.key }.map {
        "\(hex(Array($0.key.utf8))) \(hex(Array($0.value.utf8)))"
      }
      #expect(found == expected.joined(separator: "\n") + "\n")
    }
  }

  @Test func numPySeesOurNumbers() throws {
    try withScratchFolder { folder in
      let path = folder + "/ours.safetensors"
      try SafetensorsFile(tensors: [
        Tensor("w", shape: [2, 3], [1, -2.5, 0x1p-149, 3, 4, .infinity] as [Float]),
        Tensor("d", shape: [], [0.1] as [Double]),
        Tensor("n", shape: [2], [-1, 1 << 40] as [Int64]),
        Tensor("m", shape: [2], [true, false]),
      ]).write(path)
      try Python.run(
        """
        import sys, numpy
        from safetensors.numpy import load_file
        found = load_file(sys.argv[1])
        expected = {
            "w": numpy.array([[1, -2.5, 2.0**-149], [3, 4, numpy.inf]], numpy.float32),
            "d": numpy.array(0.1),
            "n": numpy.array([-1, 1 << 40], numpy.int64),
            "m": numpy.array([True, False]),
        }
        assert found.keys() == expected.keys(), found
        for name in expected:
            assert found[name].dtype == expected[name].dtype, found[name]
            assert found[name].shape == expected[name].shape, found[name]
            assert (found[name] == expected[name]).all(), found[name]
        """, with: Python.path, path)
    }
  }

  @Test func weReadPythons() throws {
    try withScratchFolder { folder in
      let path = folder + "/theirs.safetensors"
      try Python.run(
        """
        import sys, numpy
        from safetensors.numpy import save_file
        types = ["float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint64", "uint32", "uint16", "uint8"]
        arrays = {name: (numpy.arange(6) * 3 % 7 + 1).reshape(2, 3).astype(name) for name in types}
        arrays["bool"] = numpy.array([True, False])
        arrays["one \\"é\\" 𝄞"] = numpy.array(2.5, numpy.float32)
        arrays["none"] = numpy.zeros((0, 4), numpy.float32)
        save_file(arrays, sys.argv[1], metadata={"tab\\t": "line\\nline"})
        """, with: Python.path, path)
      let file = try SafetensorsFile.read(path)
      #expect(file.metadata == ["tab\t": "line\nline"])
      #expect(file.tensors.count == 14)
      let numbers = [1, 4, 7, 3, 6, 2]
      for name in ["float64", "float32", "float16"] {
        let tensor = try #require(file[name])
        #expect(try tensor.doubles() == numbers.map(Double.init) && tensor.shape == [2, 3], "\(name)")
      }
      for name in ["int64", "int32", "int16", "int8", "uint32", "uint16", "uint8", "uint64"] {
        let tensor = try #require(file[name])
        #expect(try tensor.integers() == numbers.map(Int64.init) && tensor.shape == [2, 3], "\(name)")
      }
      #expect(try file["bool"]?.booleans() == [true, false])
      #expect(try file["one \"é\" 𝄞"]?.floats() == [2.5])
      #expect(file["none"]?.shape == [0, 4])
      // Written again, they are Python's bytes but for the header's layout.
      let again = folder + "/again.safetensors"
      try file.write(again)
      try Python.run(
        """
        import sys
        from safetensors.numpy import load_file
        a, b = load_file(sys.argv[1]), load_file(sys.argv[2])
        assert a.keys() == b.keys()
        for name in a:
            assert a[name].dtype == b[name].dtype and a[name].shape == b[name].shape and (a[name] == b[name]).all(), name
        """, with: Python.path, path, again)
    }
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
