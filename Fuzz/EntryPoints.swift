#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

// What libFuzzer calls. Scripts/fuzz says which target by HILLOCK_FUZZ_TARGET, and by HILLOCK_FUZZ_FOLDER where the seeds
// (`corpus`) and the words (`words`) go.

private let target: FuzzTarget = {
  let name = variable("HILLOCK_FUZZ_TARGET") ?? ""
  guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
    quit("HILLOCK_FUZZ_TARGET is '\(name)'; expected one of \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
  }
  return target
}()

@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>
) -> CInt {
  if let folder = variable("HILLOCK_FUZZ_FOLDER") {
    for (i, seed) in target.seeds().enumerated() { ScratchFile.write(seed, to: "\(folder)/corpus/seed-\(i)") }
    // A comment first: libFuzzer takes an empty file for a mistake.
    var words = "# \(target.name)\n"
    for word in target.words { words += "\"" + word.utf8.map { "\\x" + hex($0) }.joined() + "\"\n" }
    ScratchFile.write(Array(words.utf8), to: folder + "/words")
  }
  return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  target.run(Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}

private func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

private func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

func quit(_ message: String) -> Never {
  let text = "hillock-fuzz: \(message)\n"
  _ = write(2, text, text.utf8.count)
  exit(64)
}
