import Datasets
import TestSupport
import Testing

@Suite struct SummaryTests {
  static func summary(_ text: String, target: String? = nil) throws -> DatasetSummary {
    try withScratchFolder { folder in
      try write(Array(text.utf8), to: folder + "/t.csv")
      return try DatasetSummary.of(folder + "/t.csv", target: target).0
    }
  }

  @Test func missingValuesAreCountedByColumn() throws {
    let summary = try Self.summary("a,b,k\n1,,x\n2,NA,y\n,4,x\nnan,?,\n5,null,y\n3,red,x\n")
    #expect(summary.count == 6 && summary.inputShape == [2] && summary.task == .classification)
    #expect(summary.columns.map(\.name) == ["a", "b"])
    #expect(summary.columns.map(\.missing) == [2, 4] && summary.columns.map(\.count) == [4, 1])
    #expect(summary.columns.map(\.texts) == [0, 1])
    #expect(summary.columns[0].minimum == 1 && summary.columns[0].maximum == 5 && summary.columns[0].mean == 2.75)
    #expect(abs((summary.columns[0].deviation ?? 0) - 1.479_019_945_774_904) < 1e-12)
    #expect(summary.inputs.missing == 6 && summary.inputs.count == 5)
    #expect(summary.classes.map(\.name) == ["x", "y"] && summary.classes.map(\.count) == [3, 2])
    #expect(summary.notes.count == 3, "\(summary.notes)")
    #expect(summary.notes.contains("1 target missing: drop those rows before training"))
  }

  @Test func whatCannotBeTrainedIsANote() throws {
    let same = try Self.summary("a,b\n1,x\n2,x\n")
    #expect(same.task == nil && same.notes.contains { $0.contains("in every row") })
    let empty = try Self.summary("a,b\n1,\n2,\n")
    #expect(empty.task == nil && empty.target?.missing == 2 && empty.target?.minimum == nil)
    let numbers = try Self.summary("a,b\n1,0.5\n2,1.5\n")
    #expect(numbers.task == .regression && numbers.target?.mean == 1 && numbers.notes.isEmpty)
    for text in ["", "a,b\n", "a,b\n1\n", "a,b\n1,\"x\n", "a\n1\n"] {
      #expect(throws: DatasetError.self) { try Self.summary(text) }
    }
  }

  @Test func otherData() throws {
    let (moons, data) = try DatasetSummary.of("moons")
    #expect(data?.examples.count == 2_000 && moons.columns.map(\.name) == ["x1", "x2"])
    #expect(moons.classes.map(\.count) == [1_000, 1_000] && moons.testCount == nil)
    let (digits, _) = try DatasetSummary.of("digits")
    #expect(digits.columns.isEmpty && digits.inputs.minimum == 0 && digits.inputs.maximum == 1)
    try withScratchFolder { folder in
      let x = NPYArray(shape: [2, 2], values: .float32([1, .nan, 3, 4]))
      try NPZArchive.write([("x", x), ("y", NPYArray(shape: [2], values: .uint8([0, 1])))], to: folder + "/d.npz")
      let (summary, _) = try DatasetSummary.of(folder + "/d.npz")
      #expect(summary.columns.map(\.missing) == [0, 1] && summary.notes.count == 1)
    }
  }

  @Test func fetchedDataAreFoundInTheCache() throws {
    try withScratchFolder { cache in
      let missing = #expect(throws: DatasetError.self) { try Dataset.load("MNIST", cacheFolder: cache) }
      #expect(missing?.description.contains("hillock data fetch mnist") ?? false)
      try withScratchFolder { _ in
        let folder = cache + "/mnist"
        try makeFolder(folder)
        try IDXTests.folder(folder, HostileFilesTests.good)
        #expect(try Dataset.load("mnist", cacheFolder: cache).examples.count == 52)
      }
      let near = #expect(throws: DatasetError.self) { try Dataset.load("cifar-10", cacheFolder: cache) }
      #expect(near?.description.contains("did you mean 'cifar10'?") ?? false)
    }
  }
}

@Suite struct ExportTests {
  @Test(arguments: ["moons", "digits", "spirals"])
  func generatedDataComeBack(name: String) throws {
    let data = try Dataset.load(name)
    try withScratchFolder { folder in
      try data.writeNPZ(folder + "/d.npz")
      let arrays = try Dataset.load(folder + "/d.npz")
      #expect(arrays.examples.inputs == data.examples.inputs && arrays.inputShape == data.inputShape)
      #expect(labels(arrays) == labels(data))
      guard name != "digits" else { return }
      try data.writeCSV(folder + "/d.csv")
      let table = try Dataset.load(folder + "/d.csv")
      #expect(table.examples.inputs == data.examples.inputs && labels(table).count == labels(data).count)
      #expect(table.columns == ["x1", "x2"] && table.targetName == "target")
    }
  }

  private func labels(_ data: Dataset) -> [Int32] {
    if case .classes(let labels, _) = data.examples.targets { labels } else { [] }
  }

  @Test func awkwardTables() throws {
    let text = "\"a,b\",\" c\"\n0.1,\"x \"\"y\"\"\"\n-3e-20,\"p\nq\"\n16777216,\" r\"\n1e30,s\n"
    let data = try CSVTests.load(text)
    try withScratchFolder { folder in
      try data.writeCSV(folder + "/d.csv")
      let again = try Dataset.load(folder + "/d.csv")
      #expect(again.examples == data.examples && again.columns == ["a,b"] && again.targetName == " c")
    }
  }

  @Test func partsOfImages() throws {
    try withScratchFolder { folder in
      try IDXTests.folder(folder, HostileFilesTests.good)
      let data = try Dataset.load(folder)
      try data.writeNPZ(folder + "/all.npz")
      let all = try Dataset.load(folder + "/all.npz")
      #expect(all.testStart == 40 && all.fingerprint == data.fingerprint)
      try data.writeNPZ(folder + "/test.npz", part: .test)
      #expect(try Dataset.load(folder + "/test.npz").examples.count == 12)
      try data.writeCSV(folder + "/train.csv", part: .train)
      #expect(try Dataset.load(folder + "/train.csv").examples.count == 40)
      #expect(throws: DatasetError.self) { try all.writeCSV("/proc/x.csv") }
      #expect(throws: DatasetError.self) { try all.writeCSV(folder) }
      let moons = try Dataset.load("moons")
      #expect(throws: DatasetError.self) { try moons.writeCSV(folder + "/m.csv", part: .test) }
    }
  }
}
