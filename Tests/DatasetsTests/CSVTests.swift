import Datasets
import TestSupport
import Testing

@Suite struct CSVTests {
  static func load(_ text: String, target: String? = nil, task: Task? = nil) throws -> Dataset {
    try withScratchFolder { folder in
      let path = folder + "/table.csv"
      try write(Array(text.utf8), to: path)
      return try Dataset.load(path, target: target, task: task)
    }
  }

  static let table =
    "a,b,kind\n" + (0..<30).map { "\($0),\(2 * $0),\($0 % 2 == 0 ? "even" : "odd")" }.joined(separator: "\n")

  @Test func classesByName() throws {
    let data = try Self.load(Self.table)
    #expect(data.inputShape == [2])
    guard case .classes(let labels, let names) = data.examples.targets else { return #expect(Bool(false)) }
    #expect(names == ["even", "odd"])
    #expect(labels[3] == 1)
    #expect(data.examples.inputs[6...7] == [3, 6])
  }

  @Test func quotesBlanksAndCRLF() throws {
    let data = try Self.load("\u{FEFF}x,\"the, target\"\r\n 1 ,\"a \"\"q\"\"\"\r\n2,b\r\n\r\n3,b\r\n")
    guard case .classes(_, let names) = data.examples.targets else { return #expect(Bool(false)) }
    #expect(names == ["a \"q\"", "b"])
    #expect(data.examples.inputs == [1, 2, 3])
  }

  @Test func theTaskFollowsTheContent() throws {
    func isClassification(_ rows: [String], _ task: Task? = nil) throws -> Bool {
      try Self.load("x,y\n" + rows.map { "1,\($0)" }.joined(separator: "\n"), task: task).examples.targets
        .isClassification
    }
    #expect(try isClassification(["0", "1", "2", "1"]))
    #expect(try !isClassification(["0.5", "1", "2", "1"]))
    #expect(try !isClassification((0..<30).map(String.init)))
    #expect(try !isClassification(["0", "1", "2"], .regression))
    #expect(try isClassification(["0.5", "1.5"], .classification))
  }

  @Test func oneNumberInTwoSpellingsIsOneClass() throws {
    let data = try Self.load("x,y\n1,1\n2,0\n3,1.0\n4,0.0\n5,2\n")
    #expect(data.examples.targets == .classes([1, 0, 1, 0, 2], names: ["0", "1", "2"]))
  }

  @Test func anotherTarget() throws {
    let data = try Self.load("y,x\n1.5,2\n2.5,3\n", target: "y")
    #expect(data.examples.targets == .values([1.5, 2.5], width: 1))
    #expect(data.examples.inputs == [2, 3])
  }

  @Test(arguments: [
    ("", "is empty"), ("a,b\n", "no rows"), ("a,b\n1,2,3\n", "csv:2: has 3 cells"),
    ("a,b\n1,2\n1\n", "csv:3: has 1 cells"),
    ("a,b\nx,2\n1,3", "csv:2:1: 'x' in column 'a'"), ("a,b\nnan,2\n1,3", "finite"), ("a,b\n,2\n1,3", "an empty cell"),
    ("a,b\n1,nan\n2,0.5", "finite"), ("a,b\n1,2\n3,2", "every row"), ("a,b\n1,x\n3,x", "at least two classes"),
    ("a,a\n1,2", "a second column 'a'"), ("1,2\n3,4", "first row is numbers"), ("a\n1\n2", "one column"),
    ("a,b\n1,\"x\n2,y", "not closed"), ("a,\n1,2", "without a name"), ("a,b\n1e99,2\n1,3", "finite"),
    ("a,b\n1,\"x\"y\n", "after a closing"),
    ("a,b\n1,x\n2,nan\n3,y", "csv:3:2: 'nan' in the target column 'b'"),
    ("\n\na,a\n1,2", "csv:3:2: a second column"),
  ])
  func refused(text: String, message: String) {
    let error = #expect(throws: DatasetError.self) { try Self.load(text) }
    #expect(error?.description.contains(message) ?? false, "\(error?.description ?? "")")
  }

  @Test func theNearestColumnIsSuggested() {
    let error = #expect(throws: DatasetError.self) { try Self.load(Self.table, target: "kinds") }
    #expect(error?.description.contains("did you mean 'kind'?") ?? false)
    let other = #expect(throws: DatasetError.self) { try Dataset.load("digts") }
    #expect(other?.description.contains("did you mean 'digits'?") ?? false)
  }

  @Test func aRareClassIsRefusedBySplitting() throws {
    let data = try Self.load("a,k\n" + (0..<20).map { "\($0),x" }.joined(separator: "\n") + "\n1,y\n2,y\n")
    let error = #expect(throws: DatasetError.self) { try data.prepared() }
    #expect(error?.description.contains("class 'y' has 2 examples") ?? false)
  }
}
