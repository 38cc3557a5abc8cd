internal import NeuralNetworks

/// One layer's units from census to census.
struct LayerHistory {
  private struct Unit {
    var isDead = false
    var wasEverActive = false
    var death: Death?
    var revived: Int?
  }

  private var units: [Unit]
  private(set) var last: UnitCensus.Layer

  init(_ first: UnitCensus.Layer) {
    units = (0..<first.units).map { Unit(isDead: first.isDead($0), wasEverActive: !first.isDead($0)) }
    last = first
  }

  /// Takes in the next census. Returns how many units died.
  mutating func add(_ now: UnitCensus.Layer, step: Int, death: (_ unit: Int, _ before: UnitCensus.Layer) -> Death)
    -> Int
  {
    var deaths = 0
    for i in units.indices {
      let isDead = now.isDead(i)
      defer { units[i].isDead = isDead }
      if isDead, !units[i].isDead {
        units[i].death = death(i, last)
        units[i].revived = nil
        deaths += 1
      } else if !isDead, units[i].isDead {
        units[i].revived = step
      }
      if !isDead { units[i].wasEverActive = true }
    }
    last = now
    return deaths
  }

  /// As things stand.
  func fates(sparseShare: Double) -> [UnitFate] {
    units.indices.map { i in
      let unit = units[i]
      let share = last.share(i)
      if unit.isDead { return unit.death.map { .died($0) } ?? .bornDead }
      if let step = unit.revived { return .revived(died: unit.death, revived: step, share: share) }
      if share < sparseShare { return .sparse(share: share) }
      return last.activeOnBatch[i] == 0 ? .deadOnThisBatch(share: share) : .alive(share: share)
    }
  }
}
