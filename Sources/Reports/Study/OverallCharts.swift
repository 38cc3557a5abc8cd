internal import Charts
internal import Statistics
internal import Studies

/// The pictures that take all settings of a study together.
struct OverallCharts {
  let result: StudyResult
  let overall: OverallResult

  /// Average ranks with the span within which they are not told apart.
  func ranks() -> Chart {
    var marks: [any Mark] = []
    let best = overall.rows.first?.averageRank ?? 1
    if let critical = overall.criticalDifference {
      marks.append(
        RectangleMark(
          x0: best, x1: best + critical, y0: -0.5, y1: Double(overall.rows.count) - 0.5, color: .series(0),
          opacity: 0.1))
    }
    for (i, row) in overall.rows.enumerated() {
      let color: SeriesColor = row.choice == result.plan.baseline ? .ink : .series(0)
      marks.append(RuleMark(y: Double(i), from: 1, to: row.averageRank, color: .grey))
      marks.append(PointMark(row.averageRank, Double(i), color: color))
    }
    return Chart(
      subtitle: overall.criticalDifference == nil
        ? "Average rank over \(overall.settings) settings"
        : "Average rank over \(overall.settings) settings; band: not told apart from the first at 5 % (Nemenyi)",
      x: Axis("average rank, 1 the best", domain: 0.5...Double(overall.rows.count) + 0.5),
      y: Axis(scale: .categories(overall.rows.map(\.choice.title))), width: 760,
      height: 70 + 20 * Double(max(1, overall.rows.count)), marks: marks)
  }

  /// The share of runs that reach a normalised score, of the first few and the baseline by name.
  func profile() -> Chart {
    var named = Array(overall.rows.prefix(5))
    if let own = overall.rows.first(where: { $0.choice == result.plan.baseline }), !named.contains(own) {
      named.append(own)
    }
    var marks: [any Mark] = []
    func points(_ row: OverallRow) -> [(x: Double, y: Double)] {
      zip(overall.thresholds, row.profile).map { ($0 * 100, $1 * 100) }
    }
    for row in overall.rows where !named.contains(row) {
      marks.append(LineMark(points(row), color: .grey, width: 1))
    }
    for (i, row) in named.enumerated() {
      marks.append(LineMark(points(row), color: .series(i), dash: Dash.of(i / 2), label: row.choice.title))
    }
    return Chart(
      subtitle:
        "Share of runs that reach a score between a constant guess (0 %) and the best mean of the setting (100 %)",
      x: Axis("normalised score (%)"), y: Axis("share of runs (%)", domain: 0...100), width: 760, height: 340,
      marks: marks)
  }

  /// Score along each axis of the grid that is a number: one chart for each group of settings that differ in nothing else.
  func curves() -> [(axis: Grid.Axis, picture: SmallMultiples)] {
    let axes = result.plan.variedAxes
    return axes.compactMap { axis in
      var groups: [(key: String, members: [SettingResult])] = []
      for setting in result.settings where setting.setting.number(on: axis) != nil {
        let key = title(setting, axes, without: axis)
        if let i = groups.firstIndex(where: { $0.key == key }) {
          groups[i].members.append(setting)
        } else {
          groups.append((key, [setting]))
        }
      }
      groups = groups.filter { $0.members.count > 1 }
      guard !groups.isEmpty else { return nil }
      let width = groups.count == 1 ? 760.0 : 430
      let charts = groups.prefix(8).map { chart($0.key, $0.members, axis, width: width) }
      return (
        axis,
        SmallMultiples(
          subtitle: "Mean test score; bars: 95 % intervals; grey: the other activations", columns: 2,
          charts: charts)
      )
    }
  }

  private func title(_ setting: SettingResult, _ axes: [Grid.Axis], without axis: Grid.Axis) -> String {
    var words: [String] = []
    if result.plan.data.count > 1 { words.append(setting.data.name) }
    if result.plan.networks.count > 1 { words.append(setting.setting.network.name) }
    words += axes.filter { $0 != axis }.compactMap { setting.setting.value(on: $0) }
    return words.isEmpty ? setting.data.name : words.joined(separator: ", ")
  }

  private func chart(_ title: String, _ members: [SettingResult], _ axis: Grid.Axis, width: Double) -> Chart {
    let figures = members[0].figures
    let scale = figures.scale
    let sorted = members.sorted { ($0.setting.number(on: axis) ?? 0) < ($1.setting.number(on: axis) ?? 0) }
    let places = sorted.map { $0.setting.number(on: axis) ?? 0 }
    // The baseline and those that stand out at either end by name.
    let order = overall.rows.map(\.choice)
    let last = sorted.last?.leaderboard.map(\.choice) ?? []
    var named: [ActivationChoice] = [result.plan.baseline]
    for choice in [last.first, order.first, order.dropFirst().first, last.last].compactMap({ $0 })
    where !named.contains(choice) { named.append(choice) }
    var marks: [any Mark] = []
    func estimates(_ choice: ActivationChoice) -> [Estimate?] { sorted.map { $0.row(choice)?.score } }
    func line(_ choice: ActivationChoice) -> [(x: Double, y: Double)] {
      zip(places, estimates(choice)).map { ($0, ($1?.value ?? .nan) * scale) }
    }
    for choice in result.plan.activations where !named.contains(choice) {
      marks.append(LineMark(line(choice), color: .grey, width: 1))
    }
    for (i, choice) in named.enumerated() {
      for (x, estimate) in zip(places, estimates(choice)) {
        guard let estimate = estimate.flatMap(figures.clipped) else { continue }
        marks.append(RuleMark(x: x, from: estimate.low * scale, to: estimate.high * scale, color: .series(i)))
      }
      marks.append(LineMark(line(choice), color: .series(i), dash: Dash.of(i / 2), label: choice.title))
    }
    let isWide = (places.last ?? 1) / max(1e-9, places.first ?? 1) >= 8 && places[0] > 0
    return Chart(
      title: title,
      x: Axis(
        axis.title, scale: isWide ? .logarithmic : .linear,
        domain: isWide ? places[0] / 1.2...(places.last ?? 1) * 1.2 : nil, ticks: places.count <= 8 ? places : nil),
      y: Axis("test \(figures.axis)"), width: width, height: 300,
      marks: marks
    )
  }
}
