import Invoices
import RuleEvaluation
import Testing

private let taxes = "taxes: { codes: { A: 19, B: { GST: 5, QST: 9.975 }, Z: 0 }, code: A }"

@Test func `templates start from the invoice section and replace what they name`() throws {
  let rules = try compiled(
    """
    template: { when: [{ if: { title: a }, use: Plain }, { if: { title: b }, use: Child }], otherwise: Base }
    templates:
      Plain: {}
      Base: { memo: base, lines: [{ id: fee, item: FEE, price: 1 }] }
      Child: { extends: Base, private_note: child, lines: [{ id: extra, item: EXTRA, price: 2 }] }
    invoice: { memo: standard, private_note: "deal {id}" }
    """)
  let (outcomes, _) = try evaluated(
    rules, "ID,Title,Value,Organization,Currency\n1,a,5,N,EUR\n2,b,5,N,EUR\n3,c,5,N,EUR\n")
  #expect(outcomes.map(\.invoice.memo) == ["standard", "base", "base"])
  #expect(
    outcomes.map(\.invoice.note) == [
      "deal 1\ndealbill:1:generic:1:1", "child\ndealbill:1:generic:2:1", "deal 3\ndealbill:1:generic:3:1",
    ])
  #expect(outcomes.map { $0.invoice.lines.map(\.item) } == [["X"], ["X", "FEE", "EXTRA"], ["X", "FEE"]])
}

private let money: [(String, String, Int64, Int64, Int64, Int64)] = [
  // Rules, value; then net, tax, total and discount in cents.
  ("", "100", 10000, 0, 10000, 0), (taxes, "345.00", 34500, 6555, 41055, 0),
  (taxes.replacing("code: A", with: "code: B"), "100", 10000, 1498, 11498, 0),
  (taxes + "\ninvoice: { tax_mode: inclusive }", "119", 10000, 1900, 11900, 0),
  (taxes + "\ninvoice: { tax_mode: none }", "119", 11900, 0, 11900, 0),
  ("discount: { percent: 10 }", "100", 9000, 0, 9000, 1000),
  ("discount: { percent: 10, as: line }\n" + taxes, "100", 9000, 1710, 10710, 1000),
  ("discount: { amount: value / 4 }", "100", 7500, 0, 7500, 2500),
  ("lines: [{ id: l, item: X, quantity: 3, price: value, discount_percent: 12.5 }]", "0.99", 260, 0, 260, 37),
  ("lines: [{ id: l, item: X, quantity: 2, price: value, discount_amount: 0.5 }]", "10", 1950, 0, 1950, 50),
  ("lines: [{ id: l, item: X, amount: value, quantity: 3 }]", "100", 10000, 0, 10000, 0),
  (
    "lines: [{ id: a, item: X, price: value }, { id: b, item: FEE, price: lines.net * 0.05 }]", "200", 21000, 0, 21000,
    0
  ),
  ("lines: [{ id: a, item: X, price: value }, { id: b, item: X, price: 0, on_zero: leave_out }]", "1", 100, 0, 100, 0),
  ("taxes: { credits: allow }", "-5", -500, 0, -500, 0), ("taxes: { on_zero_total: keep }", "0", 0, 0, 0, 0),
]

@Test(arguments: money)
func `an invoice comes to its total`(
  _ row: (rules: String, value: String, net: Int64, tax: Int64, total: Int64, discount: Int64)
) throws {
  let result = try outcome(row.rules, ["Value": row.value])
  #expect(result.verdict == "invoice", "\(result.problems.map(\.message))")
  let totals = result.invoice.totals
  #expect([totals.net, totals.tax, totals.total, totals.discount] == [row.net, row.tax, row.total, row.discount])
}

@Test func `a deal that comes to nothing can be left out`() throws {
  #expect(try outcome("taxes: { on_zero_total: leave_out }", ["Value": "0"]).verdict == "skipped zero-total")
}

@Test(arguments: [
  ("net", "100", true), ("gross", "119", true), ("gross", "100", false), ("net", "119", false), ("ignore", "5", true),
])
func `the deal's own value is compared as it is meant`(_ row: (meaning: String, value: String, fits: Bool)) throws {
  let rules = "\(taxes)\ndeal_value: \(row.meaning)\nlines: [{ id: l, item: X, price: 100 }]"
  let result = try outcome(rules, ["Value": row.value])
  #expect((result.verdict == "invoice") == row.fits)
  let warned = try outcome(
    rules.replacing("deal_value: \(row.meaning)", with: "deal_value: { means: \(row.meaning), on_mismatch: warn }"),
    ["Value": row.value])
  #expect(warned.verdict == "invoice")
  #expect(warned.codes == (row.fits ? [] : ["L508"]))
}

@Test func `a line rule takes products, the deal, or deals without products`() throws {
  let rules = try compiled(
    """
    lines:
      - { id: words, text: "Deal {title}" }
      - { id: product, each: product, item: "{line.name}", description: "{line.name} of {title}", quantity: line.quantity, price: line.price, discount_percent: line.discount, tax_code: { when: [{ if: { line.tax: 19 }, use: A }], otherwise: Z } }
      - { id: setup, item: SETUP, price: 50 }
      - { id: value, each: deal_without_products, item: VALUE, price: value }
    \(taxes)
    """)
  let (outcomes, _) = try evaluated(
    rules, "ID,Title,Value,Organization,Currency\n1,T1,5,N,EUR\n2,T2,7,N,EUR\n",
    lines: "Deal ID,Product name,Quantity,Unit price,Discount,Tax\n1,A,2,10,25,19\n1,B,1,0.5,,0\n")
  #expect(outcomes.map(\.verdict) == ["invoice", "invoice"], "\(outcomes.flatMap(\.codes))")
  #expect(outcomes[0].invoice.lines.map(\.item) == ["", "A", "B", "SETUP"])
  #expect(outcomes[0].invoice.lines.map(\.description) == ["Deal T1", "A of T1", "B of T1", ""])
  #expect(outcomes[0].invoice.lines.map(\.amount) == [0, 1500, 50, 5000])
  #expect(outcomes[0].invoice.lines.map(\.code) == [-1, 0, 2, 0])
  #expect(outcomes[1].invoice.lines.map(\.item) == ["", "SETUP", "VALUE"])
}

private let taxIDs: [(String, String, String, String)] = [
  // Scheme, number, country; then the state, with the number as it is written.
  ("by_country", "de 136 695 976", "DE", "well_formed DE136695976"),
  ("by_country", "DE136695977", "DE", "checksum DE136695977"),
  ("by_country", "DE12", "DE", "malformed DE12"), ("by_country", "", "DE", "absent "),
  ("by_country", "DE136695976", "", "unknown_country DE136695976"),
  ("unchecked", "anything 1", "DE", "format_only anything 1"),
  ("de.vat", "136695976", "", "well_formed DE136695976"),
  ("\"{title}\"", "DE136695976", "DE", "unknown_country DE136695976"),
]

@Test(arguments: taxIDs)
func `a tax id is judged and written`(_ row: (scheme: String, number: String, country: String, state: String)) throws {
  let result = try outcome(
    """
    columns: { vat: { header: VAT }, land: { header: Land } }
    customer: { name: n, billing_address: { country: { from: land } }, tax_id: { from: vat, scheme: \(row.scheme) } }
    invoice: { memo: "{tax_id.state} " }
    """, ["VAT": row.number, "Land": row.country, "Title": "none such"])
  #expect("\(result.invoice.memo) \(result.invoice.taxID)" == row.state)
}

@Test(
  arguments: [
    ("keep", "invoice", "DE12", []), ("drop", "invoice", "", ["T402"]), ("warn", "invoice", "DE12", ["T402"]),
    ("hold", "held", "", ["T402"]),
  ] as [(String, String, String, [String])])
func `an outcome keeps, drops, warns or holds`(
  _ row: (action: String, verdict: String, number: String, codes: [String])
) throws {
  let result = try outcome(
    """
    columns: { vat: { header: VAT } }
    customer:
      name: n
      billing_address: { country: DE }
      tax_id: { from: vat, outcomes: [{ if: { tax_id.state: malformed }, then: \(row.action), message: look }] }
    """, ["VAT": "DE12"])
  #expect(result.verdict == row.verdict)
  #expect(result.codes == row.codes)
  if row.verdict == "invoice" { #expect(result.invoice.taxID == row.number) }
}

@Test func `a customer in another currency can have a name of its own, with QuickBooks' country codes`() throws {
  let rules =
    "customer: { name: \"{organization}\", foreign_currency_name: \"{organization} ({currency})\", forbidden_characters: replace, notes: \"n\", billing_address: { line1: \"{title}\", country: Denmark } }\ninvoice: { exchange_rate: 7.5 }"
  let home = try outcome(rules, ["Organization": "A:B"])
  #expect(home.invoice.customer == "A-B")
  #expect(home.invoice.rate == "")
  #expect(home.invoice.country == "DNK")
  let foreign = try outcome(rules, ["Currency": "usd"])
  #expect(foreign.invoice.customer == "Nordlys (USD)" || foreign.invoice.customer == "Nordlys (usd)")
  #expect(foreign.invoice.currency == "USD")
  #expect(foreign.invoice.rate == "7.5")
}

@Test func `custom fields, numbers and e-mail stand in the invoice`() throws {
  let result = try outcome(
    """
    customer: { name: n, email: a@x.example }
    invoice:
      number: "R-{id}"
      email_cc: b@x.example
      email_send: { value: { above: 50 } }
      custom_fields: { PO: { number: 2, value: "{title}" }, Gone: { number: 3, value: { from: person } } }
    """)
  #expect(result.verdict == "invoice", "\(result.problems.map(\.message))")
  #expect(result.invoice.number == "R-D-1")
  #expect(result.invoice.emailTo == "a@x.example")
  #expect(result.invoice.isSent)
  #expect(result.invoice.emailCc == "b@x.example")
  #expect(result.invoice.customFields == ["2 PO=Phase 2"])
}
