#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Simulated t statistics of one family of comparisons without any difference, from look to look: rows of correlated
/// normal deviates, and of each column its own mean and variance.
struct NullPaths {
  typealias Lanes = SIMD8<Float>

  private let columns: Int
  /// Groups of eight draws, one in each lane.
  private let groups: Int
  /// How many rows each column has.
  private var counts: [Int]
  /// Group after group, in it column after column.
  private var sums: [Lanes]
  private var squares: [Lanes]
  /// By group, the draws that crossed a boundary at an earlier look.
  private var crossed: [SIMDMask<SIMD8<Int32>>]
  private var deviates: Deviates

  init(columns: Int, draws: Int, seed: UInt64, index: Int) {
    self.columns = columns
    groups = max(1, (draws + 7) / 8)
    counts = [Int](repeating: 0, count: columns)
    sums = [Lanes](repeating: .zero, count: groups * columns)
    squares = sums
    crossed = [SIMDMask<SIMD8<Int32>>](repeating: .init(repeating: false), count: groups)
    deviates = Deviates(seed: seed, index: UInt32(truncatingIfNeeded: index))
  }

  /// Roughly how many nanoseconds a draw takes.
  static func cost(columns: Int, rows: Int) -> Double {
    Double(rows) * Double(columns) * (7 + 0.4 * Double(columns))
  }

  /// Draws as many rows more as are needed for `counts`. A column that has enough already takes none; `factor` is the
  /// lower triangle of the correlations.
  mutating func advance(to wanted: [Int], factor: [Float]) {
    let added = (0..<columns).map { max(0, wanted[$0] - counts[$0]) }
    let rows = added.max() ?? 0
    guard rows > 0 else { return }
    for c in 0..<columns { counts[c] += added[c] }
    let ziggurat = Ziggurat()
    var deviates = self.deviates
    let columns = self.columns
    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: columns) { row in
      sums.withUnsafeMutableBufferPointer { sums in
        squares.withUnsafeMutableBufferPointer { squares in
          factor.withUnsafeBufferPointer { factor in
            for g in 0..<groups {
              for r in 0..<rows {
                for c in 0..<columns { row[c] = deviates.next(ziggurat) }
                for c in 0..<columns where r < added[c] {
                  var value = Lanes.zero
                  let line = c * columns
                  for d in 0...c { value += Lanes(repeating: factor[line + d]) * row[d] }
                  sums[g * columns + c] += value
                  squares[g * columns + c] += value * value
                }
              }
            }
          }
        }
      }
    }
    self.deviates = deviates
  }

  /// t² of a column with n rows: (sum²/n) / ((squares − sum²/n) / (n − 1))
  @inline(__always)
  private func statistic(_ place: Int, _ n: Float) -> Lanes {
    let share = sums[place] * sums[place] / n
    let rest = squares[place] - share
    return share * (n - 1) / rest.clamped(lowerBound: Lanes(repeating: 1e-30), upperBound: Lanes(repeating: .infinity))
  }

  /// Where the p-values of the columns in use fall, in draws that did not cross before.
  func crossings(_ isUsed: [Bool]) -> Crossings {
    let used = (0..<columns).filter { isUsed[$0] && counts[$0] > 1 }
    var all = [Int](repeating: 0, count: Crossings.levels)
    var first = all
    var edges: [Int: [Float]] = [:]
    for c in used where edges[counts[c]] == nil { edges[counts[c]] = Self.edges(counts[c]) }
    let columnEdges = used.map { edges[counts[$0]] ?? [] }
    for g in 0..<groups {
      var highest = SIMD8<Int32>(repeating: -1)
      for (edges, c) in zip(columnEdges, used) {
        let t = statistic(g * columns + c, Float(counts[c]))
        for lane in 0..<8 {
          var level = 0
          while level + 1 < edges.count, t[lane] >= edges[level + 1] { level += 1 }
          all[level] += 1
          highest[lane] = max(highest[lane], Int32(level))
        }
      }
      for lane in 0..<8 where !crossed[g][lane] && highest[lane] >= 0 { first[Int(highest[lane])] += 1 }
    }
    return Crossings(count: used.count, all: all, first: first)
  }

  /// Keeps which draws cross the boundary at `level`.
  mutating func mark(_ isUsed: [Bool], level: Double) {
    var bounds: [Int: Float] = [:]
    for c in 0..<columns where isUsed[c] && counts[c] > 1 {
      let bound = bounds[counts[c]] ?? Self.bound(level, counts[c])
      bounds[counts[c]] = bound
      for g in 0..<groups {
        crossed[g] .|= statistic(g * columns + c, Float(counts[c])) .>= Lanes(repeating: bound)
      }
    }
  }

  private static func edges(_ count: Int) -> [Float] {
    (0..<Crossings.levels).map { bound(Crossings.level($0), count) }
  }

  /// The t² beyond which a two-sided p-value is below `level`.
  private static func bound(_ level: Double, _ count: Int) -> Float {
    let t = StudentT.upperQuantile(level / 2, freedom: Double(count - 1))
    return Float(t * t)
  }
}
