/// A rule file with as many different mistakes as it can hold; `▸` marks the place that each message must point at.
let brokenRules = #"""
  rules: ▸2
  company: { name: N, country: ▸Germny, currency: ▸DEM, time_zone: ▸Europe/Berln, ▸multicurency: yes }
  source:
    profile: generic
    rows: ▸deals
    decimal: comma
    grouping: ▸comma
    dates: [DD/MM/YYYY, ▸MM/DD/YYYY, ▸YYYY/QQ]
  columns:
    ▸run.date: Run date
    ▸nowhere: { type: text }
    twice: { ▸field: title, header: T }
    unknown_field: { field: ▸titel }
    unknown_type: { header: A, type: ▸nmber }
    half_required: { header: B, required: ▸maybe }
    unclean: { header: C, clean: [trim, ▸uper] }
    empty_number: { header: D, type: number, empty_means: ▸none }
    listed: [▸1]
  terms: { Net 30: net 30, Odd: ▸30 days }
  tables:
    items:
      rows:
        Licence: LICENCE
        ▸licence: LICENCE-2
      otherwise: SERVICES
      ▸on_unknwn: hold
    ▸empty_table: { key: a }
    two_keys: { key: [a, b], rows: { ▸x: y } }
    answered: { rows: { A: 1 }, otherwise: ▸2, on_unknown: missing }
    outside: { file: ▸../x.csv }
    gone: { file: ▸no-such-file.csv }
  values:
    ▸run.date: value
    truth: { type: ▸currency, from: title }
    typo: ▸titel & "!"
    ending: value ▸+
  skip:
    - { id: lost, if: { status: { ▸iss: won } }, because: it is lost }
    - { ▸id: silent, if: { status: won } }
    - { ▸id: lost, if: { status: won }, because: the id stands twice }
  checks:
    - { id: c1, if: { ▸statu: won }, message: m }
    - { id: c2, if: { ▸title: { above: 3 } }, message: m }
    - { id: c3, if: { value: { above: ▸many } }, message: m }
    - { id: c4, if: { value: { between: [▸1] } }, message: m }
    - { id: c5, if: { title: { matches: "a▸[b" } }, message: m }
    - { id: c6, if: { value: { empty: ▸perhaps } }, message: m }
    - { id: c7, if: ▸sometimes, message: m }
    - { id: c8, if: { title: x }, message: m, severity: ▸fatal }
    - { id: c9, if: { customer.country: ▸Grmany }, message: m }
    - { id: c10, if: { close_date: { after: ▸31.12.2026 } }, message: m }
    - { id: c12, if: { ▸lines.net: { above: 3 } }, message: m }
    - { id: c11, if: { title: ▸{ } }, message: m }
  customer:
    name: { first_of: [organization, ▸persn], on_missing: ▸stop }
    email: { ▸from: person.email, text: x }
    tax_id: { from: title, scheme: ▸fr.tav, outcomes: [{ if: { tax_id.state: absent }, then: ▸hld }] }
    ▸phon: x
  currency: { from: currency, allowed: [EUR, ▸HRK, ▸KWD, ▸XAU, ▸EU] }
  template: ▸Standart
  templates:
    Standard: { memo: "Deal ▸{id" }
    Other: { extends: ▸Standrd }
  invoice:
    date: ▸title
    number: "R-{▸left(title)}"
    private_note: "{▸lft(title, 3)}"
    terms: ▸Net 60
    tax_mode: ▸gross
    custom_fields: { PO: { number: ▸zero, value: x } }
  lines:
    - { ▸item: X, price: 1 }
    - { id: l1, item: X, amount: ▸value, price: value }
    - { ▸id: l2, item: X }
    - { id: l3, item: X, price: ▸title * 2 }
    - { id: l4, text: ▸words, item: X }
    - { id: l5, item: { table: ▸itms, key: title }, price: 1 }
    - { id: l6, item: { table: ▸items }, price: 1 }
    - { id: l7, item: { table: items, key: [▸title, id] }, price: 1 }
    - { id: l8, item: { table: items, key: title, value: ▸colour }, price: 1 }
    - { id: l9, each: ▸products, item: X, price: 1 }
    - { id: l10, item: X, price: ▸line.price }
    - { id: l11, item: X, price: "(1 + ▸2" }
    - { id: l12, item: X, price: "value ▸> 5" }
    - { id: l13, item: X, price: 1, tax_code: ▸19% }
    - { id: l14, item: X, price: "▸1.2.3" }
    - { id: l15, item: { ▸on_missing: hold }, price: 1 }
    - { id: l16, item: X, price: { text: ▸ten } }
    - { id: l17, item: [▸X], price: 1 }
  taxes: { codes: { 19% USt: 19, Odd: ▸120 }, code: ▸19% Ust, rounding: ▸lines }
  discount: { ▸percent: 5, amount: 3 }
  deal_value: ▸brutto
  ▸unkown: 1

  """#
