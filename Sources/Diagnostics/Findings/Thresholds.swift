/// The limits that findings are drawn by. Each is relative: to what the theory says of a healthy network, to other layers, to
/// the activation itself. All can be set.
public struct Thresholds: Codable, Hashable, Sendable {
  /// What a limit is for, and where its default comes from.
  public struct Limit: Sendable {
    public let name: String
    public let path: any WritableKeyPath<Thresholds, Double> & Sendable
    public let meaning: String
    public let reason: String
  }

  public var learnedShare = 0.5
  public var referenceShare = 0.7
  public var inputScale = 5.0
  public var inputSpread = 30.0
  public var inputShift = 0.9
  public var outputReach = 0.1
  public var constantShare = 0.5
  public var duplicateShare = 0.5
  public var directions = 1.5
  public var variance = 30.0
  public var mismatchedVariance = 4.0
  public var saturation = 0.4
  public var deadShare = 0.4
  public var meanShift = 0.8
  public var gradientRatio = 1e-3
  public var gradientGrowth = 100.0
  public var largeUpdate = 0.3
  public var smallUpdate = 0.02
  public var lossRise = 3.0
  public var generalisation = 0.5

  public init() {}

  public static let all: [Limit] = [
    Limit(
      name: "learned-share", path: \.learnedShare,
      meaning:
        "of a constant prediction's loss that training takes away; with less, a mechanism that is found is a problem",
      reason: "a network that learns takes most of it away; half is the middle"),
    Limit(
      name: "reference-share", path: \.referenceShare,
      meaning: "the same, of what a healthy reference run of the same data takes away",
      reason: "relative to what these data allow, where such a run is there"),
    Limit(
      name: "input-scale", path: \.inputScale, meaning: "root mean square of the inputs, or 1 over it",
      reason: "initial weights are made for inputs of variance 1 (LeCun et al. 1998, doi:10.1007/3-540-49430-8_2, 4.3)"),
    Limit(
      name: "input-spread", path: \.inputSpread, meaning: "largest deviation of a feature over the median one",
      reason: "the loss's curvature goes with its square: one learning rate cannot fit both (LeCun et al. 1998, 5.1)"),
    Limit(
      name: "input-shift", path: \.inputShift, meaning: "share of the inputs' root mean square that is their mean",
      reason: "a mean makes all updates of a unit point the same way (LeCun et al. 1998, 4.3)"),
    Limit(
      name: "output-reach", path: \.outputReach,
      meaning: "smallest loss that the last activation allows, over that of a constant prediction",
      reason: "a loss that cannot fall below a tenth hides what was learned"),
    Limit(
      name: "constant-share", path: \.constantShare, meaning: "units of a layer that do not change with the input",
      reason: "random weights make none; half of the units is far from chance"),
    Limit(
      name: "duplicate-share", path: \.duplicateShare, meaning: "units of the first layer that follow another one",
      reason: "equal weights get equal gradients and stay equal (Goodfellow et al. 2016, 8.4)"),
    Limit(
      name: "directions", path: \.directions,
      meaning: "effective rank of the last hidden layer's outputs before training",
      reason: "one direction cannot tell more than two classes apart (Daneshmand et al. 2020, arXiv:2003.01652)"),
    Limit(
      name: "variance", path: \.variance,
      meaning:
        "factor between the inputs' root mean square and that of a layer's pre-activations before training, or of "
        + "a layer's before and after training",
      reason:
        "weights that keep the variance keep it at 1 in every layer; 30 is five deviations of chance in a layer of 16 "
        + "after 10 layers (He et al. 2015, arXiv:1502.01852; Hanin & Rolnick 2018, arXiv:1803.01719)"),
    Limit(
      name: "mismatched-variance", path: \.mismatchedVariance,
      meaning:
        "the same before training where the weights' deviation is also off by more than a fifth, in the same direction",
      reason: "then theory says that the drift goes on with every layer (He et al. 2015; Klambauer et al. 2017, "
        + "arXiv:1706.02515)"),
    Limit(
      name: "saturation", path: \.saturation,
      meaning:
        "share of outputs on a flat part (|f'| below a hundredth of its largest), beyond that for standard normal "
        + "pre-activations",
      reason: "relative to what the function does to well-scaled inputs (Glorot & Bengio 2010)"),
    Limit(
      name: "dead-share", path: \.deadShare, meaning: "units of a layer whose derivative is zero for all examples read",
      reason: "with weights symmetric about zero, chance makes few in one layer (Lu et al. 2020, arXiv:1903.06733)"),
    Limit(
      name: "mean-shift", path: \.meanShift, meaning: "mean of a layer's pre-activations over their root mean square",
      reason: "weights symmetric about zero make a mean of 0 (Clevert et al. 2016, arXiv:1511.07289)"),
    Limit(
      name: "gradient-ratio", path: \.gradientRatio,
      meaning: "norm of the loss's gradient by the first layer's pre-activations over the last hidden layer's",
      reason: "layers then learn at rates a thousand times apart (Glorot & Bengio 2010; Schoenholz et al. 2017, "
        + "arXiv:1611.01232)"),
    Limit(
      name: "gradient-growth", path: \.gradientGrowth, meaning: "the same where it grows",
      reason: "a rate that suits the last layer is a hundred times too large for the first (Pascanu et al. 2013, "
        + "arXiv:1211.5063)"),
    Limit(
      name: "large-update", path: \.largeUpdate,
      meaning: "norm of a step's update of a layer's weights over their norm",
      reason: "usual ones are about a thousandth; a third replaces the weights in three steps (You et al. 2017, "
        + "arXiv:1708.03888)"),
    Limit(
      name: "small-update", path: \.smallUpdate,
      meaning: "the same, summed over all steps: how far weights can come in the whole training",
      reason: "weights that change by less than two hundredths in all stay where chance put them (Chizat et al. 2019, "
        + "arXiv:1812.07956)"),
    Limit(
      name: "loss-rise", path: \.lossRise,
      meaning: "loss after a step over the larger of the first and a constant prediction's",
      reason: "a step that is small enough does not raise the loss"),
    Limit(
      name: "generalisation", path: \.generalisation,
      meaning: "gain of the validation score over a constant prediction, over that of the training score",
      reason: "less than half of what was learned holds for new examples (Zhang et al. 2017, arXiv:1611.03530)"),
  ]

  func reason(_ path: WritableKeyPath<Thresholds, Double>) -> String {
    Self.all.first { $0.path == path }?.reason ?? ""
  }
}
