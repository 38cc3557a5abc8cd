import ArgumentParser
import Foundation
import Studies

struct StudyStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Say how far a study is, while it runs or afterwards.")

  @Argument(help: ArgumentHelp("The study's folder or file.", valueName: "study"))
  var study: String
  @Flag(help: "Print as JSON.")
  var json = false

  struct Status: Encodable {
    var study: String
    var isRunning: Bool
    var isComplete: Bool
    var stage: String
    var trials: Int
    var expectedTrials: Int
    var divergedTrials: Int
    var seconds: Double
    var trialsPerSecond: Double?
    var secondsLeft: Double?
  }

  func run() throws {
    try reporting {
      let reader = try StudyReader(study)
      let status = try Self.status(reader)
      print(json ? try JSONText.of(status) : Self.text(status))
    }
  }

  static func status(_ reader: StudyReader) throws -> Status {
    guard let plan = try reader.plans().last?.plan else { throw StudyError.plan("the study has no plan yet") }
    let table = try reader.table()
    let session = try reader.lastSession()
    let seconds = try reader.seconds()
    let schedule = StudySchedule(plan)
    // What an earlier protocol ran cannot be gone on with.
    let isEarlier = plan.protocolVersion < StudyPlan.currentProtocol
    let next = isEarlier ? nil : schedule.next(table)
    let done = isEarlier ? table.count : schedule.finished(table)
    let total = max(schedule.expectedCount, done + (next?.keys.count ?? 0))
    let rate = session.seconds > 0 && session.trials > 0 ? Double(session.trials) / session.seconds : nil
    var left = rate.map { Double(total - done) / $0 }
    var isComplete = next == nil
    if case .seconds(let budget) = plan.budget {
      left = max(0, budget - seconds)
      isComplete = isComplete || seconds >= budget
    }
    return Status(
      study: reader.path, isRunning: reader.isRunning, isComplete: isComplete,
      stage: isComplete ? "finished" : next.map { ProgressLine.name($0.stage) } ?? "finished", trials: done,
      expectedTrials: isComplete ? done : total, divergedTrials: table.values.count { $0.divergedInEpoch != nil },
      seconds: seconds, trialsPerSecond: rate, secondsLeft: isComplete ? 0 : left)
  }

  private static func text(_ status: Status) -> String {
    var lines = [
      "\(status.study): \(status.isComplete ? "finished" : status.isRunning ? "running" : "stopped")",
      "\(ProgressLine.bar(status.trials, of: status.expectedTrials)) \(status.trials) of \(status.expectedTrials) trials"
        + (status.divergedTrials > 0 ? ", \(status.divergedTrials) diverged" : ""),
    ]
    if !status.isComplete { lines.append("stage: \(status.stage)") }
    var time = "\(StudyCheckCommand.time(status.seconds)) of training so far"
    if let rate = status.trialsPerSecond { time += String(format: ", %.2f trials/s", rate) }
    if let left = status.secondsLeft, !status.isComplete {
      time += ", about \(StudyCheckCommand.time(left)) \(status.isRunning ? "left" : "to go")"
    }
    lines.append(time)
    return lines.joined(separator: "\n")
  }
}
