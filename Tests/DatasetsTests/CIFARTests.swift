import Datasets
import Foundation
import Randomness
import TestSupport
import Testing

/// A part of the real CIFAR-10, where it is at hand.
private let cifarFolder =
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../../../shared/data/cifar10"

@Suite struct CIFARTests {
  static let size = 3_073

  /// Records with the classes in turn; planes that can be told apart.
  static func batch(_ count: Int, first: Int = 0) -> [UInt8] {
    var bytes: [UInt8] = []
    for record in 0..<count {
      bytes.append(UInt8((first + record) % 10))
      for plane in 0..<3 {
        for i in 0..<1024 { bytes.append(UInt8(truncatingIfNeeded: i + 50 * plane + record)) }
      }
    }
    return bytes
  }

  static func load(_ files: [String: [UInt8]]) throws -> Dataset {
    try withScratchFolder { folder in
      for (name, bytes) in files { try write(bytes, to: folder + "/" + name) }
      return try Dataset.load(folder)
    }
  }

  @Test func planesBecomeChannels() throws {
    let data = try Self.load(["data_batch_1.bin": Self.batch(30), "test_batch.bin": Self.batch(20, first: 3)])
    #expect(data.inputShape == [32, 32, 3] && data.examples.count == 50 && data.testStart == 30)
    guard case .classes(let labels, let names) = data.examples.targets else { return #expect(Bool(false)) }
    #expect(labels[0] == 0 && labels[12] == 2 && labels[30] == 3)
    #expect(names[0] == "airplane" && names[9] == "truck" && names.count == 10)
    // Record 2, pixel 5: red 5 + 2, green 50 more, blue 100 more.
    let base = 2 * 3_072 + 3 * 5
    #expect(data.examples.inputs[base..<base + 3] == [Float(7) / 255, Float(57) / 255, Float(107) / 255])
  }

  @Test func anyBatchesPlainOrPacked() throws {
    let packed = HostileFilesTests.stored(Self.batch(20))
    let data = try Self.load([
      "data_batch_2.bin.gz": packed, "data_batch_5.bin": Self.batch(10), "data_batch_3.bin": Self.batch(11, first: 1),
    ])
    #expect(data.examples.count == 41 && data.testStart == nil)
    guard case .classes(let labels, _) = data.examples.targets else { return #expect(Bool(false)) }
    #expect(labels[20] == 1 && labels[31] == 0)
  }

  @Test func eachChannelHasItsOwnScale() throws {
    let count = 60
    let inputs = (0..<count * 12).map { i in Float(i % 7) * [1, 10, 100][i % 3] + [0, 5, -3][i % 3] }
    let data = Dataset(
      name: "images", description: "", inputShape: [2, 2, 3],
      examples: Examples(
        inputs: inputs, inputSize: 12, targets: .classes((0..<count).map { Int32($0 % 2) }, names: ["a", "b"])),
      scaling: .perChannel)
    let train = try data.prepared().train
    for channel in 0..<3 {
      let values = stride(from: channel, to: train.inputs.count, by: 3).map { Double(train.inputs[$0]) }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      #expect(abs(mean) < 1e-5 && abs(variance - 1) < 1e-4)
    }
    // One scale a channel, not one a pixel: the same number is the same everywhere.
    let all = Set(stride(from: 1, to: train.inputs.count, by: 3).map { train.inputs[$0] })
    #expect(all.count == 7)
  }

  @Test func refused() throws {
    var label = Self.batch(12)
    label[3 * Self.size] = 10
    let good = Self.batch(20)
    let cases: [([String: [UInt8]], String)] = [
      (["data_batch_1.bin": good + [1]], "data_batch_1.bin: ends at byte 61461, within record 21"),
      (["data_batch_1.bin": label], "data_batch_1.bin: has the label 10 at byte 9219; expected 0 to 9"),
      (["data_batch_1.bin": []], "is empty"), (["test_batch.bin": good], "no training batch"),
      (["data_batch_1.bin": good, "test_batch.bin": Array(good.prefix(3_000))], "test_batch.bin: ends at byte 3000"),
      (["data_batch_1.bin": good, "train-images-idx3-ubyte": [0]], "MNIST's kind and of CIFAR-10's"),
      (["other.bin": good], "neither MNIST's four files"), ([:], "nor CIFAR-10's"),
      (["data_batch_1.bin.gz": Array(HostileFilesTests.stored(good).prefix(50_000))], "damaged gzip"),
    ]
    for (files, message) in cases {
      let error = #expect(throws: DatasetError.self) { try Self.load(files) }
      #expect(error?.description.contains(message) ?? false, "\(message): \(error?.description ?? "")")
    }
  }

  @Test func everyTruncationIsRefused() throws {
    let whole = Self.batch(2)
    try withScratchFolder { folder in
      for count in Array(0..<10) + Array(stride(from: 10, to: whole.count, by: 97)) where count % Self.size != 0 {
        try write(Array(whole.prefix(count)), to: folder + "/data_batch_1.bin")
        #expect(throws: DatasetError.self, "\(count) bytes") { try Dataset.load(folder) }
      }
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: cifarFolder))) func realImages() throws {
    let data = try Dataset.load(cifarFolder)
    #expect(data.examples.count == 12_000 && data.testStart == 10_000)
    let summary = DatasetSummary(data)
    #expect(summary.classes.count == 10 && summary.classes.allSatisfy { $0.count > 1_000 })
    #expect(summary.columns.map(\.name) == ["red", "green", "blue"])
    // Photographs have less blue, and none of their means is far from 0.47.
    #expect(summary.columns.allSatisfy { (0.4...0.55).contains($0.mean ?? 0) })
  }
}
