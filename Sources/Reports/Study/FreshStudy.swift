internal import Foundation
public import Studies

/// The command for a study that decides what this one left open. More seeds for this one would be a second look at the
/// same figures: the verdict of the first look made somebody take the second, and the error of both together is more than
/// what is said of each. So it is a study of its own, whose seeds nothing has used before.
public enum FreshStudy {
  /// Beyond the seeds with which rates are tuned, 1,000,001 and up (see `StudyPlan.validate`).
  static let firstFree: UInt64 = 1_100_001
  /// The last that a plan may begin with.
  static let last: UInt64 = 1_000_000_000

  /// Behind all final seeds of a plan, and behind those of tuning; nil where no place is left.
  public static func firstSeed(after plan: StudyPlan) -> UInt64? {
    let (next, isTooLarge) = plan.firstSeed.addingReportingOverflow(UInt64(max(0, plan.seeds)))
    guard !isTooLarge, next <= last else { return nil }
    return max(firstFree, next)
  }

  /// The study's own command with other seeds and another folder, and without a budget; nil where there is none.
  public static func command(_ result: StudyResult, seeds: Int) -> String? {
    let words = words(result.command)
    guard words.count > 1, words[0].hasSuffix("hillock"), words[1] == "study",
      let first = firstSeed(after: result.plan)
    else { return nil }
    var kept: [String] = []
    var output = "study"
    var i = 0
    while i < words.count {
      let parts = words[i].split(separator: "=", maxSplits: 1).map(String.init)
      let name = parts.first ?? ""
      guard replaced.contains(name) else {
        kept.append(words[i])
        i += 1
        continue
      }
      let value = parts.count > 1 ? parts[1] : i + 1 < words.count ? words[i + 1] : ""
      if name == "--output" || name == "-o" { output = value }
      i += parts.count > 1 ? 1 : 2
    }
    kept += ["--seeds", "\(seeds)", "--first-seed", "\(first)", "--output", folder(output, first)]
    return kept.joined(separator: " ")
  }

  private static let replaced: Set<String> = ["--seeds", "--first-seed", "--output", "-o", "--budget"]

  /// "study-wine-from-1100001": beside the study's own folder, and not one behind the other.
  private static func folder(_ own: String, _ first: UInt64) -> String {
    let isQuoted = own.hasPrefix("'") && own.hasSuffix("'") && own.count > 1
    var name = isQuoted ? String(own.dropFirst().dropLast()) : own
    while name.hasSuffix("/"), name.count > 1 { name.removeLast() }
    if let end = name.range(of: "-from-", options: .backwards), name[end.upperBound...].allSatisfy(\.isNumber) {
      name = String(name[..<end.lowerBound])
    }
    let text = "\(name)-from-\(first)"
    return isQuoted ? "'\(text)'" : text
  }

  /// The words of a command as they were typed, quotes included.
  private static func words(_ command: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in command {
      if character == "'" { isQuoted.toggle() }
      if character == " ", !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? words : words + [word]
  }
}
