/// How a tensor's numbers are kept, by the names that safetensors gives them. Bytes are little endian.
public enum TensorType: String, CaseIterable, Hashable, Sendable {
  case float64 = "F64"
  case float32 = "F32"
  /// IEEE 754 binary16.
  case float16 = "F16"
  /// The upper half of a `Float`.
  case bfloat16 = "BF16"
  case int64 = "I64"
  case int32 = "I32"
  case int16 = "I16"
  case int8 = "I8"
  case uint64 = "U64"
  case uint32 = "U32"
  case uint16 = "U16"
  case uint8 = "U8"
  /// A byte each: 0 is false.
  case bool = "BOOL"

  /// Bytes for one number.
  public var size: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  /// Numbers in a tensor of this shape; nil where their product, or their bytes, pass `Int`'s range.
  func count(of shape: [Int]) -> Int? {
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, size >= 0 else { return nil }
      count = product
    }
    return count.multipliedReportingOverflow(by: size).overflow ? nil : count
  }
}
