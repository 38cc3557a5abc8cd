import Datasets
import Foundation
import TestSupport
import Testing

/// The real MNIST, where it is at hand.
private let mnistFolder =
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../../../shared/data/mnist"

@Suite struct IDXTests {
  static func big(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

  static func images(_ count: Int, side: Int = 3, magic: Int = 0x803, declared: Int? = nil) -> [UInt8] {
    big(magic) + big(declared ?? count) + big(side) + big(side) + (0..<count * side * side).map { UInt8($0 % 251) }
  }

  static func labels(_ count: Int, magic: Int = 0x801, classes: Int = 4) -> [UInt8] {
    big(magic) + big(count) + (0..<count).map { UInt8($0 % classes) }
  }

  static let names = [
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
  ]

  static func folder(_ path: String, _ files: [[UInt8]]) throws {
    for (name, bytes) in zip(names, files) { try write(bytes, to: path + "/" + name) }
  }

  @Test func aFolderIsRead() throws {
    try withScratchFolder { path in
      try Self.folder(path, [Self.images(80), Self.labels(80), Self.images(12), Self.labels(12)])
      let data = try Dataset.load(path)
      #expect(data.inputShape == [3, 3])
      #expect(data.examples.count == 92)
      #expect(data.testStart == 80)
      #expect(data.examples.inputs[1] == Float(1) / 255)
      let prepared = try data.prepared()
      #expect(prepared.train.count == 72 && prepared.validation.count == 8 && prepared.test.count == 12)
    }
  }

  @Test(arguments: [
    ([Self.images(8, magic: 0x802), Self.labels(8), Self.images(4), Self.labels(4)], "0x00000802"),
    ([Array(Self.images(8).dropLast()), Self.labels(8), Self.images(4), Self.labels(4)], "ends at byte"),
    ([Self.images(8) + [0], Self.labels(8), Self.images(4), Self.labels(4)], "goes on after"),
    ([Self.images(8), Self.labels(7), Self.images(4), Self.labels(4)], "7 labels for 8 images"),
    ([Self.images(8), Self.labels(8), Self.images(4, side: 2), Self.labels(4)], "the training images are"),
    ([Self.images(8), Self.labels(8, classes: 1), Self.images(4), Self.labels(4, classes: 1)], "one class"),
    ([[], Self.labels(8), Self.images(4), Self.labels(4)], "0 bytes"),
    ([[0, 0, 8, 3, 0], Self.labels(8), Self.images(4), Self.labels(4)], "within its header"),
    (
      [Self.big(0x803) + Self.big(-1) + Self.big(-1) + Self.big(-1), Self.labels(8), Self.images(4), Self.labels(4)],
      "are not read"
    ),
    ([Self.images(8), Self.labels(8)], "has no file t10k-images"),
  ])
  func hostile(files: [[UInt8]], message: String) throws {
    try withScratchFolder { path in
      try Self.folder(path, files)
      let error = #expect(throws: DatasetError.self) { try Dataset.load(path) }
      #expect(error?.description.contains(message) ?? false, "\(error?.description ?? "")")
    }
  }

  @Test func damagedGzip() throws {
    try withScratchFolder { path in
      try Self.folder(path, [[], Self.labels(8), Self.images(4), Self.labels(4)])
      try FileManager.default.removeItem(atPath: path + "/" + Self.names[0])
      try write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x63, 0x60, 0x60], to: path + "/" + Self.names[0] + ".gz")
      #expect(throws: DatasetError.self) { try Dataset.load(path) }
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: mnistFolder))) func mnist() throws {
    let data = try Dataset.load(mnistFolder)
    #expect(data.examples.count == 70_000)
    #expect(data.testStart == 60_000)
    #expect(data.inputShape == [28, 28])
    guard case .classes(let labels, _) = data.examples.targets else { return }
    #expect(Array(labels.prefix(5)) == [5, 0, 4, 1, 9])
  }
}
