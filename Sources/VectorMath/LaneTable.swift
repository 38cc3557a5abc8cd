/// 32 numbers from which each lane picks one: see `Lanes.pick`.
@frozen
public struct LaneTable: Sendable {
  public var low: SIMD16<Float>
  public var high: SIMD16<Float>

  @inlinable
  public init() {
    low = SIMD16(repeating: 0)
    high = SIMD16(repeating: 0)
  }

  /// The number at a place from 0 to 31.
  @inlinable public subscript(place: Int) -> Float {
    get { place < 16 ? low[place] : high[place - 16] }
    set {
      if place < 16 { low[place] = newValue } else { high[place - 16] = newValue }
    }
  }
}
