import Randomness
import Safetensors
import Testing

/// Files that are cut, damaged or made to harm: an error that says what and where, never a crash.
@Suite struct HostileFilesTests {
  static func file(_ header: String, data: Int = 0, declared: UInt64? = nil) -> [UInt8] {
    let length = declared ?? UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8)
      + Array(repeating: 0, count: data)
  }

  /// A header of one F32 tensor, some part of it replaced.
  static func one(dtype: String = "\"F32\"", shape: String = "[2]", offsets: String = "[0,8]", rest: String = "")
    -> String
  {
    "{\"w\":{\"dtype\":\(dtype),\"shape\":\(shape),\"data_offsets\":\(offsets)\(rest)}}"
  }

  static func two(_ first: String, _ second: String) -> String {
    "{\"a\":{\"dtype\":\"U8\",\"shape\":\(first)},\"b\":{\"dtype\":\"U8\",\"shape\":\(second)}}"
  }

  static func message(_ bytes: [UInt8]) -> String {
    let error = #expect(throws: SafetensorsError.self) { try SafetensorsFile(parsing: bytes, from: "w.safetensors") }
    #expect(error?.place == "w.safetensors")
    return error?.problem ?? ""
  }

  @Test func theGoodOneIsRead() throws {
    let file = try SafetensorsFile(parsing: Self.file(Self.one(), data: 8), from: "good")
    #expect(file.tensors == [Tensor("w", shape: [2], [0, 0] as [Float])])
  }

  @Test(arguments: [
    // The length.
    ([], "has 0 bytes; expected at least 8"),
    ([1, 2, 3], "has 3 bytes; expected at least 8"),
    (file("{}", declared: 3), "declares a header of 3 bytes, at byte 0, and has 2 after it"),
    (file("{}", declared: 100_000_001), "declares a header of 100000001 bytes, at byte 0; expected at most 100000000"),
    (file("{}", declared: .max), "declares a header of 18446744073709551615 bytes"),
    (file("{}", declared: 1 << 63), "declares a header of 9223372036854775808 bytes"),
    (file("{}", declared: 0), "has no '{' at byte 8"),
    (file("{}", declared: 1), "has a header that ends, at byte 9; expected '\"' for a name in the header"),
    // JSON.
    (file(" {}"), "has no '{' at byte 8"),
    (file("[]"), "has no '{' at byte 8"),
    (file("{} x"), "has 'x', at byte 11; expected the header's end"),
    (file("{}\0"), "has the byte 0x00, at byte 10"),
    (file("{}{}"), "has '{', at byte 10; expected the header's end"),
    (file("{\"a\"}"), "has '}', at byte 12; expected ':' after 'a' in the header"),
    (file("{\"a\":1}"), "has '1', at byte 13; expected '{' for tensor 'a'"),
    (file("{\"a\":{},}"), "has tensor 'a' without a 'dtype', at byte 9"),
    (file("{\"__metadata__\":{\"a\":\"b\",}}"), "has '}', at byte 33; expected '\"' for a name in '__metadata__'"),
    (file("{\"__metadata__\":{\"a\":1}}"), "has '1', at byte 29; expected '\"' for the text of 'a'"),
    (file("{\"__metadata__\":{\"a\":null}}"), "has 'n', at byte 29"),
    (file("{\"__metadata__\":[]}"), "has '[', at byte 24; expected '{' for '__metadata__'"),
    (file("{'a':{}}"), "has ''', at byte 9"),
    (file("{\"a"), "has a string without a closing '\"', in a name in the header, at byte 9"),
    (file("{\"a\n\":{}}"), "has a control character, 0x0a, in a name in the header, at byte 11"),
    // Depth.
    (file(String(repeating: "{\"a\":", count: 100_000)), "has 'a' in tensor 'a', at byte 14"),
    (
      file("{\"a\":{\"dtype\":" + String(repeating: "[", count: 100_000)),
      "has '[', at byte 22; expected '\"' for the type of"
    ),
    (
      file("{\"a\":{\"shape\":" + String(repeating: "[", count: 100_000)),
      "has '[', at byte 23; expected a whole number"
    ),
    (file("{\"__metadata__\":{\"a\":" + String(repeating: "{\"a\":", count: 100_000)), "has '{', at byte 29"),
    // Escapes.
    (file("{\"\\x\":{}}"), "has an escape that JSON does not know, in a name in the header, at byte 10"),
    (file("{\"\\u12g4\":{}}"), "has \\u without four hexadecimal digits, in a name in the header, at byte 10"),
    (file("{\"\\u12"), "has \\u without four hexadecimal digits"),
    (file("{\"\\"), "ends within an escape, in a name in the header, at byte 10"),
    (file("{\"\\ud800\":{}}"), "has half of a pair of escapes, in a name in the header, at byte 10"),
    (file("{\"\\udc00\":{}}"), "has half of a pair of escapes"),
    (file("{\"\\ud800\\u0041\":{}}"), "has half of a pair of escapes"),
    // Names.
    (
      file(one(rest: ",\"x\":1"), data: 8),
      "has 'x' in tensor 'w', at byte 61; expected 'dtype', 'shape' and 'data_offsets'"
    ),
    (file(one(rest: ",\"shape\":[2]"), data: 8), "has 'shape' a second time in tensor 'w', at byte 61"),
    (
      file("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},\"a\":{}}"),
      "has 'a' a second time in the header, at byte 61"
    ),
    (file("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},\"\\u0061\":{}}"), "has 'a' a second time"),
    (file("{\"__metadata__\":{},\"__metadata__\":{}}"), "has '__metadata__' a second time in the header, at byte 27"),
    (file("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}"), "has 'k' a second time in '__metadata__', at byte 33"),
    (file("{\"w\":{\"shape\":[0],\"data_offsets\":[0,0]}}"), "has tensor 'w' without a 'dtype', at byte 9"),
    (file("{\"w\":{\"dtype\":\"U8\",\"data_offsets\":[0,0]}}"), "has tensor 'w' without a 'shape', at byte 9"),
    (file("{\"w\":{\"dtype\":\"U8\",\"shape\":[0]}}"), "has tensor 'w' without 'data_offsets', at byte 9"),
    // Types.
    (file(one(dtype: "\"F31\""), data: 8), "has the type 'F31' of tensor 'w', at byte 22; expected one of F64, F32"),
    (file(one(dtype: "\"f32\""), data: 8), "has the type 'f32'"),
    (file(one(dtype: "32"), data: 8), "has '3', at byte 22; expected '\"' for the type of tensor 'w'"),
    // Sizes.
    (
      file(one(shape: "[-2]"), data: 8),
      "has '-2' in the shape of tensor 'w', at byte 37; expected a whole number from 0"
    ),
    (file(one(shape: "[2.0]"), data: 8), "has '2.0' in the shape of tensor 'w', at byte 37"),
    (file(one(shape: "[2e0]"), data: 8), "has '2e0' in the shape"),
    (file(one(shape: "[02]"), data: 8), "has '02' in the shape"),
    (file(one(shape: "[+2]"), data: 8), "has '+2' in the shape"),
    (file(one(shape: "[9223372036854775808]"), data: 8), "has '9223372036854775808' in the shape"),
    (file(one(shape: "[\"2\"]"), data: 8), "has '\"', at byte 37; expected a whole number"),
    (file(one(shape: "[2,]"), data: 8), "has ']', at byte 39; expected a whole number"),
    (file(one(shape: "[2 2]"), data: 8), "has '2', at byte 39; expected ']' or ',' in"),
    (file(one(shape: "2"), data: 8), "has '2', at byte 36; expected '['"),
    (
      file(one(shape: "[" + String(repeating: "1,", count: 64) + "1]"), data: 8),
      "has more than 64 numbers in the shape"
    ),
    (
      file(one(shape: "[4611686018427387904,4]"), data: 8), "has the shape [4611686018427387904, 4], which is too large"
    ),
    (file(one(shape: "[4611686018427387904]"), data: 8), "which is too large"),
    (file(one(shape: "[3]"), data: 8), "has 8 bytes of data; F32 in the shape [3] takes 12"),
    (file(one(shape: "[]"), data: 8), "has 8 bytes of data; F32 in the shape [] takes 4"),
    (file(one(shape: "[2,0]"), data: 8), "F32 in the shape [2, 0] takes 0"),
    // Offsets.
    (file(one(offsets: "[0]"), data: 8), "has 1 offsets of tensor 'w', at byte 40; expected 2"),
    (file(one(offsets: "[0,4,8]"), data: 8), "has more than 2 numbers in 'data_offsets'"),
    (file(one(offsets: "[8,0]"), data: 8), "tensor 'w', at byte 9, has its end, 0, before its begin, 8"),
    (file(one(offsets: "[-8,0]"), data: 8), "has '-8' in 'data_offsets' of tensor 'w'"),
    (file(one(offsets: "[0,8]"), data: 7), "tensor 'w', at byte 9, ends at byte 8 of the data, which has 7 bytes"),
    (file(one(offsets: "[9223372036854775799,9223372036854775807]"), data: 8), "of the data, which has 8 bytes"),
    (file(one(offsets: "[0,8]"), data: 9), "goes on after the last tensor, at byte 70; expected its end, not 1 more"),
    (file(one(offsets: "[1,9]"), data: 9), "begins at byte 1 of the data and the header ends at 0: a hole"),
    (
      file(two("[4],\"data_offsets\":[0,4]", "[4],\"data_offsets\":[3,7]"), data: 7),
      "tensor 'b' begins at byte 3 of the data and tensor 'a' ends at 4: they overlap"
    ),
    (
      file(two("[4],\"data_offsets\":[0,4]", "[4],\"data_offsets\":[0,4]"), data: 4),
      "of the data and tensor"
    ),
    (
      file(two("[4],\"data_offsets\":[5,9]", "[4],\"data_offsets\":[0,4]"), data: 9),
      "tensor 'a' begins at byte 5 of the data and tensor 'b' ends at 4: a hole"
    ),
    (file(two("[0],\"data_offsets\":[2,2]", "[4],\"data_offsets\":[0,4]"), data: 4), "they overlap"),
    (file("{}", data: 1), "goes on after the last tensor, at byte 10"),
  ])
  func refused(bytes: [UInt8], message: String) {
    let found = Self.message(bytes)
    #expect(found.contains(message), "\(found)")
  }

  @Test func notUTF8() {
    var bytes = Self.file("{\"aé\":{}}")
    bytes[12] = 0x41
    #expect(Self.message(bytes) == "has a byte that is not UTF-8 in its header, at byte 11; expected JSON")
    bytes[11] = 0x41
    bytes[13] = 0xFF
    #expect(Self.message(bytes) == "has a byte that is not UTF-8 in its header, at byte 13; expected JSON")
  }

  /// A name of a file must not run a terminal's commands from within a message.
  @Test func namesInMessagesAreHarmless() {
    let name = "\\u001b[2J\\u202e" + String(repeating: "x", count: 10_000)
    let message = Self.message(Self.file("{\"\(name)\":{}}"))
    #expect(message.hasPrefix("has tensor '\\u{1b}[2J\\u{202e}xxx"))
    #expect(message.utf8.count < 200)
  }

  @Test func spacesAreAllowed() throws {
    let header = "{\n\t\"w\" : { \"shape\" :[ 2\r, 1 ] , \"data_offsets\":[ 0 ,8 ],\"dtype\":\"F32\"} } \n"
    let file = try SafetensorsFile(parsing: Self.file(header, data: 8), from: "spaces")
    #expect(file["w"]?.shape == [2, 1])
  }

  @Test func escapesAreRead() throws {
    let header = "{\"__metadata__\":{\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD834\\uDD1E\":\"\\u0000\"}}"
    let file = try SafetensorsFile(parsing: Self.file(header), from: "escapes")
    #expect(file.metadata == ["\"\\/\u{8}\u{C}\n\r\té𝄞": "\0"])
  }

  @Test func tensorsWithoutBytesMayStandAnywhere() throws {
    let header = Self.two("[4],\"data_offsets\":[0,4]", "[0,3],\"data_offsets\":[4,4]")
    #expect(try SafetensorsFile(parsing: Self.file(header, data: 4), from: "x").tensors.map(\.name) == ["a", "b"])
    let before = Self.two("[4],\"data_offsets\":[0,4]", "[0],\"data_offsets\":[0,0]")
    #expect(try SafetensorsFile(parsing: Self.file(before, data: 4), from: "x").tensors.map(\.name) == ["b", "a"])
  }

  /// Headers that are long: no time or memory out of proportion.
  @Test func longHeaders() throws {
    let many = (0..<50_000).map { "\"\($0)\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[\($0),\($0 + 1)]}" }
    let header = "{" + many.reversed().joined(separator: ",") + "}"
    let file = try SafetensorsFile(parsing: Self.file(header, data: 50_000), from: "many")
    #expect(file.tensors.map(\.name) == (0..<50_000).map(String.init))
    let long = "{\"__metadata__\":{\"k\":\"" + String(repeating: "x", count: 10_000_000) + "\"}}"
    #expect(try SafetensorsFile(parsing: Self.file(long), from: "long").metadata["k"]?.utf8.count == 10_000_000)
  }

  @Test func everyTruncationIsRefused() throws {
    let bytes = try RoundTripTests.all.bytes()
    for count in 0..<bytes.count {
      #expect(throws: SafetensorsError.self, "\(count) bytes") {
        try SafetensorsFile(parsing: Array(bytes.prefix(count)), from: "cut")
      }
    }
    #expect(throws: SafetensorsError.self) { try SafetensorsFile(parsing: bytes + [0], from: "longer") }
  }

  /// Damaged files are refused, or are what they say: written again they hold the same.
  @Test func damagedFiles() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var stream = RandomStream(seed: seed, purpose: .test)
    let whole = try RoundTripTests.all.bytes()
    let alphabet = Array("{}[]\",:\\u0123456789-.eE FIUB__metadata__data_offsets\0".utf8) + [0x80, 0xC3, 0xFF]
    var accepted = 0
    for trial in 0..<4_000 {
      var bytes = whole
      for _ in 0...stream.integer(below: 4) {
        let at = stream.integer(below: bytes.count)
        switch stream.integer(below: 4) {
        case 0: bytes[at] = alphabet[stream.integer(below: alphabet.count)]
        case 1: bytes[at] ^= 1 << UInt8(stream.integer(below: 8))
        case 2: bytes.insert(alphabet[stream.integer(below: alphabet.count)], at: at)
        default: bytes.remove(at: at)
        }
      }
      // Half of the time the length is mended, so that the damage reaches the JSON.
      if trial % 2 == 0, bytes.count > 8 + 32 {
        let length = bytes.count - 8 - stream.integer(below: 2) * 32
        for i in 0..<8 { bytes[i] = UInt8(truncatingIfNeeded: length >> (8 * i)) }
      }
      do throws(SafetensorsError) {
        let file = try SafetensorsFile(parsing: bytes, from: "damaged")
        accepted += 1
        let again = try SafetensorsFile(parsing: try file.bytes(), from: "again")
        #expect(Set(again.tensors) == Set(file.tensors), "seed \(seed), trial \(trial)")
        #expect(again.metadata == file.metadata, "seed \(seed), trial \(trial)")
      } catch {
        #expect(error.place == "damaged", "seed \(seed), trial \(trial): \(error)")
      }
    }
    // Damage to the numbers alone goes unseen: the format has no checksum.
    #expect(accepted > 0, "seed \(seed)")
  }
}
