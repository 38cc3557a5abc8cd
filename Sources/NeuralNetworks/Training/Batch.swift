internal import Datasets
internal import Randomness
internal import TrainingKernelTables

/// Where a batch's inputs and targets are gathered.
struct Batch {
  let input: UnsafeMutablePointer<Float>
  let shape: TensorShape
  let targets: UnsafeMutablePointer<Float>
  let labels: UnsafeMutablePointer<Int32>
  /// How much each row counts; read only where the examples have weights.
  let weights: UnsafeMutablePointer<Float>
  let augmentation: Augmentation
  let seed: UInt64

  /// Copies some rows as they are.
  func gather(_ examples: Examples, count: Int, row: (Int) -> Int) {
    let size = shape.count
    examples.inputs.withUnsafeBufferPointer { inputs in
      guard let from = inputs.baseAddress else { return }
      let copy = TrainingKernels.best.copyRow
      for i in 0..<count {
        copy(from + row(i) * size, input + i * size, size, from + row(min(i + 1, count - 1)) * size)
      }
    }
    gatherTargets(examples, count: count, row: row)
  }

  /// Copies some rows, changed at random: what is drawn depends on the seed, the epoch and the place in it alone.
  func gather(_ examples: Examples, count: Int, epoch: Int, from place: Int, row: (Int) -> Int) {
    guard !augmentation.isOff else { return gather(examples, count: count, row: row) }
    let size = shape.count
    let range = 2 * augmentation.shift + 1
    examples.inputs.withUnsafeBufferPointer { inputs in
      guard let from = inputs.baseAddress else { return }
      for i in 0..<count {
        var stream = RandomStream(
          seed: seed, purpose: .augmentation, index: UInt32(truncatingIfNeeded: epoch),
          step: UInt32(truncatingIfNeeded: place + i))
        augmentation.copy(
          from + row(i) * size, to: input + i * size, shape: shape,
          down: stream.integer(below: range) - augmentation.shift,
          right: stream.integer(below: range) - augmentation.shift,
          mirrored: augmentation.flip && stream.integer(below: 2) == 1)
      }
    }
    gatherTargets(examples, count: count, row: row)
  }

  private func gatherTargets(_ examples: Examples, count: Int, row: (Int) -> Int) {
    if let all = examples.weights {
      all.withUnsafeBufferPointer { all in for i in 0..<count { weights[i] = all[row(i)] } }
    }
    switch examples.targets {
    case .classes(let all, _):
      all.withUnsafeBufferPointer { all in for i in 0..<count { labels[i] = all[row(i)] } }
    case .values(let all, let width):
      all.withUnsafeBufferPointer { all in
        guard let from = all.baseAddress else { return }
        for i in 0..<count { (targets + i * width).update(from: from + row(i) * width, count: width) }
      }
    }
  }
}
