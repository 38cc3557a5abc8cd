import Datasets
import Foundation
import Studies

/// A plan with its data loaded.
struct StudyInput {
  var plan: StudyPlan
  var data: SettingData

  init(_ plan: StudyPlan) throws {
    var plan = plan
    var datasets: [String: Dataset] = [:]
    var prepared: [String: PreparedData] = [:]
    for i in plan.data.indices {
      let one = plan.data[i]
      let dataset = try Dataset.loadOrCached(one.source, target: one.target, task: one.task)
      let whole = try dataset.prepared()
      plan.data[i].summary = DataSummary(whole)
      // Only a study without a limit somewhere trains on them whole.
      if plan.grid.trainSizes.contains(nil) { prepared[dataset.name] = whole }
      if datasets.updateValue(dataset, forKey: dataset.name) != nil {
        throw UsageError("two data sets are called \(dataset.name); rename one of the files")
      }
    }
    try plan.validate()
    try plan.validateNetworks()
    self.plan = plan
    data = SettingData(datasets, prepared: prepared)
  }

  /// Where the study goes if nothing else is said.
  static func folder(_ plan: StudyPlan, file: String?) -> String {
    if let file {
      return "study-" + Typed.slug(((file as NSString).lastPathComponent as NSString).deletingPathExtension)
    }
    let names = plan.data.map { $0.summary?.name ?? $0.source }
    return "study-" + names.prefix(3).map(Typed.slug).joined(separator: "-")
  }
}
