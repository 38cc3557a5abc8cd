#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How numbers become places along an axis.
public enum Scale: Sendable, Hashable {
  case linear
  /// Decades; numbers that are not above 0 have no place.
  case logarithmic
  /// One place for each name; marks use their index, 0 for the first.
  case categories([String])
}

/// An axis of a chart.
public struct Axis: Sendable {
  /// What is measured, with its unit. May be empty.
  public var label: String
  public var scale: Scale
  /// Which numbers it covers; by the marks if nil.
  public var domain: ClosedRange<Double>?
  /// How the numbers at its ticks are written.
  public var format: @Sendable (Double) -> String
  /// Ticks at these places only.
  public var ticks: [Double]?

  public init(
    _ label: String = "", scale: Scale = .linear, domain: ClosedRange<Double>? = nil, ticks: [Double]? = nil,
    format: @escaping @Sendable (Double) -> String = { Text.short($0) }
  ) {
    self.label = label
    self.scale = scale
    self.domain = domain
    self.ticks = ticks
    self.format = format
  }
}

/// An axis that knows what it covers and where it lies.
struct PlacedAxis {
  let axis: Axis
  let low: Double
  let high: Double
  let start: Double
  let end: Double

  /// - Parameter values: everything that has to fit.
  init(_ axis: Axis, values: [Double], start: Double, end: Double) {
    self.axis = axis
    self.start = start
    self.end = end
    switch axis.scale {
    case .categories(let names):
      low = -0.5
      high = Double(max(1, names.count)) - 0.5
    case .linear:
      let finite = values.filter(\.isFinite)
      var a = axis.domain?.lowerBound ?? finite.min() ?? 0
      var b = axis.domain?.upperBound ?? finite.max() ?? 1
      if a == b {
        a -= max(0.5, abs(a) * 0.1)
        b += max(0.5, abs(b) * 0.1)
      }
      if axis.domain == nil {
        let step = Self.step(a, b, count: 5)
        a = (a / step).rounded(.down) * step
        b = (b / step).rounded(.up) * step
      }
      (low, high) = (a, b)
    case .logarithmic:
      let positive = values.filter { $0 > 0 && $0.isFinite }
      var a = log10(axis.domain?.lowerBound ?? positive.min() ?? 0.1)
      var b = log10(axis.domain?.upperBound ?? positive.max() ?? 1)
      if axis.domain == nil {
        a = a.rounded(.down)
        b = b.rounded(.up)
      }
      if a == b { b = a + 1 }
      (low, high) = (a, b)
    }
  }

  /// Where a number lies; nil if it has no place.
  func place(_ value: Double) -> Double? {
    var v = value
    if axis.scale == .logarithmic {
      guard value > 0 else { return nil }
      v = log10(value)
    }
    guard v.isFinite else { return nil }
    let share = (v - low) / (high - low)
    // Far outside: a coordinate that every viewer can still handle.
    return start + max(-50, min(50, share)) * (end - start)
  }

  /// Whether a number is within the axis.
  func covers(_ value: Double) -> Bool {
    let v = axis.scale == .logarithmic ? (value > 0 ? log10(value) : -.infinity) : value
    let slack = (high - low) * 1e-9
    return v >= low - slack && v <= high + slack
  }

  /// Places and texts of the ticks.
  var ticks: [(value: Double, text: String)] {
    if let given = axis.ticks { return given.map { ($0, axis.format($0)) } }
    switch axis.scale {
    case .categories(let names): return names.enumerated().map { (Double($0.offset), $0.element) }
    case .linear:
      let step = Self.step(low, high, count: max(2, Int(abs(end - start) / 55)))
      let first = (low / step - 1e-9).rounded(.up)
      let last = (high / step + 1e-9).rounded(.down)
      guard last - first < 200 else { return [] }
      return stride(from: first, through: last, by: 1).map { ($0 * step, axis.format($0 * step)) }
    case .logarithmic:
      let first = Int(low.rounded(.up))
      let last = Int(high.rounded(.down))
      guard last >= first else { return [] }
      let every = max(1, (last - first) / max(2, Int(abs(end - start) / 34)) + 1)
      return stride(from: first, through: last, by: (last - first) < 5 ? 1 : every).map {
        (pow(10, Double($0)), Text.power(ofTen: $0))
      }
    }
  }

  /// 1, 2 or 5 times a power of ten, so that about `count` of them cover the range.
  static func step(_ low: Double, _ high: Double, count: Int) -> Double {
    let rough = (high - low) / Double(max(1, count))
    guard rough > 0, rough.isFinite else { return 1 }
    let power = pow(10, log10(rough).rounded(.down))
    let factor = rough / power
    return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10)
  }
}
