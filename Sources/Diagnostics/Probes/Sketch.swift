/// How numbers of any sign and size are distributed, in little memory: a histogram whose buckets grow with the numbers.
///
/// A bucket is a sign, an exponent and the upper three bits of the mantissa of a `Float`, that is, its upper 12 bits: no
/// logarithm is taken, and eight buckets cover a factor of 2. What is said of a number in a bucket is the bucket's middle,
/// which is off by at most 1/16 of the number (`relativeError`); a quantile is off by as much. Zeros, subnormal numbers
/// (below 2⁻¹²⁶, which stand for 0 in quantiles), infinities and NaN are counted apart.
///
/// Two sketches merge exactly: the result is the sketch of both lots of numbers. There are at most 4,064 buckets of 10
/// bytes; numbers that spread over a factor of 1,000 on both sides of 0 take about 160. Counts are exact up to 2⁵³.
///
/// The idea is that of DDSketch (Masson, Rim, Lee 2019, doi:10.14778/3352063.3352135); to cut buckets by mantissa bits is
/// how HdrHistogram does it (Tene 2012).
public struct Sketch: Hashable, Sendable {
  /// 2⁻⁴
  public static let relativeError = 0.0625

  public private(set) var zeros = 0
  public private(set) var subnormals = 0
  public private(set) var minusInfinities = 0
  public private(set) var plusInfinities = 0
  public private(set) var notNumbers = 0
  /// Buckets in use in ascending order of their numbers: ± the upper 11 bits of the magnitude.
  private var keys: [Int16] = []
  private var counts: [Int] = []

  static let mantissaBits = 3
  private static let shift = 23 - mantissaBits
  /// Magnitudes' upper bits: subnormal below the first, not finite from the last on.
  private static let firstKey = 1 << mantissaBits
  private static let endKey = 255 << mantissaBits

  public init() {}

  public init(_ values: some Sequence<Float>) {
    Array(values).withUnsafeBufferPointer { add($0) }
  }

  /// Numbers that were added.
  public var count: Int { finiteCount + minusInfinities + plusInfinities + notNumbers }

  public var finiteCount: Int { counts.reduce(zeros + subnormals, +) }

  /// Buckets in use.
  public var bucketCount: Int { keys.count }

  /// Adds numbers.
  /// - Parameter factor: what each of them is multiplied by before.
  public mutating func add(_ values: UnsafeBufferPointer<Float>, times factor: Float = 1) {
    guard let start = values.baseAddress else { return }
    add(rows: 1, columns: values.count, times: factor) { _ in start }
  }

  /// Adds rows of numbers.
  mutating func add(rows: Int, columns: Int, times factor: Float = 1, row: (Int) -> UnsafePointer<Float>) {
    let places = 1 << (32 - Self.shift)
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: places) { tally in
      guard let tally = tally.baseAddress else { return }
      tally.initialize(repeating: 0, count: places)
      var zeros: UInt32 = 0
      for r in 0..<rows {
        let values = row(r)
        for i in 0..<columns {
          let bits = (values[i] * factor).bitPattern
          tally[Int(bits >> UInt32(Self.shift))] &+= 1
          zeros &+= bits << 1 == 0 ? 1 : 0
        }
      }
      take(tally, zeros: Int(zeros), places / 2)
      if tally[Self.endKey] > 0 || tally[Self.endKey + places / 2] > 0 {
        // NaN with few bits set falls where infinities do.
        for r in 0..<rows {
          let values = row(r)
          for i in 0..<columns { addNotFinite(values[i] * factor) }
        }
      }
    }
  }

  private mutating func addNotFinite(_ value: Float) {
    guard value.magnitude.bitPattern >> UInt32(Self.shift) == UInt32(Self.endKey) else { return }
    if value.isNaN {
      notNumbers += 1
    } else if value < 0 {
      minusInfinities += 1
    } else {
      plusInfinities += 1
    }
  }

  /// - Parameter half: places of each sign.
  private mutating func take(_ tally: UnsafePointer<UInt32>, zeros: Int, _ half: Int) {
    var added = Sketch()
    for key in (Self.firstKey..<Self.endKey).reversed() where tally[half + key] > 0 {
      added.keys.append(Int16(-key))
      added.counts.append(Int(tally[half + key]))
    }
    for key in Self.firstKey..<Self.endKey where tally[key] > 0 {
      added.keys.append(Int16(key))
      added.counts.append(Int(tally[key]))
    }
    added.zeros = zeros
    added.subnormals = (0..<Self.firstKey).reduce(-zeros) { $0 + Int(tally[$1]) + Int(tally[half + $1]) }
    added.notNumbers = (Self.endKey + 1..<half).reduce(0) { $0 + Int(tally[$1]) + Int(tally[half + $1]) }
    if count == 0 { self = added } else { merge(added) }
  }

  /// Adds what another sketch has counted.
  public mutating func merge(_ other: Sketch) {
    zeros += other.zeros
    subnormals += other.subnormals
    minusInfinities += other.minusInfinities
    plusInfinities += other.plusInfinities
    notNumbers += other.notNumbers
    var (i, j) = (0, 0)
    var merged = Sketch()
    merged.keys.reserveCapacity(max(keys.count, other.keys.count))
    merged.counts.reserveCapacity(max(keys.count, other.keys.count))
    while i < keys.count || j < other.keys.count {
      let own = i < keys.count ? keys[i] : .max
      let theirs = j < other.keys.count ? other.keys[j] : .max
      var sum = 0
      if own <= theirs {
        sum += counts[i]
        i += 1
      }
      if theirs <= own {
        sum += other.counts[j]
        j += 1
      }
      merged.keys.append(min(own, theirs))
      merged.counts.append(sum)
    }
    (keys, counts) = (merged.keys, merged.counts)
  }
}

// MARK: - What it says

extension Sketch {
  /// The number at place ⌈q n⌉ of the n numbers in ascending order, but at least the first; NaN does not count.
  ///
  /// Off by at most `relativeError` of it; 0 for subnormal numbers, ±∞ for infinities.
  /// - Returns: nil if there are no numbers, or q is not between 0 and 1.
  public func quantile(_ q: Double) -> Double? {
    let total = count - notNumbers
    guard total > 0, (0...1).contains(q) else { return nil }
    var left = min(total, max(1, Int((q * Double(total)).rounded(.up)))) - minusInfinities
    if left <= 0 { return -.infinity }
    let split = firstPositive
    for i in 0..<split {
      left -= counts[i]
      if left <= 0 { return middle(i) }
    }
    left -= zeros + subnormals
    if left <= 0 { return 0 }
    for i in split..<keys.count {
      left -= counts[i]
      if left <= 0 { return middle(i) }
    }
    return .infinity
  }

  /// A bucket's edges, and the share of all numbers that it holds.
  public struct Bar: Hashable, Sendable {
    public var low: Double
    public var high: Double
    public var share: Double
  }

  /// The buckets that hold something, in ascending order: those below 0, then those above it. What `nearZeroShare` counts
  /// is in none.
  public var bars: [Bar] {
    let total = Double(max(1, count))
    return keys.indices.map {
      let (low, high) = edges($0)
      return Bar(low: low, high: high, share: Double(counts[$0]) / total)
    }
  }

  /// Share of zeros and subnormal numbers.
  public var nearZeroShare: Double { Double(zeros + subnormals) / Double(max(1, count)) }

  /// A histogram of other bins: the share of all numbers between each edge and the next. The numbers of a bucket are
  /// taken to lie evenly in it, zeros in the bin that begins at 0 or below it. What lies outside is in no bin.
  /// - Parameter edges: in ascending order.
  public func shares(between edges: [Double]) -> [Double] {
    guard edges.count > 1 else { return [] }
    var shares = [Double](repeating: 0, count: edges.count - 1)
    if let bin = shares.indices.last(where: { edges[$0] <= 0 }), edges[bin + 1] > 0 { shares[bin] = nearZeroShare }
    var first = 0
    for bar in bars {
      // Bars ascend, so bins that lie below this one are done with.
      while first < shares.count, edges[first + 1] <= bar.low { first += 1 }
      var bin = first
      while bin < shares.count, edges[bin] < bar.high {
        let overlap = min(bar.high, edges[bin + 1]) - max(bar.low, edges[bin])
        shares[bin] += bar.share * max(0, overlap) / (bar.high - bar.low)
        bin += 1
      }
    }
    return shares
  }

  private var firstPositive: Int { keys.firstIndex { $0 > 0 } ?? keys.count }

  private func edges(_ i: Int) -> (low: Double, high: Double) {
    let key = Int(keys[i].magnitude)
    let (near, far) = (Self.edge(key), Self.edge(key + 1))
    return keys[i] > 0 ? (near, far) : (-far, -near)
  }

  private func middle(_ i: Int) -> Double {
    let (low, high) = edges(i)
    return (low + high) / 2
  }

  /// The smallest magnitude of a bucket; 2¹²⁸ behind the last.
  private static func edge(_ key: Int) -> Double {
    let steps = 1 << mantissaBits
    let fraction = Double(key % steps) / Double(steps)
    return Double(sign: .plus, exponent: key / steps - 127, significand: 1 + fraction)
  }
}

// MARK: - Text

/// Counts that are 0 are left out. Buckets are text, "1016:3,5,8;1030:2": a first bucket and the counts of it and those
/// next to it.
extension Sketch: Codable {
  private enum Key: String, CodingKey {
    case zeros, subnormals, minusInfinities, plusInfinities, notNumbers, buckets
  }

  private static var others: [(Key, WritableKeyPath<Sketch, Int>)] {
    [
      (.zeros, \.zeros), (.subnormals, \.subnormals), (.minusInfinities, \.minusInfinities),
      (.plusInfinities, \.plusInfinities), (.notNumbers, \.notNumbers),
    ]
  }

  private static let mostCounted = 1 << 53

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for (key, path) in Self.others where self[keyPath: path] > 0 {
      try container.encode(self[keyPath: path], forKey: key)
    }
    if !keys.isEmpty { try container.encode(bucketText, forKey: .buckets) }
  }

  private var bucketText: String {
    var text = ""
    for i in keys.indices {
      let follows = i > 0 && keys[i] == keys[i - 1] + 1
      if i > 0 { text += follows ? "," : ";" }
      text += follows ? "\(counts[i])" : "\(keys[i]):\(counts[i])"
    }
    return text
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    var total = 0
    func add(_ count: Int, _ key: Key) throws {
      guard (0...Self.mostCounted).contains(count), total + count <= Self.mostCounted else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "a count of \(count); expected 0 to 2^53 in all")
      }
      total += count
    }
    for (key, path) in Self.others {
      let count = try container.decodeIfPresent(Int.self, forKey: key) ?? 0
      try add(count, key)
      self[keyPath: path] = count
    }
    for run in try container.decodeIfPresent(String.self, forKey: .buckets)?.split(separator: ";") ?? [] {
      let parts = run.split(separator: ":")
      guard parts.count == 2, var key = Int(parts[0]) else {
        throw DecodingError.dataCorruptedError(
          forKey: .buckets, in: container, debugDescription: "'\(run)'; expected bucket:count,count …")
      }
      for text in parts[1].split(separator: ",") {
        let isBucket =
          (Self.firstKey..<Self.endKey).contains(Int(clamping: key.magnitude)) && key > Int(keys.last ?? .min)
        guard isBucket, let count = Int(text), count > 0 else {
          throw DecodingError.dataCorruptedError(
            forKey: .buckets, in: container, debugDescription: "'\(text)' for bucket \(key); expected a count, in order"
          )
        }
        try add(count, .buckets)
        keys.append(Int16(key))
        counts.append(count)
        key += 1
      }
    }
  }
}
