/// The page's text. Everything between double braces is escaped; triple braces hold pictures that are SVG already.
enum DiagnosisTemplate {
  static let page = PageTemplate.page(
    style: """
      .problem{color:var(--bad)}
      .severity{font-size:13px;font-weight:600;text-transform:uppercase;letter-spacing:.04em}
      .effects{border-left:3px solid var(--line);padding-left:18px;margin:16px 0 0}
      .effects h4{font-size:15px;margin:20px 0 4px}
      .words td,.words th{white-space:normal;vertical-align:top}
      .words td:last-child{min-width:30ch}
      summary{cursor:pointer}
      .words .n{white-space:nowrap}
      .words th[scope=row]{min-width:14ch}
      h1,h2,h3,h4,p{overflow-wrap:anywhere}
      """,
    main: """
      <h1>{{title}}</h1>
      <p class="finding">{{verdict}}</p>
      <p class="note">{{network}}</p>
      <nav aria-label="Parts of the report"><a href="#findings">Findings</a>{{#hasRemedies}}<a href="#remedies">Remedies</a>{{/hasRemedies}}<a href="#pictures">Pictures</a><a href="#protocol">How it was done</a></nav>

      <h2 id="findings">Findings</h2>
      {{^hasFindings}}<p>Nothing was found that would keep the network from learning.</p>{{/hasFindings}}
      {{#hasEffects}}<p>The cause stands first; what follows from a finding stands below it.</p>{{/hasEffects}}
      {{#findings}}
      <section>
      <h3>{{title}} <span class="severity {{severity}}">{{severity}}</span></h3>
      <p class="note">{{when}}{{where}}</p>
      <p>{{statement}}</p>
      <div class="wide"><table class="words">
      <caption>Evidence</caption>
      <thead><tr><th scope="col">measured</th><th scope="col" class="n">value</th><th scope="col" class="n">limit</th><th scope="col">why this limit</th></tr></thead>
      <tbody>
      {{#evidence}}<tr>{{#isMeasured}}<th scope="row">{{what}}</th><td class="n">{{value}}</td><td class="n">{{limit}}</td><td>{{reason}}</td>{{/isMeasured}}{{^isMeasured}}<th scope="row" colspan="4">{{what}}</th>{{/isMeasured}}</tr>
      {{/evidence}}
      </tbody></table></div>
      {{#hasEffects}}
      <div class="effects">
      {{#effects}}
      <h4>From this follows: {{title}} <span class="severity">{{severity}}</span></h4>
      <p>{{statement}}</p>
      <p class="note">{{when}}{{where}}.{{#evidence}}{{#isMeasured}} Measured: {{what}} {{value}}, limit {{limit}}.{{/isMeasured}}{{^isMeasured}} {{what}}{{/isMeasured}}{{/evidence}}</p>
      {{/effects}}
      </div>
      {{/hasEffects}}
      </section>
      {{/findings}}

      {{#hasRemedies}}
      <h2 id="remedies">What restores learning</h2>
      <p>{{remedy}}</p>
      <figure class="wide">{{{forest}}}</figure>
      <div class="wide"><table>
      <caption>Validation {{scoreName}} after the last epoch, every change on {{seeds}} fresh seeds</caption>
      <thead><tr><th scope="col">change</th><th scope="col" class="n">{{scoreName}}</th><th scope="col" class="n">gain</th><th scope="col">95 % interval</th><th scope="col" class="n">time</th><th scope="col" class="n">diverged</th><th scope="col">verdict</th></tr></thead>
      <tbody>
      <tr><th scope="row">unchanged</th><td class="n">{{unchanged}}</td><td class="n"></td><td></td><td class="n">1.0×</td><td class="n">{{unchangedDiverged}}</td><td></td></tr>
      {{#remedies}}<tr><th scope="row">{{title}}</th><td class="n">{{score}}</td><td class="n">{{gain}}</td><td>{{interval}}</td><td class="n">{{cost}}</td><td class="n">{{diverged}}</td><td class="{{class}}">{{verdict}}</td></tr>
      {{/remedies}}
      </tbody></table></div>
      <p class="note">Gains in {{unit}}, paired by seed. Time: of an epoch, over the unchanged run’s; – where every run diverged.</p>
      {{/hasRemedies}}

      <h2 id="pictures">Pictures</h2>
      {{^hasPictures}}<p>No layer was read, so there is nothing to show.</p>{{/hasPictures}}
      {{#pictures}}
      <h3>{{title}}</h3>
      <p>{{text}}</p>
      {{#isPair}}<div class="pair">{{/isPair}}{{#charts}}<figure class="wide">{{{.}}}</figure>{{/charts}}{{#isPair}}</div>{{/isPair}}
      {{/pictures}}

      <h2 id="protocol">How it was done</h2>
      <div class="wide"><table class="settings"><caption>What was done, and on what</caption><tbody>
      {{#protocol}}<tr><th scope="row">{{name}}</th><td>{{value}}</td></tr>
      {{/protocol}}
      </tbody></table></div>
      <details><summary>The limits of all findings, and where they come from</summary>
      <div class="wide"><table class="words">
      <caption>--limit name=value sets one; * differs from its default</caption>
      <thead><tr><th scope="col">limit</th><th scope="col" class="n">value</th><th scope="col">of what</th><th scope="col">why</th></tr></thead>
      <tbody>
      {{#limits}}<tr><th scope="row">{{name}}</th><td class="n">{{value}}</td><td>{{meaning}}</td><td>{{reason}}</td></tr>
      {{/limits}}
      </tbody></table></div>
      </details>
      <p>To repeat it:</p>
      <pre>{{command}}</pre>
      """)
}
