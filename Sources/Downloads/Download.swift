import Datasets
import Foundation

/// One file, from the first of some addresses that gives the right bytes.
///
/// What has come is kept beside the file, as `NAME.part`, and goes on from there at the next attempt, of this call or of
/// a later one. Only what has the right checksum gets the file's name.
public struct Download: Sendable {
  /// Addresses of the same file, tried in this order.
  public var addresses: [String]
  public var path: String
  public var checksum: Checksum
  /// More bytes than this are not taken.
  public var largest: Int
  /// Seconds without a byte after which an attempt is given up.
  public var stall: Double
  /// Attempts in a row that bring nothing, after which an address is given up.
  public var attempts: Int
  /// Seconds between attempts, twice as many each time.
  public var pause: Double

  public init(
    addresses: [String], path: String, checksum: Checksum, largest: Int, stall: Double = 30, attempts: Int = 3,
    pause: Double = 1
  ) {
    (self.addresses, self.path, self.checksum, self.largest) = (addresses, path, checksum, largest)
    (self.stall, self.attempts, self.pause) = (stall, attempts, pause)
  }

  /// How far it is.
  public struct Progress: Sendable {
    public let name: String
    public let bytes: Int
    /// Nil where the server does not say.
    public let total: Int?
    /// Bytes of this attempt a second.
    public let rate: Double
  }

  private var part: String { path + ".part" }

  /// Fetches the file, unless it is there with the right checksum.
  /// - Returns: whether anything was fetched.
  @discardableResult
  public func run(
    isCancelled: @escaping @Sendable () -> Bool = { false }, progress: (Progress) -> Void = { _ in }
  ) throws(DownloadError) -> Bool {
    if FileManager.default.fileExists(atPath: path), try difference(path) == nil { return false }
    var last = DownloadError(.unreachable, path, "there is no address to fetch it from")
    for address in addresses {
      do throws(DownloadError) {
        try fetch(address, isCancelled, progress)
        return true
      } catch {
        if size(part) == 0 { remove(part) }
        guard error.kind == .unreachable || error.kind == .wrongBytes else { throw error }
        // Wrong bytes say more than a mirror that does not answer.
        if last.kind != .wrongBytes { last = error }
      }
    }
    throw last
  }

  private func fetch(
    _ address: String, _ isCancelled: @escaping @Sendable () -> Bool, _ progress: (Progress) -> Void
  ) throws(DownloadError) {
    guard let url = URL(string: address), let scheme = url.scheme, ["http", "https"].contains(scheme) else {
      throw DownloadError(.unreachable, address, "is no address; expected one that begins with https:// or http://")
    }
    // Bytes of an earlier call may be of another mirror: if the sum is wrong, once more from the start.
    var wasThere = size(part) > 0
    while true {
      try transfer(url, isCancelled, progress)
      guard let problem = try difference(part) else { break }
      remove(part)
      guard wasThere else {
        throw DownloadError(.wrongBytes, address, "sent another file than expected: \(problem)")
      }
      wasThere = false
    }
    guard rename(part, path) == 0 else {
      throw DownloadError(.file, path, "cannot be written: \(String(cString: strerror(errno)).lowercased())")
    }
  }

  /// Attempts until the file is whole, as far as the server says how long it is.
  private func transfer(
    _ url: URL, _ isCancelled: @escaping @Sendable () -> Bool, _ progress: (Progress) -> Void
  ) throws(DownloadError) {
    var failures = 0
    // A server that sends a byte at a time and breaks off is no server.
    for _ in 0..<100 {
      let before = size(part)
      let attempt = Transfer(url: url, part: part, largest: largest, stall: stall)
      let name = url.lastPathComponent
      let outcome = attempt.run(isCancelled: isCancelled) { bytes, total, rate in
        progress(Progress(name: name, bytes: bytes, total: total, rate: rate))
      }
      switch outcome {
      case .whole: return
      case .final(let error): throw error
      case .broken(let error):
        failures = size(part) > before ? 1 : failures + 1
        if failures >= attempts { throw error }
        try wait(pause * Double(1 << min(6, failures - 1)), isCancelled)
      }
    }
    throw DownloadError(.unreachable, url.absoluteString, "breaks off again and again")
  }

  private func wait(_ seconds: Double, _ isCancelled: () -> Bool) throws(DownloadError) {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if isCancelled() { throw DownloadError(.interrupted, path, "stopped; the same command goes on from here") }
      Thread.sleep(forTimeInterval: min(0.1, seconds))
    }
  }

  /// What is wrong with a file; that it cannot be read as what it should be is a difference too.
  private func difference(_ path: String) throws(DownloadError) -> String? {
    do {
      return try checksum.difference(path, named: self.path)
    } catch {
      return error.problem
    }
  }

  private func size(_ path: String) -> Int {
    ((try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int) ?? 0
  }

  private func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
