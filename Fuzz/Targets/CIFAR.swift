internal import Datasets

extension FuzzTarget {
  /// A training batch of CIFAR-10. The first byte says whether there is a good test batch beside it (1), and whether it
  /// is a `.gz` (2).
  static let cifar = FuzzTarget(
    name: "cifar",
    seeds: {
      var records: [UInt8] = []
      for label in 0..<6 {
        records.append(UInt8(label % 2))
        for i in 0..<3072 { records.append(UInt8(i * (label + 3) % 256)) }
      }
      let (one, cut) = (Array(records.prefix(3073)), Array(records.prefix(3100)))
      return [[0], [0] + one, [1] + records, [2] + Archives.gzip(records), [0] + cut]
    },
    words: [],
    run: { input in
      guard let first = input.first else { return }
      let folder = ScratchFile.makeFolder("cifar")
      let (batch, test) = ("\(folder)/data_batch_1.bin", "\(folder)/test_batch.bin")
      for path in [batch, batch + ".gz", test] { ScratchFile.remove(path) }
      ScratchFile.write(Array(input.dropFirst()), to: batch + (first & 2 == 0 ? "" : ".gz"))
      if first & 1 == 1 { ScratchFile.write([3] + Array(repeating: 128, count: 3072), to: test) }
      useData(folder)
    }
  )
}
