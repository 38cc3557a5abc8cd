public import Foundation

/// Results for programs.
public enum JSONText {
  public static func of(_ value: some Encodable) throws -> String {
    String(decoding: try encoded(value, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]), as: UTF8.self)
  }

  /// For files that nobody looks at: without spaces.
  public static func compact(_ value: some Encodable) throws -> Data {
    try encoded(value, [.sortedKeys, .withoutEscapingSlashes])
  }

  private static func encoded(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(value)
  }

  /// What `of` wrote.
  public static func value<T: Decodable>(_ data: Data) throws -> T {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(T.self, from: data)
  }
}
