internal import Safetensors

extension FuzzTarget {
  /// A file as it is, and once more with the length of its header mended, so that changes to the header reach the JSON.
  /// What is read is written and read again.
  static let safetensors = FuzzTarget(
    name: "safetensors",
    seeds: {
      let tensors = [
        Tensor("a", shape: [2, 1], [1, 2] as [Float]), Tensor("b", shape: [], [3] as [Int64]),
        Tensor("c", shape: [0], [] as [Double]), Tensor("é", shape: [3], [true, false, true]),
        Tensor("h", type: .float16, shape: [1], bytes: [0, 60]),
      ]
      let files = [
        SafetensorsFile(), SafetensorsFile(metadata: ["k": "v\n\"\u{1}𝄞"], tensors: tensors),
        SafetensorsFile(tensors: [tensors[0]]),
      ]
      // Headers for the reader's checks: escapes, sizes that overflow, offsets that overlap.
      let headers = [
        #"{"__metadata__":{"\ud834\udd1e\u0041\/":"\b\f\t\\"}}"#,
        #"{"w":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}"#,
        #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"I8","shape":[2,2],"data_offsets":[3,7]}}"#,
      ]
      return files.compactMap { try? $0.bytes() }
        + headers.map { Archives.little($0.utf8.count, 8) + Array($0.utf8) + Array(repeating: 0, count: 8) }
    },
    words: [
      "\"__metadata__\":{", "\"dtype\":", "\"shape\":", "\"data_offsets\":[", "\"F32\"", "\"BF16\"", "\"BOOL\"",
      "\"U8\"",
      "[0,8]", "\\u00", "\\ud83d\\ude00", "4611686018427387904,", ",18446744073709551615", "{}", "[]",
    ],
    run: { input in
      for bytes in [input, mended(input)] {
        do throws(SafetensorsError) {
          let file = try SafetensorsFile(parsing: bytes, from: "fuzz")
          for tensor in file.tensors {
            demand(tensor.shape.reduce(1, *) == tensor.count, "\(tensor.shape) of \(tensor.count) numbers")
            if let floats = try? tensor.floats() { demand(floats.count == tensor.count, "too few floats") }
            if let doubles = try? tensor.doubles() { demand(doubles.count == tensor.count, "too few doubles") }
            if let integers = try? tensor.integers() { demand(integers.count == tensor.count, "too few integers") }
          }
          do throws(SafetensorsError) {
            let again = try SafetensorsFile(parsing: try file.bytes(), from: "again")
            demand(again.metadata == file.metadata, "other metadata when read again")
            demand(Set(again.tensors) == Set(file.tensors), "other tensors when read again")
          } catch {
            fatalError("written and not read again: \(error)")
          }
        } catch {
          demand(error.place == "fuzz" && !error.problem.isEmpty, "an error that does not say where: \(error)")
        }
      }
    }
  )

  /// The header ends with the last '}'.
  private static func mended(_ input: [UInt8]) -> [UInt8] {
    guard input.count > 8, let end = input.lastIndex(of: UInt8(ascii: "}")), end >= 8 else { return input }
    return Archives.little(end - 7, 8) + input[8...]
  }
}
