internal import ActivationKernelTables
internal import ActivationKernelsBaseline

#if arch(x86_64)
  internal import ActivationKernelsV3
  internal import ActivationKernelsV4
  internal import CProcessor
#endif

/// A build of the kernels. The best one that the processor can run is chosen when the program first needs it.
public enum InstructionSet: String, CaseIterable, Sendable, CustomStringConvertible {
  /// What every processor of this architecture has: SSE2, or NEON on arm64.
  case baseline
  /// AVX2 and FMA.
  case v3 = "x86-64-v3"
  /// AVX-512 F, BW, CD, DQ, VL.
  case v4 = "x86-64-v4"

  public var description: String { rawValue }

  /// Whether this processor, and the operating system, can run it.
  public var isAvailable: Bool {
    switch self {
    case .baseline: return true
    #if arch(x86_64)
      case .v3: return hk_supports_v3() != 0
      case .v4: return hk_supports_v4() != 0
    #else
      case .v3, .v4: return false
    #endif
    }
  }

  /// Those that this processor can run, the best one last.
  public static var available: [InstructionSet] { allCases.filter(\.isAvailable) }

  /// The best one that this processor can run.
  public static let best = available.last ?? .baseline

  /// Its kernels, in the catalogue's order.
  var tables: UnsafePointer<KernelTable> {
    switch self {
    case .baseline: return Self.baselineTables
    #if arch(x86_64)
      case .v3: return Self.v3Tables
      case .v4: return Self.v4Tables
    #else
      case .v3, .v4: return Self.baselineTables
    #endif
    }
  }

  /// Its softmax.
  var softmax: (float: SoftmaxTable<Float>, double: SoftmaxTable<Double>) {
    switch self {
    case .baseline: return Self.baselineSoftmax
    #if arch(x86_64)
      case .v3: return Self.v3Softmax
      case .v4: return Self.v4Softmax
    #else
      case .v3, .v4: return Self.baselineSoftmax
    #endif
    }
  }

  private static let baselineSoftmax = ActivationKernelsBaseline.softmaxTables()
  #if arch(x86_64)
    private static let v3Softmax = ActivationKernelsV3.softmaxTables()
    private static let v4Softmax = ActivationKernelsV4.softmaxTables()
  #endif

  // Written once, never freed: a call reads its loop through a pointer instead of copying and counting a whole table.
  nonisolated(unsafe) private static let baselineTables = collect(ActivationKernelsBaseline.visitKernelTables)
  #if arch(x86_64)
    nonisolated(unsafe) private static let v3Tables = collect(ActivationKernelsV3.visitKernelTables)
    nonisolated(unsafe) private static let v4Tables = collect(
      ActivationKernelsV4.visitKernelTables, pieces: Catalogue.pieceTables())
  #endif

  private static func collect(
    _ visit: (UnsafePointer<PieceTables>?, (consuming KernelTable) -> Void) -> Void, pieces: [PieceTables] = []
  ) -> UnsafePointer<KernelTable> {
    var tables: [KernelTable] = []
    pieces.withUnsafeBufferPointer { pieces in
      visit(pieces.isEmpty ? nil : pieces.baseAddress) { tables.append($0) }
    }
    let kept = UnsafeMutablePointer<KernelTable>.allocate(capacity: tables.count)
    kept.initialize(from: tables, count: tables.count)
    return UnsafePointer(kept)
  }
}
