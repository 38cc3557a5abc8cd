public import Datasets

extension Trainer {
  /// Loss and score without learning: no dropout, running averages in batch normalisation. Where the examples have
  /// weights, weighted means.
  public func evaluate(_ examples: Examples) throws(NetworkError) -> Metrics {
    let weights = examples.weights
    var loss = 0.0
    var correct = 0.0
    var start = 0
    var moments = Moments(width: plan.outputSize)
    while start < examples.count {
      let count = min(batchSize, examples.count - start)
      batch.gather(examples, count: count) { start + $0 }
      try forwardForEvaluation(count: count)
      loss += lossStep.run(rows: count, divisor: count, smooths: false, isWeighted: weights != nil)
      if self.loss == .meanSquaredError {
        moments.add(
          outputs: plan.output, targets: batch.targets, rows: count, weights: weights == nil ? nil : batch.weights)
      } else {
        correct += lossStep.correct(rows: count, isWeighted: weights != nil)
      }
      start += count
    }
    let total = weights.map { $0.reduce(0.0) { $0 + Double($1) } } ?? Double(max(1, examples.count))
    let share = total > 0 ? 1 / total : 0
    let score = self.loss == .meanSquaredError ? moments.determination : correct * share
    return Metrics(loss: loss * share, score: score)
  }

  /// The network's outputs (logits, for classes) for rows of inputs.
  public func outputs(for inputs: [Float]) throws(NetworkError) -> [Float] {
    let size = plan.inputSize
    guard inputs.count % size == 0 else {
      throw .init("\(inputs.count) input numbers; expected a multiple of \(size)")
    }
    let total = inputs.count / size
    var result: [Float] = []
    result.reserveCapacity(total * plan.outputSize)
    var start = 0
    while start < total {
      let count = min(batchSize, total - start)
      inputs.withUnsafeBufferPointer { all in
        if let from = all.baseAddress { plan.input.update(from: from + start * size, count: count * size) }
      }
      try forwardForEvaluation(count: count)
      result.append(contentsOf: UnsafeBufferPointer(start: plan.output, count: count * plan.outputSize))
      start += count
    }
    return result
  }

  private func forwardForEvaluation(count: Int) throws(NetworkError) {
    try plan.forward(count: count, mode: .evaluation, step: 0)
  }
}

/// Sums for R², output by output.
private struct Moments {
  private var count = 0.0
  private var sum: [Double]
  private var squares: [Double]
  private var residuals = 0.0

  init(width: Int) {
    sum = Array(repeating: 0, count: width)
    squares = sum
  }

  mutating func add(
    outputs: UnsafePointer<Float>, targets: UnsafePointer<Float>, rows: Int, weights: UnsafePointer<Float>? = nil
  ) {
    for row in 0..<rows {
      let weight = weights.map { Double($0[row]) } ?? 1
      for c in sum.indices {
        let y = Double(targets[row * sum.count + c])
        let difference = Double(outputs[row * sum.count + c]) - y
        residuals += weight * difference * difference
        sum[c] += weight * y
        squares[c] += weight * y * y
      }
      count += weight
    }
  }

  /// 1 − Σ(z − y)² / Σ(y − ȳ)²; 0 where the targets do not vary.
  var determination: Double {
    let total = zip(sum, squares).reduce(0) { $0 + ($1.1 - $1.0 * $1.0 / max(1, count)) }
    return total > 0 ? 1 - residuals / total : 0
  }
}
