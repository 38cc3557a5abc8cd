internal import Charts
internal import Diagnostics
internal import Remedies

/// The pictures of a diagnosis with what they show in words; those with nothing to show are left out.
struct DiagnosisPictures {
  let diagnosis: Diagnosis
  private let curves: LayerCharts
  private let maps: LayerMaps

  struct Picture {
    var title: String
    var text: String
    /// SVG
    var charts: [String]
  }

  init(_ diagnosis: Diagnosis) {
    var diagnosis = diagnosis
    // A run that diverged is read twice after its last step: as it was, and when the loss was no number any more.
    let moments = diagnosis.record.moments
    diagnosis.record.moments = moments.indices.filter { i in
      i + 1 == moments.count || moments[i + 1].step != moments[i].step
    }.map { moments[$0] }
    self.diagnosis = diagnosis
    curves = LayerCharts(
      record: diagnosis.record, thresholds: diagnosis.thresholds,
      predictedGradient: diagnosis.record.predictedGradient)
    maps = LayerMaps(record: diagnosis.record)
  }

  var all: [Picture] {
    [loss, gradient, signal, distributions, updates, saturation, dead, learned].compactMap { $0 }
  }

  private func picture(_ title: String, _ text: String, _ charts: [(chart: Chart?, label: String)]) -> Picture? {
    let drawn = charts.compactMap { item in
      item.chart.map { chart in
        var chart = chart
        // The heading above says it; side by side, each needs its own.
        if charts.count == 1 {
          chart.title = chart.shades == nil ? "" : " "
        }
        return chart.svg(label: item.label)
      }
    }
    return drawn.isEmpty ? nil : Picture(title: title, text: text, charts: drawn)
  }

  private var loss: Picture? {
    picture(
      "Loss", "Training below the dashed line has found something that the examples do not have in common.",
      [(LossChart(record: diagnosis.record).byEpoch(), "Training and validation loss by epoch")])
  }

  private var gradient: Picture? {
    var text =
      "How much of the last hidden layer’s gradient is left on the way back to the first: a level line is healthy, one "
      + "that falls by powers of ten vanishes, one that rises explodes."
    if !curves.predictedGradient.isEmpty {
      text +=
        " Predicted: what mean-field theory expects of the initial weights (Schoenholz et al. 2017, arXiv:1611.01232)."
    }
    if curves.depthLimit == nil, let depth = curves.distantDepthLimit {
      text +=
        " At the change per layer that is predicted from the initial weights, the limit would be reached after about "
        + "\(Text.short(depth, 0)) layers."
    }
    return picture(
      "Gradient flow", text, [(curves.gradientFlow(), "Norm of the gradient by layer at a few moments")])
  }

  private var signal: Picture? {
    picture(
      "Forward signal", "What goes into the activations: its size should stay that of the inputs, its mean near 0.",
      [
        (curves.signalSize(), "Root mean square of the pre-activations by layer"),
        (curves.signalMean(), "Share of the mean of the pre-activations by layer"),
      ])
  }

  private var distributions: Picture? {
    let charts = LayerRidgelines(record: diagnosis.record)
    return picture(
      "Distributions by layer",
      "How the numbers of a batch spread in each layer, from the input at the top; a hundredth at the edges is left out.",
      [
        (charts.preActivations(), "Distributions of the pre-activations by layer"),
        (charts.outputs(), "Distributions of the outputs by layer"),
        (charts.gradients(), "Distributions of the gradients by layer"),
      ])
  }

  private var updates: Picture? {
    picture(
      "Updates over weights", "By how much one step changes each layer’s weights, on logarithmic scales.",
      [(curves.updates(), "Updates over weights by layer and step")])
  }

  private var saturation: Picture? {
    picture(
      "Saturated outputs",
      "Layers from the input at the top to the output, moments from left to right. An output is saturated where the slope "
        + "is below a hundredth of the activation’s largest.",
      [(maps.saturation(), "Share of saturated outputs by layer and step")])
  }

  private var dead: Picture? {
    picture(
      "Dead units",
      "A unit is dead if its slope is next to zero for every example of the batch: it cannot learn any more.",
      [(maps.deadUnits(), "Share of dead units by layer and step")])
  }

  private var learned: Picture? {
    let charts = LearnedCharts(record: diagnosis.record)
    let comparison = charts.comparison
    return picture(
      "What the activations learned",
      (comparison.isEmpty ? "" : comparison + " ")
        + "He et al. (2015, arXiv:1502.01852) found larger slopes in the first convolutional layer than deeper in, with "
        + "PReLU on ImageNet.",
      [(charts.byLayer(), "Learned parameters by layer")])
  }
}
