import Foundation
import Quiz
import Reports
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct QuizSheetTests {
  @Test func questionsComeBeforeAnswersAndNothingIsNeeded() throws {
    let quiz = Quiz(seed: 5)
    let html = try QuizSheet.html(quiz, topics: [], command: "hillock quiz --html '<quiz>.html'")
    let parts = html.components(separatedBy: "<section class=\"answers\">")
    #expect(parts.count == 2)
    for (place, item) in quiz.items.enumerated() {
      #expect(parts[0].contains(" id=\"q\(place + 1)\"") && parts[1].contains(" id=\"a\(place + 1)\""))
      #expect(!parts[0].contains(Self.escaped(item.question.explanation)))
      #expect(parts[1].contains("<strong>\(item.letter): \(Self.escaped(item.question.right))</strong>"))
      for option in item.options { #expect(parts[0].contains(Self.escaped(option))) }
    }
    for word in ["<script", "src=", "https://", "http://", "@import", "url("] { #expect(!html.contains(word)) }
    #expect(html.contains("break-before:page") && !html.contains("<quiz>"))
    let xml = html.replacingOccurrences(of: "<!doctype html>", with: "")
      .replacingOccurrences(of: "<meta [^>]*>", with: "", options: .regularExpression)
    #expect(XMLParser(data: Data(xml.utf8)).parse())
  }

  private static func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "'", with: "&#39;")
  }

  @Test func looksAsRecorded() throws {
    let quiz = Quiz(topics: [.sigmoid, .gelu], count: 3, seed: 1)
    let html = try QuizSheet.html(quiz, topics: [.sigmoid, .gelu], command: "hillock quiz")
    let body = html.components(separatedBy: "<body>").last ?? ""
    let difference = Snapshot.difference(body, named: "quiz-sheet.html")
    #expect(difference == nil, "\(difference ?? "")")
  }
}
