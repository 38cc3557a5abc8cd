internal import Randomness

extension Dataset {
  /// What stands in for new examples from the same source.
  public enum Replication: String, Codable, Sendable {
    /// Generated data: every seed has its own examples, by `draw`.
    case draws
    /// Random splits, of whole groups where there are groups.
    case splits
    /// Trained on the past, tested on what follows.
    case windows
    /// The user's own split.
    case folds
    /// The data come with a test part of their own.
    case fixedTest
  }

  public var replication: Replication {
    if testStart != nil { return .fixedTest }
    if isGenerated { return .draws }
    if folds != nil { return .folds }
    return order == nil ? .splits : .windows
  }

  /// How many different outer splits there are: nil for any number, as of random splits. As many as folds; 10 windows,
  /// fewer where they would have less than 5 rows or part rows of the same time, but at least 1 where there are two
  /// times (0 where there is one); 1 for data with a test part of their own.
  public var splitLimit: Int? {
    switch replication {
    case .draws, .splits: nil
    case .folds: foldNames.count
    case .windows: max(0, Windows(examples.count, order ?? []).cuts.count - 1)
    case .fixedTest: 1
    }
  }

  /// Splits off what is tested: the same rows for the same seed and index, however many splits there are.
  ///
  /// - Random splits: a fifth of the rows, of every class or, for numbers to predict, of every tenth of them, as nearly as
  ///   whole rows allow. Every row is as likely to be tested as any other, but for classes of 1 or 2 rows, which stay in
  ///   development (those of 2 only where some class has more).
  /// - Groups: a fifth of the groups, likewise, by the class that is most frequent in them or the mean of their targets.
  ///   A group stays in development where it has all the rows that are left of a class, or would bring the test part
  ///   above half of all rows.
  /// - Windows: the last half of the rows in blocks; a block is tested after all that was before it.
  /// - Folds: the fold of that index.
  /// - A test part of their own: that one, whatever the index.
  /// - Throws: `DatasetError` for an index that there is no split for, and for data that cannot be split so.
  public func outerSplit(_ index: Int, seed: UInt64) throws(DatasetError) -> (development: [Int], test: [Int]) {
    guard index >= 0, index <= UInt32.max else { throw noSplit(index) }
    switch replication {
    case .fixedTest:
      let start = testStart ?? examples.count
      return (Array(0..<start), Array(start..<examples.count))
    case .folds:
      guard index < foldNames.count else { throw noSplit(index) }
      let rows = folds ?? []
      let (test, development) = (
        rows.indices.filter { rows[$0] == index }, rows.indices.filter { rows[$0] != index }
      )
      guard !development.isEmpty, !test.isEmpty else {
        throw DatasetError(name, "fold '\(foldNames[index])' has \(test.count) of \(rows.count) rows; expected some")
      }
      return (development, test)
    case .windows:
      let windows = Windows(examples.count, order ?? [])
      guard windows.cuts.count > 1 else { throw oneTime("all rows") }
      guard index < windows.cuts.count - 1 else { throw noSplit(index) }
      let cuts = windows.cuts
      return (Array(windows.rows[..<cuts[index]]), Array(windows.rows[cuts[index]..<cuts[index + 1]]))
    case .draws, .splits:
      var stream = RandomStream(seed: seed, purpose: .outerSplit, index: UInt32(index))
      let (rest, drawn) = try drawn(0.2, of: Array(0..<examples.count), for: "a test part", &stream)
      return (rest, drawn)
    }
  }

  /// Splits off a quarter of a development part, on which learning rates are tuned, in the same manner as the test part
  /// was: by rows, by groups, or by time. Folds are split by rows.
  ///
  /// By time it is the last quarter: of all of development for index 0, of its first 85 %, 70 %, 55 % and 40 % for 1 to 4,
  /// and the same again from 5. Where such a beginning is too short for two times, all of development is taken.
  /// - Parameters:
  ///   - index: every index has a split of its own.
  ///   - development: of the outer split; its order does not matter.
  ///   - outer: the outer split's index.
  public func innerSplit(
    _ index: Int, of development: [Int], outer: Int, seed: UInt64
  ) throws(DatasetError) -> (train: [Int], validation: [Int]) {
    guard index >= 0, index <= UInt32.max, outer >= 0, outer <= UInt32.max else { throw noSplit(min(index, outer)) }
    var stream = RandomStream(seed: seed, purpose: .innerSplit, index: UInt32(outer), step: UInt32(index))
    let share = 1 - 0.15 * Double(index % 5)
    return try parted(development, 0.25, beginning: share, for: "tuning", &stream)
  }

  /// The outer split, and a tenth of its development part to watch while the rest is trained on: by rows or by groups, or
  /// the last tenth by time.
  public func finalSplit(_ index: Int, seed: UInt64) throws(DatasetError) -> RowSplit {
    let (development, test) = try outerSplit(index, seed: seed)
    var stream = RandomStream(seed: seed, purpose: .finalSplit, index: UInt32(index))
    let (train, validation) = try parted(development, 0.1, beginning: 1, for: "a validation part", &stream)
    return RowSplit(train: train, validation: validation, test: test)
  }

  private func parted(
    _ development: [Int], _ share: Double, beginning: Double, for purpose: String, _ stream: inout RandomStream
  ) throws(DatasetError) -> (train: [Int], validation: [Int]) {
    let development = development.sorted()
    guard replication == .windows, let order else {
      let (rest, drawn) = try drawn(share, of: development, for: purpose, &stream)
      return (rest, drawn)
    }
    let times = TimeOrder(development, order)
    guard let (train, validation) = times.beginning(beginning).parted(share) ?? times.parted(share) else {
      throw oneTime("all \(development.count) rows for \(purpose)")
    }
    return (stream.shuffled(train), validation)
  }

  private func noSplit(_ index: Int) -> DatasetError {
    DatasetError(name, "has no split \(index); expected 0 to \((splitLimit ?? Int(UInt32.max) + 1) - 1)")
  }

  private func oneTime(_ which: String) -> DatasetError {
    DatasetError(name, "\(which) have the same '\(roles.order ?? "order")'; expected earlier and later ones")
  }
}
