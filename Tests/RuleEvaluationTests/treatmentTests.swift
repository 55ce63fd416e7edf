import Diagnostics
import Invoices
import RuleEvaluation
import RuleLanguage
import Testing

private let table = """
  columns: { vat: { header: VAT }, land: { header: Land }, to: { header: To }, kind: { header: Kind }, state: { header: State } }
  customer:
    name: N
    billing_address: { region: "{state}", country: "{land}" }
    shipping_address: { country: "{to}" }
    tax_id: { from: vat }
  taxes:
    codes: { HOME: 19, RC: 0, IC: 0, OUT: 0, ON: 13, GAS: 7 }
    treatments:
      Home: { kind: standard, code: HOME }
      Services: { kind: reverse_charge, code: RC, note: "Reverse charge." }
      Goods: { kind: intra_community, code: IC, note: "Exempt, Article 138.", note_in: line }
      Export: { kind: export, code: OUT }
      Outside: { kind: outside_scope, code: OUT, note: "Not taxable here.", needs_tax_id: yes }
      Ontario: { kind: standard, code: { when: [{ if: { title: gas }, use: GAS }], otherwise: ON } }
    treatment:
      supply: { from: kind, default: services }
      PLACE
      rows:
        - { seller: DE, buyer: CA, region: [ON, Ontario], use: Ontario }
        - { buyer: home, use: Home }
        - { buyer: [eu, XI], customer: business, supply: goods, use: Goods }
        - { buyer: eu, customer: business, supply: services, use: Services }
        - { buyer: eu, customer: consumer, tax_id: absent, use: Home }
        - { buyer: outside_eu, supply: goods, use: Export }
        - { buyer: abroad, if: { title: known }, use: Outside }
  """

private struct Sale: CustomTestStringConvertible {
  var deal: [String: String]
  var place = ""
  /// Code of the first line and the memo, or what holds it.
  var found: String
  var testDescription: String { "\(deal.sorted { $0.key < $1.key }) → \(found)" }
}

private let sales: [Sale] = [
  Sale(deal: ["Land": "DE", "VAT": "DE136695976"], found: "HOME "),
  Sale(deal: ["Land": "Germany"], found: "HOME "),
  Sale(deal: ["Land": "DK", "VAT": "13585628"], found: "RC Reverse charge."),
  Sale(deal: ["Land": "DK", "VAT": "DK13585628", "Kind": "Goods"], found: "IC + Exempt, Article 138."),
  Sale(deal: ["Land": "XI", "VAT": "XI980780684", "Kind": "goods"], found: "IC + Exempt, Article 138."),
  Sale(deal: ["Land": "XI", "VAT": "XI980780684"], found: "held T410"),
  Sale(deal: ["Land": "DK"], found: "HOME "),
  Sale(deal: ["Land": "DK", "VAT": "DK13585629"], found: "held T403,T410"),
  Sale(deal: ["Land": "DK", "VAT": "DE136695976"], found: "held T406,T410"),
  Sale(deal: ["Land": "CH", "Kind": "goods"], found: "OUT "),
  Sale(deal: ["Land": "CH"], found: "held T410"),
  Sale(deal: ["Land": "CH", "Title": "known"], found: "held T411"),
  Sale(
    deal: ["Land": "CH", "Title": "known", "VAT": "CHE-107.787.577 MWST"], found: "OUT Not taxable here."),
  Sale(deal: ["Land": "CA", "State": "on"], found: "ON "),
  Sale(deal: ["Land": "CA", "State": "Ontario", "Title": "gas"], found: "GAS "),
  Sale(deal: ["Land": "CA", "State": "QC", "Kind": "goods"], found: "OUT "),
  Sale(deal: ["Kind": "goods"], found: "held T410"),
  // Where the goods go decides, when the rules say so and the address names a country.
  Sale(deal: ["Land": "DE", "To": "CH", "Kind": "goods"], found: "HOME "),
  Sale(deal: ["Land": "DE", "To": "CH", "Kind": "goods"], place: "place: shipping", found: "OUT "),
  Sale(deal: ["Land": "CH", "Kind": "goods"], place: "place: shipping", found: "OUT "),
  Sale(deal: ["Land": "CH", "To": "DE", "Kind": "goods"], place: "place: shipping", found: "HOME "),
  // Who is a business may be said by another column.
  Sale(deal: ["Land": "DK", "Title": "firm"], place: "business: { title: firm }", found: "held T411"),
  Sale(
    deal: ["Land": "DK", "Title": "firm", "VAT": "DK13585628"], place: "business: { title: firm }",
    found: "RC Reverse charge."),
  Sale(deal: ["Land": "DK", "Title": "club"], place: "business: { title: firm }", found: "HOME "),
]

@Test(arguments: sales) private func `a sale is treated as the table says`(_ sale: Sale) throws {
  let codes = ["HOME", "RC", "IC", "OUT", "ON", "GAS"]
  let rules = table.replacing("PLACE", with: sale.place.isEmpty ? "place: billing" : sale.place)
  var deal = ["Land": "", "VAT": "", "To": "", "Kind": "", "State": ""]
  deal.merge(sale.deal) { _, own in own }
  let result = try outcome(rules, cells: deal)
  guard result.verdict == "invoice" else {
    #expect("\(result.verdict) \(result.codes.joined(separator: ","))" == sale.found)
    return
  }
  let lines = result.invoice.lines
  let words = lines.dropFirst().map { "+ \($0.description)" }.joined()
  #expect("\(codes[Int(lines[0].code)]) \(result.invoice.memo)\(words)" == sale.found)
}

private func reverseCharge(_ memo: String, _ place: String, line: String = "") -> String {
  """
  columns: { vat: { header: VAT } }
  customer: { name: N, billing_address: { country: DK }, tax_id: { from: vat } }
  invoice: { memo: "\(memo)" }
  lines: [{ id: deal, item: X, price: value }\(line)]
  taxes:
    codes: { RC: 0 }
    treatments: { R: { kind: reverse_charge, code: RC, note: "Reverse charge", note_in: \(place) } }
    treatment: [{ buyer: eu, use: R }]
  """
}

@Test func `the sentence is put below the memo once, or must stand in the template`() throws {
  let deal: KeyValuePairs = ["VAT": "DK13585628"]
  #expect(try outcome(reverseCharge("Thanks", "memo"), deal).invoice.memo == "Thanks\nReverse charge")
  #expect(try outcome(reverseCharge("REVERSE CHARGE applies.", "memo"), deal).invoice.memo == "REVERSE CHARGE applies.")
  #expect(try outcome(reverseCharge("Reverse charge.", "template"), deal).invoice.memo == "Reverse charge.")
  let inLine = try outcome(reverseCharge("Thanks", "template", line: ", { id: t, text: Reverse charge }"), deal)
  #expect(inLine.verdict == "invoice")
  #expect(try outcome(reverseCharge("Thanks", "template"), deal).codes == ["T412"])
  let long = try outcome(reverseCharge(String(repeating: "x", count: 990), "memo"), deal)
  #expect(long.codes == ["C301"])
}

@Test func `every line falls under a treatment of its own`() throws {
  let result = try outcome(
    """
    customer: { name: N, billing_address: { country: CH } }
    lines:
      - { id: a, item: A, price: 10, supply: goods }
      - { id: b, item: B, price: 20, supply: Books }
      - { id: c, item: C, price: 30 }
    taxes:
      codes: { S: 20, Z: 0 }
      treatments:
        Normal: { kind: standard, code: S }
        Books: { kind: zero, code: Z, note: "Books: zero-rated." }
      treatment:
        supply: services
        rows: [{ supply: [goods, services], use: Normal }, { supply: books, use: Books }]
    """)
  #expect(result.invoice.lines.map(\.code) == [0, 1, 0])
  #expect(result.invoice.totals.tax == 800)
  #expect(result.invoice.memo == "Books: zero-rated.")
}

@Test(arguments: [
  ("GB", "GB", "GB980780684", "primary GB980780684"), ("GB", "DE", "DE136695976", "primary DE136695976"),
  ("GB", "GB", "1955839661", "secondary 1955839661"), ("CA", "CA", "123026635RT0001", "primary 123026635 RT0001"),
  ("CA", "CA", "1234567890TQ1234", "notes "), ("AU", "AU", "51824753556", "primary 51 824 753 556"),
  ("US", "US", "04-2103594", "none "), ("IN", "IN", "27AAPFU0939F1ZV", "gstin 27AAPFU0939F1ZV"),
  ("IN", "IN", "AAPFU0939F", "business_number AAPFU0939F"), ("FR", "DE", "DE136695976", "primary DE136695976"),
])
func `the company's country decides where QuickBooks keeps the number`(
  _ row: (company: String, land: String, number: String, found: String)
) throws {
  let rules = """
    company: { name: N, country: \(row.company), currency: EUR, time_zone: UTC }
    columns: { vat: { header: VAT }, land: { header: Land } }
    customer: { name: n, billing_address: { country: "{land}" }, tax_id: { from: vat } }
    """
  let result = try outcome(rules, ["VAT": row.number, "Land": row.land])
  #expect("\(result.invoice.taxField) \(result.invoice.taxID)" == row.found)
  // A rule has the last word, and may decide deal by deal.
  let fixed = try outcome(
    rules.replacing(
      "{ from: vat }", with: "{ from: vat, field: { when: [{ if: { title: x }, use: notes }], otherwise: resale } }"),
    ["VAT": row.number, "Land": row.land])
  #expect(fixed.codes == [] || fixed.codes == ["C301"])
  #expect(fixed.invoice.taxField == "resale")
}

@Test func `a value that is to be ignored may have any decimals`() throws {
  #expect(try outcome("deal_value: ignore\nlines: [{ id: l, item: X, price: 1 }]", ["Value": "0.005"]).codes == [])
}

@Test(arguments: [
  ("2/10 net 30", "2026-04-30"), ("1.5/10 net 45", "2026-05-15"),
  ("\"day 10, next month within 45 days\"", "2026-04-10"),
])
func `terms with a discount, or far into the next month, give their due date`(_ row: (words: String, due: String))
  throws
{
  let result = try outcome("terms: { T: \(row.words) }\ninvoice: { date: 2026-03-31, terms: T }")
  #expect(result.invoice.due == row.due)
}

@Test(arguments: ["2/x net 30", "200/10 net 30", "2/10 30", "2/1000 net 30", "/10 net 30"])
func `words that are no terms are refused`(_ words: String) {
  let text = smallRules("terms: { T: \(words) }\ninvoice: { terms: T }")
  #expect(compileRules(Array(text.utf8), file: "r.yaml").diagnostics.contains { $0.code == "R029" })
}
