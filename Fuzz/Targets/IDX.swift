internal import Datasets

extension FuzzTarget {
  /// One of MNIST's four files; the others are good. The first byte says which, and whether it is a `.gz`.
  static let idx = FuzzTarget(
    name: "idx",
    seeds: {
      (0..<4).flatMap { (which: UInt8) in
        let good = IDXInput.good[Int(which)]
        return [[which] + good, [which | 4] + Archives.gzip(good), [which] + good.prefix(9)]
      }
    },
    words: ["\0\0\u{8}\u{1}", "\0\0\u{8}\u{3}"],
    run: { input in
      guard let first = input.first else { return }
      let folder = ScratchFile.makeFolder("mnist")
      let (which, isCompressed) = (Int(first & 3), first & 4 != 0)
      for i in 0..<4 where i != which { ScratchFile.write(IDXInput.good[i], to: "\(folder)/\(IDXInput.names[i])") }
      let path = "\(folder)/\(IDXInput.names[which])"
      ScratchFile.remove(path)
      ScratchFile.remove(path + ".gz")
      ScratchFile.write(Array(input.dropFirst()), to: path + (isCompressed ? ".gz" : ""))
      defer { ScratchFile.remove(path + ".gz") }
      useData(folder)
    }
  )
}

/// Loads as a study does, as far as it goes.
func useData(_ path: String, target: String? = nil, task: Task? = nil) {
  do throws(DatasetError) {
    let data = try Dataset.load(path, target: target, task: task)
    demand(data.examples.count > 0, "no examples and no error")
    demand(data.examples.inputSize == data.inputShape.reduce(1, *), "\(data.inputShape) of \(data.examples.inputSize)")
    demand(data.examples.inputs.allSatisfy(\.isFinite), "an input that is not finite")
    if case .classes(let labels, let names) = data.examples.targets {
      demand(labels.allSatisfy { names.indices.contains(Int($0)) }, "a label out of range")
      demand(Set(names).count == names.count, "a class twice")
    }
    _ = data.fingerprint
    let prepared = try data.prepared()
    demand(prepared.train.inputs.allSatisfy(\.isFinite), "a scaled input that is not finite")
  } catch {
    demand(!error.problem.isEmpty, "an error that says nothing")
  }
}

private enum IDXInput {
  static let names = [
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
  ]
  static let good = [images(12), labels(12), images(8), labels(8)]

  private static func big(_ value: Int) -> [UInt8] { Archives.little(value, 4).reversed() }

  private static func images(_ count: Int) -> [UInt8] {
    big(0x803) + big(count) + big(2) + big(3) + (0..<count * 6).map { UInt8($0 * 7 % 251) }
  }

  private static func labels(_ count: Int) -> [UInt8] { big(0x801) + big(count) + (0..<count).map { UInt8($0 % 2) } }
}
