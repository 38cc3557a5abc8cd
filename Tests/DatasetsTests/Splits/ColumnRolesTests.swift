import Datasets
import Randomness
import TestSupport
import Testing

@Suite struct ColumnRolesTests {
  static func load(_ text: String, target: String? = nil, _ roles: ColumnRoles) throws -> Dataset {
    try withScratchFolder { folder in
      let path = folder + "/table.csv"
      try write(Array(text.utf8), to: path)
      return try Dataset.load(path, target: target, roles: roles)
    }
  }

  static let table = "who,x,when,w,y,part\np7,1,3,1,a,2\np1,2,-1.5,2,b,10\np7,3,1e30,0,a,2.0\n"

  @Test func rolesAreNoInputs() throws {
    let data = try Self.load(Self.table, target: "y", ColumnRoles(group: "who", weight: "w"))
    #expect(data.columns == ["x", "when", "part"] && data.inputShape == [3] && data.targetName == "y")
    #expect(data.examples.inputs.prefix(3) == [1, 3, 2])
    #expect(data.groups == [1, 0, 1] && data.groupCount == 2)
    #expect(data.examples.weights == [1, 2, 0])
    #expect(data.order == nil && data.folds == nil && data.roles.group == "who")
    #expect(data.description.hasSuffix(", grouped by 'who', weighted by 'w'"))
  }

  /// Without a name for the target it is the last column without a role.
  @Test func timesFoldsAndTheTarget() throws {
    let ordered = try Self.load(
      "x,when,y,w\n1,3,a,5\n2,-1.5,b,5\n3,1e300,a,5\n", ColumnRoles(order: "when", weight: "w"))
    #expect(ordered.order == [3, -1.5, 1e300] && ordered.targetName == "y" && ordered.columns == ["x"])
    #expect(ordered.examples.weights == [1, 1, 1])
    let folded = try Self.load("x,part,y\n1,2,0.5\n2,10,1\n3,2.0,2\n", ColumnRoles(folds: "part"))
    #expect(folded.folds == [0, 1, 0] && folded.foldNames == ["2", "10"])
    let named = try Self.load("x,part,y\n1,b,0.5\n2,2,1\n3,b,2\n", ColumnRoles(folds: "part"))
    #expect(named.folds == [1, 0, 1] && named.foldNames == ["2", "b"])
  }

  @Test func longNumbersStayApart() throws {
    let data = try Self.load(
      "x,id,y\n1,9007199254740993,0.5\n2,9007199254740992,1\n3,9007199254740993,2\n", ColumnRoles(group: "id"))
    #expect(data.groups == [1, 0, 1])
  }

  @Test func moreGroupsThanClassesMayBe() throws {
    let rows = (0..<5_000).map { "\($0),patient \($0 % 2_500),\($0 % 7).5" }
    let data = try Self.load("x,who,y\n" + rows.joined(separator: "\n"), ColumnRoles(group: "who"))
    #expect(data.groupCount == 2_500)
    #expect(try data.outerSplit(0, seed: 0).test.count == 1_000)
  }

  @Test func weightsNearFloatsLimits() throws {
    let data = try Self.load("x,w,y\n1,3e38,1.5\n2,3e38,2.5\n3,0,2\n4,1e-45,2\n", ColumnRoles(weight: "w"))
    #expect(data.examples.weights == [2, 2, 0, 0])
    let small = try Self.load("x,w,y\n1,1e-320,1.5\n2,3e-320,2.5\n", ColumnRoles(weight: "w"))
    let weights = try #require(small.examples.weights)
    #expect(abs(weights[0] - 0.5) < 1e-3 && abs(weights[1] - 1.5) < 1e-3)
  }

  @Test func theFingerprintKnowsTheRoles() throws {
    let plain = "x,y\n1,0.5\n2,1\n3,2\n"
    func fingerprint(_ cells: [String], _ roles: ColumnRoles) throws -> String {
      let rows = zip(["1,0.5", "2,1", "3,2"], cells).map { "\($1),\($0)" }
      return try Self.load("r,x,y\n" + rows.joined(separator: "\n"), roles).fingerprint
    }
    let prints = [
      try Self.load(plain, .none).fingerprint,
      try fingerprint(["1", "1", "2"], ColumnRoles(group: "r")),
      try fingerprint(["1", "2", "2"], ColumnRoles(group: "r")),
      try fingerprint(["1", "1", "2"], ColumnRoles(order: "r")),
      try fingerprint(["1", "1", "3"], ColumnRoles(order: "r")),
      try fingerprint(["1", "1", "2"], ColumnRoles(folds: "r")),
      try fingerprint(["1", "1", "3"], ColumnRoles(folds: "r")),
      try fingerprint(["1", "1", "2"], ColumnRoles(weight: "r")),
      try fingerprint(["1", "1", "3"], ColumnRoles(weight: "r")),
    ]
    #expect(Set(prints).count == prints.count)
    // What it was before there were roles.
    #expect(prints[0] == "7d2916c99ff397cc")
    #expect(
      try fingerprint(["1", "1", "2"], ColumnRoles(weight: "r"))
        == fingerprint(["2", "2", "4"], ColumnRoles(weight: "r")))
  }

  @Test(arguments: [
    (ColumnRoles(group: "r"), "", "csv:3:1: an empty cell in the group column 'r'; expected a group for every row"),
    (ColumnRoles(group: "r"), "NaN", "csv:3:1: 'NaN' in the group column"),
    (ColumnRoles(group: "r"), "\u{FFFF}", ""),
    (ColumnRoles(folds: "r"), "", "csv:3:1: an empty cell in the folds column 'r'; expected a fold for every row"),
    (ColumnRoles(order: "r"), "", "csv:3:1: an empty cell in the order column 'r'; expected a number"),
    (ColumnRoles(order: "r"), "2024-05-01", "csv:3:1: '2024-05-01' in the order column 'r'; expected a number"),
    (ColumnRoles(order: "r"), "nan", "csv:3:1: 'nan' in the order column 'r'; expected a finite number"),
    (ColumnRoles(order: "r"), "-inf", "expected a finite number"),
    (ColumnRoles(order: "r"), "1e999", "csv:3:1: '1e999' in the order column 'r'; expected a finite number"),
    (ColumnRoles(weight: "r"), "", "csv:3:1: an empty cell in the weight column 'r'; expected a number"),
    (ColumnRoles(weight: "r"), "heavy", "csv:3:1: 'heavy' in the weight column 'r'; expected a number"),
    (
      ColumnRoles(weight: "r"), "nan", "csv:3:1: 'nan' in the weight column 'r'; expected a finite number of at least 0"
    ),
    (ColumnRoles(weight: "r"), "-0.5", "csv:3:1: '-0.5' in the weight column"),
    (ColumnRoles(weight: "r"), "inf", "expected a finite number"),
    (ColumnRoles(weight: "r"), "1e39", "within Float's range"),
  ])
  func hostileCells(roles: ColumnRoles, cell: String, message: String) throws {
    let text = "r,x,y\n1,1,0.5\n\(cell),2,1\n2,3,2\n"
    if message.isEmpty {
      #expect(try Self.load(text, roles).groupCount == 3)
      return
    }
    let error = #expect(throws: DatasetError.self) { try Self.load(text, roles) }
    #expect(error?.description.contains(message) ?? false, "\(error?.description ?? "")")
  }

  @Test func hostileBytes() throws {
    for roles in [ColumnRoles(group: "r"), ColumnRoles(order: "r"), ColumnRoles(folds: "r"), ColumnRoles(weight: "r")] {
      try withScratchFolder { folder in
        let path = folder + "/table.csv"
        try write(Array("r,x,y\n1,1,0.5\n".utf8) + [0xFF, 0xFE] + Array(",2,1\n".utf8), to: path)
        let error = #expect(throws: DatasetError.self) { try Dataset.load(path, roles: roles) }
        #expect(error?.description.contains("csv:3:1: bytes that are not UTF-8") ?? false)
      }
    }
  }

  @Test(
    arguments: [
      ("r,x,y\n0,1,0.5\n0,2,1\n", nil, ColumnRoles(weight: "r"), "csv:1:1: the weights of 'r' are 0 in every row"),
      ("r,x,y\n3,1,0.5\n3.0,2,1\n", nil, ColumnRoles(folds: "r"), "csv:1:1: the folds of 'r' are '3' in every row"),
      ("r,x,y\n1,1,2\n", nil, ColumnRoles(group: "rr"), "csv:1: has no column 'rr'; did you mean 'r'?"),
      (
        "r,x,y\n1,1,2\n", "y", ColumnRoles(weight: "y"),
        "csv:1:3: the column 'y' cannot be both --weight and the target"
      ),
      (
        "r,x,y\n1,1,2\n", nil, ColumnRoles(group: "r", weight: "r"),
        "csv:1:1: the column 'r' cannot be both --group and --weight"
      ),
      ("r,x,y\n1,1,2\n", nil, ColumnRoles(group: "r", order: "x"), "--group and --order are different ways to split"),
      ("r,x,y\n1,1,2\n", nil, ColumnRoles(group: "r", order: "x", folds: "y"), "--group and --order and --folds"),
      ("r,y\n1,2\n", nil, ColumnRoles(group: "r"), "csv:1: has 2 columns; expected at least one input column"),
      ("r,s\n1,2\n", nil, ColumnRoles(group: "r", weight: "s"), "csv:1: has 2 columns"),
      ("r,x,y\n1,1\n", nil, ColumnRoles(group: "r"), "csv:2: has 2 cells; the header has 3"),
      ("x,y,r\n1,1,1,1\n", nil, ColumnRoles(group: "r"), "csv:2: has 4 cells; the header has 3"),
    ] as [(String, String?, ColumnRoles, String)])
  func refused(text: String, target: String?, roles: ColumnRoles, message: String) {
    let error = #expect(throws: DatasetError.self) { try Self.load(text, target: target, roles) }
    #expect(error?.description.contains(message) ?? false, "\(error?.description ?? "")")
  }

  /// Tables with a few bytes changed are read and split, or refused.
  @Test func noisyTables() throws {
    var stream = RandomStream(seed: 17, purpose: .test)
    let text = "r,x,w,y\n" + (0..<12).map { "\($0 % 4),\($0),\($0 % 3),\($0 % 2)" }.joined(separator: "\n")
    let bytes = Array("0123456789,.-en\"\n \u{FF}".utf8)
    let roles = [
      ColumnRoles(group: "r", weight: "w"), ColumnRoles(order: "r", weight: "w"), ColumnRoles(folds: "r", weight: "w"),
    ]
    try withScratchFolder { folder in
      let path = folder + "/table.csv"
      for round in 0..<1_000 {
        var noisy = Array(text.utf8)
        for _ in 0..<1 + stream.integer(below: 4) {
          noisy[8 + stream.integer(below: noisy.count - 8)] = bytes[stream.integer(below: bytes.count)]
        }
        try write(noisy, to: path)
        do {
          let data = try Dataset.load(path, roles: roles[round % 3])
          for index in 0..<min(3, data.splitLimit ?? 3) {
            let outer = try data.outerSplit(index, seed: 1)
            _ = try data.innerSplit(1, of: outer.development, outer: index, seed: 1)
            _ = try data.prepared(data.finalSplit(index, seed: 1), trainLimit: 4)
          }
        } catch is DatasetError {}
      }
    }
  }

  @Test func rolesAreForTables() throws {
    let cases = [
      (ColumnRoles(group: "r"), "--group"), (ColumnRoles(order: "r"), "--order"), (ColumnRoles(folds: "r"), "--folds"),
      (ColumnRoles(weight: "r"), "--weight"),
    ]
    for (roles, option) in cases {
      for name in ["moons", "digits", "mnist"] {
        let error = #expect(throws: DatasetError.self) { try Dataset.load(name, roles: roles) }
        #expect(error?.description == "\(name): is no table; \(option) is for tables, in CSV files")
      }
      try withScratchFolder { folder in
        try Dataset.load("xor").writeNPZ(folder + "/xor.npz")
        for path in [folder, folder + "/xor.npz"] {
          let error = #expect(throws: DatasetError.self) { try Dataset.load(path, roles: roles) }
          #expect(error?.description.contains("\(option) is for tables") ?? false)
        }
      }
    }
    #expect(ColumnRoles.none.isEmpty && !ColumnRoles(weight: "w").isEmpty)
  }
}
