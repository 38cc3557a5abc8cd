public import Claims
internal import Foundation
internal import Mustache
public import Studies

/// All claims of a run as one page that needs nothing else.
public struct ClaimReport {
  let claims: [Claim]
  let outcomes: [Outcome]
  let environment: StudyEnvironment
  /// What repeats it, and when it was run: "2026-11-26".
  let command: String
  let date: String

  /// - Parameters:
  ///   - outcomes: in the order of the claims.
  public init(
    _ claims: [Claim], outcomes: [Outcome], environment: StudyEnvironment, command: String, date: String
  ) {
    self.claims = claims
    self.outcomes = outcomes
    self.environment = environment
    self.command = command
    self.date = date
  }

  private var scale: ClaimScale { outcomes.first?.scale ?? .quick }

  /// "22 of 53 hold, 9 …"
  public var summary: String {
    func count(_ isOne: (ClaimVerdict) -> Bool) -> Int { outcomes.count { isOne($0.verdict) } }
    let parts = [
      (count { $0 == .holds }, "hold"),
      (count { if case .holdsOnlyIf = $0 { true } else { false } }, "hold only under a condition"),
      (count { $0 == .doesNotHold }, "do not hold"), (count { $0 == .undecided }, "are undecided"),
      (count { if case .notTested = $0 { true } else { false } }, "were not tested"),
    ]
    return "Of \(outcomes.count) claim\(outcomes.count == 1 ? "" : "s"), "
      + parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + "."
  }

  private var machine: String {
    "\(environment.processor), \(environment.cores) processors, \(environment.instructionSet), "
      + "oneDNN \(environment.oneDNNVersion), \(environment.system), hillock \(environment.hillockVersion)"
  }

  public func html() throws -> String {
    let seconds = outcomes.reduce(0) { $0 + $1.seconds }
    return try MustacheTemplate(string: ClaimTemplate.page).render(
      [
        "title": "Claims about activation functions, tested", "summary": summary, "scale": scale.rawValue,
        "command": command, "date": date, "machine": machine,
        "time": ClaimText.time(seconds), "topics": topics(),
        "rows": zip(claims, outcomes).map { claim, outcome in
          [
            "id": claim.id, "statement": claim.statement, "verdict": ClaimText.title(outcome.verdict),
            "class": Self.style(outcome.verdict),
          ]
        },
      ] as [String: Any])
  }

  private func topics() -> [[String: Any]] {
    Claim.Topic.allCases.compactMap { topic in
      let own = zip(claims, outcomes).filter { $0.0.topic == topic }
      return own.isEmpty ? nil : ["title": topic.title, "claims": own.map { context($0.0, $0.1) }]
    }
  }

  private func context(_ claim: Claim, _ outcome: Outcome) -> [String: Any] {
    let rule = Set(claim.rule.criteria.map(\.effect) + claim.rule.otherwise.map(\.effect))
    let others = outcome.evidence.effects.filter { !rule.contains($0.name) }
    return [
      "id": claim.id, "statement": claim.statement, "verdict": ClaimText.title(outcome.verdict),
      "class": Self.style(outcome.verdict), "sources": ClaimText.sources(claim), "original": claim.original,
      "setup": claim.setup, "differences": claim.differences, "measure": claim.measure, "rule": claim.rule.words,
      "remark": claim.remark ?? "", "hasRemark": claim.remark != nil, "picture": ClaimCharts(outcome).svg() ?? "",
      "criteria": outcome.criteria.map { judged -> [String: Any] in
        [
          "effect": judged.criterion.effect, "value": ClaimText.estimate(judged.estimate),
          "bound": judged.criterion.bound.words,
          "met": judged.isMet.map { $0 ? "yes" : "no" } ?? "open", "count": "\(judged.count)",
          "otherwise": judged.isOtherwise ? " (without the condition)" : "",
        ]
      },
      "hasCriteria": !outcome.criteria.isEmpty, "hasOthers": !others.isEmpty,
      "others": others.map { effect -> [String: Any] in
        [
          "effect": effect.name, "value": ClaimText.estimate(effect.estimate(confidence: Rule.confidence)),
          "count": "\(effect.count)",
        ]
      },
      "notes": outcome.evidence.notes.filter { !$0.isEmpty },
      "took": "\(outcome.trials) trial\(outcome.trials == 1 ? "" : "s")"
        + (outcome.diverged > 0 ? ", \(outcome.diverged) of them diverged" : "")
        + ", \(ClaimText.time(outcome.seconds)) of one processor",
    ]
  }

  private static func style(_ verdict: ClaimVerdict) -> String {
    switch verdict {
    case .holds, .holdsOnlyIf: "better"
    case .doesNotHold: "worse"
    case .undecided, .notTested: "note"
    }
  }

  /// A table's cell.
  private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|").replacing("\n", with: " ") }

  /// What two cores cannot do in an hour or so.
  private static let cuts = """
    Most comparisons of the full scale use 2,000 to 10,000 of MNIST's 60,000 training images and 5,000 or fewer of \
    CIFAR-10's 50,000, widths of 64 to 256, 6 to 12 epochs and 8 to 20 seeds; ImageNet and deep residual networks are left \
    out. A verdict is about what was run here, and *undecided* often means that differences are smaller than so many seeds \
    can show.
    """

  /// The page of the documentation: every verdict with its figures, by topic, and the remarks.
  /// - Parameter pictures: the folder of the claims' pictures, as seen from the page; none if nil.
  public func markdown(pictures: String? = nil) -> String {
    var text = """
      # Claims

      \(summary) Run on \(date) with

      ```
      \(command)
      ```

      on \(machine); \(ClaimText.time(outcomes.reduce(0) { $0 + $1.seconds })) of processor time, what claims share \
      counted in each. `hillock claims show ID` \
      tells of each who says so, what they found, what is done here and how it differs, and the rule, which was fixed \
      before the run. A value in brackets is a 95 % interval; differences are paired by seed.

      \(scale == .full ? Self.cuts : "")

      """
    for topic in Claim.Topic.allCases {
      let own = zip(claims, outcomes).filter { $0.0.topic == topic }
      guard !own.isEmpty else { continue }
      text += "\n## \(topic.title)\n\n| claim | verdict | measured |\n|---|---|---|\n"
      for (claim, outcome) in own {
        let figures = outcome.criteria.map { "\($0.criterion.effect): \(ClaimText.judged($0))" }
        let picture = pictures.map { "<br>[picture](\($0)/\(claim.id).svg)" } ?? ""
        // What a reader of the table must not miss.
        let notes = outcome.evidence.notes.filter { $0.contains("diverged") }
        text += "| `\(claim.id)` \(Self.cell(claim.statement)) "
        text += "| **\(Self.cell(ClaimText.title(outcome.verdict)))**\(picture) "
        text += "| \((figures + notes).map(Self.cell).joined(separator: "<br>")) |\n"
      }
    }
    let remarks = claims.filter { $0.remark != nil }
    if !remarks.isEmpty {
      text += "\n## Where the lecture and the evidence differ\n\n"
      for claim in remarks { text += "- `\(claim.id)`: \((claim.remark ?? "").replacing("\n", with: " "))\n" }
    }
    return text
  }
}
