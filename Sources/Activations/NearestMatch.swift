/// The candidate that a mistyped word most likely meant.
public enum NearestMatch {
  /// The candidate with the smallest edit distance, if that is at most a third of the word's length (at least 2).
  public static func find(_ word: String, among candidates: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased())
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let distance = editDistance(letters, Array(candidate.lowercased()))
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    guard let best, best.distance <= max(2, letters.count / 3) else { return nil }
    return best.candidate
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`.
  static func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var cost = min(rows[i][j] + (a[i] == b[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
