/// A reader that is given whatever libFuzzer thinks of. To add one: a file in `Targets`, its name in `all`, and in
/// Package.swift the module that it reads with, if it is a new one.
struct FuzzTarget: Sendable {
  /// As it is given in TARGETS.
  let name: String
  /// Small inputs to begin with, most of them good ones.
  let seeds: @Sendable () -> [[UInt8]]
  /// What the format says in words, for libFuzzer to put in.
  let words: [String]
  /// Reads one input. An error is a good answer; a trap is a find, and so is a result that contradicts itself.
  let run: @Sendable ([UInt8]) -> Void

  static let all = [idx, cifar, csv, npy, npz, safetensors, yaml]
}

/// Says what does not hold and stops as a trap does.
func demand(_ condition: Bool, _ what: @autoclosure () -> String) {
  if !condition { fatalError(what()) }
}
