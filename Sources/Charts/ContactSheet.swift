/// Rows of small pictures, each row with a name before it.
public struct ContactSheet: Sendable {
  public struct Row: Sendable {
    public var name: String
    /// A second line below the name, in a weaker colour.
    public var note: String
    public var pictures: [Bitmap]

    public init(name: String, note: String = "", pictures: [Bitmap]) {
      (self.name, self.note, self.pictures) = (name, note, pictures)
    }
  }

  public var title: String
  public var subtitle: String
  public var rows: [Row]
  /// The longer side of a picture as drawn.
  public var side: Double

  public init(title: String = "", subtitle: String = "", rows: [Row], side: Double = 48) {
    (self.title, self.subtitle, self.rows, self.side) = (title, subtitle, rows, side)
  }

  /// A whole SVG document, legible on light and dark grounds; the pictures are within it, as PNG.
  public func svg() -> String {
    let top = 14 + (title.isEmpty ? 0.0 : 20) + (subtitle.isEmpty ? 0 : 18)
    let gap = 4.0
    let names = rows.flatMap { [Text.width($0.name, size: 12), Text.width($0.note, size: 10.5)] }.max() ?? 0
    let left = 8 + names + (names > 0 ? 12 : 0)
    let most = Double(rows.map(\.pictures.count).max() ?? 0)
    var body = ""
    if !title.isEmpty {
      body += Document.text(title, x: 8, y: 19, size: 14, color: "var(--hc-ink)", extra: " font-weight=\"600\"")
    }
    if !subtitle.isEmpty {
      body += Document.text(subtitle, x: 8, y: title.isEmpty ? 17 : 37, size: 11.5, color: "var(--hc-muted)")
    }
    for (r, row) in rows.enumerated() {
      let y = top + Double(r) * (side + gap)
      let middle = y + side / 2
      body += Document.text(
        row.name, x: 8, y: row.note.isEmpty ? middle + 4 : middle - 2, size: 12, color: "var(--hc-ink)")
      if !row.note.isEmpty {
        body += Document.text(row.note, x: 8, y: middle + 12, size: 10.5, color: "var(--hc-muted)")
      }
      for (c, picture) in row.pictures.enumerated() {
        body += image(picture, x: left + Double(c) * (side + gap), y: y)
      }
    }
    let heading = max(Text.width(title, size: 14) * 1.1, Text.width(subtitle, size: 11.5)) + 16
    return Document.wrap(
      body, width: max(heading, left + most * (side + gap) + 8), height: top + Double(rows.count) * (side + gap) + 8,
      title: title)
  }

  private func image(_ picture: Bitmap, x: Double, y: Double) -> String {
    let scale = side / Double(max(picture.width, picture.height))
    let (width, height) = (Double(picture.width) * scale, Double(picture.height) * scale)
    let place =
      "x=\"\(coordinate(x + (side - width) / 2))\" y=\"\(coordinate(y + (side - height) / 2))\" "
      + "width=\"\(coordinate(width))\" height=\"\(coordinate(height))\""
    // A border keeps black pictures apart from a black ground.
    return "<image \(place) preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" "
      + "href=\"data:image/png;base64,\(Base64.text(picture.png))\"/>"
      + "<rect \(place) fill=\"none\" stroke=\"var(--hc-grid)\"/>"
  }
}
