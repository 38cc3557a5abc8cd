/// Inputs without targets: what a trained network is to predict from.
public struct InputRows: Sendable {
  public let values: [Float]
  public let width: Int
  public var count: Int { width == 0 ? 0 : values.count / width }

  /// Reads an `.npy` array whose rows are inputs, or a CSV table.
  /// - Parameters:
  ///   - shape: of one input. Bytes of images become 0 to 1, as in every format of images that networks are trained on.
  ///   - columns: the names of a table's inputs, in the network's order, for CSV; others in the file are passed over. If it
  ///     is empty: x1, x2 …, as exported tables have them, or all columns of a file that has exactly as many.
  /// - Throws: `DatasetError` with file, line and column.
  public static func read(_ path: String, shape: [Int], columns: [String]) throws(DatasetError) -> InputRows {
    let width = shape.reduce(1, *)
    let isArray = path.lowercased().hasSuffix(".npy")
    return isArray ? try array(path, width, isImage: shape.count > 1) : try table(path, width, columns)
  }

  private static func array(_ path: String, _ width: Int, isImage: Bool) throws(DatasetError) -> InputRows {
    let array = try NPYArray.read(path)
    let size = array.shape.dropFirst().reduce(1, *)
    guard array.shape.count > 0, size == width || array.shape == [width] else {
      throw DatasetError(path, "has the shape \(array.shape); expected rows of \(width) numbers")
    }
    let values: [Float] =
      switch array.values {
      case .float32(let values): values
      case .float64(let values): values.map { Float($0) }
      case .uint8(let values): values.map { isImage ? Float($0) / 255 : Float($0) }
      case .int32(let values): values.map { Float($0) }
      case .int64(let values): values.map { Float($0) }
      }
    guard let wrong = values.firstIndex(where: { !$0.isFinite }) else { return InputRows(values: values, width: width) }
    throw DatasetError(
      path, "row \(wrong / width), number \(wrong % width) is \(values[wrong]); expected a finite number")
  }

  private static func table(_ path: String, _ width: Int, _ columns: [String]) throws(DatasetError) -> InputRows {
    var scanner = CSVScanner(try ByteSource(path))
    let header = try CSVHeader(&scanner)
    // Where each column's number goes in a row, or −1.
    var places = Array(header.names.indices)
    let exported = (1...width).map { "x\($0)" }
    let isExported = columns.isEmpty && exported.allSatisfy(header.names.contains)
    let columns = isExported ? exported : columns
    if columns.isEmpty {
      guard header.names.count == width else {
        throw DatasetError("\(path):\(header.line)", "has \(header.names.count) columns; the network takes \(width)")
      }
    } else {
      places = header.names.map { columns.firstIndex(of: $0) ?? -1 }
      for name in columns where !header.names.contains(name) {
        let nearest = Nearest.match(name, in: header.names)
        throw DatasetError(
          "\(path):\(header.line)",
          "has no column '\(name)', which the network takes" + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
      }
    }
    var values: [Float] = []
    while try scanner.beginRow() {
      let start = values.count
      values.append(contentsOf: repeatElement(0, count: width))
      var c = 0
      repeat {
        let cell = try scanner.next()
        if c < places.count, places[c] >= 0 {
          let value = Float(cell.number)
          guard value.isFinite else {
            throw CSVFile.unfit(
              cell.string ?? "bytes that are not UTF-8", column: header.names[c],
              place: "\(path):\(scanner.rowLine):\(c + 1)")
          }
          values[start + places[c]] = value
        }
        c += 1
      } while !scanner.isRowOver
      guard c == header.names.count else {
        throw DatasetError("\(path):\(scanner.rowLine)", "has \(c) cells; the header has \(header.names.count)")
      }
      guard values.count <= CSVFile.mostNumbers else {
        throw DatasetError(path, "has more than \(CSVFile.mostNumbers) numbers, the most that are read")
      }
    }
    return InputRows(values: values, width: width)
  }
}
