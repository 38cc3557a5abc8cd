internal import Mustache
public import Quiz

/// A quiz as a page to print: questions first, the answers on a page of their own.
public enum QuizSheet {
  /// - Parameters:
  ///   - topics: those that were asked for; none for all.
  ///   - command: what writes the same sheet again.
  public static func html(_ quiz: Quiz, topics: [Topic], command: String) throws -> String {
    let about = topics.isEmpty ? "" : ": " + topics.map(\.title).joined(separator: ", ")
    let count = quiz.items.count
    let context: [String: Any] = [
      "title": "Activation functions" + about, "count": "\(count) question\(count == 1 ? "" : "s")",
      "total": count, "seed": "\(quiz.seed)", "command": command,
      "questions": quiz.items.enumerated().map { question($0.element, number: $0.offset + 1) },
    ]
    return try MustacheTemplate(string: page).render(context)
  }

  private static func question(_ item: Quiz.Item, number: Int) -> [String: Any] {
    let question = item.question
    let isCommand = if case .command = question.see { true } else { false }
    return [
      "number": number, "id": question.id, "topic": question.topic.title, "prompt": question.prompt,
      "options": item.options.enumerated().map { ["letter": Quiz.letter($0.offset), "text": $0.element] },
      "letter": item.letter, "right": question.right, "explanation": question.explanation,
      "see": question.see.text, "isCommand": isCommand, "claim": question.claim ?? "",
      "hasClaim": question.claim != nil,
    ]
  }

  static let page = PageTemplate.page(
    style: """
      main{max-width:820px}
      .name{display:flex;flex-wrap:wrap;gap:8px 32px;margin:20px 0 0}
      .name span{flex:1 1 200px;border-bottom:1px solid var(--muted);padding-top:20px;color:var(--muted);font-size:14px}
      .question,.answer{margin:24px 0 0;display:grid;grid-template-columns:44px minmax(0,1fr)}
      .number{font-weight:600;font-variant-numeric:tabular-nums}
      .question p,.answer p{margin:0 0 6px}
      .prompt{font-weight:600}
      .options{list-style:none;margin:0;padding:0}
      .options li{display:grid;grid-template-columns:56px minmax(0,1fr);padding:3px 0}
      .box{display:inline-block;width:14px;height:14px;border:1.5px solid var(--muted);border-radius:3px;margin-right:8px;vertical-align:-2px}
      .topic{color:var(--muted);font-size:14px}
      code{background:var(--soft);padding:1px 5px;border-radius:4px;font-size:14px;overflow-wrap:anywhere}
      h1,p,li{overflow-wrap:anywhere}
      .to{font-size:14px;color:inherit}
      @media (max-width:520px){.question,.answer{grid-template-columns:32px minmax(0,1fr)}.options li{grid-template-columns:48px minmax(0,1fr)}}
      @page{margin:16mm}
      @media print{:root{color-scheme:light;--muted:#000}body{font-size:11pt;line-height:1.4}.question,.answer{break-inside:avoid;margin-top:14pt}.answer{margin-top:9pt;font-size:10pt}.answers{break-before:page}.answers h2{margin-top:0}.to{display:none}.answer .note{font-size:9pt}code,pre{background:none;padding:0;font-size:9pt}.options li{padding:1.5pt 0}}
      """,
    main: """
      <h1>{{title}}</h1>
      <p class="note">{{count}}, seed {{seed}}; one option is right in each. Answers are at the end.</p>
      <div class="name"><span>Name</span><span>Date</span><span>Right, of {{total}}</span></div>
      <nav aria-label="Parts of the sheet"><a href="#answers">Answers</a></nav>

      {{#questions}}
      <section class="question" id="q{{number}}">
      <span class="number">{{number}}</span>
      <div>
      <p class="topic">{{topic}} <a class="to" href="#a{{number}}">answer</a></p>
      <p class="prompt">{{prompt}}</p>
      <ul class="options">
      {{#options}}<li><span><span class="box"></span>{{letter}}</span><span>{{text}}</span></li>
      {{/options}}
      </ul>
      </div>
      </section>
      {{/questions}}

      <section class="answers">
      <h2 id="answers">Answers</h2>
      {{#questions}}
      <section class="answer" id="a{{number}}">
      <span class="number">{{number}}</span>
      <div>
      <p><strong>{{letter}}: {{right}}</strong> <a class="to" href="#q{{number}}">question</a></p>
      <p>{{explanation}}</p>
      <p class="note">See {{#isCommand}}<code>{{see}}</code>{{/isCommand}}{{^isCommand}}{{see}}{{/isCommand}}{{#hasClaim}}; measured: <code>hillock claims show {{claim}}</code>{{/hasClaim}}</p>
      </div>
      </section>
      {{/questions}}
      <p class="note">To write the same sheet again:</p>
      <pre>{{command}}</pre>
      </section>
      """)
}
