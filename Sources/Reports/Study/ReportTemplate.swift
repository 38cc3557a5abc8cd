/// The pages' text. Everything between double braces is escaped; triple braces hold pictures that are SVG already.
enum ReportTemplate {
  static let study = PageTemplate.page(
    style: """
      .answer{max-width:84ch;margin:8px 0 24px;display:grid;grid-template-columns:max-content 1fr;gap:6px 18px}
      .answer dt{color:var(--muted)}
      .answer dd{margin:0;min-width:0}
      .answer pre{margin:6px 0 0}
      .unstable{color:var(--bad)}
      td.beside{color:var(--muted)}
      .snippets h4{margin:12px 0 4px;font-size:15px}
      .snippets pre{margin:0}
      @media (max-width:520px){.answer{grid-template-columns:1fr;gap:0}.answer dd{margin-bottom:10px}}
      @media print{pre{white-space:pre-wrap}}
      """,
    main: """
      {{#studies}}
      <section class="study" aria-labelledby="{{id}}">
      <h1 id="{{id}}">{{title}}</h1>
      <p class="finding">{{verdict}}</p>
      {{#isUnfinished}}<p class="note">This study is not finished: {{progress}}. Its figures will change.</p>{{/isUnfinished}}
      \(answer("topAnswer"))
      <nav aria-label="Parts of the report">{{#overall}}<a href="#{{id}}-overall">All settings together</a>{{/overall}}{{#settings}}<a href="#{{id}}">{{name}}</a>{{/settings}}<a href="#{{id}}-protocol">Protocol</a><a href="#{{id}}-functions">Functions</a></nav>

      {{#overall}}
      <h2 id="{{id}}-overall">All settings together</h2>
      <p>{{note}}</p>
      <figure class="wide">{{{ranksChart}}}</figure>
      \(ReportTable.template("table"))
      <p class="note">Interquartile mean: of the scores’ middle half over settings and the seeds that all activations have, 0 being a constant guess and 1 the best mean of the setting. Improvement: the probability that a run is better than one of {{baseline}}’s, the mean over the settings. Both with 95 % bootstrap intervals.</p>
      <figure class="wide">{{{profileChart}}}</figure>
      {{#axes}}<h3>By {{name}}</h3>
      <figure class="wide">{{{chart}}}</figure>
      {{/axes}}
      {{/overall}}

      {{#settings}}
      <h2 id="{{id}}">{{name}}</h2>
      \(answer("answer"))
      <p>{{detail}}</p>
      {{#differencesChart}}<figure class="wide">{{{differencesChart}}}</figure>{{/differencesChart}}
      {{#scoresChart}}<figure class="wide">{{{scoresChart}}}</figure>{{/scoresChart}}
      \(ReportTable.template("leaderboard"))
      <p class="note">{{note}}</p>

      {{#snippets}}
      <h3>Lines to paste: {{name}}</h3>
      <div class="snippets">
      {{#blocks}}<div><h4>{{title}}</h4>
      <pre>{{code}}</pre></div>
      {{/blocks}}
      </div>
      {{/snippets}}

      \(ReportTable.template("metrics"))
      {{#confusionChart}}
      <h3>What {{confusionName}} takes for what</h3>
      <figure class="wide">{{{confusionChart}}}</figure>
      {{/confusionChart}}

      {{#isDetailed}}
      {{#swapChart}}
      <h3>Is it the function, or the learning rate?</h3>
      <p>On the right, every activation was trained with the learning rate and the initial weights tuned for {{baseline}}, only the function swapped, as it is often done. Lines that cross show rankings that such a comparison gets wrong.</p>
      <figure class="wide">{{{swapChart}}}</figure>
      {{/swapChart}}

      {{#beyond}}
      <h3>Beyond {{scoreName}}</h3>
      {{#paretoChart}}<figure class="wide">{{{paretoChart}}}</figure>{{/paretoChart}}
      \(ReportTable.template("trades"))
      <p class="note">Equal time: the validation {{scoreName}} at the moment when the fastest activation has ended. Beats {{baseline}}: the share of pairs of runs, its own and one of {{baseline}}’s, in which it is better.</p>
      {{/beyond}}

      {{#curvesChart}}
      <h3>Learning curves</h3>
      <figure class="wide">{{{curvesChart}}}</figure>
      {{/curvesChart}}

      {{#ratesChart}}
      <h3>Sensitivity to the learning rate</h3>
      <figure class="wide">{{{ratesChart}}}</figure>
      {{/ratesChart}}

      {{#layers}}
      <h3>Gradients, layer by layer</h3>
      <p>A gradient that falls from the output (right) to the input (left) by powers of ten vanishes: the first layers learn slowly or not at all.</p>
      <figure class="wide">{{{gradientChart}}}</figure>
      <h3>Dead and saturated units</h3>
      <p>After the last epoch, on a batch of validation data. A unit is dead if its derivative is next to zero for every example: it cannot learn any more. An output is saturated where the derivative is below a hundredth of its largest magnitude; for ReLU that is every negative input, which is how it works, not a fault.</p>
      <div class="pair"><figure class="wide">{{{deadChart}}}</figure><figure class="wide">{{{saturatedChart}}}</figure></div>
      {{/layers}}
      {{/isDetailed}}

      {{#hasFailures}}
      <h3>Trials that failed</h3>
      \(ReportTable.template("failures"))
      {{/hasFailures}}
      {{/settings}}

      <h2 id="{{id}}-protocol">Protocol</h2>
      <div class="wide"><table class="settings"><caption>What was done, and on what</caption><tbody>
      {{#protocol}}<tr><th scope="row">{{name}}</th><td>{{value}}</td></tr>
      {{/protocol}}
      </tbody></table></div>
      <p>To repeat it:</p>
      <pre>{{command}}</pre>

      <h2 id="{{id}}-functions">Functions</h2>
      <figure class="wide">{{{functionsChart}}}</figure>
      </section>
      {{/studies}}
      """)

  /// A context finds what it lacks in those around it, so the names differ from theirs.
  private static func answer(_ name: String) -> String {
    """
    {{#\(name)}}<dl class="answer">
    {{#answerLines}}<dt>{{answerTitle}}</dt><dd>{{text}}{{#further}}<pre>{{further}}</pre>{{/further}}</dd>
    {{/answerLines}}
    </dl>{{/\(name)}}
    """
  }
}
