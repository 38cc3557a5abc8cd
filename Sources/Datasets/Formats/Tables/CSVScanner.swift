/// One cell of a CSV file. Its text is in the scanner's buffer and is gone with the next call.
struct CSVCell {
  var number: Double
  var isNumber: Bool
  var text: UnsafeBufferPointer<UInt8>

  /// Nil for bytes that are not UTF-8.
  var string: String? { String(validating: text, as: UTF8.self) }
}

/// The cells of a CSV file one after the other (RFC 4180, with LF, CR or CRLF, and a byte-order mark), through a buffer
/// that holds a part of the file. Empty lines are passed over.
struct CSVScanner: ~Copyable {
  /// The longest cell that is read.
  static let longestCell = 16 << 20

  let path: String
  /// Where the row began, from 1.
  private(set) var rowLine = 1
  /// The number of the cell that was read last, from 1.
  private(set) var column = 0
  /// Whether the cell that was read last was the row's last one.
  private(set) var isRowOver = true
  /// How far the file has been read.
  var position: Int { source.count - (end - at) }

  private let source: ByteSource
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var at = 0
  private var end = 0
  private var isDrained = false
  private var line = 1
  /// Whether the line feed that may come belongs to the carriage return that ended the row before.
  private var isAfterReturn = false

  /// - Parameter buffer: bytes to begin with; it grows for a cell that is longer.
  init(_ source: ByteSource, buffer: Int = 1 << 20) {
    path = source.path
    self.source = source
    capacity = max(16, buffer)
    base = .allocate(capacity: capacity)
    base[0] = 0
  }

  deinit { base.deallocate() }

  /// Moves what is left to the front and reads on behind it. A byte 0 always stands behind the last one.
  private mutating func fill() throws(DatasetError) {
    if at > 0 { base.update(from: base + at, count: end - at) }
    end -= at
    at = 0
    if end == capacity - 1 {
      guard capacity < 2 * Self.longestCell else {
        throw DatasetError(
          "\(path):\(line):\(column)",
          "a cell of more than \(Self.longestCell >> 20) MiB; is a quotation mark not closed?")
      }
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * capacity)
      larger.update(from: base, count: end)
      base.deallocate()
      base = larger
      capacity *= 2
    }
    let free = capacity - 1 - end
    let count = try source.read(into: UnsafeMutableBufferPointer(start: base + end, count: free))
    end += count
    if count < free { isDrained = true }
    base[end] = 0
  }

  /// Goes to the next row that is not an empty line.
  /// - Returns: false at the end of the file.
  mutating func beginRow() throws(DatasetError) -> Bool {
    if source.count == 0, !isDrained {
      try fill()
      if end >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF { at = 3 }
    }
    while true {
      if at == end {
        if isDrained { return false }
        try fill()
        continue
      }
      let byte = base[at]
      if byte == 0x0A {
        if !isAfterReturn { line += 1 }
      } else if byte != 0x0D {
        break
      }
      isAfterReturn = false
      at += 1
    }
    isAfterReturn = false
    rowLine = line
    column = 0
    isRowOver = false
    return true
  }

  /// The row's next cell.
  @inline(__always)
  mutating func next() throws(DatasetError) -> CSVCell {
    column += 1
    var p = UnsafePointer(base + at)
    while p.pointee == 0x20 || p.pointee == 0x09 { p += 1 }
    let start = p
    if let value = DecimalNumber.read(&p) {
      let text = UnsafeBufferPointer(start: start, count: p - start)
      while p.pointee == 0x20 || p.pointee == 0x09 { p += 1 }
      if leave(at: p - UnsafePointer(base)) { return CSVCell(number: value, isNumber: true, text: text) }
    }
    return try nextOfAnyKind()
  }

  /// Goes behind a cell that ends at this place of the buffer.
  /// - Returns: false if that is no end of a cell, or not known yet.
  @inline(__always)
  private mutating func leave(at place: Int) -> Bool {
    switch base[place] {
    case 0x2C:
      at = place + 1
    case 0x0A:
      at = place + 1
      line += 1
      isRowOver = true
    case 0x0D:
      at = place + 1
      line += 1
      isRowOver = true
      isAfterReturn = true
    default:
      guard place == end, isDrained else { return false }
      at = place
      isRowOver = true
    }
    return true
  }

  private mutating func nextOfAnyKind() throws(DatasetError) -> CSVCell {
    if at == end, !isDrained { try fill() }
    if base[at] == 0x22 { return try nextQuoted() }
    var length = 0
    while true {
      let byte = base[at + length]
      if byte == 0x2C || byte == 0x0A || byte == 0x0D { break }
      if at + length == end {
        if isDrained { break }
        try fill()
      } else {
        length += 1
      }
    }
    var (from, to) = (at, at + length)
    while from < to, base[from] == 0x20 || base[from] == 0x09 { from += 1 }
    while from < to, base[to - 1] == 0x20 || base[to - 1] == 0x09 { to -= 1 }
    let cell = cell(from, to)
    _ = leave(at: at + length)
    return cell
  }

  private mutating func nextQuoted() throws(DatasetError) -> CSVCell {
    let startLine = line
    // The cell without its marks is put together where it stands: never longer than what was read.
    var length = 1
    var lines = 0
    var hasDoubled = false
    while true {
      if at + length == end {
        guard !isDrained else {
          throw DatasetError("\(path):\(startLine):\(column)", "a quotation mark that is not closed")
        }
        try fill()
        continue
      }
      let byte = base[at + length]
      if byte == 0x22 {
        if at + length + 1 == end, !isDrained { try fill() }
        guard base[at + length + 1] == 0x22, at + length + 1 < end else { break }
        hasDoubled = true
        length += 1
      } else if byte == 0x0A {
        lines += 1
      }
      length += 1
    }
    line += lines
    let from = at + 1
    var to = at + length
    let behind = to + 1
    if hasDoubled {
      var (read, write) = (from, from)
      while read < to {
        base[write] = base[read]
        read += base[read] == 0x22 ? 2 : 1
        write += 1
      }
      to = write
    }
    let place = line
    let cell = cell(from, to)
    guard leave(at: behind) else {
      throw DatasetError("\(path):\(place):\(column)", "text after a closing quotation mark")
    }
    return cell
  }

  private func cell(_ from: Int, _ to: Int) -> CSVCell {
    let text = UnsafeBufferPointer(start: UnsafePointer(base + from), count: to - from)
    var cell = CSVCell(number: .nan, isNumber: false, text: text)
    guard let first = text.first, Self.beginsNumbers(first) else { return cell }
    var p = UnsafePointer(base + from)
    if let value = DecimalNumber.read(&p), p == base + to {
      (cell.number, cell.isNumber) = (value, true)
    } else if let string = cell.string, let value = Double(string) {
      (cell.number, cell.isNumber) = (value, true)
    }
    return cell
  }

  /// A digit, a sign, a point, or the first letter of inf, infinity and nan.
  private static func beginsNumbers(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x49, 0x4E, 0x69, 0x6E: true
    default: false
    }
  }
}
