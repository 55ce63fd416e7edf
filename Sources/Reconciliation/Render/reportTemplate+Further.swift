/// The report's lists after the exceptions: tax, templates, defaults, skips, customers, numbers, notices.
let furtherSectionsTemplate = #"""
  <section aria-labelledby="h-tax">
  <h2 id="h-tax"><span class="n">7</span> Tax summary</h2>
  {{#hasTaxes}}<div class="scroll"><table>
  <caption>As forecast from the rules; what QuickBooks stores is compared after sending</caption>
  <thead><tr><th scope="col">Tax code</th><th scope="col">Rates</th><th scope="col">Currency</th><th scope="col" class="num">Invoices</th><th scope="col" class="num">Base</th><th scope="col" class="num">Tax</th></tr></thead>
  <tbody>
  {{#taxes}}<tr><th scope="row">{{{taxCode}}}</th><td>{{{taxRates}}}</td><td>{{{taxCurrency}}}</td><td class="num">{{{taxInvoices}}}</td><td class="num">{{{taxBase}}}</td><td class="num">{{{taxTax}}}</td></tr>
  {{/taxes}}</tbody></table></div>{{/hasTaxes}}{{^hasTaxes}}<p class="none">No tax was forecast.</p>{{/hasTaxes}}
  {{#noForecast}}<p>{{{.}}} without a forecast: QuickBooks alone will know the tax.</p>{{/noForecast}}
  </section>

  <section aria-labelledby="h-templates">
  <h2 id="h-templates"><span class="n">8</span> Templates</h2>
  {{#hasTemplates}}<p>QuickBooks takes no form style over its API: where one is named, a person applies it there.</p>
  <div class="scroll"><table class="narrow">
  <caption>Invoices by template</caption>
  <thead><tr><th scope="col">Template</th><th scope="col">Form style in QuickBooks</th><th scope="col" class="num">Invoices</th></tr></thead>
  <tbody>
  {{#templates}}<tr><th scope="row">{{{templateName}}}</th><td>{{{templateStyle}}}</td><td class="num">{{{templateCount}}}</td></tr>
  {{/templates}}</tbody></table></div>{{/hasTemplates}}{{^hasTemplates}}<p class="none">No template was used.</p>{{/hasTemplates}}
  </section>

  <section aria-labelledby="h-defaults">
  <h2 id="h-defaults"><span class="n">9</span> Defaults used</h2>
  {{#hasDefaults}}<div class="scroll"><table class="narrow">
  <caption>Where the export was silent and the rules gave the value</caption>
  <thead><tr><th scope="col">Field</th><th scope="col" class="num">Times</th></tr></thead>
  <tbody>
  {{#defaults}}<tr><th scope="row">{{{defaultName}}}</th><td class="num">{{{defaultCount}}}</td></tr>
  {{/defaults}}</tbody></table></div>{{/hasDefaults}}{{^hasDefaults}}<p class="none">None: the export gave every value.</p>{{/hasDefaults}}
  </section>

  <section aria-labelledby="h-skipped">
  <h2 id="h-skipped"><span class="n">10</span> Skipped by rule</h2>
  {{#hasSkips}}<div class="scroll"><table class="narrow">
  <caption>Deals that the rules leave out, and why</caption>
  <thead><tr><th scope="col">Rule</th><th scope="col">Because</th><th scope="col" class="num">Deals</th></tr></thead>
  <tbody>
  {{#skips}}<tr><th scope="row">{{{skipRule}}}</th><td>{{{skipBecause}}}</td><td class="num">{{{skipCount}}}</td></tr>
  {{/skips}}</tbody></table></div>{{/hasSkips}}{{^hasSkips}}<p class="none">No deal was skipped.</p>{{/hasSkips}}
  </section>

  <section aria-labelledby="h-customers">
  <h2 id="h-customers"><span class="n">11</span> Customers and invoice numbers</h2>
  <dl class="facts">
  <dt>Customers created</dt><dd>{{{customers}}}</dd>
  <dt>Invoice numbers</dt><dd>{{{numbers}}}</dd>
  </dl>
  </section>

  <section aria-labelledby="h-notices">
  <h2 id="h-notices"><span class="n">12</span> Notices of the readers</h2>
  {{#hasNotices}}<ul class="lines">
  {{#notices}}<li>{{{.}}}</li>
  {{/notices}}</ul>{{/hasNotices}}{{^hasNotices}}<p class="none">None.</p>{{/hasNotices}}
  </section>

  """#
