internal import NeuralNetworks

/// Where a layer's units have their own numbers in `Trainer.parameters()`: unit c is output c of one dense or
/// convolutional layer, and channel c of the normalisation behind it.
struct IncomingParameters {
  /// Indices of groups.
  let weights: Int
  let bias: Int
  let scale: Int?
  let shift: Int?
  /// Incoming weights of one unit.
  let fanIn: Int

  /// Nil where units are not outputs of that layer, as behind a flattening.
  init?(_ groups: [ParameterGroup], path: String, units: Int) {
    guard let weights = groups.firstIndex(where: { $0.path == path && $0.kind == .weights }),
      weights + 1 < groups.count, groups[weights + 1].kind == .bias, groups[weights + 1].values.count == units,
      units > 0
    else { return nil }
    self.weights = weights
    bias = weights + 1
    fanIn = groups[weights].values.count / units
    let own = groups.indices.dropFirst(weights + 2).prefix { groups[$0].kind != .weights }
    scale = own.last { groups[$0].kind == .scale && groups[$0].values.count == units }
    shift = own.last { groups[$0].kind == .shift && groups[$0].values.count == units }
  }

  func row(_ unit: Int) -> Range<Int> { unit * fanIn..<(unit + 1) * fanIn }

  func norm(_ groups: [ParameterGroup], _ unit: Int) -> Double {
    groups[weights].values[row(unit)].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  /// ‖w after − w before‖
  func changeNorm(_ before: [ParameterGroup], _ after: [ParameterGroup], _ unit: Int) -> Double {
    let (a, b) = (before[weights].values, after[weights].values)
    return row(unit).reduce(0.0) { sum, i in
      let change = Double(b[i]) - Double(a[i])
      return sum + change * change
    }.squareRoot()
  }

  /// Copies some units' own numbers from one set of parameters into another.
  func copy(
    _ units: [Int], weights copiesWeights: Bool, bias copiesBias: Bool, from: [ParameterGroup],
    into: inout [ParameterGroup]
  ) {
    for unit in units {
      if copiesWeights {
        for i in row(unit) { into[weights].values[i] = from[weights].values[i] }
        if let scale { into[scale].values[unit] = from[scale].values[unit] }
      }
      if copiesBias {
        into[bias].values[unit] = from[bias].values[unit]
        if let shift { into[shift].values[unit] = from[shift].values[unit] }
      }
    }
  }
}

extension Death {
  /// What changed between two moments.
  init(
    unit: Int, after: Int, step: Int, epoch: Int, learningRate: Double, before: (UnitCensus.Layer, [ParameterGroup]),
    now: (UnitCensus.Layer, [ParameterGroup])
  ) {
    func change(_ value: (UnitCensus.Layer, [ParameterGroup]) -> Double) -> Change {
      Change(value(before.0, before.1), value(now.0, now.1))
    }
    self.init(
      after: after, step: step, foundAfter: after, foundStep: step, epoch: epoch, learningRate: learningRate,
      shareBefore: before.0.share(unit),
      smallest: change { layer, _ in Double(layer.smallest[unit]) },
      largest: change { layer, _ in Double(layer.largest[unit]) })
    guard let own = IncomingParameters(now.1, path: now.0.path, units: now.0.units) else { return }
    bias = change { Double($1[own.bias].values[unit]) }
    shift = own.shift.map { shift in change { Double($1[shift].values[unit]) } }
    let norm = change { own.norm($1, unit) }
    weightNorm = norm
    updateRatio = norm.before > 0 ? own.changeNorm(before.1, now.1, unit) / norm.before : nil
  }
}
