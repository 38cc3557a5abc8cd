import Activations
import ArgumentParser
import Claims
import Foundation
import Reports
import Studies

/// What is said of activation functions, tested.
struct ClaimsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims", abstract: "What the lecture and the papers say of activation functions, as experiments.",
    discussion: """
      Each claim says who made it, what is measured, and which result would speak for it, before anything is run. \
      Verdicts: holds, holds only if, does not hold, undecided; not tested where a premise fails.
      """,
    subcommands: [ClaimsListCommand.self, ClaimsShowCommand.self, ClaimsRunCommand.self])
}

/// Claims that were typed.
enum ChosenClaims {
  /// All of them, or those of these names and topics, in the catalogue's order.
  static func of(_ names: [String], topics: [String] = []) throws -> [Claim] {
    let all = Claim.all
    for name in names where !all.contains(where: { $0.id == name }) {
      let near = NearestMatch.find(name, among: all.map(\.id))
      throw UsageError(
        "no claim '\(name)'" + (near.map { "; did you mean '\($0)'?" } ?? "; 'hillock claims list' has them all"))
    }
    let known = Claim.Topic.allCases.map(\.rawValue)
    for topic in topics where !known.contains(topic) {
      let near = NearestMatch.find(topic, among: known)
      throw UsageError(
        "no topic '\(topic)'"
          + (near.map { "; did you mean '\($0)'?" } ?? "; expected one of \(known.joined(separator: ", "))"))
    }
    return all.filter { claim in
      (names.isEmpty || names.contains(claim.id)) && (topics.isEmpty || topics.contains(claim.topic.rawValue))
    }
  }
}

struct ClaimsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "All claims, a line each.")

  @Option(help: "Only those about this; several times for several.")
  var topic: [String] = []
  @Flag(help: "Print as JSON.")
  var json = false

  func run() throws {
    try reporting {
      let claims = try ChosenClaims.of([], topics: topic)
      if json { return print(try JSONText.of(claims.map { ClaimFacts($0) })) }
      var table = Table([("claim", .left), ("topic", .left), ("statement", .left)])
      table.rows = claims.map { [$0.id, $0.topic.rawValue, $0.statement] }
      print(table.text)
      print(
        "\n\(claims.count) claims. hillock claims show CLAIM tells more; hillock claims run tests them all in about "
          + "ten minutes on two cores, with --full in about an hour.")
    }
  }
}

struct ClaimsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One claim: who says so, what is done, and the rule that decides.")

  @Argument(help: ArgumentHelp("As in 'hillock claims list'.", valueName: "claim"))
  var names: [String]
  @Flag(help: "Print as JSON.")
  var json = false

  func run() throws {
    try reporting {
      let claims = try ChosenClaims.of(names)
      if json { return print(try JSONText.of(claims.map { ClaimFacts($0) })) }
      let context = { (scale: ClaimScale) in ClaimContext(scale: scale, data: ClaimSources.data) }
      print(
        try claims.map { claim in
          let counts = try [ClaimScale.quick, .full].map { scale in
            let count = try claim.experiment.expectedCount(context(scale))
            return "\(scale.rawValue): \(count) trial\(count == 1 ? "" : "s")"
              + (ClaimCosts.seconds(claim.id, scale).map { ", about \(ClaimText.time($0)) of one processor" } ?? "")
          }
          return ClaimText.page(claim) + "\n\nWhat it takes\n  " + counts.joined(separator: "\n  ")
        }.joined(separator: "\n\n"))
    }
  }
}

/// A claim for programs.
private struct ClaimFacts: Encodable {
  var id, topic, statement: String
  var lecture: String?
  var papers: [String]
  var original, setup: String
  var differences: [String]
  var measure: String
  var rule: Rule
  var ruleInWords: String
  var remark: String?

  init(_ claim: Claim) {
    (id, topic, statement, lecture) = (claim.id, claim.topic.rawValue, claim.statement, claim.lecture)
    papers = claim.papers.map(\.description)
    (original, setup, differences, measure) = (claim.original, claim.setup, claim.differences, claim.measure)
    (rule, ruleInWords, remark) = (claim.rule, claim.rule.words, claim.remark)
  }
}
