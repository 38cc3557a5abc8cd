import Foundation
import TestSupport
import Testing

/// What hillock diagnose --report and hillock autopsy --output write.
@Suite struct WrittenPagesTests {
  private static let run = [
    "train", "--data", "moons", "--layers", "repeat 3 (dense 8, sigmoid)", "--epochs", "1", "--output", "run",
  ]

  private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  /// Nothing is fetched, and nothing is run.
  private func isSelfContained(_ text: String) -> Bool {
    !text.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "").contains("http")
      && !["<script", "<link", "<img", "@import"].contains(where: text.contains)
      // Of what the page holds itself.
      && !text.replacingOccurrences(of: "url(#", with: "").contains("url(")
  }

  @Test func aDiagnosisAsAPage() throws {
    try withScratchFolder { folder in
      #expect(try CommandTests.run(Self.run, in: folder).status == 0)
      let diagnose = ["diagnose", "run", "--no-remedies", "--report"]
      let page = folder + "/page.html"
      let written = try CommandTests.run(diagnose + ["page.html"], in: folder)
      #expect(written.status == 0 && written.output.hasSuffix("wrote page.html\n"), "\(written.errors)")
      let first = try text(page)
      #expect(first.hasPrefix("<!doctype html>") && first.hasSuffix("</html>\n") && first.contains("<svg"))
      #expect(isSelfContained(first))
      // A longer file that was there is replaced whole, and nothing lies beside it.
      try write(Array(repeating: UInt8(ascii: "x"), count: 4 * first.utf8.count), to: page)
      #expect(try CommandTests.run(diagnose + ["page.html"], in: folder).status == 0)
      #expect(try text(page) == first)
      #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder)) == ["run", "page.html"])
      // Standard output is a program's with --json.
      let json = try CommandTests.run(diagnose + ["page.html", "--json"], in: folder)
      #expect(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) is [String: Any])
      let last = try text(page)
      let places = [
        ("nowhere/page.html", "there is no folder"), ("page.html/page.html", "is a file, not a folder"),
        ("/proc/page.html", "written"), ("run", "it is a folder"),
      ]
      for (place, why) in places {
        let refused = try CommandTests.run(diagnose + [place], in: folder)
        #expect(refused.status == 1, "\(place)")
        #expect(
          refused.errors.hasPrefix("hillock: \(place): cannot be written: ") && refused.errors.contains(why),
          "\(refused.errors)")
      }
      #expect(try text(page) == last)
    }
  }

  @Test func anAutopsyWithPictures() throws {
    try withScratchFolder { folder in
      let autopsy = [
        "autopsy", "--data", "moons", "--hidden", "8,8", "--activation", "relu", "--rate", "0.5",
        "--epochs", "1", "--output",
      ]
      let written = try CommandTests.run(autopsy + ["out"], in: folder)
      #expect(written.status == 0, "\(written.errors)")
      #expect(written.output.contains("wrote out/autopsy-timeline.svg and out/autopsy-map.svg"), "\(written.output)")
      let paths = ["timeline", "map"].map { "\(folder)/out/autopsy-\($0).svg" }
      let first = try paths.map(text)
      for picture in first {
        #expect(picture.hasPrefix("<svg") && picture.hasSuffix("</svg>\n") && isSelfContained(picture))
      }
      try write(Array(repeating: UInt8(ascii: "x"), count: 1 << 20), to: paths[0])
      #expect(try CommandTests.run(autopsy + ["out"], in: folder).status == 0)
      #expect(try paths.map(text) == first)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/out").count == 2)
      // A file where the folder should be stays what it is.
      try write([1, 2, 3], to: folder + "/file")
      let refused = try CommandTests.run(autopsy + ["file"], in: folder)
      #expect(refused.status == 1 && refused.errors.contains("file: is a file; expected a folder"), "\(refused.errors)")
      #expect(try Array(Data(contentsOf: URL(fileURLWithPath: folder + "/file"))) == [1, 2, 3])
      // And a folder where a picture should be.
      try FileManager.default.removeItem(atPath: paths[1])
      try makeFolder(paths[1])
      let blocked = try CommandTests.run(autopsy + ["out"], in: folder)
      #expect(blocked.status == 1 && blocked.errors.hasPrefix("hillock: out/autopsy-map.svg: "), "\(blocked.errors)")
    }
  }
}
