extension Metric {
  /// A metric of predicted classes, and the influence of every example. Nil if the metric is for numbers, if there are no
  /// examples, if lists differ in length or a class is out of range, or if the value is not defined or not finite.
  ///
  /// - accuracy: the share of examples whose predicted class is their label.
  /// - balanced accuracy: the mean over the classes that occur of the share of their examples that are predicted as such.
  /// - log loss: the mean of −log probability of the true class.
  /// - macro F1: the mean of 2 TP / (predicted + labeled) over the classes that occur among labels or predictions.
  /// - AUC: the probability that an example of class 1 has a higher probability of it than one of class 0, ties by half; of
  ///   more than two classes the mean over each against the rest, of those that have examples on both sides.
  ///
  /// `probabilities` are rows × classes, needed for AUC only; `trueLogProbability` is needed for the log loss only.
  public static func ofClasses(
    _ metric: Metric, labels: [Int32], predicted: [Int32], trueLogProbability: [Double], probabilities: [Float],
    classCount: Int, weights: [Double]? = nil
  ) -> (value: Double, influence: [Double])? {
    let range = 0..<Int32(clamping: max(0, classCount))
    guard let weights = usable(weights, labels.count), labels.allSatisfy(range.contains) else { return nil }
    switch metric {
    case .accuracy, .balancedAccuracy, .macroF1:
      guard predicted.count == labels.count, predicted.allSatisfy(range.contains) else { return nil }
      let counts = ClassCounts(labels, predicted, weights, classCount)
      switch metric {
      case .accuracy: return checked(mean(zip(labels, predicted).map { $0 == $1 ? 1 : 0 }, weights))
      case .balancedAccuracy: return checked(counts.balancedAccuracy(labels, predicted, weights))
      default: return checked(counts.macroF1(labels, predicted, weights))
      }
    case .logLoss:
      guard trueLogProbability.count == labels.count else { return nil }
      return checked(mean(trueLogProbability.map { -$0 }, weights))
    case .auc:
      guard classCount > 1, probabilities.count == labels.count * classCount, !probabilities.contains(where: \.isNaN)
      else { return nil }
      return areaUnderCurves(labels, probabilities, classCount, weights).flatMap(checked)
    case .r2, .rmse, .mae: return nil
    }
  }

  private static func areaUnderCurves(
    _ labels: [Int32], _ probabilities: [Float], _ classCount: Int, _ weights: [Double]
  ) -> (value: Double, influence: [Double])? {
    var value = 0.0
    var influence = [Double](repeating: 0, count: labels.count)
    var counted = 0.0
    for k in classCount == 2 ? 1..<2 : 0..<classCount {
      let scores = labels.indices.map { probabilities[$0 * classCount + k] }
      guard let area = areaUnderCurve(labels.map { Int($0) == k }, scores, weights, &influence) else { continue }
      value += area
      counted += 1
    }
    guard counted > 0 else { return nil }
    return (value / counted, influence.map { $0 / counted })
  }

  /// The area for one class, whose influences are added: n wᵢ (share of the other side that is on the right side of i −
  /// area) / weight of i's side. Nil if one side is empty.
  private static func areaUnderCurve(
    _ isPositive: [Bool], _ scores: [Float], _ weights: [Double], _ influence: inout [Double]
  ) -> Double? {
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var (positive, negative) = (0.0, 0.0)
    for i in order { if isPositive[i] { positive += weights[i] } else { negative += weights[i] } }
    guard positive > 0, negative > 0 else { return nil }
    // The share of negatives below each positive, and of positives above each negative.
    var shares = [Double](repeating: 0, count: scores.count)
    var (positiveBelow, negativeBelow, area) = (0.0, 0.0, 0.0)
    var start = 0
    while start < order.count {
      var end = start
      var (positiveTies, negativeTies) = (0.0, 0.0)
      while end < order.count, scores[order[end]] == scores[order[start]] {
        let i = order[end]
        if isPositive[i] { positiveTies += weights[i] } else { negativeTies += weights[i] }
        end += 1
      }
      let below = (negativeBelow + negativeTies / 2) / negative
      let above = 1 - (positiveBelow + positiveTies / 2) / positive
      for i in order[start..<end] { shares[i] = isPositive[i] ? below : above }
      area += positiveTies * below / positive
      positiveBelow += positiveTies
      negativeBelow += negativeTies
      start = end
    }
    let n = Double(scores.count)
    for i in scores.indices {
      influence[i] += n * weights[i] * (shares[i] - area) / (isPositive[i] ? positive : negative)
    }
    return area
  }
}

/// The weights of each class among labels, predictions, and where both agree.
private struct ClassCounts {
  var labeled: [Double]
  var predicted: [Double]
  var agreed: [Double]

  init(_ labels: [Int32], _ predictions: [Int32], _ weights: [Double], _ count: Int) {
    labeled = [Double](repeating: 0, count: count)
    predicted = labeled
    agreed = labeled
    for i in labels.indices {
      let (label, prediction) = (Int(labels[i]), Int(predictions[i]))
      labeled[label] += weights[i]
      predicted[prediction] += weights[i]
      if label == prediction { agreed[label] += weights[i] }
    }
  }

  func balancedAccuracy(
    _ labels: [Int32], _ predictions: [Int32], _ weights: [Double]
  ) -> (value: Double, influence: [Double]) {
    let present = labeled.indices.filter { labeled[$0] > 0 }
    let classes = Double(present.count)
    let value = present.reduce(0) { $0 + agreed[$1] / labeled[$1] } / classes
    let scale = Double(labels.count) / classes
    let influence = labels.indices.map { i in
      let k = Int(labels[i])
      guard labeled[k] > 0 else { return 0.0 }
      return scale * weights[i] * ((labels[i] == predictions[i] ? 1 : 0) - agreed[k] / labeled[k]) / labeled[k]
    }
    return (value, influence)
  }

  /// With F = 2 TP / s, s = labeled + predicted, an example changes it by w (2 [both] − F ([labeled] + [predicted])) / s.
  func macroF1(
    _ labels: [Int32], _ predictions: [Int32], _ weights: [Double]
  ) -> (value: Double, influence: [Double]) {
    let sums = zip(labeled, predicted).map { $0 + $1 }
    let scores = sums.indices.map { sums[$0] > 0 ? 2 * agreed[$0] / sums[$0] : 0 }
    let classes = Double(sums.count { $0 > 0 })
    let scale = Double(labels.count) / classes
    let influence = labels.indices.map { i in
      let (label, prediction) = (Int(labels[i]), Int(predictions[i]))
      guard weights[i] > 0 else { return 0.0 }
      if label == prediction { return scale * weights[i] * (2 - 2 * scores[label]) / sums[label] }
      return -scale * weights[i] * (scores[label] / sums[label] + scores[prediction] / sums[prediction])
    }
    return (scores.reduce(0, +) / classes, influence)
  }
}
