/// Correlation matrices of few observations.
enum Correlation {
  /// The correlations of the columns, shrunk toward 0 by the factor 1 − λ, λ = Σ Var(r) / Σ r² over all pairs, within
  /// [0, 1] (Schäfer & Strimmer 2005, doi:10.2202/1544-6115.1175). Of two columns the rows that both have count, values
  /// that are not finite being none. Columns that do not vary, and pairs of fewer than three rows, have correlation 0.
  ///
  /// As a square matrix, row after row.
  static func shrunk(_ columns: [[Double]]) -> [Double] {
    let count = columns.count
    var result = [Double](repeating: 0, count: count * count)
    var variances = 0.0
    var squares = 0.0
    for i in 0..<count {
      result[i * count + i] = 1
      for j in 0..<i {
        guard let (r, variance) = pair(columns[i], columns[j]) else { continue }
        result[i * count + j] = r
        variances += variance
        squares += r * r
      }
    }
    let kept = squares > 0 ? max(0, 1 - variances / squares) : 0
    for i in 0..<count {
      for j in 0..<i {
        let r = result[i * count + j] * kept
        result[i * count + j] = r
        result[j * count + i] = r
      }
    }
    return result
  }

  /// With standardized x and y, w = x y and n rows: r = Σ w / (n − 1), Var(r) = n / (n − 1)³ Σ (w − mean of w)².
  private static func pair(_ a: [Double], _ b: [Double]) -> (r: Double, variance: Double)? {
    var (n, meanA, meanB) = (0.0, 0.0, 0.0)
    let rows = min(a.count, b.count)
    for k in 0..<rows where a[k].isFinite && b[k].isFinite {
      n += 1
      meanA += a[k]
      meanB += b[k]
    }
    guard n > 2 else { return nil }
    meanA /= n
    meanB /= n
    var (squaresA, squaresB, products, squaredProducts) = (0.0, 0.0, 0.0, 0.0)
    for k in 0..<rows where a[k].isFinite && b[k].isFinite {
      let (x, y) = (a[k] - meanA, b[k] - meanB)
      squaresA += x * x
      squaresB += y * y
      products += x * y
      squaredProducts += x * y * (x * y)
    }
    let scale = squaresA * squaresB
    // Also where values of very different size overflow or vanish.
    guard scale > 0, scale.isFinite, squaredProducts.isFinite else { return nil }
    let r = products / scale.squareRoot()
    let spread = (n - 1) * (n - 1) * squaredProducts / scale - (n - 1) * (n - 1) * r * r / n
    return (max(-1, min(1, r)), max(0, n / ((n - 1) * (n - 1) * (n - 1)) * spread))
  }

  /// The lower triangle L with L Lᵀ = the matrix (Cholesky), row after row, each of full length. Where the matrix is not
  /// positive definite, as that of pairs with rows of their own may be, correlations are shrunk by a tenth until it is.
  static func factor(_ matrix: [Double], count: Int) -> [Float] {
    var keep = 1.0
    while true {
      if let found = cholesky(matrix, count, keep) { return found.map(Float.init) }
      keep *= 0.9
    }
  }

  private static func cholesky(_ matrix: [Double], _ count: Int, _ keep: Double) -> [Double]? {
    var lower = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in 0...i {
        var sum = i == j ? 1 : keep * matrix[i * count + j]
        for k in 0..<j { sum -= lower[i * count + k] * lower[j * count + k] }
        if i == j {
          // Two columns that are the same have rounding for a rest.
          guard sum > -1e-9 else { return nil }
          lower[i * count + i] = max(sum, 0).squareRoot()
        } else {
          lower[i * count + j] = lower[j * count + j] > 1e-6 ? sum / lower[j * count + j] : 0
        }
      }
    }
    return lower
  }
}
