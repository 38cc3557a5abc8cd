import Datasets
import Foundation

/// Where fetched data are: `$XDG_CACHE_HOME/hillock`, or `~/.cache/hillock`.
enum DataFolder {
  static var path: String {
    let environment = ProcessInfo.processInfo.environment
    // The standard says that a path that is not absolute is to be ignored.
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return cache + "/hillock" }
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (home ?? FileManager.default.homeDirectoryForCurrentUser.path) + "/.cache/hillock"
  }
}

extension Dataset {
  /// Data by a name or path as `load` finds them, fetched ones from the cache folder.
  static func loadOrCached(
    _ text: String, target: String? = nil, task: Task? = nil, roles: ColumnRoles = .none
  ) throws(DatasetError) -> Dataset {
    try load(text, target: target, task: task, cacheFolder: DataFolder.path, roles: roles)
  }
}
