import Datasets
import Foundation
import Randomness
import TestSupport
import Testing

/// Tables larger than the reader's buffer, and what they must not change.
@Suite struct CSVStreamTests {
  static let bufferSize = 1 << 20

  @Test func rowsAcrossTheBuffersEnd() throws {
    // Rows of 64 KiB and a little, so that every kind of byte comes to stand at the buffer's end.
    for length in [0, 1, 2, 3, 5, 7] {
      let pad = String(repeating: " ", count: 65_536 - length)
      var text = "a,b,k\r\n"
      for row in 0..<40 { text += "\(row)\(pad),\"\(row).5\",\"x\"\"\(row % 2)\"\r\n" }
      let data = try CSVTests.load(text)
      #expect(data.examples.inputs == (0..<40).flatMap { [Float($0), Float($0) + 0.5] })
      #expect(data.examples.targets == .classes((0..<40).map { Int32($0 % 2) }, names: ["x\"0", "x\"1"]))
    }
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func everyPlaceOfTheBuffersEnd(lineEnd: String) throws {
    let row = "12.5,-3e2,word\(lineEnd)"
    let header = "first,second,third\(lineEnd)"
    // One more byte before each time.
    for shift in 0..<row.utf8.count {
      let count = (Self.bufferSize + 5 * row.utf8.count) / row.utf8.count
      let text =
        String(repeating: lineEnd == "\r" ? "\r" : "\n", count: shift) + header
        + String(repeating: row, count: count) + "7,8,other"
      let data = try CSVTests.load(text)
      #expect(data.examples.count == count + 1)
      #expect(data.examples.inputs.prefix(2 * count).enumerated().allSatisfy { $1 == ($0 % 2 == 0 ? 12.5 : -300) })
      #expect(data.examples.inputs.suffix(2) == [7, 8])
    }
  }

  @Test func placesAreRightFarInTheFile() throws {
    let good = String(repeating: "1.25,2.5,0\n3,4,1\n", count: 150_000)
    for (row, message) in [
      ("1,x,0\n", "csv:300002:2: 'x' in column 'b'"), ("1,,0\n", "csv:300002:2: an empty cell"),
      ("1,2\n", "csv:300002: has 2 cells"), ("1,2,\"0\n", "csv:300002:3: a quotation mark that is not closed"),
      ("1,2,\n", "csv:300002:3: an empty cell in the target column"),
    ] {
      let error = #expect(throws: DatasetError.self) { try CSVTests.load("a,b,y\n" + good + row + "1,2,0\n") }
      #expect(error?.description.contains(message) ?? false, "\(error?.description ?? "")")
    }
  }

  @Test func packedTables() throws {
    try withScratchFolder { folder in
      let bytes = Array(CSVTests.table.utf8)
      try write(HostileFilesTests.stored(bytes), to: folder + "/t.csv.gz")
      let data = try Dataset.load(folder + "/t.csv.gz")
      #expect(data.examples == (try CSVTests.load(CSVTests.table)).examples)
      for count in 0..<HostileFilesTests.stored(bytes).count {
        try write(Array(HostileFilesTests.stored(bytes).prefix(count)), to: folder + "/t.csv.gz")
        #expect(throws: DatasetError.self, "\(count) bytes") { try Dataset.load(folder + "/t.csv.gz") }
      }
    }
  }

  @Test func aRowOfAnotherLengthGoesBeforeItsCells() {
    let error = #expect(throws: DatasetError.self) { try CSVTests.load("a,b\nx,1,2\n1,2\n") }
    #expect(error?.description.contains("csv:2: has 3 cells") ?? false)
  }

  @Test func manyClassesAndManyNumbers() throws {
    func rows(_ count: Int, _ cell: (Int) -> String) -> String {
      "x,y\n" + (0..<count).map { "1,\(cell($0))\n" }.joined()
    }
    #expect(try CSVTests.load(rows(1_000) { "c\($0)" }).examples.targets.outputCount == 1_000)
    let error = #expect(throws: DatasetError.self) { try CSVTests.load(rows(1_001) { "c\($0)" }) }
    #expect(error?.description.contains("more than 1000 classes") ?? false)
    let numbers = try CSVTests.load(rows(5_000) { "\($0)" })
    #expect(numbers.examples.targets == .values((0..<5_000).map { Float($0) }, width: 1))
    // Thousands of spellings of two numbers are two classes.
    let spelled = try CSVTests.load(rows(3_000) { "\($0 % 2).\(String(repeating: "0", count: $0 / 2 % 1_400))" })
    #expect(spelled.examples.targets == .classes((0..<3_000).map { Int32($0 % 2) }, names: ["0.", "1."]))
    // A name after many numbers makes them names too.
    let mixed = #expect(throws: DatasetError.self) { try CSVTests.load(rows(2_000) { $0 == 1_999 ? "z" : "\($0)" }) }
    #expect(mixed?.description.contains("classes") ?? false)
    let unfit = #expect(throws: DatasetError.self) {
      try CSVTests.load(rows(2_000) { $0 == 1_500 ? "z" : "\($0)" }, task: .regression)
    }
    #expect(unfit?.description.contains("csv:1502:2: 'z' in column 'y'; expected a number") ?? false)
  }

  @Test func bytesThatAreNotUTF8() throws {
    try withScratchFolder { folder in
      for (text, place) in [
        ("a,b\n1,2\n\u{1},3\n", "csv:3:1"), ("a,b\n1,2\n3,\u{1}\n", "csv:3:2"), ("a,\u{1}\n1,2\n", "csv:1:2"),
      ] {
        try write(Array(text.utf8).map { $0 == 1 ? 0xFF : $0 }, to: folder + "/t.csv")
        let error = #expect(throws: DatasetError.self) { try Dataset.load(folder + "/t.csv") }
        #expect(
          error?.description.hasSuffix("\(place): bytes that are not UTF-8") ?? false, "\(String(describing: error))")
      }
    }
  }

  /// The same cells whatever their form.
  @Test func randomTables() throws {
    let seed: UInt64 = 5
    var stream = RandomStream(seed: seed, purpose: .test)
    for trial in 0..<60 {
      let (rows, columns) = (1 + stream.integer(below: 40), 1 + stream.integer(below: 5))
      var inputs: [Float] = []
      var text = (0...columns).map { "c\($0)" }.joined(separator: ",") + "\n"
      for row in 0..<rows {
        for _ in 0..<columns {
          let value = (stream.uniformDouble() - 0.5) * [1, 1e3, 1e-9, 1e30][stream.integer(below: 4)]
          inputs.append(Float(value))
          let form = stream.integer(below: 4)
          text += form == 0 ? "\"\(value)\"," : form == 1 ? " \(value)\t," : "\(value),"
        }
        text +=
          ["\(row % 2)", "\"\(row % 2)\""][stream.integer(below: 2)] + ["\n", "\r\n", "\n\n"][stream.integer(below: 3)]
      }
      guard rows > 1 else { continue }
      let data = try CSVTests.load(text)
      #expect(data.examples.inputs == inputs, "seed \(seed), trial \(trial)")
    }
  }
}
