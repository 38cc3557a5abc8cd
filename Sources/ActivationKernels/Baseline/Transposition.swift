internal import CVectorMath
internal import VectorMath

/// Rows of few channels, one channel of as many rows as there are lanes in each vector: no lane idles, and what goes over
/// a row's channels goes from vector to vector.
extension VectorLanes {
  /// The rows' channels as columns; rows that are not there repeat the last one.
  @inline(__always)
  static func gather(
    _ x: UnsafePointer<Scalar>, _ columns: UnsafeMutablePointer<Scalar>, _ rows: Int, _ channels: Int
  ) {
    if !isDouble, rows == scalarCount, channels >= 8 {
      return transpose(x, channels, columns, scalarCount, rows: rows, channels: channels)
    }
    var lane = 0
    while lane < scalarCount {
      let from = x + min(lane, rows &- 1) &* channels
      var c = 0
      while c < channels {
        columns[c &* scalarCount &+ lane] = from[c]
        c &+= 1
      }
      lane &+= 1
    }
  }

  @inline(__always)
  static func scatter(
    _ columns: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, _ rows: Int, _ channels: Int
  ) {
    if !isDouble, rows == scalarCount, channels >= 8 {
      return transpose(columns, scalarCount, y, channels, rows: channels, channels: rows)
    }
    var lane = 0
    while lane < rows {
      let to = y + lane &* channels
      var c = 0
      while c < channels {
        to[c] = columns[c &* scalarCount &+ lane]
        c &+= 1
      }
      lane &+= 1
    }
  }

  /// Turns `rows` × `channels` numbers of `Float`, at least 8 × 8, about their diagonal; the steps are those from row to
  /// row. The last blocks of 8 × 8 may overlap the ones before.
  @inline(__always)
  private static func transpose(
    _ from: UnsafePointer<Scalar>, _ fromStep: Int, _ to: UnsafeMutablePointer<Scalar>, _ toStep: Int, rows: Int,
    channels: Int
  ) {
    let from = UnsafeRawPointer(from).assumingMemoryBound(to: Float.self)
    let to = UnsafeMutableRawPointer(to).assumingMemoryBound(to: Float.self)
    // A vector of 16 is one register where there are tables (AVX-512), and two elsewhere.
    let isPaired = rows == 16 && hasTables
    var row = 0
    while row < rows {
      let r = isPaired ? row : min(row, rows &- 8)
      var channel = 0
      while channel < channels {
        let c = min(channel, channels &- 8)
        let (source, target) = (from + (r &* fromStep &+ c), to + (c &* toStep &+ r))
        if isPaired {
          hk_transpose_float16x8(source, fromStep, target, toStep)
        } else {
          hk_transpose_float8(source, fromStep, target, toStep)
        }
        channel &+= 8
      }
      row &+= isPaired ? 16 : 8
    }
  }
}
