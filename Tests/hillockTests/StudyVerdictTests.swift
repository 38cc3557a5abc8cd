import Foundation
import TestSupport
import Testing

/// What hillock study says of data, with the real trainer.
@Suite struct StudyVerdictTests {
  /// The small form of `hillock bench verdicts`: ten studies of each of six kinds. At the 5 % promised, more than 6 false ones
  /// of 60 would be seen in 3 of 100 runs; seeds are fixed, so the count is always the same.
  @Test func nullStudiesSayNothing() throws {
    try withScratchFolder { folder in
      let run = try CommandTests.run(
        ["bench", "verdicts", "--studies", "10", "--kinds", "1,2,3,4,6,7", "--json"], in: folder)
      #expect(run.status == 0, "\(run.errors)")
      let found = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
      #expect(found.count == 7)
      #expect(try #require(found.last?["studies"] as? Int) == 60)
      #expect(try #require(found.last?["falseStudies"] as? Int) <= 6, "\(run.output)")
    }
  }

  /// Two classes that the second input tells apart only beside the first: ReLU learns it, a linear network cannot.
  private static func table(_ rows: Int, _ columns: (Int, Double, Double) -> String) -> [UInt8] {
    var text = ""
    var state: UInt64 = 7
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 31) * 2 - 1
    }
    for i in 0..<rows {
      let (a, b) = (next(), next())
      text += columns(i, a, b) + "\n"
    }
    return Array(text.utf8)
  }

  private static let small = [
    "--rates", "0.03,0.1", "--tuning-seeds", "2", "--refine", "0", "--hidden", "12,12", "--batch", "16", "--epochs",
    "40",
  ]

  @Test func aPlantedDifferenceIsFoundAndTheBestIsKept() throws {
    try withScratchFolder { folder in
      let rows = Self.table(400) { _, a, b in "\(a),\(b),\(a * b > 0 ? "same" : "other")" }
      try write(Array("a,b,sign\n".utf8) + rows, to: folder + "/xor.csv")
      let run = try CommandTests.run(
        ["study", "--data", "xor.csv", "--activations", "linear,tanh", "--baseline", "linear", "--output", "s"]
          + Self.small,
        in: folder)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("Use Tanh on xor.csv"), "\(run.output)")
      #expect(run.output.contains("Hidden layers help"), "\(run.output)")
      let best = try CommandTests.run(["study", "best", "s", "-o", "model"], in: folder)
      #expect(
        best.status == 0 && best.output.contains("Tanh") && best.output.contains("on 400 examples"), "\(best.output)")
      let again = try CommandTests.run(["study", "best", "s", "-o", "model"], in: folder)
      #expect(again.status == 64 && again.errors.contains("is there already"), "\(again.errors)")
      let judged = try CommandTests.run(["evaluate", "model", "--data", "xor.csv"], in: folder)
      #expect(judged.status == 0, "\(judged.errors)")
      // A table that changed is not the study's.
      try write(Array("a,b,sign\n".utf8) + rows + Array("0.5,0.5,same\n".utf8), to: folder + "/xor.csv")
      let changed = try CommandTests.run(["study", "best", "s", "-o", "other"], in: folder)
      #expect(changed.status == 65 && changed.errors.contains("holds other data"), "\(changed.errors)")
    }
  }

  /// Labels belong to patients, ten rows each, and inputs name the patient: what is learned is of no use for others.
  @Test func groupsStayTogether() throws {
    try withScratchFolder { folder in
      let rows = Self.table(300) { i, _, b in
        let patient = i / 10
        return "\(Double(patient) * 0.37),\(Double(patient % 7)),\(b),\((patient * 7 + patient / 3) % 2),p\(patient)"
      }
      try write(Array("x,y,z,label,patient\n".utf8) + rows, to: folder + "/g.csv")
      let options = ["study", "--data", "g.csv", "--target", "label", "--activations", "relu,tanh"] + Self.small
      let grouped = try CommandTests.run(options + ["--group", "patient", "--output", "g", "--json"], in: folder)
      #expect(grouped.status == 0, "\(grouped.errors)")
      let json = try #require(try JSONSerialization.jsonObject(with: Data(grouped.output.utf8)) as? [String: Any])
      let setting = try #require((json["settings"] as? [[String: Any]])?.first)
      #expect(try #require((setting["data"] as? [String: Any])?["groupCount"] as? Int) == 30)
      // Groups are counted, not rows.
      #expect(try #require(setting["testCount"] as? Int) <= 30)
      let missing = try CommandTests.run(options + ["--group", "patent"], in: folder)
      #expect(missing.status == 65 && missing.errors.contains("did you mean 'patient'"), "\(missing.errors)")
      let none = try CommandTests.run(["study", "--data", "moons", "--group", "patient"], in: folder)
      #expect(none.status == 65 && none.errors.contains("group"), "\(none.errors)")
    }
  }

  @Test func metricsAndWeights() throws {
    try withScratchFolder { folder in
      let rows = Self.table(300) { i, a, b in "\(a),\(b),\(i % 12 == 0 && a > -0.5 ? "yes" : "no"),\(1 + i % 3)" }
      try write(Array("a,b,rare,w\n".utf8) + rows, to: folder + "/r.csv")
      let options = ["study", "--data", "r.csv", "--target", "rare", "--activations", "relu,tanh"] + Self.small
      let usual = try CommandTests.run(
        options + ["--weight", "w", "--class-weights", "balanced", "--output", "u"], in: folder)
      #expect(usual.status == 0 && usual.output.contains("balanced accuracy"), "\(usual.output)\(usual.errors)")
      let loss = try CommandTests.run(options + ["--metric", "log-loss", "--output", "l"], in: folder)
      #expect(loss.status == 0 && loss.output.contains("log loss"), "\(loss.output)\(loss.errors)")
      let wrong = try CommandTests.run(options + ["--metric", "rmse"], in: folder)
      #expect(wrong.status == 64 && wrong.errors.contains("expected one of accuracy"), "\(wrong.errors)")
    }
  }
}
