/// The report's page, a Mustache template. Every value stands in triple braces, being markup already: see ``Markup``.
let reportTemplate = #"""
  <!DOCTYPE html>
  <html lang="en">
  <head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="{{{policy}}}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Reconciliation, {{{titleCompany}}}, {{{titleDate}}}: {{{verdictWords}}}</title>
  <style>{{{style}}}</style>
  </head>
  <body>
  <a class="skip" href="#controls">Skip to the population control</a>
  <div class="page">
  <header>
  <p class="kind">Reconciliation of deals and invoices</p>
  <h1>{{{company}}}</h1>
  <p class="kind">Run date {{{runDate}}}, {{{timeZone}}}{{#period}}; invoices dated {{{.}}}{{/period}}</p>
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
  <h2 id="h-identity">What ran on what</h2>
  <dl class="facts">
  <dt>Company</dt><dd>{{{company}}}</dd>
  <dt>Run date</dt><dd>{{{runDate}}}, time zone {{{timeZone}}}</dd>
  <dt>Rules</dt><dd>{{{rulesFile}}}</dd>
  <dt>SHA-256 of the rules</dt><dd class="mono">{{{rulesFingerprint}}}</dd>
  <dt>Tool</dt><dd>dealbill {{{toolVersion}}}</dd>
  {{#sentAt}}<dt>Mode</dt><dd>sent to company {{{realm}}}; QuickBooks read at {{{.}}}</dd>
  {{/sentAt}}{{^sentAt}}<dt>Mode</dt><dd>planned: nothing of this was sent to QuickBooks yet</dd>
  {{/sentAt}}</dl>
  {{#hasInputs}}<div class="scroll" tabindex="0" role="group" aria-label="Input files"><table>
  <caption>Input files</caption>
  <thead><tr><th scope="col">File</th><th scope="col" class="num">Bytes</th><th scope="col">SHA-256</th></tr></thead>
  <tbody>
  {{#inputs}}<tr><th scope="row">{{{inputName}}}</th><td class="num">{{{inputBytes}}}</td><td class="mono">{{{inputDigest}}}</td></tr>
  {{/inputs}}</tbody></table></div>{{/hasInputs}}{{^hasInputs}}<p class="none">No input file was recorded.</p>{{/hasInputs}}
  </section>

  <section id="controls" aria-labelledby="h-population">
  <h2 id="h-population">Population control</h2>
  <p>Every row of the export must be accounted for, and every deal must end in exactly one of D to I.</p>
  <div class="scroll" tabindex="0" role="group" aria-label="Population control"><table class="keep">
  <caption>From the rows of the files to the outcome of each deal</caption>
  <thead><tr><th scope="col" colspan="2" class="text">Step</th><th scope="col" class="num">Count</th><th scope="col" class="text">Must equal</th><th scope="col" class="num">Found</th><th scope="col">Result</th></tr></thead>
  <tbody>
  {{#population}}<tr class="{{{stepClass}}}"><td class="fit">{{{stepLetter}}}</td><th scope="row">{{{stepWhat}}}</th><td class="num">{{{stepCount}}}</td><td class="calm">{{{stepEqual}}}</td><td class="num calm">{{{stepOther}}}</td><td class="fit calm">{{{stepResult}}}</td></tr>
  {{/population}}</tbody></table></div>
  {{#hasBridge}}<h3>The deals’ own value by outcome</h3>
  <div class="scroll" tabindex="0" role="group" aria-label="The deals’ own value by outcome"><table class="keep">
  <caption>Each currency by itself, as the export has it{{#noValue}}; {{{.}}} without a value that can be counted stand apart{{/noValue}}</caption>
  <thead><tr><th scope="col">Currency</th>{{#valueHeads}}<th scope="col" class="num">{{{.}}}</th>{{/valueHeads}}<th scope="col" class="num">All deals</th></tr></thead>
  <tbody>
  {{#valueRows}}<tr><th scope="row">{{{valueCode}}}</th>{{#valueCells}}<td class="num">{{{.}}}</td>{{/valueCells}}<td class="num"><strong>{{{valueSum}}}</strong></td></tr>
  {{/valueRows}}</tbody></table></div>{{/hasBridge}}{{^hasBridge}}{{#noValue}}<p>{{{.}}} without a value that can be counted.</p>{{/noValue}}{{/hasBridge}}
  </section>

  <section aria-labelledby="h-bridge">
  <h2 id="h-bridge">Money bridge</h2>
  {{#hasBridges}}<p>From the deals’ own value to the invoices’ total, currency by currency; no amount is converted or rounded. Each bar begins where the one above it ends.</p>
  {{#bridges}}<h3>{{{bridgeCode}}}</h3>
  <div class="scroll" tabindex="0" role="group" aria-label="Money bridge"><table class="keep bridge">
  <caption>Amounts in {{{bridgeCode}}}; differences are indented</caption>
  <thead><tr><th scope="col" class="step">Step</th><th scope="col" class="num delta">Difference</th><th scope="col" class="num level-amount">Amount</th><th scope="col" class="bar"><span class="unseen">Drawing of the amount</span></th></tr></thead>
  <tbody>
  {{#bridgeSteps}}<tr class="{{{bridgeClass}}}"><th scope="row">{{{bridgeWhat}}}</th><td class="num">{{{bridgeDelta}}}</td><td class="num">{{{bridgeAmount}}}</td><td class="bar"><svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="zero" x="{{{barZero}}}" y="-22" width="1.5" height="56"/><rect class="link" x="{{{barLink}}}" y="6" width="1.5" height="44"/><rect class="{{{barClass}}}" x="{{{barStart}}}" y="0" width="{{{barWidth}}}" height="12"/></svg></td></tr>
  {{/bridgeSteps}}</tbody></table></div>
  {{/bridges}}{{/hasBridges}}{{^hasBridges}}<p class="none">No deal has a value in any currency.</p>{{/hasBridges}}
  {{#mismatches}}<p>{{{.}}} with lines that do not add up to the deal’s own value.</p>{{/mismatches}}
  </section>

  <section aria-labelledby="h-totals">
  <h2 id="h-totals">Control totals</h2>
  <div class="block keep">
  <div class="scroll" tabindex="0" role="group" aria-label="Invoices created"><table>
  <caption>Invoices created</caption>
  <thead><tr><th scope="col">Currency</th><th scope="col" class="num">Invoices</th><th scope="col" class="num">Lines</th><th scope="col" class="num">Net</th><th scope="col" class="num">Tax</th><th scope="col" class="num">Total</th></tr></thead>
  <tbody>
  {{#totals}}<tr><th scope="row">{{{totalCode}}}</th><td class="num">{{{totalInvoices}}}</td><td class="num">{{{totalLines}}}</td><td class="num">{{{totalNet}}}</td><td class="num">{{{totalTax}}}</td><td class="num"><strong>{{{totalTotal}}}</strong></td></tr>
  {{/totals}}{{^totals}}<tr><td colspan="6" class="none">No invoice was created.</td></tr>
  {{/totals}}</tbody></table></div>
  <dl class="facts">
  <dt>Hash total of the deal ids</dt>{{#hasHashTotal}}<dd><strong>{{{hashTotal}}}</strong> over {{{hashDeals}}}</dd>{{/hasHashTotal}}{{^hasHashTotal}}<dd>none: no id is a number of up to 18 digits</dd>{{/hasHashTotal}}
  {{#sentHash}}<dt>Hash total of the invoice ids</dt><dd><strong>{{{.}}}</strong> over {{{sentCount}}} that QuickBooks gave</dd>
  {{/sentHash}}</dl>
  {{#hasHashTotal}}<p>The hash total is the plain sum of the numeric deal ids, its last ten digits. To check it in a spreadsheet, keep one row per deal and compare with <span class="mono">=MOD(SUM(A2:A{{{sumRow}}}),10^10)</span>, where column A holds the deal ids as numbers. A difference means that a deal was lost, added or exchanged.</p>{{/hasHashTotal}}
  </div>
  <h3 id="h-stages">Controls by stage</h3>
  {{#hasControls}}<p>Each figure is computed twice, by different parts of the work. The verdict stands on these lines alone.</p>
  <div class="scroll" tabindex="0" role="group" aria-labelledby="h-stages"><table>
  <caption>Expected and found</caption>
  <thead><tr><th scope="col">Stage</th><th scope="col" class="long">Control</th><th scope="col" class="num">Expected</th><th scope="col" class="num">Found</th><th scope="col">Result</th></tr></thead>
  <tbody>
  {{#controls}}<tr class="{{{controlClass}}}"><td class="fit">{{{controlStage}}}</td><th scope="row">{{{controlWhat}}}</th><td class="num">{{{controlExpected}}}</td><td class="num">{{{controlActual}}}</td><td class="fit">{{{controlResult}}}</td></tr>
  {{/controls}}</tbody></table></div>{{/hasControls}}{{^hasControls}}<p class="none">No control was recorded.</p>{{/hasControls}}
  </section>

  \#(matchSectionTemplate)\#(exceptionSectionTemplate)\#(furtherSectionsTemplate)\#(shownSectionTemplate)
  <section aria-labelledby="h-notices">
  <h2 id="h-notices">Notices of the readers</h2>
  {{#hasNotices}}<ul class="lines">
  {{#notices}}<li>{{{.}}}</li>
  {{/notices}}</ul>{{/hasNotices}}{{^hasNotices}}<p class="none">None.</p>{{/hasNotices}}
  </section>

  <section class="keep" aria-labelledby="h-sign">
  <h2 id="h-sign">Sign-off</h2>
  <p>By signing: the population is complete, and every difference is listed above and explained. Preparer and reviewer are two persons. To sign in the evidence itself: <span class="mono">dealbill report sign</span>.</p>
  <table class="sign">
  <caption>To be filled in by hand</caption>
  <thead><tr><th scope="col"><span class="unseen">Role</span></th><th scope="col">Name</th><th scope="col">Date and time</th><th scope="col">Signature</th></tr></thead>
  <tbody>
  <tr><th scope="row" class="fit">Prepared by</th><td></td><td></td><td></td></tr>
  <tr><th scope="row" class="fit">Reviewed by</th><td></td><td></td><td></td></tr>
  <tr><th scope="row" class="fit">Comments</th><td colspan="3"></td></tr>
  </tbody></table>
  </section>
  </main>
  <footer>dealbill {{{toolVersion}}}. The same inputs and rules give this page again, byte for byte; time and run id stand in the manifest.</footer>
  </div>
  <script>{{{script}}}</script>
  </body>
  </html>

  """#
