/// Everything that a report, or a program that reads `--json`, needs to know of a study.
public struct StudyResult: Codable, Hashable, Sendable {
  public var plan: StudyPlan
  public var environment: StudyEnvironment
  /// What was typed, to repeat it.
  public var command: String
  /// How the plan came about, where it was changed: with how many trials finished.
  public var changedAfterTrials: [Int]
  public var settings: [SettingResult]
  /// Over all settings; nil for a single one.
  public var overall: OverallResult?
  /// Finished trials of the plan, and how many it expects.
  public var trials: Int
  public var expectedTrials: Int
  /// Whether nothing is left to run (in a race: as far as the budget went).
  public var isComplete: Bool
  /// Wall-clock seconds of all the sessions that ran trials.
  public var seconds: Double

  /// The same without the times, which no two runs share: what has to be the same whenever a study is repeated.
  public var figures: StudyResult {
    var copy = self
    copy.seconds = 0
    copy.command = ""
    copy.changedAfterTrials = []
    for i in copy.settings.indices {
      for j in copy.settings[i].leaderboard.indices {
        copy.settings[i].leaderboard[j].millisecondsPerEpoch = nil
        copy.settings[i].leaderboard[j].millisecondsPerStep = nil
        copy.settings[i].leaderboard[j].isOnParetoFront = nil
        copy.settings[i].leaderboard[j].scoreAtEqualTime = nil
      }
    }
    return copy
  }

  /// Whether it was run by the present protocol: of an earlier one means are shown, and no verdicts.
  public var isCurrent: Bool { plan.protocolVersion >= StudyPlan.currentProtocol }

  /// JSON with sorted keys.
  public func json() throws -> String { try JSONText.of(self) }
}
