/// What goes with an optimiser: off by default.
public struct TrainingOptions: Codable, Hashable, Sendable {
  /// λ: pulls weights of dense and convolutional layers towards 0, and leaves biases, normalisation and activations'
  /// parameters alone. Added to the gradient as λ w; for AdamW, w ← w − α λ w beside the step (Loshchilov & Hutter 2019,
  /// arXiv:1711.05101).
  public var weightDecay: Double
  /// Scales all gradients down together where their Euclidean norm is larger (Pascanu et al. 2013, arXiv:1211.5063).
  public var clipNorm: Double?
  /// ε: a class's target is 1 − ε plus its share ε / classes of the rest (Szegedy et al. 2016, arXiv:1512.00567). For
  /// softmax cross-entropy, while training.
  public var labelSmoothing: Double
  /// Batches whose mean gradient makes one step.
  public var accumulation: Int
  /// What is done to images while training.
  public var augmentation: Augmentation

  public init(
    weightDecay: Double = 0, clipNorm: Double? = nil, labelSmoothing: Double = 0, accumulation: Int = 1,
    augmentation: Augmentation = .none
  ) {
    self.weightDecay = weightDecay
    self.clipNorm = clipNorm
    self.labelSmoothing = labelSmoothing
    self.accumulation = accumulation
    self.augmentation = augmentation
  }

  func validate(for loss: Loss, input: TensorShape) throws(NetworkError) {
    guard weightDecay >= 0, weightDecay.isFinite else {
      throw .init("a weight decay of \(weightDecay); expected 0 or more")
    }
    if let clipNorm, !(clipNorm > 0) { throw .init("gradients clipped at \(clipNorm); expected more than 0") }
    guard labelSmoothing >= 0, labelSmoothing < 1 else {
      throw .init("a label smoothing of \(labelSmoothing); expected 0 to less than 1")
    }
    guard labelSmoothing == 0 || loss == .softmaxCrossEntropy else {
      throw .init("label smoothing is for softmax cross-entropy, not for \(loss.rawValue)")
    }
    guard (1...1 << 20).contains(accumulation) else {
      throw .init("gradients of \(accumulation) batches to a step; expected 1 or more")
    }
    try augmentation.validate(for: input)
  }
}

/// Small changes to training images that do not change what they show, drawn anew in every epoch.
public struct Augmentation: Codable, Hashable, Sendable {
  /// Moves an image by up to so many pixels each way; what comes in at the edge is 0, the mean of scaled data.
  public var shift: Int
  /// Mirrors an image, left to right, with probability ½.
  public var flip: Bool

  public static let none = Augmentation(shift: 0, flip: false)

  public init(shift: Int = 0, flip: Bool = false) {
    self.shift = shift
    self.flip = flip
  }

  public var isOff: Bool { shift == 0 && !flip }

  /// - Throws: `NetworkError` if inputs of this shape cannot be moved or mirrored so.
  public func validate(for input: TensorShape) throws(NetworkError) {
    guard !isOff else { return }
    guard input.isImage else { throw .init("shifts and flips are for images; the inputs have the shape \(input)") }
    guard shift >= 0, shift < min(input.height, input.width) else {
      throw .init("a shift of \(shift) pixels of images of \(input); expected 0 or more, less than their size")
    }
  }

  /// Copies one image.
  func copy(
    _ from: UnsafePointer<Float>, to: UnsafeMutablePointer<Float>, shape: TensorShape, down: Int, right: Int,
    mirrored: Bool
  ) {
    let (height, width, channels) = (shape.height, shape.width, shape.channels)
    for row in 0..<height {
      let target = to + row * width * channels
      let source = row - down
      guard source >= 0, source < height else {
        target.update(repeating: 0, count: width * channels)
        continue
      }
      for column in 0..<width {
        let at = column - right
        let pixel = target + column * channels
        if at < 0 || at >= width {
          pixel.update(repeating: 0, count: channels)
        } else {
          let place = mirrored ? width - 1 - at : at
          pixel.update(from: from + (source * width + place) * channels, count: channels)
        }
      }
    }
  }
}
