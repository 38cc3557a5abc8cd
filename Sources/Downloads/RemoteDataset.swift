import Datasets
import Foundation

/// A data set that is public on the network: its files, where they are, and by what they are known.
public struct RemoteDataset: Sendable {
  public struct File: Sendable {
    public let name: String
    public let checksum: Checksum
    /// About how many bytes it has.
    public let size: Int

    package init(name: String, checksum: Checksum, size: Int) {
      (self.name, self.checksum, self.size) = (name, checksum, size)
    }
  }

  /// What is taken out of an archive that is fetched.
  package struct Content: Sendable {
    /// The folder within the archive.
    let folder: String
    let names: [String]
    /// Bytes of each.
    let size: Int

    package init(folder: String, names: [String], size: Int) {
      (self.folder, self.names, self.size) = (folder, names, size)
    }
  }

  /// As it is called on the command line, and as its folder in the cache is.
  public let name: String
  public let title: String
  public let citation: String
  public let files: [File]
  /// Addresses of the folder with the files, each with a slash at its end.
  public let mirrors: [String]
  let content: Content?

  package init(
    name: String, title: String, citation: String, files: [File], mirrors: [String], content: Content?
  ) {
    (self.name, self.title, self.citation) = (name, title, citation)
    (self.files, self.mirrors, self.content) = (files, mirrors, content)
  }

  /// The files that must be in the folder for the data to be loaded.
  public var neededNames: [String] { content?.names ?? files.map(\.name) }
  public var size: Int { files.reduce(0) { $0 + $1.size } }

  public static let all = [mnist, fashionMNIST, cifar10]

  /// The sums of the contents are those of the original files, however a mirror packs them.
  public static let mnist = RemoteDataset(
    name: "mnist", title: "MNIST: 70,000 grey images of handwritten figures, 28 × 28",
    citation: "LeCun, Bottou, Bengio, Haffner (1998). Gradient-based learning applied to document recognition.",
    files: [
      File(
        name: "train-images-idx3-ubyte.gz",
        checksum: .sha256OfContent("ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"), size: 9_912_422),
      File(
        name: "train-labels-idx1-ubyte.gz",
        checksum: .sha256OfContent("65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"), size: 28_881),
      File(
        name: "t10k-images-idx3-ubyte.gz",
        checksum: .sha256OfContent("0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"), size: 1_648_877),
      File(
        name: "t10k-labels-idx1-ubyte.gz",
        checksum: .sha256OfContent("ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"), size: 4_542),
    ],
    mirrors: [
      "https://storage.googleapis.com/cvdf-datasets/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/",
    ], content: nil)

  /// The sums are those that its authors publish.
  public static let fashionMNIST = RemoteDataset(
    name: "fashion-mnist", title: "Fashion-MNIST: 70,000 grey images of clothes, 28 × 28",
    citation: "Xiao, Rasul, Vollgraf (2017). Fashion-MNIST. arXiv:1708.07747.",
    files: [
      File(
        name: "train-images-idx3-ubyte.gz", checksum: .md5("8d4fb7e6c68d591d4c3dfef9ec88bf0d"), size: 26_421_880),
      File(name: "train-labels-idx1-ubyte.gz", checksum: .md5("25c81989df183df01b3e8a0aad5dffbe"), size: 29_515),
      File(name: "t10k-images-idx3-ubyte.gz", checksum: .md5("bef4ecab320f06d8554ea6380940ec79"), size: 4_422_102),
      File(name: "t10k-labels-idx1-ubyte.gz", checksum: .md5("bb300cfdad3c16e7a12a480ee83cd310"), size: 5_148),
    ],
    mirrors: [
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
      "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    ], content: nil)

  /// The sum is the one that its author publishes.
  public static let cifar10 = RemoteDataset(
    name: "cifar10", title: "CIFAR-10: 60,000 colour images of ten kinds of things, 32 × 32",
    citation: "Krizhevsky (2009). Learning multiple layers of features from tiny images.",
    files: [
      File(name: "cifar-10-binary.tar.gz", checksum: .md5("c32a1d4ab5d03f1284b67883e8d87530"), size: 170_052_171)
    ],
    mirrors: ["https://www.cs.toronto.edu/~kriz/"],
    content: Content(
      folder: "cifar-10-batches-bin", names: (1...5).map { "data_batch_\($0).bin" } + ["test_batch.bin"],
      size: 30_730_000))

  /// How a fetch goes about it.
  public struct Options: Sendable {
    /// Instead of the mirrors, with or without a slash at its end.
    public var base: String?
    public var stall = 30.0
    public var pause = 1.0

    public init() {}
  }

  /// What happens on the way.
  public enum Event: Sendable {
    case progress(Download.Progress)
    case wasThere(String)
    case fetched(String)
    case unpacking(String)
  }

  /// Fetches the files into a folder, which must be there, and takes out of an archive what is needed. What is there
  /// already, whole, is left as it is.
  public func fetch(
    into folder: String, options: Options = Options(), isCancelled: @escaping @Sendable () -> Bool = { false },
    report: (Event) -> Void = { _ in }
  ) throws(DownloadError) {
    if let content, isUnpacked(content, folder) {
      for name in content.names { report(.wasThere(name)) }
      return
    }
    let bases = options.base.map { [$0.hasSuffix("/") ? $0 : $0 + "/"] } ?? mirrors
    for file in files {
      var download = Download(
        addresses: bases.map { $0 + file.name }, path: "\(folder)/\(file.name)", checksum: file.checksum,
        largest: 2 * file.size + 1_000_000)
      download.stall = options.stall
      download.pause = options.pause
      let isNew = try download.run(isCancelled: isCancelled) { report(.progress($0)) }
      report(isNew ? .fetched(file.name) : .wasThere(file.name))
      if let content { try unpack(file, content, folder, isCancelled, report) }
    }
  }

  private func isUnpacked(_ content: Content, _ folder: String) -> Bool {
    content.names.allSatisfy { name in
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      return attributes?[.size] as? Int == content.size
    }
  }

  private func unpack(
    _ file: File, _ content: Content, _ folder: String, _ isCancelled: () -> Bool, _ report: (Event) -> Void
  ) throws(DownloadError) {
    report(.unpacking(file.name))
    let archive = "\(folder)/\(file.name)"
    do {
      try TarArchive.extract(
        content.names.map {
          TarArchive.Member(name: "\(content.folder)/\($0)", size: content.size, path: "\(folder)/\($0)")
        }, from: archive, isCancelled: isCancelled)
    } catch {
      throw DownloadError(isCancelled() ? .interrupted : .file, error.place, error.problem)
    }
    // Its bytes are in the folder twice otherwise.
    try? FileManager.default.removeItem(atPath: archive)
  }
}
