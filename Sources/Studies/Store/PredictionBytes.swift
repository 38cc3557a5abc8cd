internal import Foundation

/// Predictions and test parts as bytes: a version, then every array with its length, little-endian.
struct PredictionBytes {
  private static let version: UInt8 = 1

  static func of(_ predictions: Predictions) -> Data {
    var bytes = Data([version])
    append(predictions.classes, &bytes)
    append(predictions.surprisals, &bytes)
    append(predictions.area.map { [$0.bitPattern] } ?? [], &bytes)
    append(predictions.areaInfluence.map(\.bitPattern), &bytes)
    append(predictions.values.map(\.bitPattern), &bytes)
    return bytes
  }

  static func of(_ part: TestPart) -> Data {
    var bytes = Data([version])
    append(part.rows.map { UInt32(bitPattern: $0) }, &bytes)
    append(part.labels.map { UInt32(bitPattern: $0) }, &bytes)
    append(part.values.map(\.bitPattern), &bytes)
    append(part.groups.map { UInt32(bitPattern: $0) }, &bytes)
    append(part.weights.map(\.bitPattern), &bytes)
    append([UInt64(part.trainCount)], &bytes)
    return bytes
  }

  /// Nil for bytes that are none of these.
  static func predictions(_ bytes: Data) -> Predictions? {
    var reader = Reader(bytes)
    guard let version: UInt8 = reader.number(), version == Self.version, let classes: [UInt16] = reader.array(),
      let surprisals: [UInt16] = reader.array(), let area: [UInt64] = reader.array(), area.count <= 1,
      let influence: [UInt32] = reader.array(), let values: [UInt32] = reader.array(), reader.isAtEnd,
      classes.count == surprisals.count
    else { return nil }
    return Predictions(
      classes: classes, surprisals: surprisals, area: area.first.map { Double(bitPattern: $0) },
      areaInfluence: influence.map { Float(bitPattern: $0) }, values: values.map { Float(bitPattern: $0) })
  }

  static func testPart(_ bytes: Data) -> TestPart? {
    var reader = Reader(bytes)
    guard let version: UInt8 = reader.number(), version == Self.version, let rows: [UInt32] = reader.array(),
      let labels: [UInt32] = reader.array(), let values: [UInt32] = reader.array(),
      let groups: [UInt32] = reader.array(), let weights: [UInt32] = reader.array(),
      let train: [UInt64] = reader.array(), train.count == 1, reader.isAtEnd,
      [0, rows.count].contains(labels.count), [0, rows.count].contains(groups.count),
      [0, rows.count].contains(weights.count)
    else { return nil }
    return TestPart(
      rows: rows.map { Int32(bitPattern: $0) }, labels: labels.map { Int32(bitPattern: $0) },
      values: values.map { Float(bitPattern: $0) }, groups: groups.map { Int32(bitPattern: $0) },
      weights: weights.map { Float(bitPattern: $0) }, trainCount: Int(clamping: train[0]))
  }

  private static func append<T: FixedWidthInteger>(_ values: [T], _ bytes: inout Data) {
    withUnsafeBytes(of: UInt32(values.count).littleEndian) { bytes.append(contentsOf: $0) }
    for value in values { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
  }

  private struct Reader {
    private let bytes: [UInt8]
    private var place = 0
    var isAtEnd: Bool { place == bytes.count }

    init(_ data: Data) { bytes = [UInt8](data) }

    mutating func number<T: FixedWidthInteger>() -> T? {
      let size = MemoryLayout<T>.size
      guard bytes.count - place >= size else { return nil }
      var value: T = 0
      for i in (0..<size).reversed() { value = value << 8 | T(truncatingIfNeeded: bytes[place + i]) }
      place += size
      return value
    }

    mutating func array<T: FixedWidthInteger>() -> [T]? {
      guard let count: UInt32 = number(), Int(count) <= (bytes.count - place) / MemoryLayout<T>.size else { return nil }
      var values: [T] = []
      values.reserveCapacity(Int(count))
      for _ in 0..<count {
        guard let value: T = number() else { return nil }
        values.append(value)
      }
      return values
    }
  }
}
