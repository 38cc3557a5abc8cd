internal import Activations
internal import Charts
public import Claims
internal import Foundation
public import Statistics

/// Claims and outcomes in words.
public enum ClaimText {
  /// "0.012 (0.004 to 0.020), above 0: yes"
  public static func judged(_ criterion: JudgedCriterion) -> String {
    let result =
      switch criterion.isMet {
      case true?: "yes"
      case false?: "no"
      case nil: "open"
      }
    return "\(estimate(criterion.estimate)), \(criterion.criterion.bound.words): \(result)"
  }

  public static func estimate(_ estimate: Estimate?) -> String {
    guard let estimate else { return "not measured" }
    if estimate.low == estimate.high { return number(estimate.value) }
    return "\(number(estimate.value)) (\(number(estimate.low)) to \(number(estimate.high)))"
  }

  /// Three significant digits.
  public static func number(_ value: Double) -> String {
    if value.isInfinite { return value < 0 ? "−∞" : "∞" }
    if let whole = Int(exactly: value), abs(whole) < 100_000 { return "\(whole)".replacing("-", with: "−") }
    let size = abs(value)
    if size < 0.0001 || size >= 100_000 { return Text.scientific(value) }
    let decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4
    return Text.fixed(value, decimals)
  }

  public static func title(_ verdict: ClaimVerdict) -> String {
    switch verdict {
    case .notTested(let reason): "not tested (\(reason))"
    default: verdict.title
    }
  }

  /// Seconds of one processor, as a person says it.
  public static func time(_ seconds: Double) -> String {
    if seconds < 1 { return "less than 1 s" }
    if seconds < 120 { return "\(Int(seconds.rounded())) s" }
    if seconds < 7_200 { return "\(Int((seconds / 60).rounded())) min" }
    return Text.fixed(seconds / 3_600, 1) + " h"
  }

  /// Where a claim is from.
  public static func sources(_ claim: Claim) -> [String] {
    (claim.lecture.map { ["The lecture, \u{201C}\($0)\u{201D}"] } ?? []) + claim.papers.map(\.description)
  }

  /// Everything that is fixed before a run, in plain text.
  public static func page(_ claim: Claim) -> String {
    func part(_ title: String, _ text: String) -> String { "\(title)\n\(wrapped(text, indent: 2))" }
    var parts = [
      "\(claim.id): \(claim.statement)", part("Who says so", sources(claim).joined(separator: "\n")),
      part("What they did and found", claim.original), part("What is done here", claim.setup),
      part("What differs", claim.differences.joined(separator: "\n")), part("What is measured", claim.measure),
      part("The rule", claim.rule.words),
    ]
    if let remark = claim.remark { parts.append(part("Remark", remark)) }
    return parts.joined(separator: "\n\n")
  }

  /// Paragraphs in lines of at most 100 characters.
  private static func wrapped(_ text: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    return text.split(separator: "\n").map {
      margin + Paragraph.wrapped($0, width: 100, indent: indent, first: indent)
    }.joined(separator: "\n")
  }
}
