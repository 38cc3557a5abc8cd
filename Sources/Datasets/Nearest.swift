/// The name that a person may have meant.
enum Nearest {
  /// The candidate with the fewest edits (Levenshtein 1966), if they are few for its length.
  static func match(_ text: String, in candidates: [String]) -> String? {
    let wanted = Array(text.lowercased())
    let best = candidates.map { ($0, distance(wanted, Array($0.lowercased()))) }.min { $0.1 < $1.1 }
    guard let best, best.1 <= max(1, wanted.count / 3) else { return nil }
    return best.0
  }

  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    if a.count > 200 || b.count > 200 { return .max }
    var row = Array(0...b.count)
    for i in a.indices {
      var corner = row[0]
      row[0] = i + 1
      for j in b.indices {
        let cost = min(row[j] + 1, row[j + 1] + 1, corner + (a[i] == b[j] ? 0 : 1))
        corner = row[j + 1]
        row[j + 1] = cost
      }
    }
    return row[b.count]
  }
}
