/// The pages' text. Everything between double braces is escaped; triple braces hold pictures that are SVG already.
enum ReportTemplate {
  static let study = PageTemplate.page(
    main: """
      {{#studies}}
      <section class="study" aria-labelledby="{{id}}">
      <h1 id="{{id}}">{{title}}</h1>
      <p class="finding">{{verdict}}</p>
      {{#isUnfinished}}<p class="note">This study is not finished: {{progress}}. Its figures will change.</p>{{/isUnfinished}}
      <nav aria-label="Parts of the report">{{#hasOverall}}<a href="#{{id}}-overall">All settings together</a>{{/hasOverall}}{{#settings}}<a href="#{{id}}">{{name}}</a>{{/settings}}<a href="#{{id}}-protocol">Protocol</a><a href="#{{id}}-functions">Functions</a></nav>

      {{#hasOverall}}
      <h2 id="{{id}}-overall">All settings together</h2>
      <p>{{overallNote}}</p>
      <figure class="wide">{{{ranksChart}}}</figure>
      <div class="wide"><table>
      <caption>Verdicts against {{baseline}} by setting, and measures over all runs</caption>
      <thead><tr><th scope="col">activation</th><th scope="col" class="n">average rank</th><th scope="col" class="n">better</th><th scope="col" class="n">equivalent</th><th scope="col" class="n">undecided</th><th scope="col" class="n">worse</th><th scope="col" class="n">diverged</th><th scope="col">interquartile mean</th><th scope="col">probability of improvement</th></tr></thead>
      <tbody>
      {{#overallRows}}<tr><th scope="row">{{name}}</th><td class="n">{{rank}}</td><td class="n">{{better}}</td><td class="n">{{equivalent}}</td><td class="n">{{undecided}}</td><td class="n">{{worse}}</td><td class="n">{{diverged}}</td><td>{{iqm}}</td><td>{{improvement}}</td></tr>
      {{/overallRows}}
      </tbody></table></div>
      <p class="note">Interquartile mean: of the scores’ middle half over settings and the seeds that all activations have, 0 being a constant guess and 1 the best mean of the setting. Probability of improvement: that a run is better than one of {{baseline}}’s, the mean over the settings. Both with 95 % bootstrap intervals.</p>
      <figure class="wide">{{{profileChart}}}</figure>
      {{#axes}}<h3>By {{name}}</h3>
      <figure class="wide">{{{chart}}}</figure>
      {{/axes}}
      {{/hasOverall}}

      {{#settings}}
      <h2 id="{{id}}">{{name}}</h2>
      <p>{{detail}}</p>
      <figure class="wide">{{{leaderboardChart}}}</figure>
      <div class="wide"><table>
      <caption>Test {{scoreName}} with fresh seeds, each activation at what suited it on the validation data</caption>
      <thead><tr><th scope="col" class="n">#</th><th scope="col">activation</th><th scope="col" class="n">{{scoreName}}</th><th scope="col">95 % interval</th><th scope="col" class="n">seeds</th><th scope="col" class="n">to {{baseline}}</th><th scope="col">95 % interval</th><th scope="col">p</th><th scope="col">verdict</th><th scope="col">group</th><th scope="col" class="n">rate</th><th scope="col" class="n">diverged</th></tr></thead>
      <tbody>
      {{#rows}}<tr><td class="n">{{rank}}</td><th scope="row">{{name}}</th><td class="n">{{score}}</td><td>{{interval}}</td><td class="n">{{seeds}}</td><td class="n">{{difference}}</td><td>{{differenceInterval}}</td><td>{{p}}</td><td class="{{class}}">{{verdict}}</td><td>{{groups}}</td><td class="n">{{rate}}</td><td class="n">{{diverged}}</td></tr>
      {{/rows}}
      </tbody></table></div>
      <p class="note">Differences in {{unit}}, paired by seed. p is corrected by Holm’s method over all comparisons of the study. Activations that share a letter are not told apart.{{#hasEdge}} A rate with * lies at the edge of those tried: a better one may lie beyond it.{{/hasEdge}}</p>

      {{#isDetailed}}
      {{#swapChart}}
      <h3>Is it the function, or the learning rate?</h3>
      <p>On the right, every activation was trained with the learning rate and the initial weights tuned for {{baseline}}, only the function swapped, as it is often done. Lines that cross show rankings that such a comparison gets wrong.</p>
      <figure class="wide">{{{swapChart}}}</figure>
      {{/swapChart}}

      <h3>Beyond {{scoreName}}</h3>
      {{#paretoChart}}<figure class="wide">{{{paretoChart}}}</figure>{{/paretoChart}}
      <div class="wide"><table>
      <caption>Time, memory, and how forgiving the learning rate is</caption>
      <thead><tr><th scope="col">activation</th><th scope="col" class="n">ms/step</th><th scope="col" class="n">ms/epoch</th><th scope="col" class="n">memory kept</th><th scope="col">on the front</th><th scope="col" class="n">validation at equal time</th><th scope="col">good rates (powers of ten)</th>{{#hasSwap}}<th scope="col" class="n">swapped only</th><th scope="col" class="n">rank</th>{{/hasSwap}}<th scope="col">beats {{baseline}}</th></tr></thead>
      <tbody>
      {{#trades}}<tr><th scope="row">{{name}}</th><td class="n">{{step}}</td><td class="n">{{epoch}}</td><td class="n">{{memory}}</td><td>{{front}}</td><td class="n">{{equalTime}}</td><td>{{goodRates}}</td>{{#hasSwap}}<td class="n">{{swap}}</td><td class="n">{{swapRank}}</td>{{/hasSwap}}<td>{{improvement}}</td></tr>
      {{/trades}}
      </tbody></table></div>
      <p class="note">Equal time: the validation {{scoreName}} at the moment when the fastest activation has ended. Beats {{baseline}}: the share of pairs of runs, its own and one of {{baseline}}’s, in which it is better.</p>

      <h3>Learning curves</h3>
      <figure class="wide">{{{curvesChart}}}</figure>

      <h3>Sensitivity to the learning rate</h3>
      <figure class="wide">{{{ratesChart}}}</figure>

      {{#hasLayers}}
      <h3>Gradients, layer by layer</h3>
      <p>A gradient that falls from the output (right) to the input (left) by powers of ten vanishes: the first layers learn slowly or not at all.</p>
      <figure class="wide">{{{gradientChart}}}</figure>
      <h3>Dead and saturated units</h3>
      <p>After the last epoch, on a batch of validation data. A unit is dead if its derivative is next to zero for every example: it cannot learn any more. An output is saturated where the derivative is below a hundredth of its largest magnitude; for ReLU that is every negative input, which is how it works, not a fault.</p>
      <div class="pair"><figure class="wide">{{{deadChart}}}</figure><figure class="wide">{{{saturatedChart}}}</figure></div>
      {{/hasLayers}}
      {{/isDetailed}}

      {{#hasFailures}}
      <h3>Trials that failed</h3>
      <div class="wide"><table>
      <caption>{{failureCount}}</caption>
      <thead><tr><th scope="col">stage</th><th scope="col">activation</th><th scope="col" class="n">rate</th><th scope="col" class="n">seed</th><th scope="col">reason</th></tr></thead>
      <tbody>
      {{#failures}}<tr><td>{{phase}}</td><th scope="row">{{name}}</th><td class="n">{{rate}}</td><td class="n">{{seed}}</td><td>{{reason}}</td></tr>
      {{/failures}}
      </tbody></table></div>
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
}
