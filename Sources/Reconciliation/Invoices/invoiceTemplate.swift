/// The page of previewed invoices, a Mustache template; every value is markup already.
let invoiceTemplate = #"""
  <!DOCTYPE html>
  <html lang="en">
  <head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="{{{policy}}}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light">
  <title>Preview of invoices</title>
  <style>{{{style}}}</style>
  </head>
  <body>
  <main>
  <h1 class="unseen">Preview of invoices</h1>
  {{#isEmpty}}<p class="sheet">No invoice is to be shown.</p>{{/isEmpty}}{{#pages}}<article class="sheet" aria-label="Invoice preview">
  <p class="mark" role="note">Preview, not an invoice. Deal {{{deal}}}, template {{{template}}}{{#formStyle}}, form style {{{.}}} to be applied in QuickBooks{{/formStyle}}</p>
  <header>
  <p class="company">{{{company}}}</p>
  <h2>Invoice</h2>
  </header>
  <div class="parties">
  <div><p class="label">Bill to</p><p class="name">{{{customer}}}</p>{{#billTo}}<p>{{{.}}}</p>{{/billTo}}</div>
  {{#hasShipTo}}<div><p class="label">Ship to</p>{{#shipTo}}<p>{{{.}}}</p>{{/shipTo}}</div>{{/hasShipTo}}
  <dl>
  {{#facts}}<div><dt>{{{factName}}}</dt><dd>{{{factValue}}}</dd></div>
  {{/facts}}</dl>
  </div>
  <div class="scroll" tabindex="0" role="group" aria-label="Lines"><table>
  <caption>Lines, amounts in {{{currency}}}</caption>
  <thead><tr><th scope="col">Item</th><th scope="col">Description</th><th scope="col">Service date</th><th scope="col" class="num">Quantity</th><th scope="col" class="num">Price</th><th scope="col">Tax</th><th scope="col" class="num">Amount</th></tr></thead>
  <tbody>
  {{#lines}}<tr><th scope="row">{{{lineItem}}}</th><td class="free">{{{lineDescription}}}</td><td class="fit">{{{lineDate}}}</td><td class="num">{{{lineQuantity}}}</td><td class="num">{{{linePrice}}}</td><td>{{{lineTax}}}</td><td class="num">{{{lineAmount}}}</td></tr>
  {{/lines}}</tbody></table></div>
  <table class="sums">
  <caption class="unseen">Totals</caption>
  <tbody>
  {{#discount}}<tr><th scope="row">Discount</th><td class="num">{{{.}}}</td></tr>
  {{/discount}}<tr><th scope="row">Net</th><td class="num">{{{net}}}</td></tr>
  {{#taxes}}<tr class="soft"><th scope="row">of which taxed as {{{taxCode}}}{{#discount}}, before the discount{{/discount}}</th><td class="num">{{{taxBase}}}</td></tr>
  {{/taxes}}<tr><th scope="row">Tax, as forecast</th><td class="num">{{{tax}}}</td></tr>
  <tr class="total"><th scope="row">Total {{{currency}}}</th><td class="num">{{{total}}}</td></tr>
  </tbody></table>
  {{#memo}}<p class="memo">{{{.}}}</p>{{/memo}}
  <p class="soft">{{{pricesNote}}}</p>
  </article>
  {{/pages}}</main>
  </body>
  </html>

  """#

let invoiceStyle = """

  * { box-sizing: border-box; }
  body { margin: 0; background: #e9ecef; color: #1b1f24; font: 14px/1.45 "Segoe UI", system-ui, "Noto Sans", Arial, sans-serif;
    font-variant-numeric: tabular-nums lining-nums; }
  .sheet { background: #fff; max-width: 50rem; margin: 1.5rem auto; padding: 2.5rem 3rem 3rem; box-shadow: 0 1px 4px #0002; }
  .mark { margin: -1rem 0 1.8rem; padding: .45rem .8rem; background: #fdf4e3; color: #6d4200; border-left: 4px solid #b5793a;
    font-size: .87rem; }
  header { display: flex; justify-content: space-between; align-items: baseline; gap: 2rem; margin-bottom: 2rem; }
  p, h2, dl, dd { margin: 0; } .company { font-size: 1.2rem; font-weight: 600; overflow-wrap: anywhere; }
  h2 { font-size: 1.7rem; font-weight: 400; letter-spacing: .02em; color: #45607c; }
  .parties { display: flex; flex-wrap: wrap; gap: 1.5rem 3rem; margin-bottom: 2rem; } .parties > div { flex: 1 1 12rem; overflow-wrap: anywhere; }
  .label, dt { color: #59626c; font-size: .84rem; } .name { font-weight: 600; }
  dl div { display: flex; gap: .8rem; } dt { min-width: 5rem; } dd { overflow-wrap: anywhere; }
  table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: #59626c; font-size: .84rem; padding-bottom: .3rem; }
  th, td { text-align: left; vertical-align: top; padding: .4rem .7rem .4rem 0; font-weight: 400; border-bottom: 1px solid #dfe3e7; overflow-wrap: break-word;
    max-width: 9rem; }
  td.free { overflow-wrap: anywhere; min-width: 9rem; max-width: 18rem; } .fit { white-space: nowrap; } .scroll { overflow-x: auto; }
  thead th { color: #59626c; font-size: .84rem; border-color: #aab2ba; } .num { text-align: right; white-space: nowrap; max-width: none; }
  th:last-child, td:last-child { padding-right: 0; }
  .sums th { max-width: none; } .sums { width: 22rem; max-width: 100%; margin: 1.2rem 0 0 auto; } .total th, .total td { font-weight: 600; font-size: 1.1rem; border-bottom: 2px solid #1b1f24; }
  .soft, .soft th, .soft td { color: #59626c; font-size: .87rem; } .memo { margin-top: 2rem; white-space: pre-line; overflow-wrap: anywhere; }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  @media (max-width: 40rem) { .sheet { padding: 1.8rem 1rem; margin: .8rem auto; } .mark { margin-top: 0; } }
  @page { margin: 15mm; }
  @media print { body { background: #fff; } .sheet { box-shadow: none; max-width: none; margin: 0; padding: 0; break-after: page; }
    .sheet:last-child { break-after: auto; } .mark { margin-top: 0; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    .scroll { overflow: visible; } thead { display: table-header-group; break-after: avoid; } tr, .sums, .memo { break-inside: avoid; } }

  """
