public import TrainingKernelTables
internal import VectorMath

// oneDNN's products are faster with AVX-512, for which it has kernels without copies, and on processors without fused
// instructions.
#if V4
  private typealias Lane = FloatLanes16
  private let hasFastProducts = false
#elseif V3 || !arch(x86_64)
  private typealias Lane = FloatLanes8
  private let hasFastProducts = true
#else
  private typealias Lane = Unfused<FloatLanes8>
  private let hasFastProducts = false
#endif

/// The loops of this build.
public func trainingTable() -> TrainingTable {
  TrainingTable(
    lanes: Lane.scalarCount, hasFastProducts: hasFastProducts,
    momentum: { TrainingLoops<Lane>.momentum($0, $1, $2, $3, $4, $5) },
    add: { TrainingLoops<Lane>.add($0, $1, $2) },
    copyRow: { TrainingLoops<Lane>.copyRow($0, $1, $2, $3) },
    columnSums: { TrainingLoops<Lane>.columnSums($0, $1, $2, $3, $4) },
    moments: { NormLoops<Lane>.moments($0, $1, $2, $3, $4) },
    scaleAndShift: { NormLoops<Lane>.scaleAndShift($0, $1, $2, $3, $4, $5) },
    normSums: { NormGradientLoops<Lane>.sums($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) },
    normGradient: { NormGradientLoops<Lane>.gradient($0, $1, $2, $3, $4, $5, $6, $7, $8) },
    maxPool: { PoolingLoops<Lane>.maximum($0, $1, $2, $3) },
    maxPoolGradient: { PoolingLoops<Lane>.maximumGradient($0, $1, $2, $3) },
    averagePool: { PoolingLoops<Lane>.mean($0, $1, $2) },
    averagePoolGradient: { PoolingLoops<Lane>.meanGradient($0, $1, $2) },
    product: { DenseLoops<Lane>.product($0, $1, $2, $3, $4, $5, $6) },
    productGradient: { DenseLoops<Lane>.gradient($0, $1, $2, $3, $4, $5, $6, $7) },
    transpose: { DenseLoops<Lane>.transpose($0, $1, $2, $3) })
}
