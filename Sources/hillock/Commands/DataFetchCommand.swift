import ArgumentParser
import Datasets
import Downloads
import Foundation

struct DataFetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Download mnist, fashion-mnist or cifar10 into the cache folder.",
    discussion: """
      Files are checked: MNIST's by the SHA-256 of what they hold, Fashion-MNIST's and CIFAR-10's by the MD5 that their \
      authors publish. An interrupted download goes on where it stopped. Afterwards --data mnist finds the data.

      Without a network, put the files into the folder by hand; the command says which ones and where.
      """)

  @Argument(help: ArgumentHelp("mnist, fashion-mnist or cifar10.", valueName: "name"))
  var name: String
  @Option(
    help: ArgumentHelp(
      "Instead of the cache folder: files go to a folder of the data's name in it.", valueName: "folder"))
  var folder: String?
  @Option(
    help: ArgumentHelp("The address of a folder that has the files, instead of the public ones.", valueName: "address"))
  var from: String?
  @Option(help: "Seconds without a byte after which an attempt is given up.")
  var stall = 30.0

  func run() throws {
    try reporting {
      guard let data = RemoteDataset.all.first(where: { $0.name == name.lowercased() }) else {
        throw UsageError("'\(name)'; expected \(RemoteDataset.all.map(\.name).joined(separator: ", "))")
      }
      guard stall > 0, stall <= 86_400 else { throw UsageError("--stall \(stall); expected seconds above 0") }
      let cache = folder ?? DataFolder.path
      let place = "\(cache)/\(data.name)"
      try OutputFile.makeFolder(place)
      Interrupt.watch()
      do throws(DownloadError) {
        try fetch(data, into: place)
      } catch {
        if error.kind == .interrupted || error.kind == .file { throw error }
        throw DownloadError(error.kind, error.place, error.problem + "\n" + byHand(data, place))
      }
      let how = folder == nil ? data.name : place
      print("\(data.title)\nin \(place); use it with --data \(how)\n\(data.citation)")
    }
  }

  private func fetch(_ data: RemoteDataset, into place: String) throws(DownloadError) {
    var options = RemoteDataset.Options()
    options.base = from
    options.stall = stall
    let line = ProgressLine()
    defer { line.end() }
    func report(_ event: RemoteDataset.Event) {
      switch event {
      case .progress(let progress): line.show(Self.text(progress))
      case .wasThere(let name):
        line.end()
        print("\(name): is there already")
      case .fetched(let name):
        line.end()
        print("\(name): fetched, and its checksum is right")
      case .unpacking(let name): line.show("unpacking \(name)")
      }
    }
    try data.fetch(into: place, options: options, isCancelled: { Interrupt.isRequested }, report: report)
  }

  private static func text(_ progress: Download.Progress) -> String {
    var text = progress.name + " "
    if let total = progress.total { text += ProgressLine.bar(progress.bytes, of: total) + " " }
    text += ByteCount.text(progress.bytes)
    if let total = progress.total { text += " of " + ByteCount.text(total) }
    text += ", \(ByteCount.text(Int(progress.rate)))/s"
    if let total = progress.total, progress.rate > 1 {
      text += ", " + ProgressLine.time(Double(total - progress.bytes) / progress.rate)
    }
    return text
  }

  /// What to do without a network.
  private func byHand(_ data: RemoteDataset, _ place: String) -> String {
    let addresses = from.map { [$0] } ?? data.mirrors
    return """
      By hand: put \(data.files.map(\.name).joined(separator: ", ")) from \(addresses.joined(separator: " or "))
      into \(place), then run this command again: it checks what is there.
      """
  }
}
