/// Groups of the indistinguishable: methods that share a group do not differ, and those that do not share one do.
///
/// Such a display says exactly what the comparisons of all pairs said (Piepho 2004, doi:10.1198/1061860043515). The groups
/// are cliques of the graph that joins methods which do not differ, grown greedily (Gramm et al. 2007,
/// doi:10.1016/j.csda.2006.09.035), because to find the fewest is NP-hard.
public enum Groups {
  /// The groups of `count` methods in the given order, best first, as their indices in ascending order.
  ///
  /// Each joined pair that no group holds yet, taken by its first member and then its farthest second one, starts a group,
  /// which takes in whatever does not differ from any of its members. Where methods between two that do not differ do not
  /// differ either, as with a critical difference of ranks, these are the maximal runs. `differs` is asked with i < j.
  public static func of(_ count: Int, differs: (Int, Int) -> Bool) -> [[Int]] {
    let joined = (0..<max(0, count)).map { i in (0..<count).map { j in i == j || !differs(min(i, j), max(i, j)) } }
    var covered = joined.map { $0.map { _ in false } }
    var groups: [[Int]] = []
    for i in joined.indices {
      // The method itself comes last: whoever differs from all others is a group alone.
      for j in (i..<count).reversed() where joined[i][j] && !covered[i][j] {
        var group = i == j ? [i] : [i, j]
        // What lies between comes first, so that the group is a run where it can be one.
        for k in Array(i..<count) + (0..<i).reversed() where !group.contains(k) {
          if group.allSatisfy({ joined[k][$0] }) { group.append(k) }
        }
        for a in group { for b in group { covered[a][b] = true } }
        groups.append(group.sorted())
      }
    }
    return groups.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// The compact letter display: for each method the letters of its groups, "a" being the first method's, as in "a", "ab",
  /// "b". Methods that share a letter do not differ. After z come A to Z, then a1 and so on.
  public static func letters(_ count: Int, differs: (Int, Int) -> Bool) -> [String] {
    var result = [String](repeating: "", count: max(0, count))
    for (g, group) in of(count, differs: differs).enumerated() {
      for method in group { result[method] += letter(g) }
    }
    return result
  }

  private static func letter(_ index: Int) -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    let round = index / alphabet.count
    return String(alphabet[index % alphabet.count]) + (round > 0 ? String(round) : "")
  }
}
