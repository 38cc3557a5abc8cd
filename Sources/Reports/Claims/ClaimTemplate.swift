/// The page's text. Everything between double braces is escaped; triple braces hold pictures that are SVG already.
enum ClaimTemplate {
  static let page = PageTemplate.page(
    style: """
      .words td,.words th{white-space:normal;vertical-align:top}
      .words .n{white-space:nowrap}
      .words td:nth-child(2){min-width:8ch}
      .claim{border-top:1px solid var(--line);margin-top:40px}
      .claim h3{margin-top:20px}
      code{font-size:14px}
      summary{cursor:pointer}
      dt{font-weight:600;margin-top:12px}
      dd{margin:4px 0 0;max-width:72ch}
      h1,h2,h3,p,td{overflow-wrap:anywhere}
      """,
    main: """
      <h1>Claims about activation functions, tested</h1>
      <p class="finding">{{summary}}</p>
      <p class="note">Scale: {{scale}}. {{date}}; {{machine}}; {{time}} of one processor. Every rule was fixed before its experiment was run; intervals are of 95 %, differences paired by seed.</p>

      <h2 id="verdicts">Verdicts</h2>
      <div class="wide"><table class="words">
      <thead><tr><th scope="col">claim</th><th scope="col">verdict</th></tr></thead>
      <tbody>
      {{#rows}}<tr><th scope="row"><a href="#{{id}}">{{statement}}</a></th><td class="{{class}}">{{verdict}}</td></tr>
      {{/rows}}
      </tbody></table></div>

      {{#topics}}
      <h2>{{title}}</h2>
      {{#claims}}
      <section class="claim" id="{{id}}">
      <h3>{{statement}}</h3>
      <p><span class="{{class}}">{{verdict}}</span> <span class="note">· <code>{{id}}</code> · {{took}}</span></p>
      {{#hasCriteria}}
      <div class="wide"><table class="words">
      <thead><tr><th scope="col">measured</th><th scope="col">value</th><th scope="col">must be</th><th scope="col">is it?</th><th scope="col" class="n">n</th></tr></thead>
      <tbody>
      {{#criteria}}<tr><th scope="row">{{effect}}{{otherwise}}</th><td>{{value}}</td><td>{{bound}}</td><td>{{met}}</td><td class="n">{{count}}</td></tr>
      {{/criteria}}
      {{#others}}<tr><th scope="row">{{effect}}</th><td>{{value}}</td><td></td><td></td><td class="n">{{count}}</td></tr>
      {{/others}}
      </tbody></table></div>
      {{/hasCriteria}}
      {{#notes}}<p class="note">{{.}}</p>{{/notes}}
      <figure class="wide">{{{picture}}}</figure>
      {{#hasRemark}}<p><strong>Remark.</strong> {{remark}}</p>{{/hasRemark}}
      <details><summary>Who says so, what was done, and the rule</summary>
      <dl>
      <dt>Who says so</dt>{{#sources}}<dd>{{.}}</dd>{{/sources}}
      <dt>What they did and found</dt><dd>{{original}}</dd>
      <dt>What is done here</dt><dd>{{setup}}</dd>
      <dt>What differs</dt>{{#differences}}<dd>{{.}}</dd>{{/differences}}
      <dt>What is measured</dt><dd>{{measure}}</dd>
      <dt>The rule, fixed beforehand</dt><dd>{{rule}}</dd>
      </dl>
      </details>
      </section>
      {{/claims}}
      {{/topics}}

      <h2 id="repeat">To repeat it</h2>
      <pre>{{command}}</pre>
      """)
}
