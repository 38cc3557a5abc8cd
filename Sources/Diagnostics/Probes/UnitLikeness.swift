/// How much a layer's units say that others do not.
struct UnitLikeness {
  let array: LayerArray
  let moments: UnitMoments
  /// Which units vary at all.
  let varying: [Bool]

  /// With fewer rows, units that have nothing to do with each other would agree.
  private static let leastRows = 8
  private static let mostUnits = 64
  private static let mostRows = 64

  /// Share of units whose |correlation| with another is above 0.999, of at most 64 that vary. 0 for fewer than 8 rows.
  ///
  /// Of two units scaled to a mean of 0 and a length of 1, |u ∓ v|² = 2 (1 ∓ ρ). Its sum over the first rows alone is
  /// above 2 (1 − 0.999) for nearly every pair, which is then done with.
  var duplicateShare: Double {
    let rows = array.readRows
    let looked = (0..<min(Self.mostUnits, array.units)).map { $0 * array.units / min(Self.mostUnits, array.units) }
    let units = looked.filter { varying[$0] && moments.counts[$0] == Double(rows) }
    guard units.count > 1, rows >= Self.leastRows else { return 0 }
    let means = units.map { moments.means[$0] }
    let factors = units.map { 1 / (moments.variances[$0] * Double(rows)).squareRoot() }
    let limit = 2 * (1 - LayerReading.duplicateCorrelation)

    /// Row after row, the units' scaled numbers.
    var first = [Float](repeating: 0, count: Self.leastRows * units.count)
    for r in 0..<Self.leastRows {
      let row = array.readRow(r)
      for i in units.indices { first[r * units.count + i] = Float((Double(row[units[i]]) - means[i]) * factors[i]) }
    }
    var lengths = [Float](repeating: 0, count: units.count)
    for r in 0..<Self.leastRows {
      for i in units.indices { lengths[i] += first[r * units.count + i] * first[r * units.count + i] }
    }

    func agree(_ i: Int, _ j: Int) -> Bool {
      var (minus, plus) = (0.0, 0.0)
      for r in 0..<rows {
        let row = array.readRow(r)
        let u = (Double(row[units[i]]) - means[i]) * factors[i]
        let v = (Double(row[units[j]]) - means[j]) * factors[j]
        minus += (u - v) * (u - v)
        plus += (u + v) * (u + v)
        if min(minus, plus) > limit { return false }
      }
      return true
    }

    var follows = [Bool](repeating: false, count: units.count)
    var products = [Float](repeating: 0, count: units.count)
    let loose = Float(limit) + 1e-5
    for i in units.indices {
      for j in units.indices { products[j] = 0 }
      for r in 0..<Self.leastRows {
        let u = first[r * units.count + i]
        for j in i..<units.count { products[j] += u * first[r * units.count + j] }
      }
      for j in i + 1..<max(i + 1, units.count) where !(follows[i] && follows[j]) {
        guard lengths[i] + lengths[j] - 2 * products[j].magnitude <= loose, agree(i, j) else { continue }
        (follows[i], follows[j]) = (true, true)
      }
    }
    return Double(follows.count { $0 }) / Double(units.count)
  }

  /// (Σλ)² / Σλ² of the covariance of the varying units over at most 64 rows.
  ///
  /// The sums are the trace and the squared Frobenius norm, of the products of rows as well as of units: no eigenvalue is
  /// sought.
  var effectiveRank: Double {
    let units = varying.indices.filter { varying[$0] }
    let candidates = (0..<min(Self.mostRows, array.readRows)).map { place in
      array.readRow(place * array.readRows / min(Self.mostRows, array.readRows))
    }
    let isFinite = moments.counts.allSatisfy { $0 == Double(array.readRows) }
    let rows = isFinite ? candidates : candidates.filter { row in units.allSatisfy { row[$0].isFinite } }
    guard !units.isEmpty, rows.count > 1 else { return 0 }
    let width = (array.units + 7) & ~7
    let height = (rows.count + 3) & ~3
    var centred = [Float](repeating: 0, count: width * height)
    guard centre(rows, &centred, width) else { return 0 }
    let (trace, squares) = Self.products(centred, rows: height, width: width)
    return squares > 0 ? trace * trace / squares : 0
  }

  /// The rows without their mean, over the largest magnitude; 0 for units that do not vary.
  /// - Returns: false if there is nothing but zeros.
  private func centre(_ rows: [UnsafePointer<Float>], _ centred: UnsafeMutablePointer<Float>, _ width: Int) -> Bool {
    let units = array.units
    let kept = varying.map { Float($0 ? 1 : 0) }
    var peaks = [Float](repeating: 0, count: units)
    var means = [Double](repeating: 0, count: units)
    Self.copy(rows, units, kept, to: centred, width, peaks: &peaks, sums: &means)
    guard let largest = peaks.max(), largest > 0 else { return false }
    for c in 0..<units { means[c] /= Double(rows.count) }
    Self.subtract(means, times: 1 / Double(largest), from: centred, rows: rows.count, units, width)
    return true
  }

  private static func copy(
    _ rows: [UnsafePointer<Float>], _ units: Int, _ kept: UnsafePointer<Float>, to copy: UnsafeMutablePointer<Float>,
    _ width: Int, peaks: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Double>
  ) {
    for (r, row) in rows.enumerated() {
      let own = copy + r * width
      for c in 0..<units {
        let value = kept[c] > 0 ? row[c] : 0
        own[c] = value
        peaks[c] = value.magnitude > peaks[c] ? value.magnitude : peaks[c]
      }
      for c in 0..<units { sums[c] += Double(own[c]) }
    }
  }

  private static func subtract(
    _ means: UnsafePointer<Double>, times factor: Double, from rows: UnsafeMutablePointer<Float>, rows count: Int,
    _ units: Int, _ width: Int
  ) {
    for r in 0..<count {
      let row = rows + r * width
      for c in 0..<units { row[c] = Float((Double(row[c]) - means[c]) * factor) }
    }
  }

  /// Trace and squared Frobenius norm of X Xᵀ. Rows are a multiple of 4, the width of 8.
  private static func products(_ x: [Float], rows: Int, width: Int) -> (trace: Double, squares: Double) {
    x.withUnsafeBytes { bytes in
      let size = MemoryLayout<Float>.stride
      func at(_ row: Int, _ i: Int) -> SIMD8<Float> {
        bytes.loadUnaligned(fromByteOffset: (row &* width &+ i) &* size, as: SIMD8<Float>.self)
      }
      var (trace, squares) = (0.0, 0.0)
      for i in 0..<rows {
        for block in stride(from: i & ~3, to: rows, by: 4) {
          var (a, b, c, d) = (SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>())
          for u in stride(from: 0, to: width, by: 8) {
            let own = at(i, u)
            a += own * at(block, u)
            b += own * at(block + 1, u)
            c += own * at(block + 2, u)
            d += own * at(block + 3, u)
          }
          for (j, sum) in zip(block..<block + 4, [a.sum(), b.sum(), c.sum(), d.sum()]) where j >= i {
            if i == j { trace += Double(sum) }
            squares += Double(sum) * Double(sum) * (i == j ? 1 : 2)
          }
        }
      }
      return (trace, squares)
    }
  }
}
