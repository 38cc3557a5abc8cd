#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Numbers and names as text, the same on every machine.
public enum Text {
  /// A count with commas between thousands: "1,000".
  public static func grouped(_ count: Int) -> String {
    var digits = String(count)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return ([digits] + groups).joined(separator: ",")
  }

  /// With a fixed number of decimals: `fixed(0.125, 2)` is "0.13"; −0.00 is "0.00".
  public static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return "–" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e15 else { return scientific(value) }
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = value < 0 && scaled > 0 ? "−" : ""
    if decimals == 0 { return sign + padded }
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// With as many decimals as a number needs, at most `decimals`: "0.05", "3".
  public static func short(_ value: Double, _ decimals: Int = 4) -> String {
    guard value.isFinite else { return "–" }
    if value != 0, abs(value) < 1e-4 || abs(value) >= 1e6 { return scientific(value) }
    var text = fixed(value, decimals)
    guard text.contains(".") else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text == "−0" ? "0" : text
  }

  /// A power of ten: "0.01", "1", "10⁻⁶".
  public static func power(ofTen exponent: Int) -> String {
    if (-3...3).contains(exponent) { return short(pow(10, Double(exponent))) }
    let digits = [
      "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹", "-": "⁻",
    ]
    return "10" + String(exponent).map { digits[String($0)] ?? "" }.joined()
  }

  /// Three digits at the most, the one way in which powers of ten are written in sentences and tables: "1.5e−7".
  public static func scientific(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "–" }
    var exponent = 0
    var scaled = abs(value)
    // By tens, so that subnormal numbers come out as well; 9.996 is rounded to 10, which is one digit more.
    while scaled >= 9.995 {
      scaled /= 10
      exponent += 1
    }
    while scaled < 0.9995 {
      scaled *= 10
      exponent -= 1
    }
    return (value < 0 ? "−" : "") + short(scaled, 2) + "e" + (exponent < 0 ? "−" : "") + "\(abs(exponent))"
  }

  /// Safe within XML and HTML.
  public static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      // Characters that XML does not allow.
      case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  /// About how wide a text is in a sans-serif font.
  public static func width(_ text: String, size: Double) -> Double {
    text.reduce(0.0) { sum, character in
      switch character {
      case "i", "j", "l", "I", ".", ",", ":", "|", "'", "(", ")", " ", "t", "f", "r", "-": sum + 0.34
      case "m", "w", "M", "W", "%": sum + 0.86
      case "A"..."Z": sum + 0.68
      default: sum + 0.57
      }
    } * size
  }
}

/// A coordinate in a picture.
func coordinate(_ value: Double) -> String {
  let text = Text.fixed(value, 1).replacing("−", with: "-")
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

extension String {
  fileprivate func replacing(_ part: Character, with other: Character) -> String {
    String(map { $0 == part ? other : $0 })
  }
}
