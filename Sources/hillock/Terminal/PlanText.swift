import Datasets
import Studies

/// A plan in a few lines.
enum PlanText {
  static func lines(_ plan: StudyPlan) -> [String] {
    let settings = plan.settings
    var lines = plan.data.compactMap { $0.summary?.description }
    let varied = plan.variedAxes
    var size = "\(plan.activations.count) activations"
    if settings.count > 1 { size += " in \(settings.count) settings" }
    if let first = settings.first {
      let fixed = Grid.Axis.allCases.filter { !varied.contains($0) && [.depth, .width].contains($0) }
        .compactMap { first.value(on: $0) }
      size += ", \(plan.networks.map(\.name).joined(separator: ", "))"
      if !fixed.isEmpty { size += " (\(fixed.joined(separator: ", ")))" }
    }
    size += ", \(plan.epochs) epochs"
    for axis in varied {
      var values: [String] = []
      for setting in settings {
        if let value = setting.value(on: axis), !values.contains(value) { values.append(value) }
      }
      size += "; \(values.joined(separator: ", "))"
    }
    lines.append(size)
    let rates = settings.first.map { plan.tuning.rates(for: $0.optimizer).count } ?? 0
    let replicates = settings.first.map { plan.replicates(of: $0) }
    let tunings = replicates?.tunings.map { min($0, plan.seeds) }
    var protocolLine = "\(rates) rates"
    if plan.tuning.weightDecays.count > 1 { protocolLine += " × \(plan.tuning.weightDecays.count) weight decays" }
    if plan.tuning.dropouts.count > 1 { protocolLine += " × \(plan.tuning.dropouts.count) dropouts" }
    protocolLine += " on \(plan.tuning.seeds) \(replicates?.replication == .draws ? "draws" : "inner splits")"
    if plan.tuning.refinements > 0, rates > 1 { protocolLine += ", then \(2 * plan.tuning.refinements) more rates" }
    if let tunings {
      protocolLine += replicates?.splits == nil ? ", anew for \(tunings) seeds" : ", in each of \(tunings) splits"
    }
    protocolLine +=
      plan.budget.map { ", then a race of \($0), at most \(plan.seeds) fresh seeds" }
      ?? ", then \(plan.seeds) fresh seeds"
    lines.append(protocolLine)
    return lines
  }
}
