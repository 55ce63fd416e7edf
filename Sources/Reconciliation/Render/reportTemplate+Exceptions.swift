/// The exceptions: held money as bars, then one list a severity, each cause with its examples and the way of one deal.
let exceptionSectionTemplate = #"""
  <section id="exceptions" class="findable" aria-labelledby="h-exceptions">
  <h2 id="h-exceptions">Exceptions</h2>
  {{#hasExceptions}}<p>One entry for each cause, most money first. Money is the deals’ own value. Held deals stand with all their columns in <span class="mono">held.csv</span>{{#sentAt}} of the run, one folder up{{/sentAt}}: correct them there and run that file again; or answer them in the sheet Exceptions of its <span class="mono">reconciliation.xlsx</span>.</p>
  {{#hasHeldBars}}<h3>Held money</h3>
  <div class="scroll" tabindex="0" role="group" aria-label="Held money"><table class="keep bars">
  <caption>By code and currency{{#hasRepeatedDeals}}; a deal with several problems stands under each{{/hasRepeatedDeals}}</caption>
  <thead><tr><th scope="col">Code</th><th scope="col" class="num">Money</th><th scope="col" class="bar"><span class="unseen">Drawing of the money</span></th></tr></thead>
  <tbody>
  {{#heldBars}}<tr><th scope="row">{{{heldCode}}}</th><td class="num">{{{heldMoney}}}</td><td class="bar"><svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="loss" x="0" y="0" width="{{{heldWidth}}}" height="12"/></svg></td></tr>
  {{/heldBars}}</tbody></table></div>
  {{/hasHeldBars}}{{#exceptionLists}}<h3>{{{listName}}}</h3>
  <div class="scroll" tabindex="0" role="group" aria-label="{{{listName}}}"><table class="sort entries">
  <caption>{{{listCaption}}}</caption>
  <thead><tr><th scope="col" class="code">Code</th><th scope="col" class="long">Cause and what to do</th><th scope="col" class="num age">Oldest, days</th><th scope="col" class="num deals">Deals</th><th scope="col" class="num money">Money</th></tr></thead>
  {{#entries}}<tbody><tr><th scope="row">{{{entryCode}}}</th><td><div class="cause">{{{entryCause}}}</div><div class="todo">{{{entryFix}}}</div>{{#entryHasMeta}}<div class="meta">{{#entryOwner}}<span>Owner {{{.}}}</span>{{/entryOwner}}{{#entryRule}}<span>Rule {{{.}}}</span>{{/entryRule}}</div>{{/entryHasMeta}}</td><td class="num age">{{{entryAge}}}</td><td class="num">{{{entryDeals}}}</td><td class="num">{{{entryMoney}}}</td></tr>{{#hasExamples}}
  <tr class="more"><td colspan="5"><details><summary>{{{exampleSummary}}}</summary><div class="scroll" tabindex="0" role="group" aria-label="Examples"><table><caption>Examples as they stand in the export; row 1 is the first below the header</caption>
  <thead><tr><th scope="col">Deal</th><th scope="col" class="text">Title</th><th scope="col" class="text">Customer</th><th scope="col" class="num">Deal value</th><th scope="col" class="num">Days</th><th scope="col" class="long">Problem</th><th scope="col" class="text">Where</th></tr></thead><tbody>
  {{#examples}}<tr><th scope="row">{{{exampleDeal}}}</th><td>{{{exampleTitle}}}</td><td>{{{exampleCustomer}}}</td><td class="num">{{{exampleValue}}}</td><td class="num">{{{exampleAge}}}</td><td>{{{exampleMessage}}}</td><td>{{{exampleCell}}}</td></tr>
  {{/examples}}</tbody></table>{{{entryWay}}}</div></details></td></tr>{{/hasExamples}}</tbody>
  {{/entries}}</table></div>
  {{/exceptionLists}}{{#moreCauses}}<p>And {{{.}}}, of less severity or money: all stand in <span class="mono">reconciliation.json</span>, their deals in <span class="mono">reconciliation.csv</span>.</p>
  {{/moreCauses}}{{/hasExceptions}}{{^hasExceptions}}<p class="none">None: no deal is held, and there is no warning.</p>{{/hasExceptions}}
  </section>


  """#

/// The comparison of what was planned with what QuickBooks stored, once that is known.
let matchSectionTemplate = #"""
  {{#hasSent}}<section aria-labelledby="h-match">
  <h2 id="h-match">Deal, payload and stored invoice</h2>
  {{#stopped}}<p><strong>The sending ended early:</strong> {{{.}}}</p>
  {{/stopped}}{{#openOutcomes}}<p><strong>{{{.}}} of unknown outcome:</strong> send again before signing; they are looked up before anything else.</p>
  {{/openOutcomes}}<p>{{{readSentence}}}{{#readFailure}} The reading ended early: {{{.}}}{{/readFailure}}</p>
  <p>Compared are customer, dates, terms, currency, number, lines, tax and total of each invoice, as sent and as read again. {{{matchSentence}}}</p>
  {{#hasDuplicates}}<div class="scroll" tabindex="0" role="group" aria-label="Suspected duplicates"><table class="narrow">
  <caption>More than one invoice for one deal: void all but one</caption>
  <thead><tr><th scope="col">Deal</th><th scope="col">Ids in QuickBooks</th></tr></thead>
  <tbody>
  {{#duplicates}}<tr><th scope="row">{{{duplicateDeal}}}</th><td>{{{duplicateIDs}}}</td></tr>
  {{/duplicates}}</tbody></table></div>
  {{/hasDuplicates}}  {{#hasStored}}<div class="scroll" tabindex="0" role="group" aria-label="As QuickBooks stored them"><table class="keep">
  <caption>Invoices in force, as planned and as QuickBooks stored them; voided and deleted ones stand under Receivables</caption>
  <thead><tr><th scope="col">Currency</th><th scope="col" class="num">Invoices</th><th scope="col" class="num">Planned total</th><th scope="col" class="num">Stored total</th><th scope="col" class="num">Difference</th><th scope="col" class="num">Paid</th><th scope="col" class="num">Open balance</th><th scope="col" class="num">Home currency</th></tr></thead>
  <tbody>
  {{#stored}}<tr><th scope="row">{{{storedCode}}}</th><td class="num">{{{storedInvoices}}}</td><td class="num">{{{storedPlanned}}}</td><td class="num">{{{storedTotal}}}</td><td class="num">{{{storedDifference}}}</td><td class="num">{{{storedPaid}}}</td><td class="num">{{{storedOpen}}}</td><td class="num">{{{storedHome}}}</td></tr>
  {{/stored}}</tbody></table></div>
  {{/hasStored}}{{#hasDifferences}}<h3>Differences</h3>
  <div class="scroll" tabindex="0" role="group" aria-label="Differences"><table class="sort">
  <caption>Fields that are not stored as they were sent</caption>
  <thead><tr><th scope="col">Deal</th><th scope="col">Invoice</th><th scope="col">Field</th><th scope="col" class="text">As sent</th><th scope="col" class="text">As stored</th><th scope="col" class="text">Reason</th><th scope="col" class="num">Money</th></tr></thead>
  <tbody>
  {{#differences}}<tr><th scope="row">{{{diffDeal}}}</th><td>{{{diffInvoice}}}</td><td>{{{diffField}}}</td><td>{{{diffPlanned}}}</td><td>{{{diffStored}}}</td><td>{{{diffReason}}}</td><td class="num">{{{diffMoney}}}</td></tr>
  {{/differences}}</tbody></table></div>
  {{#moreDifferences}}<p>And {{{.}}} more, all in <span class="mono">reconciliation.json</span>.</p>
  {{/moreDifferences}}{{/hasDifferences}}</section>

  {{/hasSent}}
  """#
