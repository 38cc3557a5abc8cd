internal import Activations

/// Which array every value, gradient and note for the backward pass lies in, and where: arrays whose lives do not overlap
/// share their place.
///
/// Time runs through the nodes forwards, 0..<n, through the loss, n, and backwards: node i at 2n − i.
struct MemoryPlan {
  struct Buffer {
    var count: Int
    /// From the first time at which it is written to the last one at which it is read.
    var first: Int
    var last: Int
    /// Numbers from the start of the arena.
    var offset = 0
  }

  /// What the plan is for.
  enum Purpose {
    /// Each array lives as long as it is needed, and operations work in place where they may.
    case training
    /// Everything stays to be looked at.
    case probing
  }

  let rows: Int
  private(set) var buffers: [Buffer] = []
  /// Each value's buffer.
  private(set) var values: [Int] = []
  /// The buffers of the gradients by a node's output and its input; nil where nothing before it learns.
  private(set) var outputGradients: [Int?]
  private(set) var inputGradients: [Int?]
  /// Fork by fork, the buffer of the gradient that comes back along the shortcut.
  private(set) var shortcutGradients: [Int: Int] = [:]
  /// What a node keeps besides its input and output: f′, a dropout's mask, a pooling's places.
  private(set) var notes: [Int?]
  private(set) var kept: [ActivationStep.Kept?]
  /// Activations whose f′ the batch normalisation before them takes into its own backward pass.
  private(set) var fusedActivations: Set<Int> = []
  /// Whether the value that goes into a node depends on anything that learns.
  private(set) var needsInputGradient: [Bool]
  /// The first node that learns, where the backward pass ends; the number of nodes if none does.
  private(set) var firstLearning: Int
  /// Numbers in all.
  private(set) var size = 0

  private let nodes: [Node]
  private let purpose: Purpose
  private var end: Int { 2 * nodes.count }

  /// - Parameter foreign: whether a node's activation is computed by kernels from elsewhere, which need its input.
  init(_ lowering: Lowering, rows: Int, purpose: Purpose, foreign: (Node) -> Bool = { _ in false }) {
    self.rows = rows
    self.purpose = purpose
    nodes = lowering.nodes
    let none = [Int?](repeating: nil, count: nodes.count)
    (outputGradients, inputGradients, notes) = (none, none, none)
    kept = Array(repeating: nil, count: nodes.count)
    var learns = Array(repeating: false, count: lowering.values.count)
    needsInputGradient = []
    firstLearning = nodes.count
    for (i, node) in nodes.enumerated() {
      let before = learns[node.input] || (node.second.map { learns[$0] } ?? false)
      needsInputGradient.append(before)
      let own = node.isProjection || (node.kind != .fork && node.kind != .join && node.source.isTrained)
      if own, firstLearning == nodes.count { firstLearning = i }
      learns[node.output] = before || own
    }
    planForward(lowering, foreign)
    planBackward(lowering)
    place()
  }

  /// When node i's backward pass runs.
  private func backwardTime(_ node: Int) -> Int { 2 * nodes.count - node }

  private mutating func make(_ count: Int, at time: Int) -> Int {
    let everlasting = purpose == .probing
    buffers.append(Buffer(count: count, first: everlasting ? 0 : time, last: everlasting ? end : time))
    return buffers.count - 1
  }

  private mutating func use(_ buffer: Int, at time: Int) {
    buffers[buffer].first = min(buffers[buffer].first, time)
    buffers[buffer].last = max(buffers[buffer].last, time)
  }

  // MARK: - Forward

  private mutating func planForward(_ lowering: Lowering, _ foreign: (Node) -> Bool) {
    let counts = lowering.values.map { $0.count * rows }
    // The last node that reads each value, a fork's two names taken together.
    var root = Array(lowering.values.indices)
    for node in nodes where node.kind == .fork { root[node.output] = root[node.input] }
    var lastReader = Array(repeating: -1, count: root.count)
    for (i, node) in nodes.enumerated() {
      for value in [node.input, node.second].compactMap({ $0 }) { lastReader[root[value]] = i }
    }
    values = Array(repeating: 0, count: counts.count)
    values[0] = make(counts[0], at: 0)
    for (i, node) in nodes.enumerated() {
      let input = values[node.input]
      use(input, at: i)
      if let second = node.second { use(values[second], at: i) }
      // Its content may go if nobody reads it later, forwards or backwards.
      let mayOverwrite =
        purpose == .training && lastReader[root[node.input]] <= i && buffers[input].last <= i
        && lowering.output != node.input
      let hasBackward = i >= firstLearning
      if hasBackward, keepsInput(node, foreign) { use(input, at: backwardTime(i)) }
      var target: Int?
      switch node.kind {
      case .fork: target = input
      case .join: if mayOverwrite, counts[node.input] == counts[node.output] { target = input }
      case .dropout:
        if hasBackward || purpose == .training { notes[i] = keep(counts[node.input], i) }
        if mayOverwrite { target = input }
      case .activation:
        // Before the first node that learns nothing is kept, as nothing runs backwards.
        let keeps = hasBackward ? whatIsKept(node, foreign) : .input
        kept[i] = keeps
        if keeps == .output, mayOverwrite { target = input }
        if keeps == .derivative {
          if mayOverwrite {
            notes[i] = input
            use(input, at: backwardTime(i))
          } else {
            notes[i] = keep(counts[node.input], i)
          }
          if i > 0, nodes[i - 1].kind == .batchNorm, nodes[i - 1].output == node.input, i - 1 >= firstLearning {
            fusedActivations.insert(i)
            notes[i - 1] = notes[i]
            notes[i].map { use($0, at: backwardTime(i - 1)) }
          }
        }
      case .pooling:
        // Where the largest numbers are; it needs a place in any case.
        if case .maxPool = node.source {
          notes[i] =
            hasBackward && needsInputGradient[i] ? keep(counts[node.output], i) : make(counts[node.output], at: i)
        }
      case .linear, .batchNorm, .layerNorm: break
      }
      let output = target ?? make(counts[node.output], at: i)
      values[node.output] = output
      use(output, at: i)
      if hasBackward, kept[i] == .output { use(output, at: backwardTime(i)) }
    }
    // The loss reads it, and so does whoever asks for outputs.
    use(values[lowering.output], at: nodes.count)
  }

  private mutating func keep(_ count: Int, _ node: Int) -> Int {
    let buffer = make(count, at: node)
    use(buffer, at: backwardTime(node))
    return buffer
  }

  private func keepsInput(_ node: Node, _ foreign: (Node) -> Bool) -> Bool {
    switch node.kind {
    case .linear, .batchNorm, .layerNorm: true
    case .activation: whatIsKept(node, foreign) == .input
    case .pooling, .dropout, .fork, .join: false
    }
  }

  private func whatIsKept(_ node: Node, _ foreign: (Node) -> Bool) -> ActivationStep.Kept {
    guard case .activation(let activation, let learning) = node.source else { return .input }
    if learning != .fixed || purpose == .probing || foreign(node) { return .input }
    if activation.isRebuiltFromOutput { return .output }
    // A batch normalisation before it multiplies by f′ itself.
    let isFused = nodes.contains { $0.kind == .batchNorm && $0.output == node.input }
    return activation.kernels.isQuickFromInput && !isFused ? .input : .derivative
  }

  // MARK: - Backward

  private mutating func planBackward(_ lowering: Lowering) {
    // Each value's gradient.
    var gradients = [Int?](repeating: nil, count: lowering.values.count)
    let counts = lowering.values.map { $0.count * rows }
    gradients[lowering.output] = make(counts[lowering.output], at: nodes.count)
    for i in nodes.indices.reversed() where i >= firstLearning {
      let node = nodes[i]
      let time = backwardTime(i)
      guard let upstream = gradients[node.output] else { continue }
      outputGradients[i] = upstream
      use(upstream, at: time)
      guard needsInputGradient[i] else { continue }
      switch node.kind {
      case .activation, .batchNorm, .layerNorm, .dropout: gradients[node.input] = upstream
      case .linear, .pooling:
        let own = make(counts[node.input], at: time)
        inputGradients[i] = own
        if let fork = node.partner { shortcutGradients[fork] = own } else { gradients[node.input] = own }
      case .join:
        if let fork = node.partner, needsInputGradient[fork], let second = node.second {
          if isProjected(join: i) {
            gradients[second] = upstream
          } else {
            shortcutGradients[fork] = make(counts[second], at: time)
          }
        } else if let second = node.second, isProjected(join: i) {
          // A projection learns even where nothing before the block does.
          gradients[second] = upstream
        }
        gradients[node.input] = upstream
      case .fork:
        gradients[node.input] = upstream
        if let shortcut = shortcutGradients[i] { use(shortcut, at: time) }
      }
    }
  }

  /// The largest arrays first, each at the lowest place that is free for its whole life.
  private mutating func place() {
    var placed: [Int] = []
    let order = buffers.indices.sorted {
      (buffers[$0].count, $1) > (buffers[$1].count, $0)
    }
    for index in order {
      let buffer = buffers[index]
      let neighbours = placed.filter { buffers[$0].first <= buffer.last && buffer.first <= buffers[$0].last }
        .sorted { buffers[$0].offset < buffers[$1].offset }
      var offset = 0
      for other in neighbours {
        if offset + Arena.rounded(buffer.count) <= buffers[other].offset { break }
        offset = max(offset, buffers[other].offset + Arena.rounded(buffers[other].count))
      }
      buffers[index].offset = offset
      size = max(size, offset + Arena.rounded(buffer.count))
      placed.append(index)
    }
  }

  /// Whether a join's shortcut goes through a projection.
  func isProjected(join: Int) -> Bool {
    join > 0 && nodes[join - 1].isProjection && nodes[join - 1].output == nodes[join].second
  }

  /// Numbers that are kept from the forward for the backward pass: what is alive while the loss is found, without the
  /// network's own input and the loss's gradient.
  var keptCount: Int {
    let time = nodes.count
    return buffers.indices.reduce(0) { sum, i in
      let isGradient = i == outputGradients.last ?? nil
      let isInput = i == values[0]
      return buffers[i].first < time && buffers[i].last > time && !isGradient && !isInput
        ? sum + buffers[i].count : sum
    }
  }
}
