/// What surrounds every page's text. Everything between double braces is escaped; triple braces hold pictures that are SVG
/// already.
enum PageTemplate {
  /// - Parameters:
  ///   - style: rules for this kind of page alone.
  ///   - main: what the page says.
  static func page(style: String = "", main: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{title}}</title>
    <style>
    \(PageStyle.css)\(style.isEmpty ? "" : "\n" + style)
    </style>
    </head>
    <body>
    <main>
    \(main)
    </main>
    </body>
    </html>

    """
  }
}
