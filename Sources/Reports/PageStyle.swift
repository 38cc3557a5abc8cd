/// How all pages look: on light and dark grounds, on a phone, on paper.
enum PageStyle {
  static let css = """
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
    .settings th{color:var(--muted);white-space:nowrap;vertical-align:top}
    .pair{display:flex;flex-wrap:wrap;gap:8px}
    h3{font-size:17px;margin:32px 0 8px}
    .study{border-top:3px solid var(--line);margin-top:56px}
    .study:first-of-type{border-top:0;margin-top:0}
    th[scope=row]{color:inherit;font-weight:400}
    caption{text-align:left;color:var(--muted);padding-bottom:6px}
    @media (max-width:520px){main{padding:20px 14px 60px}h1{font-size:24px}.finding{font-size:17px}}
    @media print{:root{--ink:#000;--muted:#444;--line:#ccc;--paper:#fff;--soft:#f3f3f3;--good:#00614a;--bad:#8a3600}main{max-width:none;padding:0}nav{display:none}figure,tr{break-inside:avoid}h2,h3{break-after:avoid}.wide{overflow:visible}.wide svg.hc{max-width:100%}table{font-size:10px;white-space:normal}}
    pre{background:var(--soft);padding:12px 16px;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;border-radius:6px;font-size:14px}
    """
}
