/// The pages' text. Everything between double braces is escaped; triple braces hold pictures that are SVG already.
enum ReportTemplate {
  static let study = """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{title}}</title>
    <style>
    :root{color-scheme:light dark;--ink:#1f2328;--muted:#5b636b;--line:#e4e7ea;--paper:#ffffff;--soft:#f6f8fa;--good:#00795a;--bad:#b34700}
    @media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--muted:#9aa4ae;--line:#2b3138;--paper:#0f1419;--soft:#171d24;--good:#2fbf94;--bad:#f0883e}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif}
    main{max-width:1060px;margin:0 auto;padding:40px 20px 80px}
    h1{font-size:30px;line-height:1.2;margin:0 0 12px}
    h2{font-size:20px;margin:48px 0 8px}
    p{max-width:72ch;margin:8px 0 16px}
    .finding{font-size:18px}
    .note,figcaption{color:var(--muted);font-size:14px}
    nav{margin:20px 0 0;font-size:14px}
    nav a{color:inherit;margin-right:16px}
    .wide{overflow-x:auto;margin:16px 0}
    figure{margin:16px 0}
    .wide svg.hc{max-width:none}
    table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums;white-space:nowrap}
    th{text-align:left;font-weight:600;color:var(--muted)}
    th,td{padding:5px 12px 5px 0;border-bottom:1px solid var(--line)}
    .n{text-align:right}
    .better{color:var(--good);font-weight:600}
    .worse,.diverged{color:var(--bad)}
    .settings{white-space:normal}
    .settings td:first-child{color:var(--muted);white-space:nowrap;vertical-align:top}
    .pair{display:flex;flex-wrap:wrap;gap:8px}
    pre{background:var(--soft);padding:12px 16px;overflow-x:auto;border-radius:6px;font-size:14px}
    </style>
    </head>
    <body>
    <main>
    <h1>{{title}}</h1>
    <p class="finding">{{finding}}</p>
    <nav><a href="#leaderboard">Leaderboard</a><a href="#curves">Learning curves</a>{{#hasHidden}}<a href="#gradients">Gradients</a><a href="#units">Dead and saturated units</a>{{/hasHidden}}<a href="#tuning">Learning rates</a><a href="#functions">Functions</a><a href="#settings">Settings</a></nav>

    <h2 id="leaderboard">Leaderboard</h2>
    <p>Test {{scoreName}} with fresh seeds, each activation at the learning rate that suited it on the validation data. Differences are paired: both networks of a pair saw the same data in the same order and began from the same random deviates.</p>
    <figure class="wide">{{{leaderboardChart}}}</figure>
    <div class="wide"><table>
    <thead><tr><th class="n">#</th><th>activation</th><th class="n">{{scoreName}}</th><th>95 % interval</th><th class="n">to {{baseline}}</th><th>95 % interval</th><th>verdict</th><th class="n">rate</th><th class="n">diverged</th><th class="n">ms/epoch</th></tr></thead>
    <tbody>
    {{#rows}}<tr><td class="n">{{rank}}</td><td>{{name}}</td><td class="n">{{score}}</td><td>{{interval}}</td><td class="n">{{difference}}</td><td>{{differenceInterval}}</td><td class="{{class}}">{{verdict}}</td><td class="n">{{rate}}</td><td class="n">{{diverged}}</td><td class="n">{{time}}</td></tr>
    {{/rows}}
    </tbody></table></div>
    <p class="note">Differences in {{unit}}. Intervals are t intervals over the seeds; verdicts use Holm’s correction over all comparisons with {{baseline}}.{{#hasEdge}} A rate with * lies at the edge of those tried: a better one may lie beyond it.{{/hasEdge}}</p>

    <h2 id="curves">Learning curves</h2>
    <p>How fast each activation learns. A band that is wide shows that the seed matters more than the choice.</p>
    <figure class="wide">{{{curvesChart}}}</figure>

    {{#hasHidden}}
    <h2 id="gradients">Gradients</h2>
    <p>A gradient that falls from the output (right) to the input (left) by powers of ten vanishes: the first layers learn slowly or not at all. Binary step has no gradient but at the output.</p>
    <figure class="wide">{{{gradientChart}}}</figure>

    <h2 id="units">Dead and saturated units</h2>
    <p>After the last epoch, on a batch of validation data. A unit is dead if its derivative is next to zero for every example: it cannot learn any more. An output is saturated where the derivative is below a hundredth of its largest magnitude; for ReLU that is every negative input, which is how it works, not a fault.</p>
    <div class="pair"><figure class="wide">{{{deadChart}}}</figure><figure class="wide">{{{saturatedChart}}}</figure></div>
    {{/hasHidden}}

    <h2 id="tuning">Learning rates</h2>
    <p>Each activation has its own best learning rate. A comparison at one rate for all would measure which activation that rate happens to suit.</p>
    <figure class="wide">{{{tuningChart}}}</figure>

    <h2 id="functions">Functions</h2>
    <figure class="wide">{{{functionsChart}}}</figure>

    <h2 id="settings">Settings</h2>
    <div class="wide"><table class="settings"><tbody>
    {{#settings}}<tr><td>{{name}}</td><td>{{value}}</td></tr>
    {{/settings}}
    </tbody></table></div>
    <p>To repeat it:</p>
    <pre>{{command}}</pre>
    </main>
    </body>
    </html>

    """
}
