/// The report's look: one calm column, hairlines instead of boxes, figures that line up; light, dark and on paper.
///
/// Colour is used for the verdict and for what does not agree, and always beside words.
package let reportStyle = """

  :root { color-scheme: light dark;
    --paper: #fff; --ink: #1b1f24; --soft: #59626c; --hair: #dfe3e7; --rule: #aab2ba;
    --good: #19683f; --good-wash: #edf6f0; --look: #8a5300; --look-wash: #fdf4e3; --bad: #a5231c; --bad-wash: #fceeed;
    --bar: #45607c; --gain: #4d8a69; --loss: #b5793a; --link: #1f5a99; }
  @media (prefers-color-scheme: dark) { :root {
    --paper: #14171a; --ink: #e4e7ea; --soft: #9aa4ae; --hair: #2b3137; --rule: #56606a;
    --good: #7fce9f; --good-wash: #16281e; --look: #e9b765; --look-wash: #2c2415; --bad: #f5958d; --bad-wash: #321a19;
    --bar: #7f9cba; --gain: #6fb08d; --loss: #d39a5c; --link: #8dbdf0; } }
  * { box-sizing: border-box; }
  html { -webkit-text-size-adjust: 100%; }
  body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.5; font-size: 15px;
    font-family: "Segoe UI", system-ui, -apple-system, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
    font-variant-numeric: tabular-nums lining-nums; }
  .page { max-width: 66rem; margin: 0 auto; padding: 2.5rem 2rem 4rem; }
  .skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem;
    background: var(--paper); color: var(--link); outline: 2px solid var(--link); z-index: 1; }
  h1, h2, h3, p { margin: 0; }
  .kind { color: var(--soft); font-size: .87rem; letter-spacing: .02em; }
  h1 { font-size: 1.75rem; line-height: 1.25; font-weight: 600; letter-spacing: -.01em; overflow-wrap: anywhere; }
  h2 { font-size: 1.12rem; font-weight: 600; margin-bottom: .6rem; }
  main { counter-reset: part; } section { counter-increment: part; }
  h2::before { content: counter(part); color: var(--soft); font-weight: 400; display: inline-block; min-width: 1.9rem; }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  h3 { font-size: .97rem; font-weight: 600; margin: 1.4rem 0 .35rem; }
  section { margin-top: 2.75rem; }
  section > p { max-width: 46rem; color: var(--soft); margin-bottom: .7rem; text-wrap: pretty; }
  .scroll + p { margin: .7rem 0 0; }
  .none { color: var(--soft); }
  .verdict { margin-top: 1.4rem; padding: .95rem 1.2rem 1rem; border-left: 5px solid; border-radius: 0 4px 4px 0; }
  .verdict strong { display: block; font-size: 1.25rem; line-height: 1.35; }
  .verdict span { color: var(--ink); display: block; }
  .verdict ul { margin: .5rem 0 0; padding-left: 1.2rem; color: var(--ink); }
  .tied { color: var(--good); background: var(--good-wash); border-color: var(--good); }
  .exceptions { color: var(--look); background: var(--look-wash); border-color: var(--look); }
  .untied { color: var(--bad); background: var(--bad-wash); border-color: var(--bad); }
  .figures { display: flex; flex-wrap: wrap; gap: 1rem 2.75rem; margin: 1.5rem 0 0; }
  .figures div { display: flex; flex-direction: column-reverse; }
  .figures dt { color: var(--soft); font-size: .87rem; }
  .figures dd { margin: 0; font-size: 1.32rem; font-weight: 600; letter-spacing: -.01em; white-space: nowrap; }
  .figures small { font-size: .6em; font-weight: 600; color: var(--soft); letter-spacing: .03em; }
  .facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.5rem; margin: 0 0 1.2rem; }
  .facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
  .mono { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .86em; }
  .scroll { overflow-x: auto; container-type: inline-size; }
  table { border-collapse: collapse; width: 100%; }
  caption { text-align: left; color: var(--soft); font-size: .87rem; padding: 0 0 .35rem; }
  .scroll caption { position: sticky; left: 0; max-width: 100cqi; }
  th, td { padding: .36rem .75rem .36rem 0; text-align: left; vertical-align: top; font-weight: 400; }
  th:last-child, td:last-child { padding-right: 0; }
  thead th { color: var(--soft); font-size: .84rem; border-bottom: 1px solid var(--rule); vertical-align: bottom; }
  tbody th, tbody td { border-bottom: 1px solid var(--hair); overflow-wrap: break-word; max-width: 22rem; }
  .text { min-width: 8.5rem; } .long { min-width: 13rem; } .fit + th { max-width: none; }
  details th, details td { max-width: 11rem; } .way th, .way td { max-width: 16rem; } td.mono { min-width: 14rem; overflow-wrap: anywhere; }
  .num { text-align: right; white-space: nowrap; overflow-wrap: normal; padding-left: .75rem; }
  .num + td:not(.num), .num + th:not(.num) { padding-left: 1.1rem; }
  .fit { width: 1%; white-space: nowrap; overflow-wrap: normal; }
  tr.sum th, tr.sum td { font-weight: 600; border-bottom-color: var(--rule); } tr.sum .calm { font-weight: 400; }
  .yes { color: var(--good); white-space: nowrap; } .no { color: var(--bad); font-weight: 600; white-space: nowrap; }
  tr:has(+ .more) > * { border-bottom: 0; padding-bottom: 0; } .more > td { max-width: none; padding-top: 0; }
  .more tbody tr:last-child > * { border-bottom: 0; }
  .more .scroll { position: sticky; left: 0; width: 100cqi; }
  tr.off th, tr.off td { background: var(--bad-wash); }
  .narrow { max-width: 44rem; } .code { width: 6.5rem; } .deals { width: 5rem; } .money { width: 12rem; }
  .step { width: 38%; } .delta, .level-amount { width: 15%; } .bar { width: 32%; padding-left: 1.5rem; vertical-align: middle; }
  .bar svg { display: block; width: 100%; height: .8rem; overflow: visible; }
  .bar .level { fill: var(--bar); } .bar .gain { fill: var(--gain); } .bar .loss { fill: var(--loss); }
  .bar .zero, .bar .link { fill: var(--rule); } .bridge tr:first-child .zero { y: 0px; height: 34px; }
  .bridge tr:last-child .zero { height: 34px; }
  .bridge tr:last-child .link { display: none; } .bars .bar { width: 45%; } .bars tbody th { width: 18%; } .age { width: 5rem; }
  .find { display: flex; flex-wrap: wrap; gap: .5rem .8rem; align-items: center; margin: 0 0 .9rem; }
  .find label { color: var(--soft); font-size: .87rem; } .find output { color: var(--soft); font-size: .87rem; }
  .find input, .find select, .find button { font: inherit; font-size: .9rem; color: var(--ink); background: var(--paper);
    border: 1px solid var(--rule); border-radius: 4px; padding: .28rem .55rem; min-height: 2rem; }
  .find input { width: 16rem; max-width: 100%; } .find button, .sorter { cursor: pointer; }
  .sorter { font: inherit; color: inherit; background: none; border: 0; padding: 0; text-align: inherit; min-height: 1.5rem; }
  .sorter::after { content: " \\2195"; opacity: .55; } [aria-sort="ascending"] .sorter::after { content: " \\2191"; opacity: 1; }
  [aria-sort="descending"] .sorter::after { content: " \\2193"; opacity: 1; }
  .on-paper { display: none; } .sorter:hover, .find button:hover { color: var(--link); }
  .sorter:focus-visible, .find :focus-visible, .scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
  .way { font-size: .93em; min-width: 38rem; } .way tbody th { width: 20%; } .way td:nth-child(2) { width: 19%; } .way td:nth-child(3) { width: 17%; }
  .change th { padding-left: 1.2rem; color: var(--soft); }
  .block { border: 1px solid var(--rule); border-radius: 4px; padding: 1.1rem 1.3rem 1.2rem; }
  .block table { margin-bottom: .8rem; } .block tbody tr:last-child > * { border-bottom: 0; }
  .block p { color: var(--soft); font-size: .93rem; max-width: 50rem; } .block .facts { margin: 0 0 .7rem; }
  .cause { font-weight: 600; } .todo { margin-top: .1rem; } .meta { color: var(--soft); font-size: .87rem; margin-top: .1rem; overflow-wrap: anywhere; }
  .meta span + span::before { content: " \\00B7  "; }
  details { margin-top: .3rem; font-size: .9rem; } summary { color: var(--link); cursor: pointer; width: max-content; max-width: 100%; }
  summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
  details table { margin: .3rem 0 .2rem; } details caption { padding: 0; }
  .lines { margin: 0; padding-left: 1.2rem; } .lines li { overflow-wrap: anywhere; margin-bottom: .2rem; }
  .sign td { height: 2.9rem; border-bottom: 1px solid var(--rule); }
  .sign th { vertical-align: bottom; color: var(--soft); border-bottom: 1px solid var(--rule); }
  .sign thead th { width: 30%; } .sign thead th:first-child { width: 10%; }
  footer { margin-top: 2.5rem; padding-top: .8rem; border-top: 1px solid var(--hair); color: var(--soft); font-size: .84rem; }
  @media screen and (max-width: 44rem) { .page { padding: 1.5rem 1rem 3rem; } .facts { grid-template-columns: 1fr; gap: 0; }
    .facts dd { margin-bottom: .4rem; } .bar { display: none; }
    table { font-size: .93rem; } .num { padding-left: .5rem; padding-right: .5rem; } thead .num { white-space: normal; }
    .code, .deals, .money, .bars tbody th { width: auto; } .age { display: none; } .entries > thead .long { min-width: 8rem; }
    th, td { padding-right: .5rem; } .num:last-child { padding-right: 0; } }
  @page { margin: 16mm 15mm 18mm; }
  @media print {
    :root { color-scheme: light;
      --paper: #fff; --ink: #000; --soft: #444; --hair: #ccc; --rule: #888;
      --good: #19683f; --good-wash: #fff; --look: #8a5300; --look-wash: #fff; --bad: #a5231c; --bad-wash: #fff;
      --bar: #45607c; --gain: #4d8a69; --loss: #b5793a; --link: #444; }
    html { font-size: 8.4pt; } body { font-size: 1.04rem; line-height: 1.4; } .page { max-width: none; padding: 0; } .skip { display: none; }
    * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    section { margin-top: 2rem; } h2, h3, section > p, caption { break-after: avoid; } .scroll + p { break-after: auto; }
    p { break-inside: avoid; } section > p { max-width: none; }
    tr, .block, .verdict, .keep { break-inside: avoid; } .more { break-inside: auto; } details tr { break-inside: avoid; }
    thead { display: table-header-group; } thead, #exceptions tr:has(+ .more), summary { break-after: avoid; }
    #exceptions .entries > thead { display: table-row-group; }
    .find, .way, #invoices .entries > tbody:not(:has([open])) > .more, #invoices summary { display: none; } [open] .way { display: table; }
    #invoices .entries > tbody:not(:has([open])) > tr > * { border-bottom: 1px solid var(--hair); padding-bottom: .28rem; }
    .sorter { display: none; } .on-paper { display: inline; } tr[hidden] { display: table-row; } tbody[hidden] { display: table-row-group; }
    th, td { padding-top: .28rem; padding-bottom: .28rem; } .money { width: 10rem; } footer { break-before: avoid; margin-top: 1.5rem; }
    .scroll { overflow: visible; container-type: normal; }
    .scroll caption, .more .scroll { position: static; max-width: none; width: auto; } .way { min-width: 0; }
    details::details-content { content-visibility: visible; display: block; } summary { list-style: none; color: var(--soft); }
    summary::-webkit-details-marker { display: none; }
  }
  """
