internal import Charts
internal import Diagnostics
internal import NeuralNetworks

/// How the loss went.
struct LossChart {
  let record: RunRecord

  /// Training and validation loss by epoch beside a constant prediction's. Nil for a run without a finite one.
  func byEpoch() -> Chart? {
    func points(_ value: (Int) -> Double) -> [(x: Double, y: Double)] {
      record.epochs.indices.map { (Double(record.epochs[$0].epoch), value($0).isFinite ? value($0) : .nan) }
    }
    let training = points { record.epochs[$0].trainLoss }
    let validation = points { record.epochs[$0].isDiverged ? .nan : record.epochs[$0].validation.loss }
    let all = (training + validation).map(\.y).filter(\.isFinite)
    guard let most = all.max() else { return nil }
    let constant = record.targets.constantLoss
    let isWide = most > 20 * constant && constant > 0
    var marks: [any Mark] = []
    if constant > 0 { marks.append(RuleMark(y: constant, color: .grey, dash: .dashed, width: 1.4)) }
    marks.append(LineMark(training, color: .series(0), label: "training"))
    marks.append(LineMark(validation, color: .series(1), dash: .dashed, label: "validation"))
    if record.epochs.count < 12 {
      marks += (training + validation).enumerated().filter { $0.element.y.isFinite }.map {
        PointMark($0.element.x, $0.element.y, color: .series($0.offset < training.count ? 0 : 1), radius: 2.4)
          as any Mark
      }
    }
    let last = max(2, record.epochs.map(\.epoch).max() ?? 2)
    let every = max(1, last / 10)
    return Chart(
      title: "Loss", subtitle: "Grey, dashed: the best prediction that is the same for every example",
      x: Axis(
        "epoch", domain: 0.8...Double(last) + 0.2, ticks: stride(from: 1, through: last, by: every).map(Double.init)),
      y: Axis(record.plan.loss.rawValue, scale: isWide ? .logarithmic : .linear, domain: nil), width: LayerCharts.width,
      height: 260, marks: marks)
  }
}
