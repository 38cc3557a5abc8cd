import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// hillock study where its folder is somebody else's, or none.
@Suite struct StudyFolderTests {
  private static let small = [
    "study", "--data", "xor", "--activations", "relu", "--epochs", "1", "--seeds", "2", "--rates", "0.1", "--hidden",
    "4",
  ]

  @Test func anotherProgramRunsTheStudy() throws {
    try withScratchFolder { folder in
      let first = try CommandTests.run(Self.small + ["--output", "s"], in: folder)
      #expect(first.status == 0, "\(first.errors)")
      let file = folder + "/s/study.sqlite"
      let before = try Data(contentsOf: URL(fileURLWithPath: file))
      let handle = open(folder + "/s", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      #expect(flock(handle, LOCK_EX | LOCK_NB) == 0)
      let second = try CommandTests.run(Self.small + ["--seeds", "3", "--output", "s"], in: folder)
      #expect(second.status == 1, "\(second.errors)")
      #expect(second.errors.contains("another program is running this study; wait for it"), "\(second.errors)")
      #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
      // Those who only read are not kept out.
      let status = try CommandTests.run(["study", "status", "s"], in: folder)
      #expect(status.status == 0 && status.output.contains("finished"), "\(status.output)\(status.errors)")
      close(handle)
      #expect(try CommandTests.run(Self.small + ["--seeds", "3", "--output", "s"], in: folder).status == 0)
    }
  }

  @Test(arguments: ["file", "file/study", "/proc/study", "/proc"]) func nowhereToWrite(output: String) throws {
    try withScratchFolder { folder in
      try write([1, 2, 3], to: folder + "/file")
      let outcome = try CommandTests.run(Self.small + ["--output", output], in: folder)
      #expect(outcome.status == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains(output) && outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
      #expect(try Array(Data(contentsOf: URL(fileURLWithPath: folder + "/file"))) == [1, 2, 3])
    }
  }
}
