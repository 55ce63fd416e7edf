/// The report's page, a Mustache template. Every value stands in triple braces, being markup already: see ``Markup``.
let reportTemplate = #"""
  <!DOCTYPE html>
  <html lang="en">
  <head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Reconciliation, {{{titleCompany}}}, {{{titleDate}}}: {{{verdictWords}}}</title>
  <style>
  {{{style}}}
  </style>
  </head>
  <body>
  <a class="skip" href="#controls">Skip to the population control</a>
  <div class="page">
  <header>
  <p class="kind">Reconciliation of deals and invoices</p>
  <h1>{{{company}}}</h1>
  <p class="kind">Run date {{{runDate}}}, {{{timeZone}}}</p>
  <div class="verdict {{{verdictClass}}}" role="note" aria-label="Verdict"><strong>{{{verdictWords}}}</strong>
  <span>{{{verdictSentence}}}</span>{{#hasBroken}}<ul>
  {{#broken}}<li>{{{brokenWhat}}} ({{{brokenStage}}}): expected {{{brokenExpected}}}, found {{{brokenActual}}}</li>
  {{/broken}}</ul>{{/hasBroken}}</div>
  <dl class="figures">
  {{#figures}}<div><dt>{{{figureName}}}</dt><dd>{{#figureUnit}}<small>{{{.}}}</small> {{/figureUnit}}{{{figureValue}}}</dd></div>
  {{/figures}}</dl>
  </header>
  <main>

  <section aria-labelledby="h-identity">
  <h2 id="h-identity"><span class="n">1</span> What ran on what</h2>
  <dl class="facts">
  <dt>Company</dt><dd>{{{company}}}</dd>
  <dt>Run date</dt><dd>{{{runDate}}}, time zone {{{timeZone}}}</dd>
  <dt>Rules</dt><dd>{{{rulesFile}}}</dd>
  <dt>SHA-256 of the rules</dt><dd class="mono">{{{rulesFingerprint}}}</dd>
  <dt>Tool</dt><dd>dealbill {{{toolVersion}}}</dd>
  </dl>
  {{#hasInputs}}<div class="scroll"><table>
  <caption>Input files</caption>
  <thead><tr><th scope="col">File</th><th scope="col" class="num">Bytes</th><th scope="col">SHA-256</th></tr></thead>
  <tbody>
  {{#inputs}}<tr><th scope="row">{{{inputName}}}</th><td class="num">{{{inputBytes}}}</td><td class="mono">{{{inputDigest}}}</td></tr>
  {{/inputs}}</tbody></table></div>{{/hasInputs}}{{^hasInputs}}<p class="none">No input file was recorded.</p>{{/hasInputs}}
  </section>

  <section id="controls" aria-labelledby="h-population">
  <h2 id="h-population"><span class="n">2</span> Population control</h2>
  <p>Every row of the export must be accounted for, and every deal must end in exactly one of D to I.</p>
  <div class="scroll"><table class="keep">
  <caption>From the rows of the files to the outcome of each deal</caption>
  <thead><tr><th scope="col" colspan="2">Step</th><th scope="col" class="num">Count</th><th scope="col">Must equal</th><th scope="col" class="num">Found</th><th scope="col">Result</th></tr></thead>
  <tbody>
  {{#population}}<tr class="{{{stepClass}}}"><td class="fit">{{{stepLetter}}}</td><th scope="row">{{{stepWhat}}}</th><td class="num">{{{stepCount}}}</td><td class="calm">{{{stepEqual}}}</td><td class="num calm">{{{stepOther}}}</td><td class="fit calm">{{{stepResult}}}</td></tr>
  {{/population}}</tbody></table></div>
  {{#hasBridge}}<h3>The deals’ own value by outcome</h3>
  <div class="scroll"><table class="keep">
  <caption>Each currency by itself, as the export has it{{#noValue}}; {{{.}}} without value or currency counted apart{{/noValue}}</caption>
  <thead><tr><th scope="col">Currency</th>{{#valueHeads}}<th scope="col" class="num">{{{.}}}</th>{{/valueHeads}}<th scope="col" class="num">All deals</th></tr></thead>
  <tbody>
  {{#valueRows}}<tr><th scope="row">{{{valueCode}}}</th>{{#valueCells}}<td class="num">{{{.}}}</td>{{/valueCells}}<td class="num"><strong>{{{valueSum}}}</strong></td></tr>
  {{/valueRows}}</tbody></table></div>{{/hasBridge}}{{^hasBridge}}{{#noValue}}<p>{{{.}}} without value or currency.</p>{{/noValue}}{{/hasBridge}}
  </section>

  <section aria-labelledby="h-bridge">
  <h2 id="h-bridge"><span class="n">3</span> Money bridge</h2>
  {{#hasBridges}}<p>From the deals’ own value to the invoices’ total, currency by currency; no amount is converted or rounded.</p>
  {{#bridges}}<h3>{{{bridgeCode}}}</h3>
  <div class="scroll"><table class="keep">
  <caption>Amounts in {{{bridgeCode}}}; differences are indented</caption>
  <thead><tr><th scope="col" class="step">Step</th><th scope="col" class="num delta">Difference</th><th scope="col" class="num level-amount">Amount</th><th scope="col" class="bar" aria-label="Drawing of the amount"></th></tr></thead>
  <tbody>
  {{#bridgeSteps}}<tr class="{{{bridgeClass}}}"><th scope="row">{{{bridgeWhat}}}</th><td class="num">{{{bridgeDelta}}}</td><td class="num">{{{bridgeAmount}}}</td><td class="bar"><svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="zero" x="{{{barZero}}}" y="-3" width="1.5" height="18"/><rect class="{{{barClass}}}" x="{{{barStart}}}" y="0" width="{{{barWidth}}}" height="12"/></svg></td></tr>
  {{/bridgeSteps}}</tbody></table></div>
  {{/bridges}}{{/hasBridges}}{{^hasBridges}}<p class="none">No deal has a value in any currency.</p>{{/hasBridges}}
  {{#mismatches}}<p>{{{.}}} with lines that do not add up to the deal’s own value.</p>{{/mismatches}}
  </section>

  <section aria-labelledby="h-totals">
  <h2 id="h-totals"><span class="n">4</span> Control totals</h2>
  <div class="block keep">
  <table>
  <caption>Invoices created</caption>
  <thead><tr><th scope="col">Currency</th><th scope="col" class="num">Invoices</th><th scope="col" class="num">Lines</th><th scope="col" class="num">Net</th><th scope="col" class="num">Tax</th><th scope="col" class="num">Total</th></tr></thead>
  <tbody>
  {{#totals}}<tr><th scope="row">{{{totalCode}}}</th><td class="num">{{{totalInvoices}}}</td><td class="num">{{{totalLines}}}</td><td class="num">{{{totalNet}}}</td><td class="num">{{{totalTax}}}</td><td class="num"><strong>{{{totalTotal}}}</strong></td></tr>
  {{/totals}}{{^totals}}<tr><td colspan="6" class="none">No invoice was created.</td></tr>
  {{/totals}}</tbody></table>
  <dl class="facts">
  <dt>Hash total of the deal ids</dt><dd><strong>{{{hashTotal}}}</strong> over {{{hashDeals}}}</dd>
  </dl>
  <p>The hash total is the plain sum of the numeric deal ids, its last ten digits. To check it in a spreadsheet, keep one row per deal and compare with <span class="mono">=MOD(SUM(A2:A{{{sumRow}}}),10^10)</span>, where column A holds the deal ids as numbers. A difference means that a deal was lost, added or exchanged.</p>
  </div>
  </section>

  <section aria-labelledby="h-stages">
  <h2 id="h-stages"><span class="n">5</span> Controls by stage</h2>
  {{#hasControls}}<p>Each figure is computed twice, by different parts of the work. The verdict stands on these lines alone.</p>
  <div class="scroll"><table>
  <caption>Expected and found</caption>
  <thead><tr><th scope="col">Stage</th><th scope="col">Control</th><th scope="col" class="num">Expected</th><th scope="col" class="num">Found</th><th scope="col">Result</th></tr></thead>
  <tbody>
  {{#controls}}<tr class="{{{controlClass}}}"><td class="fit">{{{controlStage}}}</td><th scope="row">{{{controlWhat}}}</th><td class="num">{{{controlExpected}}}</td><td class="num">{{{controlActual}}}</td><td class="fit">{{{controlResult}}}</td></tr>
  {{/controls}}</tbody></table></div>{{/hasControls}}{{^hasControls}}<p class="none">No control was recorded.</p>{{/hasControls}}
  </section>

  <section aria-labelledby="h-exceptions">
  <h2 id="h-exceptions"><span class="n">6</span> Exceptions</h2>
  {{#hasExceptions}}<p>One entry for each cause, most money first. Money is the deals’ own value. Held deals stand with all their columns in <span class="mono">held.csv</span>: correct them there and run that file again.</p>
  {{#exceptionLists}}<h3>{{{listName}}}</h3>
  <div class="scroll"><table>
  <caption>{{{listCaption}}}</caption>
  <thead><tr><th scope="col" class="code">Code</th><th scope="col">Cause and what to do</th><th scope="col" class="num deals">Deals</th><th scope="col" class="num money">Money</th></tr></thead>
  <tbody>
  {{#entries}}<tr><th scope="row">{{{entryCode}}}</th><td><div class="cause">{{{entryCause}}}</div><div class="todo">{{{entryFix}}}</div>{{#entryHasMeta}}<div class="meta">{{#entryOwner}}<span>Owner {{{.}}}</span>{{/entryOwner}}{{#entryRule}}<span>Rule {{{.}}}</span>{{/entryRule}}</div>{{/entryHasMeta}}{{#hasExamples}}
  <details><summary>{{{exampleSummary}}}</summary><table><caption>Examples as they stand in the export</caption>
  <thead><tr><th scope="col">Deal</th><th scope="col">Title</th><th scope="col">Problem</th><th scope="col">Where</th></tr></thead><tbody>
  {{#examples}}<tr><th scope="row">{{{exampleDeal}}}</th><td>{{{exampleTitle}}}</td><td>{{{exampleMessage}}}</td><td>{{{exampleCell}}}</td></tr>
  {{/examples}}</tbody></table></details>{{/hasExamples}}</td><td class="num">{{{entryDeals}}}</td><td class="num">{{{entryMoney}}}</td></tr>
  {{/entries}}</tbody></table></div>
  {{/exceptionLists}}{{/hasExceptions}}{{^hasExceptions}}<p class="none">None: no deal is held, and there is no warning.</p>{{/hasExceptions}}
  </section>

  \#(furtherSectionsTemplate)
  <section class="keep" aria-labelledby="h-sign">
  <h2 id="h-sign"><span class="n">13</span> Sign-off</h2>
  <p>By signing: the population is complete, and every difference is listed above and explained. Preparer and reviewer are two persons.</p>
  <table class="sign">
  <caption>To be filled in by hand</caption>
  <thead><tr><th scope="col"></th><th scope="col">Name</th><th scope="col">Date and time</th><th scope="col">Signature</th></tr></thead>
  <tbody>
  <tr><th scope="row" class="fit">Prepared by</th><td></td><td></td><td></td></tr>
  <tr><th scope="row" class="fit">Reviewed by</th><td></td><td></td><td></td></tr>
  <tr><th scope="row" class="fit">Comments</th><td colspan="3"></td></tr>
  </tbody></table>
  </section>
  </main>
  <footer>dealbill {{{toolVersion}}}. The same inputs and rules give this page again, byte for byte; time and run id stand in the manifest.</footer>
  </div>
  </body>
  </html>

  """#
