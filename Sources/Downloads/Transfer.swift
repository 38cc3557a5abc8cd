import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// One attempt: a request for what is not there yet, and its bytes appended to a file.
final class Transfer: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  enum Outcome: Sendable {
    case whole
    /// It broke off; another attempt may go on.
    case broken(DownloadError)
    /// Another attempt is of no use.
    case final(DownloadError)
  }

  private let url: URL
  private let part: String
  private let largest: Int
  private let stall: Double
  private let lock = NSLock()
  private let isDone = DispatchSemaphore(value: 0)
  // Guarded by `lock`.
  private var file: FileHandle?
  private var count = 0
  private var total: Int?
  private var outcome: Outcome?
  private var lastByte = ContinuousClock.now

  init(url: URL, part: String, largest: Int, stall: Double) {
    (self.url, self.part, self.largest, self.stall) = (url, part, largest, stall)
  }

  /// Waits for the end, a stall or a cancellation; `progress` is called on the caller's thread.
  func run(
    isCancelled: () -> Bool, progress: (_ bytes: Int, _ total: Int?, _ rate: Double) -> Void
  ) -> Outcome {
    let start: Int
    do {
      if !FileManager.default.fileExists(atPath: part) { try Data().write(to: URL(fileURLWithPath: part)) }
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: part))
      start = Int(try handle.seekToEnd())
      file = handle
    } catch {
      return .final(DownloadError(.file, part, "cannot be written: \(error.localizedDescription)"))
    }
    count = start
    var request = URLRequest(url: url)
    // As it is: a length and places within it mean nothing for bytes that were packed on the way.
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    if start > 0 { request.setValue("bytes=\(start)-", forHTTPHeaderField: "Range") }
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = stall + 5
    let session = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
    let task = session.dataTask(with: request)
    let began = ContinuousClock.now
    lastByte = began
    task.resume()
    while isDone.wait(timeout: .now() + 0.1) == .timedOut {
      let (bytes, total, silent) = lock.withLock { (count, self.total, (ContinuousClock.now - lastByte) / .seconds(1)) }
      progress(bytes, total, Double(bytes - start) / ((ContinuousClock.now - began) / .seconds(1)))
      if isCancelled() {
        end(.final(DownloadError(.interrupted, part, "stopped; the same command goes on from here")))
        break
      }
      if silent > stall {
        let what = String(format: "sent nothing for %.0f s, after %ld bytes", stall, bytes)
        end(.broken(DownloadError(.unreachable, url.absoluteString, what)))
        break
      }
    }
    session.invalidateAndCancel()
    return lock.withLock {
      try? file?.close()
      file = nil
      return outcome ?? .broken(DownloadError(.unreachable, url.absoluteString, "ended without a reason"))
    }
  }

  /// The first outcome stays.
  private func end(_ outcome: Outcome) { lock.withLock { if self.outcome == nil { self.outcome = outcome } } }

  private func unreachable(_ problem: String) -> DownloadError {
    DownloadError(.unreachable, url.absoluteString, problem)
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    let length = response.expectedContentLength
    var isRight = false
    lock.withLock {
      guard outcome == nil else { return }
      lastByte = .now
      switch status {
      case 200:
        // The whole file, whatever was asked for.
        do {
          try file?.truncate(atOffset: 0)
          count = 0
          isRight = true
        } catch { outcome = .final(DownloadError(.file, part, "cannot be written: \(error.localizedDescription)")) }
      case 206:
        let range = (response as? HTTPURLResponse)?.value(forHTTPHeaderField: "Content-Range") ?? ""
        isRight = range.hasPrefix("bytes \(count)-")
        if !isRight { restart("sent the range '\(range)'; expected it from byte \(count)") }
      case 416:
        restart("has nothing from byte \(count) on")
      case 500...:
        outcome = .broken(unreachable("answers with status \(status)"))
      default:
        outcome = .final(unreachable("answers with status \(status)"))
      }
      if isRight, length >= 0 { total = count + Int(length) }
      if let total, total > largest {
        outcome = .final(
          DownloadError(.wrongBytes, url.absoluteString, "has \(total) bytes; expected at most \(largest)"))
        isRight = false
      }
    }
    completionHandler(isRight ? .allow : .cancel)
  }

  /// With `lock`: from the start at the next attempt.
  private func restart(_ problem: String) {
    try? file?.truncate(atOffset: 0)
    outcome = .broken(unreachable(problem))
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let isTooMuch = lock.withLock {
      guard outcome == nil, let file else { return false }
      lastByte = .now
      if count + data.count > largest {
        outcome = .final(
          DownloadError(.wrongBytes, url.absoluteString, "sends more than \(largest) bytes, the most that is expected"))
        return true
      }
      do {
        try file.write(contentsOf: data)
        count += data.count
        return false
      } catch {
        outcome = .final(DownloadError(.file, part, "cannot be written: \(error.localizedDescription)"))
        return true
      }
    }
    if isTooMuch { dataTask.cancel() }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    lock.withLock {
      guard outcome == nil else { return }
      if let error {
        outcome = .broken(unreachable(error.localizedDescription))
      } else if let total, count < total {
        outcome = .broken(unreachable("broke off after \(count) of \(total) bytes"))
      } else {
        outcome = .whole
      }
    }
    isDone.signal()
  }
}
