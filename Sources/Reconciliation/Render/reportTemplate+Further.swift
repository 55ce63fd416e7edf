/// The report's lists after the exceptions: tax, customers, numbers, receivables, ageing, changes, defaults, activity.
let furtherSectionsTemplate = #"""
  <section aria-labelledby="h-tax">
  <h2 id="h-tax">Tax summary</h2>
  {{#hasTaxes}}<div class="scroll" tabindex="0" role="group" aria-label="Tax summary"><table>
  <caption>{{{taxCaption}}}</caption>
  <thead><tr><th scope="col">Tax code</th><th scope="col">Rates</th><th scope="col">Currency</th><th scope="col" class="num">Invoices</th><th scope="col" class="num">Base</th><th scope="col" class="num">Tax, forecast</th>{{#hasStoredTax}}<th scope="col" class="num">In force, forecast</th><th scope="col" class="num">In force, stored</th><th scope="col" class="num">Difference</th>{{/hasStoredTax}}</tr></thead>
  <tbody>
  {{#taxes}}<tr><th scope="row">{{{taxCode}}}</th><td>{{{taxRates}}}</td><td>{{{taxCurrency}}}</td><td class="num">{{{taxInvoices}}}</td><td class="num">{{{taxBase}}}</td><td class="num">{{{taxTax}}}</td>{{#hasStoredTax}}<td class="num">{{{taxExpected}}}</td><td class="num">{{{taxStored}}}</td><td class="num">{{{taxDifference}}}</td>{{/hasStoredTax}}</tr>
  {{/taxes}}</tbody></table></div>{{/hasTaxes}}{{^hasTaxes}}<p class="none">No tax was forecast.</p>{{/hasTaxes}}
  {{#hasTaxNotByCode}}<p>“Not by code”: an invoice with several tax codes is not in force, and its forecast is known as a whole only.</p>{{/hasTaxNotByCode}}
  {{#noForecast}}<p>{{{.}}} without a forecast: QuickBooks alone will know the tax.</p>{{/noForecast}}
  </section>

  <section aria-labelledby="h-customers">
  <h2 id="h-customers">Customers</h2>
  <dl class="facts">
  <dt>Customers created</dt><dd>{{{customers}}}</dd>
  {{#customerCounts}}<dt>{{{countWhat}}}</dt><dd>{{{countNumber}}}</dd>
  {{/customerCounts}}</dl>
  {{#hasCustomerChanges}}<div class="scroll" tabindex="0" role="group" aria-label="Customers"><table class="sort">
  <caption>Customers held, linked and created, and why</caption>
  <thead><tr><th scope="col" class="text">Customer</th><th scope="col">Id</th><th scope="col">What</th>{{#hasCustomerFields}}<th scope="col">Field</th><th scope="col" class="text">Before</th><th scope="col" class="text">After</th>{{/hasCustomerFields}}<th scope="col" class="text">Decided by</th></tr></thead>
  <tbody>
  {{#customerChanges}}<tr><th scope="row">{{{customerName}}}</th><td class="fit">{{{customerID}}}</td><td class="fit">{{{customerWhat}}}</td>{{#hasCustomerFields}}<td>{{{customerField}}}</td><td>{{{customerBefore}}}</td><td>{{{customerAfter}}}</td>{{/hasCustomerFields}}<td>{{{customerBy}}}</td></tr>
  {{/customerChanges}}</tbody></table></div>
  {{#moreCustomers}}<p>And {{{.}}} more, all in <span class="mono">reconciliation.json</span>.</p>
  {{/moreCustomers}}{{/hasCustomerChanges}}</section>

  <section aria-labelledby="h-numbers">
  <h2 id="h-numbers">Invoice numbers</h2>
  <dl class="facts">
  <dt>Numbers</dt><dd>{{{numbers}}}</dd>
  </dl>
  {{#hasGaps}}<div class="scroll" tabindex="0" role="group" aria-label="Gaps"><table class="narrow">
  <caption>Numbers that no invoice in force has, and why</caption>
  <thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col" class="num">Numbers</th><th scope="col" class="text">Cause</th></tr></thead>
  <tbody>
  {{#gaps}}<tr><th scope="row">{{{gapFirst}}}</th><td>{{{gapLast}}}</td><td class="num">{{{gapCount}}}</td><td>{{{gapCause}}}</td></tr>
  {{/gaps}}</tbody></table></div>
  {{#moreGaps}}<p>And {{{.}}} more, all in <span class="mono">reconciliation.json</span>.</p>
  {{/moreGaps}}{{/hasGaps}}</section>

  {{#hasReceivables}}<section aria-labelledby="h-receivables">
  <h2 id="h-receivables">Receivables of these invoices</h2>
  <div class="scroll" tabindex="0" role="group" aria-label="By status"><table class="keep">
  <caption>By status in QuickBooks</caption>
  <thead><tr><th scope="col">Status</th><th scope="col">Currency</th><th scope="col" class="num">Invoices</th><th scope="col" class="num">Total</th><th scope="col" class="num">Open</th></tr></thead>
  <tbody>
  {{#statuses}}<tr><th scope="row">{{{statusName}}}</th><td>{{{statusCurrency}}}</td><td class="num">{{{statusInvoices}}}</td><td class="num">{{{statusTotal}}}</td><td class="num">{{{statusOpen}}}</td></tr>
  {{/statuses}}</tbody></table></div>
  <h3>Open balances by days past due</h3>
  <div class="scroll" tabindex="0" role="group" aria-label="Open balances by days past due"><table class="keep bars">
  <caption>Each currency by itself</caption>
  <thead><tr><th scope="col">Age</th><th scope="col" class="num">Invoices</th><th scope="col" class="num">Money</th><th scope="col" class="bar"><span class="unseen">Drawing of the money</span></th></tr></thead>
  <tbody>
  {{#dueAges}}<tr><th scope="row">{{{dueBand}}}</th><td class="num">{{{dueCount}}}</td><td class="num">{{{dueMoney}}}</td><td class="bar"><svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="level" x="0" y="0" width="{{{dueWidth}}}" height="12"/></svg></td></tr>
  {{/dueAges}}</tbody></table></div>
  {{#hasTieOut}}<h3>Against the receivables report</h3>
  <div class="scroll" tabindex="0" role="group" aria-label="Against the receivables report"><table class="narrow">
  <caption>Our open balances, QuickBooks’ own report, and what lies between</caption>
  <thead><tr><th scope="col">Item</th><th scope="col" class="num">Money</th></tr></thead>
  <tbody>
  {{#tieItems}}<tr><th scope="row">{{{tieItem}}}</th><td class="num">{{{tieMoney}}}</td></tr>
  {{/tieItems}}</tbody></table></div>
  {{/hasTieOut}}</section>

  {{/hasReceivables}}<section aria-labelledby="h-waiting">
  <h2 id="h-waiting">Won but not invoiced</h2>
  {{#hasWaiting}}<p>Deals that are held, failed or of unknown outcome, by days since they were won{{#sentAt}} (those that the run planned: since the date of their invoice){{/sentAt}}. Deals that a rule skips are not among them{{#sentAt}}, nor those whose invoice was voided or deleted since: see what changed after posting{{/sentAt}}.</p>
  <div class="scroll" tabindex="0" role="group" aria-label="Won but not invoiced"><table class="keep bars">
  <caption>Each currency by itself</caption>
  <thead><tr><th scope="col">Age</th><th scope="col" class="num">Deals</th><th scope="col" class="num">Money</th><th scope="col" class="bar"><span class="unseen">Drawing of the money</span></th></tr></thead>
  <tbody>
  {{#waitingAges}}<tr><th scope="row">{{{ageBand}}}</th><td class="num">{{{ageCount}}}</td><td class="num">{{{ageMoney}}}</td><td class="bar"><svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="loss" x="0" y="0" width="{{{ageWidth}}}" height="12"/></svg></td></tr>
  {{/waitingAges}}</tbody></table></div>{{/hasWaiting}}{{^hasWaiting}}<p class="none">None: every deal that is to be billed is billed.</p>{{/hasWaiting}}
  </section>

  {{#hasChanges}}<section aria-labelledby="h-changes">
  <h2 id="h-changes">Changed after posting</h2>
  <div class="scroll" tabindex="0" role="group" aria-label="Changed after posting"><table class="sort">
  <caption>In QuickBooks by hand, or in the CRM after the invoice was made</caption>
  <thead><tr><th scope="col">Deal</th><th scope="col">Invoice</th><th scope="col">Side</th><th scope="col">Field</th><th scope="col" class="text">Before</th><th scope="col" class="text">After</th><th scope="col">Seen</th></tr></thead>
  <tbody>
  {{#changes}}<tr><th scope="row">{{{changeDeal}}}</th><td>{{{changeInvoice}}}</td><td>{{{changeSide}}}</td><td>{{{changeField}}}</td><td>{{{changeBefore}}}</td><td>{{{changeAfter}}}</td><td>{{{changeSeen}}}</td></tr>
  {{/changes}}</tbody></table></div>
  {{#moreChanges}}<p>And {{{.}}} more, all in <span class="mono">reconciliation.json</span>.</p>
  {{/moreChanges}}</section>

  {{/hasChanges}}<section aria-labelledby="h-defaults">
  <h2 id="h-defaults">Defaults used and answers in force</h2>
  {{#hasDefaults}}<div class="scroll" tabindex="0" role="group" aria-label="Defaults used"><table class="narrow">
  <caption>Where the export was silent and the rules gave the value</caption>
  <thead><tr><th scope="col">Field</th><th scope="col" class="num">Times</th></tr></thead>
  <tbody>
  {{#defaults}}<tr><th scope="row">{{{defaultName}}}</th><td class="num">{{{defaultCount}}}</td></tr>
  {{/defaults}}</tbody></table></div>{{/hasDefaults}}{{^hasDefaults}}<p class="none">No default was used: the export gave every value.</p>{{/hasDefaults}}
  {{#hasOverrides}}<h3>Answers of people</h3>
  <div class="scroll" tabindex="0" role="group" aria-label="Answers of people"><table class="sort">
  <caption>Overrides that this run was given, each until its day</caption>
  <thead><tr><th scope="col">Deal</th><th scope="col" class="text">Answer</th><th scope="col" class="text">Reason</th><th scope="col">By</th><th scope="col">Answered</th><th scope="col">Expires</th><th scope="col">In this run</th></tr></thead>
  <tbody>
  {{#overrides}}<tr><th scope="row">{{{overrideDeal}}}</th><td>{{{overrideAnswer}}}</td><td>{{{overrideReason}}}</td><td>{{{overrideAuthor}}}</td><td>{{{overrideAnswered}}}</td><td>{{{overrideExpires}}}</td><td>{{{overrideState}}}</td></tr>
  {{/overrides}}</tbody></table></div>
  {{/hasOverrides}}</section>

  <section aria-labelledby="h-activity">
  <h2 id="h-activity">Rule activity</h2>
  {{#hasActivity}}<div class="scroll" tabindex="0" role="group" aria-label="Rules that skip and check"><table class="sort">
  <caption>Rules that skip and check deals: also those that never fired</caption>
  <thead><tr><th scope="col">Rule</th><th scope="col">Kind</th><th scope="col" class="long">Words</th><th scope="col">Where</th><th scope="col" class="num">Deals</th></tr></thead>
  <tbody>
  {{#activity}}<tr><th scope="row">{{{activityRule}}}</th><td>{{{activityKind}}}</td><td>{{{activityWords}}}</td><td>{{{activityPlace}}}</td><td class="num">{{{activityDeals}}}</td></tr>
  {{/activity}}</tbody></table></div>{{/hasActivity}}
  {{#hasSkips}}<h3>Skipped by rule</h3>
  <div class="scroll" tabindex="0" role="group" aria-label="Skipped by rule"><table class="narrow">
  <caption>Deals that the rules leave out, and why</caption>
  <thead><tr><th scope="col">Rule</th><th scope="col" class="text">Because</th><th scope="col" class="num">Deals</th></tr></thead>
  <tbody>
  {{#skips}}<tr><th scope="row">{{{skipRule}}}</th><td>{{{skipBecause}}}</td><td class="num">{{{skipCount}}}</td></tr>
  {{/skips}}</tbody></table></div>{{/hasSkips}}{{^hasSkips}}<p class="none">No deal was skipped.</p>{{/hasSkips}}
  {{#hasTemplates}}<h3>Templates</h3>
  <p>QuickBooks takes no form style over its API: where one is named, a person applies it there.</p>
  <div class="scroll" tabindex="0" role="group" aria-label="Templates"><table class="narrow">
  <caption>Invoices by template</caption>
  <thead><tr><th scope="col">Template</th><th scope="col">Form style in QuickBooks</th><th scope="col" class="num">Invoices</th></tr></thead>
  <tbody>
  {{#templates}}<tr><th scope="row">{{{templateName}}}</th><td>{{{templateStyle}}}</td><td class="num">{{{templateCount}}}</td></tr>
  {{/templates}}</tbody></table></div>{{/hasTemplates}}{{^hasTemplates}}<p class="none">No template was used.</p>{{/hasTemplates}}
  </section>


  """#

/// The largest invoices of each currency, each with the way from its cells to its fields.
let shownSectionTemplate = #"""
  {{#hasShown}}<section id="invoices" class="findable" aria-labelledby="h-shown">
  <h2 id="h-shown">Invoices to sample</h2>
  <p>The largest of each currency. All invoices stand in <span class="mono">reconciliation.csv</span> and in the workbook; the way of any other deal is told by <span class="mono">dealbill explain</span>.</p>
  <div class="scroll" tabindex="0" role="group" aria-label="Invoices to sample"><table class="sort entries">
  <caption>Open a row to see for each field its cell, rule and rounding</caption>
  <thead><tr><th scope="col">Deal</th><th scope="col" class="long">Customer and title</th><th scope="col">Number</th><th scope="col">Date</th><th scope="col" class="num">Total</th></tr></thead>
  {{#shown}}<tbody><tr><th scope="row">{{{shownDeal}}}</th><td><div class="cause">{{{shownCustomer}}}</div><div class="todo">{{{shownTitle}}}</div></td><td>{{{shownNumber}}}</td><td class="fit">{{{shownDate}}}</td><td class="num">{{{shownTotal}}}</td></tr>
  <tr class="more"><td colspan="5"><details><summary>Where each field comes from</summary><div class="scroll" tabindex="0" role="group" aria-label="Where each field comes from">{{{shownWay}}}</div></details></td></tr></tbody>
  {{/shown}}</table></div>
  </section>

  {{/hasShown}}
  """#
