/// The trainer's own loops over arrays, in one build. Arrays do not overlap; rows × channels lie row after row.
public struct TrainingTable: Sendable {
  public typealias Pointer = UnsafeMutablePointer<Float>

  /// v ← μ v + g; w ← w − α v. The count is a multiple of 16.
  public typealias Momentum =
    @Sendable (_ w: Pointer, _ v: Pointer, _ g: Pointer, _ count: Int, _ rate: Float, _ momentum: Float) -> Void

  /// A binary operation that replaces its first operand.
  public typealias Binary = @Sendable (_ a: Pointer, _ b: UnsafePointer<Float>, _ count: Int) -> Void

  /// y = x, while memory is asked for what lies at `next`, a row of as many numbers.
  public typealias CopyRow =
    @Sendable (_ x: UnsafePointer<Float>, _ y: Pointer, _ count: Int, _ next: UnsafePointer<Float>) -> Void

  /// Σ of each channel. `block` is working memory for as many numbers.
  public typealias ColumnSums =
    @Sendable (_ g: Pointer, _ rows: Int, _ channels: Int, _ sums: Pointer, _ block: Pointer) -> Void

  /// The mean of each channel, and Σ (x − mean)².
  public typealias Moments =
    @Sendable (_ x: Pointer, _ rows: Int, _ channels: Int, _ mean: Pointer, _ squares: Pointer) -> Void

  /// y = x · factor + offset, channel by channel.
  public typealias ScaleAndShift =
    @Sendable (_ x: Pointer, _ y: Pointer, _ rows: Int, _ channels: Int, _ factor: Pointer, _ offset: Pointer) -> Void

  /// Σ g d and Σ g d (x − mean) of each channel; d = 1 if nil. The last two arrays are working memory.
  public typealias NormSums =
    @Sendable (
      _ g: Pointer, _ d: Pointer?, _ x: Pointer, _ rows: Int, _ channels: Int, _ mean: Pointer, _ sums: Pointer,
      _ products: Pointer, _ blockSums: Pointer, _ blockProducts: Pointer
    ) -> Void

  /// g ← factor · g d + slope · (x − mean) + offset, channel by channel; d = 1 if nil.
  public typealias NormGradient =
    @Sendable (
      _ g: Pointer, _ d: Pointer?, _ x: Pointer, _ rows: Int, _ channels: Int, _ mean: Pointer, _ factor: Pointer,
      _ slope: Pointer, _ offset: Pointer
    ) -> Void

  /// y = x w + b with x rows × inputs, y rows × outputs and w inputs × outputs in panels (`DensePanels`). b = 0 if nil.
  public typealias Product =
    @Sendable (
      _ x: Pointer, _ w: Pointer, _ b: Pointer?, _ y: Pointer, _ rows: Int, _ inputs: Int, _ outputs: Int
    ) -> Void

  /// dw = xᵀ g in panels and db = Σ g over the rows. `packed` is working memory for rows × outputs in panels.
  public typealias ProductGradient =
    @Sendable (
      _ x: Pointer, _ g: Pointer, _ dw: Pointer, _ db: Pointer, _ rows: Int, _ inputs: Int, _ outputs: Int,
      _ packed: Pointer
    ) -> Void

  /// wᵀ from w, inputs × outputs, both in panels; the padding of wᵀ stays as it is.
  public typealias Transpose =
    @Sendable (_ w: Pointer, _ transposed: Pointer, _ inputs: Int, _ outputs: Int) -> Void

  /// y = the largest number of each window, and where it is.
  public typealias MaxPool = @Sendable (_ x: Pointer, _ y: Pointer, _ places: Pointer, _ shape: PoolingShape) -> Void

  /// dx from g and the places.
  public typealias MaxPoolGradient =
    @Sendable (_ g: Pointer, _ places: Pointer, _ dx: Pointer, _ shape: PoolingShape) -> Void

  /// y from x, or dx from g.
  public typealias AveragePool = @Sendable (_ from: Pointer, _ to: Pointer, _ shape: PoolingShape) -> Void

  /// Numbers in a vector.
  public let lanes: Int
  /// Whether its products are the fastest there are for dense layers of any size, and not only for small ones.
  public let hasFastProducts: Bool
  public let momentum: Momentum
  /// a ← a + b
  public let add: Binary
  public let copyRow: CopyRow
  public let columnSums: ColumnSums
  public let moments: Moments
  public let scaleAndShift: ScaleAndShift
  public let normSums: NormSums
  public let normGradient: NormGradient
  public let maxPool: MaxPool
  public let maxPoolGradient: MaxPoolGradient
  public let averagePool: AveragePool
  public let averagePoolGradient: AveragePool
  public let product: Product
  public let productGradient: ProductGradient
  public let transpose: Transpose

  public init(
    lanes: Int, hasFastProducts: Bool, momentum: @escaping Momentum, add: @escaping Binary,
    copyRow: @escaping CopyRow, columnSums: @escaping ColumnSums, moments: @escaping Moments,
    scaleAndShift: @escaping ScaleAndShift, normSums: @escaping NormSums, normGradient: @escaping NormGradient,
    maxPool: @escaping MaxPool, maxPoolGradient: @escaping MaxPoolGradient, averagePool: @escaping AveragePool,
    averagePoolGradient: @escaping AveragePool, product: @escaping Product, productGradient: @escaping ProductGradient,
    transpose: @escaping Transpose
  ) {
    self.lanes = lanes
    self.hasFastProducts = hasFastProducts
    self.momentum = momentum
    self.add = add
    self.copyRow = copyRow
    self.columnSums = columnSums
    self.moments = moments
    self.scaleAndShift = scaleAndShift
    self.normSums = normSums
    self.normGradient = normGradient
    self.maxPool = maxPool
    self.maxPoolGradient = maxPoolGradient
    self.averagePool = averagePool
    self.averagePoolGradient = averagePoolGradient
    self.product = product
    self.productGradient = productGradient
    self.transpose = transpose
  }
}
