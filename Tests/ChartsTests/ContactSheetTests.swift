import Charts
import Foundation
import Testing

@Suite struct ContactSheetTests {
  @Test func picturesAreRightPNG() throws {
    let bitmap = Bitmap(width: 3, height: 2, channels: 3, bytes: (0..<18).map { UInt8($0 * 14) })
    let png = bitmap.png
    #expect(Array(png.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    // Chunks: length, name, data, sum.
    var at = 8
    var names: [String] = []
    while at + 12 <= png.count {
      let length = png[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
      names.append(String(decoding: png[at + 4..<at + 8], as: UTF8.self))
      at += 12 + length
    }
    #expect(at == png.count && names == ["IHDR", "IDAT", "IEND"])
    #expect(Array(png[16..<26]) == [0, 0, 0, 3, 0, 0, 0, 2, 8, 2])
  }

  @Test func theSheetIsWellFormed() {
    let grey = Bitmap(width: 2, height: 2, channels: 1, bytes: [0, 255, 128, 3])
    let sheet = ContactSheet(
      title: "a <b>", subtitle: "c & d",
      rows: [.init(name: "\"x\"", note: "2 images", pictures: [grey, grey]), .init(name: "none", pictures: [])])
    let svg = sheet.svg()
    #expect(ChartTests.isWellFormed(svg) && ChartTests.isWellFormed(ContactSheet(rows: []).svg()))
    #expect(svg.components(separatedBy: "<image ").count == 3)
    #expect(svg.contains("data:image/png;base64,\(Data(grey.png).base64EncodedString())"))
  }
}
