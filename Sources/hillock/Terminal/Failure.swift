import Activations
import ArgumentParser
import Claims
import Datasets
import Downloads
import Foundation
import Models
import NeuralNetworks
import OneDNN
import Studies

/// Exit statuses, after sysexits.h.
enum Status {
  static let usage: Int32 = 64
  static let data: Int32 = 65
  static let interrupted: Int32 = 130
}

/// Runs a command's work; whatever it throws becomes one line on standard error and the exit status that fits.
func reporting(_ work: () throws -> Void) throws {
  do {
    try work()
  } catch let error as ExitCode {
    throw error
  } catch let error as ActivationError {
    throw failure("\(error)", Status.usage)
  } catch let error as UsageError {
    throw failure(error.description, Status.usage)
  } catch let error as DatasetError {
    throw failure("\(error)", Status.data)
  } catch let error as DownloadError {
    switch error.kind {
    case .wrongBytes: throw failure("\(error)", Status.data)
    case .interrupted: throw failure("\(error)", Status.interrupted)
    case .unreachable, .file: throw failure("\(error)", 1)
    }
  } catch let error as TrainingInterrupted {
    throw failure("\(error)", Status.interrupted)
  } catch let error as Stopped {
    throw failure("\(error)", Status.interrupted)
  } catch let error as ModelError {
    throw failure("\(error)", Status.data)
  } catch let error as NetworkError {
    throw failure("\(error)", Status.usage)
  } catch let error as OneDNNError {
    throw failure("\(error)", 1)
  } catch let error as ClaimError {
    switch error {
    case .setup: throw failure("\(error)", 1)
    case .store: throw failure("\(error)", Status.data)
    case .interrupted: throw failure("\(error)", Status.interrupted)
    }
  } catch let error as StudyError {
    switch error {
    case .plan: throw failure("\(error)", Status.usage)
    case .store(_, _): throw failure("\(error)", Status.data)
    case .busy, .unwritable, .trial: throw failure("\(error)", 1)
    case .interrupted: throw failure("\(error)", Status.interrupted)
    }
  } catch {
    throw failure("\(error.localizedDescription)", 1)
  }
}

/// What a person typed that makes no sense.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Ctrl-C while a network is trained.
struct TrainingInterrupted: Error, CustomStringConvertible {
  let done: Int
  let total: Int

  var description: String {
    "stopped after \(done) of \(total) epochs; the same command with --resume goes on from there"
  }
}

/// Ctrl-C during work that begins anew the next time.
struct Stopped: Error, CustomStringConvertible {
  let done: Int
  let total: Int
  let unit: String

  var description: String { "stopped after \(done) of \(total) \(unit); nothing was written" }
}

private func failure(_ message: String, _ status: Int32) -> ExitCode {
  Terminal.error("hillock: \(message)")
  return ExitCode(status)
}

/// Standard output and error.
enum Terminal {
  static func error(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

  /// A line on standard output that is seen at once, in a pipe or a file too.
  static func printNow(_ text: String) {
    print(text)
    fflush(nil)
  }

  /// Whether standard error is a terminal, on which progress is shown.
  static let showsProgress = isatty(2) != 0

  /// Whether standard output is a terminal that wants colours.
  static let hasColour = isatty(1) != 0 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil

  static func bold(_ text: String) -> String { hasColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}

/// Files that commands write: beside, then renamed.
enum OutputFile {
  static func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw StudyError.unwritable(path: path, problem: reason(error, path))
    }
  }

  static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      let isFile = FileManager.default.fileExists(atPath: path) && !isFolder(path)
      throw StudyError.unwritable(
        path: path, problem: isFile ? "is a file; expected a folder, or nothing yet" : reason(error, path))
    }
  }

  /// What stands in the way, looked up: Foundation's own descriptions name an error's number.
  private static func reason(_ error: any Error, _ path: String) -> String {
    if isFolder(path) { return "cannot be written: it is a folder" }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if !FileManager.default.fileExists(atPath: folder) { return "cannot be written: there is no folder \(folder)" }
    if !isFolder(folder) { return "cannot be written: \(folder) is a file, not a folder" }
    if !FileManager.default.isWritableFile(atPath: folder) { return "cannot be written: no permission in \(folder)" }
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    if let underlying, underlying.domain == NSPOSIXErrorDomain {
      return "cannot be written: \(String(cString: strerror(Int32(underlying.code))).lowercased())"
    }
    return "cannot be written: \(error.localizedDescription)"
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
