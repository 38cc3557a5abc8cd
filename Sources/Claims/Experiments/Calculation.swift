/// An experiment of a few calculations: identities, counts, and times.
public struct Calculation: Experiment {
  /// Changed whenever what is calculated changes, so that earlier results are not taken for it.
  let version: Int
  let name: String
  let isTiming: Bool
  let work: @Sendable (_ scale: ClaimScale, _ isCancelled: () -> Bool) throws -> Observation?
  let show: @Sendable (_ found: Observation, _ scale: ClaimScale) -> Evidence

  init(
    _ name: String, version: Int = 1, isTiming: Bool = false,
    _ work: @escaping @Sendable (_ scale: ClaimScale, _ isCancelled: () -> Bool) throws -> Observation?,
    show: @escaping @Sendable (_ found: Observation, _ scale: ClaimScale) -> Evidence
  ) {
    self.name = name
    self.version = version
    self.isTiming = isTiming
    self.work = work
    self.show = show
  }

  private func key(_ context: ClaimContext) -> String {
    // A time is one machine's.
    "calculation/\(name)/\(version)/\(context.scale.rawValue)" + (isTiming ? "/\(context.machine)" : "")
  }

  public func keys(_ known: Known, _ context: ClaimContext) -> [String] { [key(context)] }
  public func expectedCount(_ context: ClaimContext) -> Int { 1 }

  public func next(_ known: Known, _ context: ClaimContext) -> [Cell] {
    let key = key(context)
    guard known[key] == nil else { return [] }
    let (work, scale) = (work, context.scale)
    return [Cell(key: key, isTiming: isTiming) { try work(scale, $0) }]
  }

  public func evidence(_ known: Known, _ context: ClaimContext) throws -> Evidence {
    guard let found = known[key(context)] else { throw ClaimError.setup("\(name) was not calculated") }
    return show(found, context.scale)
  }
}
