import ArgumentParser
import Datasets
import Downloads
import Foundation
import Reports
import Studies

struct DataListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the data sets that have a name, and which of them are here.")

  @Option(help: ArgumentHelp("The folder for fetched data. (default: ~/.cache/hillock)", valueName: "folder"))
  var folder: String?
  @Flag(help: "Print as JSON.")
  var json = false

  private struct Entry: Encodable {
    let name, description: String
    let isGenerated, isHere: Bool
    /// Where it is, or would be; nil for generated data.
    let folder: String?
    /// Bytes in that folder.
    let bytes: Int?
  }

  func run() throws {
    try reporting {
      let entries = try Self.entries(folder ?? DataFolder.path)
      if json { return print(try JSONText.of(entries)) }
      var table = Table([("name", .left), ("what", .left), ("where", .left)])
      for entry in entries {
        let place =
          entry.isGenerated
          ? "generated"
          : entry.isHere ? "\(entry.folder ?? ""), \(ByteCount.text(entry.bytes ?? 0))" : "not fetched yet"
        table.rows.append([entry.name, entry.description, place])
      }
      print(table.text)
      print("\nMore on one: hillock data info NAME. To fetch one: hillock data fetch NAME")
    }
  }

  private static func entries(_ cache: String) throws -> [Entry] {
    let generated = try Dataset.generatedNames.map { name in
      Entry(
        name: name, description: try Dataset.load(name).description, isGenerated: true, isHere: true, folder: nil,
        bytes: nil)
    }
    let fetched = RemoteDataset.all.map { data in
      let folder = "\(cache)/\(data.name)"
      let isHere = data.neededNames.allSatisfy { FileManager.default.fileExists(atPath: "\(folder)/\($0)") }
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      let bytes = names.reduce(0) { sum, name in
        sum + (((try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)"))?[.size] as? Int) ?? 0)
      }
      return Entry(
        name: data.name, description: data.title, isGenerated: false, isHere: isHere, folder: folder, bytes: bytes)
    }
    return generated + fetched
  }
}
