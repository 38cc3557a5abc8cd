import Foundation
import Safetensors
import TestSupport
import Testing

@Suite struct RoundTripTests {
  /// A tensor of each type.
  static let all = SafetensorsFile(
    metadata: ["format": "pt", "note \"é\"\n": "\u{1}\\tab\t𝄞"],
    tensors: [
      Tensor("f64", shape: [2], [1.5, -.infinity] as [Double]),
      Tensor("i64", shape: [1, 2], [.min, .max] as [Int64]),
      Tensor("u64", shape: [2], [0, .max] as [UInt64]),
      Tensor("f32", shape: [3], [1, .greatestFiniteMagnitude, -0.0] as [Float]),
      Tensor("i32", shape: [2, 1], [.min, .max] as [Int32]),
      Tensor("u32", shape: [1], [.max] as [UInt32]),
      Tensor("bf16", type: .bfloat16, shape: [2], bytes: [0x80, 0x3F, 0x49, 0xC0]),
      Tensor("f16", type: .float16, shape: [2], bytes: [0x00, 0x3C, 0x01, 0x80]),
      Tensor("i16", type: .int16, shape: [1], bytes: [0x00, 0x80]),
      Tensor("u16", type: .uint16, shape: [1], bytes: [0x00, 0x80]),
      Tensor("bool", shape: [3], [true, false, true]),
      Tensor("empty", shape: [0, 7], [] as [UInt8]),
      Tensor("i8", type: .int8, shape: [1], bytes: [0x80]),
      Tensor("u8", shape: [], [200] as [UInt8]),
      Tensor("über/𝄞\u{0}", shape: [1, 1], [7] as [UInt8]),
    ])

  @Test func everyTypeComesBack() throws {
    let bytes = try Self.all.bytes()
    let back = try SafetensorsFile(parsing: bytes, from: "all")
    #expect(back.metadata == Self.all.metadata)
    #expect(Set(back.tensors) == Set(Self.all.tensors))
    #expect(back.tensors.count == Self.all.tensors.count)
    // By the size of their types, and each begins where its type wants it.
    #expect(back.tensors.map(\.type.size) == back.tensors.map(\.type.size).sorted(by: >))
    #expect(try back.bytes() == bytes)
    var shuffled = Self.all
    shuffled.tensors.reverse()
    #expect(try shuffled.bytes() == bytes)
    #expect(Set(back.tensors.map(\.type)) == Set(TensorType.allCases))
  }

  @Test func theHeaderIsAligned() throws {
    for length in 0..<20 {
      let name = String(repeating: "x", count: length)
      let bytes = try SafetensorsFile(tensors: [Tensor(name, shape: [1], [1] as [Float])]).bytes()
      let header = bytes[0..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
      #expect(header % 8 == 0)
      #expect(bytes[8] == UInt8(ascii: "{"))
      #expect(bytes.count == 8 + header + 4)
      #expect(try SafetensorsFile(parsing: bytes, from: "x")[name]?.floats() == [1])
    }
  }

  @Test func emptyFiles() throws {
    let bytes = try SafetensorsFile().bytes()
    #expect(bytes == [8, 0, 0, 0, 0, 0, 0, 0] + Array("{}      ".utf8))
    #expect(try SafetensorsFile(parsing: bytes, from: "empty") == SafetensorsFile())
  }

  @Test func numbersAreRead() throws {
    func tensor(_ name: String) throws -> Tensor { try #require(Self.all[name]) }
    #expect(try tensor("f64").floats() == [1.5, -.infinity])
    #expect(try tensor("f64").doubles() == [1.5, -.infinity])
    #expect(try tensor("f32").doubles() == [1, Double(Float.greatestFiniteMagnitude), 0])
    #expect(try tensor("bf16").floats() == [1, -3.140625])
    #expect(try tensor("f16").floats() == [1, -0x1p-24])
    #expect(try tensor("i64").integers() == [.min, .max])
    #expect(try tensor("i32").integers() == [-0x8000_0000, 0x7FFF_FFFF])
    #expect(try tensor("i16").integers() == [-32768])
    #expect(try tensor("i8").integers() == [-128])
    #expect(try tensor("u32").integers() == [0xFFFF_FFFF])
    #expect(try tensor("u16").integers() == [32768])
    #expect(try tensor("u8").integers() == [200])
    #expect(try tensor("u8").unsignedBytes() == [200])
    #expect(try tensor("u64").unsignedIntegers() == [0, .max])
    #expect(try tensor("bool").integers() == [1, 0, 1])
    #expect(try tensor("bool").booleans() == [true, false, true])
    #expect(try tensor("empty").integers() == [])
    let narrow = Tensor("wide", shape: [1], [1e300])
    #expect(try narrow.floats() == [.infinity])
  }

  /// Every binary16, against the definition.
  @Test func everyHalf() throws {
    let bits = (0...UInt16.max).map { $0 }
    let tensor = Tensor(
      "halves", type: .float16, shape: [65536], bytes: bits.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
    for (bits, found) in zip(bits, try tensor.floats()) {
      let (exponent, fraction) = (Int(bits >> 10 & 31), Double(bits & 1023) / 1024)
      let size: Double
      switch exponent {
      case 0: size = fraction * 0x1p-14
      case 31: size = fraction == 0 ? .infinity : .nan
      default: size = (1 + fraction) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
      }
      let expected = bits >> 15 == 1 ? -size : size
      if expected.isNaN {
        #expect(found.isNaN)
      } else {
        #expect(Double(found) == expected && (found.sign == .minus) == (bits >> 15 == 1), "\(bits)")
      }
    }
  }

  @Test func wrongTypesAreRefused() throws {
    func message(_ name: String, _ read: (Tensor) throws(SafetensorsError) -> Void) throws -> String {
      let tensor = try #require(Self.all[name])
      return #expect(throws: SafetensorsError.self) { try read(tensor) }?.description ?? ""
    }
    #expect(
      try message("i64") { (t) throws(SafetensorsError) in _ = try t.floats() }
        == "tensor 'i64': holds I64; expected F32, F64, F16 or BF16")
    #expect(
      try message("f32") { (t) throws(SafetensorsError) in _ = try t.integers() }
        == "tensor 'f32': holds F32; expected integers")
    #expect(
      try message("u64") { (t) throws(SafetensorsError) in _ = try t.integers() }
        == "tensor 'u64': number 1 is 18446744073709551615; expected at most 9223372036854775807")
    #expect(
      try message("i8") { (t) throws(SafetensorsError) in _ = try t.unsignedBytes() }
        == "tensor 'i8': holds I8; expected U8")
    #expect(
      try message("u8") { (t) throws(SafetensorsError) in _ = try t.booleans() }
        == "tensor 'u8': holds U8; expected BOOL")
    #expect(
      try message("i32") { (t) throws(SafetensorsError) in _ = try t.unsignedIntegers() }
        == "tensor 'i32': holds I32; expected U64")
    #expect(
      try message("bool") { (t) throws(SafetensorsError) in _ = try t.doubles() }
        == "tensor 'bool': holds BOOL; expected F32, F64, F16 or BF16")
  }

  @Test(arguments: [
    ([Tensor("w", shape: [1], [1] as [Float]), Tensor("w", shape: [1], [2] as [UInt8])], "tensor 'w': is there twice"),
    ([Tensor("__metadata__", shape: [0], [] as [Float])], "has the name of the metadata"),
    ([Tensor("w", shape: Array(repeating: 1, count: 65), [1] as [Float])], "has 65 dimensions; expected at most 64"),
  ])
  func whatNobodyCouldReadIsNotWritten(tensors: [Tensor], message: String) throws {
    let error = #expect(throws: SafetensorsError.self) { try SafetensorsFile(tensors: tensors).bytes() }
    #expect(error?.description.contains(message) ?? false, "\(error?.description ?? "")")
  }

  @Test func aHeaderThatIsTooLongIsNotWritten() throws {
    let text = String(
      decoding: Array(repeating: UInt8(ascii: "x"), count: SafetensorsFile.longestHeader), as: UTF8.self)
    let file = SafetensorsFile(metadata: ["long": text])
    let error = #expect(throws: SafetensorsError.self) { try file.bytes() }
    #expect(error?.description.contains("expected at most 100000000") ?? false, "\(error?.description ?? "")")
  }

  @Test func filesAreWrittenBeside() throws {
    try withScratchFolder { folder in
      let path = folder + "/model.safetensors"
      try Self.all.write(path)
      #expect(Set(try SafetensorsFile.read(path).tensors) == Set(Self.all.tensors))
      let second = SafetensorsFile(tensors: [Tensor("w", shape: [2], [1, 2] as [Float])])
      try second.write(path)
      #expect(try SafetensorsFile.read(path) == second)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["model.safetensors"])
    }
  }

  @Test func whatWasThereStaysIfWritingFails() throws {
    try withScratchFolder { folder in
      // A folder of that name cannot be renamed over; nothing is left beside it.
      let taken = folder + "/taken"
      try FileManager.default.createDirectory(atPath: taken + "/inner", withIntermediateDirectories: true)
      let error = #expect(throws: SafetensorsError.self) { try Self.all.write(taken) }
      #expect(error?.description == "\(taken): cannot be written: is a directory")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["taken"])
      // Tensors that cannot be written leave the old file.
      let path = folder + "/kept"
      let kept = SafetensorsFile(tensors: [Tensor("w", shape: [1], [1] as [Float])])
      try kept.write(path)
      #expect(throws: SafetensorsError.self) { try SafetensorsFile(tensors: kept.tensors + kept.tensors).write(path) }
      #expect(try SafetensorsFile.read(path) == kept)
      let missing = #expect(throws: SafetensorsError.self) { try kept.write(folder + "/none/x") }
      #expect(missing?.description == "\(folder)/none/x: cannot be written: no such file or directory")
    }
  }

  /// /dev/full takes no byte: the error of the disk is passed on.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/fd"), "needs /proc"))
  func whatCannotBeReadIsSaid() throws {
    try withScratchFolder { folder in
      let missing = #expect(throws: SafetensorsError.self) { try SafetensorsFile.read(folder + "/none") }
      #expect(missing?.description == "\(folder)/none: cannot be read: no such file or directory")
      let directory = #expect(throws: SafetensorsError.self) { try SafetensorsFile.read(folder) }
      #expect(directory?.description == "\(folder): cannot be read: is a directory")
    }
  }
}
