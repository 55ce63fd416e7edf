import Invoices
import RuleEvaluation
import Testing

private let tables = """
  columns:
    kind: { header: Kind }
    region: { header: Region }
    first_day: { header: First, type: date }
    last_day: { header: Last, type: date }
  tables:
    open: { rows: { Licence: LIC, " größe ": SIZE }, otherwise: OTHER }
    closed: { rows: { Licence: LIC } }
    lenient: { rows: { Licence: LIC, Empty: "", Null: null, Tilde: ~ }, on_unknown: missing }
    prices: { rows: { 19.00: FULL, 7.5: REDUCED }, otherwise: OTHER }
    wide: { value: [item, rate], rows: { Licence: { item: LIC, rate: 19 }, Book: { item: BOOK, rate: 7 } } }
    two: { key: [kind, region], value: to, rows: [{ kind: A, region: EU, to: AE }, { kind: A, region: "", to: A0 }, { kind: "", region: EU, to: 0E }] }
    days: { rows: { early: first_day, late: last_day }, otherwise: first_day }
  """

private let lookups: [(String, String, String, String)] = [
  ("{ table: open, key: kind }", "Licence", "", "LIC"), ("{ table: open, key: kind }", " LICENCE ", "", "LIC"),
  ("{ table: open, key: kind }", "GRÖSSE", "", "OTHER"), ("{ table: open, key: kind }", "GRÖßE", "", "SIZE"),
  ("{ table: open, key: kind }", "Other", "", "OTHER"), ("{ table: open, key: kind }", "", "", "OTHER"),
  ("{ table: closed, key: kind }", "Licence", "", "LIC"),
  ("{ table: closed, key: kind }", "Licenec", "", "held [\"M201\"]"),
  ("{ table: closed, key: kind, default: none }", "", "", "none"),
  ("{ table: closed, key: kind }", "", "", ""),
  ("{ table: lenient, key: kind, default: none }", "What", "", "none"),
  ("{ table: lenient, key: kind, default: none }", "Empty", "", "none"),
  ("{ table: lenient, key: kind, default: none }", "Null", "", "none"),
  ("{ table: lenient, key: kind, default: none }", "Tilde", "", "none"),
  // A number is one key, however it is written there and here.
  ("{ table: prices, key: number(kind) }", "19", "", "FULL"),
  ("{ table: prices, key: number(kind) }", "19.0", "", "FULL"),
  ("{ table: prices, key: number(kind) }", "7.50", "", "REDUCED"),
  ("{ table: prices, key: number(kind) }", "7", "", "OTHER"),
  // Nothing is no word.
  ("null", "", "", ""), ("~", "", "", ""), ("{ from: kind, default: null }", "", "", ""), ("\"null\"", "", "", "null"),
  ("{ table: wide, key: kind, value: item }", "Book", "", "BOOK"),
  ("{ table: wide, key: kind, value: rate }", "book", "", "7"),
  ("{ table: two, key: [kind, region] }", "a", "eu", "AE"), ("{ table: two, key: [kind, region] }", "A", "", "A0"),
  ("{ table: two, key: [kind, region] }", "", "EU", "0E"),
  ("{ table: two, key: [kind, region] }", "", "", "held [\"M201\"]"),
  ("{ table: two, key: [kind, region] }", "A", "US", "held [\"M201\"]"),
  ("{ column_by_table: days, key: kind }", "late", "", "2026-02-28"),
  ("{ column_by_table: days, key: kind }", "whatever", "", "2026-01-31"),
  ("{ first_of: [region, { table: closed, key: kind }] }", "Licence", "", "LIC"),
  ("{ table: open, key: \"left(kind, 7)\" }", "Licence 2026", "", "LIC"),
]

@Test(arguments: lookups)
func `a table answers`(_ row: (rule: String, kind: String, region: String, text: String)) throws {
  let found = try memo(
    row.rule, tables, ["Kind": row.kind, "Region": row.region, "First": "2026-01-31", "Last": "2026-02-28"])
  #expect(found == row.text)
}

@Test func `an unknown key names the table's nearest row`() throws {
  let result = try outcome(
    "invoice: { memo: { table: closed, key: kind } }\n\(tables)",
    ["Kind": "Licenec", "Region": "", "First": "", "Last": ""])
  #expect(result.problems.first?.message.contains("'licence' looks like it") == true)
}

@Test(
  arguments: [
    ("hold", "held", ["M202"]), ("skip", "skipped memo", []), ("leave_out", "invoice", []), ("fail", "stop", ["M202"]),
  ] as [(String, String, [String])])
func `a field without a value does what its rule says`(
  _ row: (policy: String, verdict: String, codes: [String])
) throws {
  let result = try outcome(
    "columns: { gap: { header: Gap } }\ninvoice: { memo: { id: memo, from: gap, on_missing: \(row.policy) } }",
    ["Gap": " "])
  #expect(result.verdict == row.verdict)
  #expect(result.codes == row.codes)
}

@Test func `defaults are used where nothing is, and counted once a deal`() throws {
  let rules = try compiled(
    """
    customer:
      name: { id: name, from: organization, default: Unknown }
      billing_address: { country: { id: land, from: land, default: DE } }
    columns: { land: { header: Land }, po: { header: PO } }
    invoice: { memo: { id: po, from: po, default: "{customer.country} {customer.name}" } }
    """)
  let (outcomes, defaults) = try evaluated(
    rules, "ID,Value,Currency,Organization,Land,PO\n1,5,EUR,A,,\n2,5,EUR,,FR,7\n3,5,,,,\n")
  #expect(outcomes.map(\.invoice.customer) == ["A", "Unknown", "Unknown"])
  #expect(outcomes.map(\.invoice.country) == ["DEU", "FRA", "DEU"])
  #expect(outcomes.map(\.invoice.memo) == ["DE A", "7", "DE Unknown"])
  #expect(defaults == ["name": 2, "land": 2, "po": 2, "currency": 1])
}

@Test(arguments: [
  ("{ first_valid: [a, b] }", "x@y", "ida@nordlys.example", "ida@nordlys.example"),
  ("{ first_valid: [a, b] }", "no; ida@x.example , b@x.example", "c@x.example", "ida@x.example"),
  ("{ first_valid: a }", "a b@x.example", "", ""), ("{ first_valid: a }", "a@x..example", "", ""),
  ("{ first_valid: a }", "a@@x.example", "", ""), ("{ first_valid: a }", ".a@x.example", "", ""),
  ("{ first_valid: a }", "a@x.", "", ""), ("{ first_valid: a }", "<a@x.example>", "", ""),
  ("{ others_valid: [a, b] }", "a@x.example;b@x.example", "bad,c@x.example", "b@x.example,c@x.example"),
  ("{ others_valid: [a, b] }", "a@x.example", "", ""),
])
func `good addresses are picked out`(_ row: (rule: String, a: String, b: String, text: String)) throws {
  #expect(try memo(row.rule, "columns: { a: { header: A }, b: { header: B } }", ["A": row.a, "B": row.b]) == row.text)
}

@Test(arguments: [
  ("[trim, upper]", "  größe ", "GRÖSSE"), ("[trim, lower]", "ÀB", "àb"),
  ("[trim, collapse]", " a \t b\u{A0}\u{A0}c ", "a b c"),
  ("trim", " a  b ", "a  b"),
])
func `texts are cleaned as the rule says`(_ row: (clean: String, cell: String, text: String)) throws {
  #expect(try memo("{ from: title, clean: \(row.clean) }", "", ["Title": row.cell]) == row.text)
}

// MARK: Dates

private let zones: [(String, String, String, String)] = [
  // Midnight in Berlin is two hours before midnight UTC in summer, one in winter.
  ("UTC", "Europe/Berlin", "2026-03-31 21:59:59", "2026-03-31"),
  ("UTC", "Europe/Berlin", "2026-03-31 22:00:00", "2026-04-01"),
  ("UTC", "Europe/Berlin", "2026-01-31 22:59:59", "2026-01-31"),
  ("UTC", "Europe/Berlin", "2026-01-31 23:00:00", "2026-02-01"),
  ("UTC", "America/New_York", "2026-07-01 03:59:59", "2026-06-30"),
  ("UTC", "America/New_York", "2026-07-01 04:00:00", "2026-07-01"),
  ("UTC", "Pacific/Kiritimati", "2026-06-29 10:00:00", "2026-06-30"),
  ("UTC", "UTC", "2026-03-31 23:59:59", "2026-03-31"),
  ("Europe/Berlin", "Europe/Berlin", "2026-03-31 23:59:59", "2026-03-31"),
  ("America/New_York", "Europe/Berlin", "2026-03-28 19:00:00", "2026-03-29"),
  // A day without a time is that day everywhere.
  ("UTC", "Pacific/Kiritimati", "2026-03-31", "2026-03-31"), ("UTC", "America/New_York", "2026-03-31", "2026-03-31"),
  // The offset of the text wins over the source's zone.
  ("UTC", "Europe/Berlin", "2026-03-31T23:30:00Z", "2026-04-01"),
]

@Test(arguments: zones)
func `a time belongs to the day of the company's zone`(
  _ row: (source: String, company: String, text: String, date: String)
) throws {
  let result = try outcome(
    """
    company: { name: N, country: DE, currency: EUR, time_zone: \(row.company), future_days: 3660 }
    source: { time_zone: \(row.source) }
    invoice: { date: close_date }
    """, ["Close date": row.text])
  #expect(result.invoice.date == row.date, "\(result.problems)")
}

@Test(arguments: [
  ("net 30", "2026-03-02"), ("due on receipt", "2026-01-31"), ("end of month", "2026-01-31"),
  ("net 1, end of month", "2026-02-28"), ("end of month, net 10", "2026-02-10"), ("day 15", "2026-02-15"),
])
func `terms give the due date`(_ row: (terms: String, due: String)) throws {
  let result = try outcome(
    "terms: { T: \"\(row.terms)\" }\ninvoice: { date: 2026-01-31, terms: T, memo: \"due {invoice.due_date}\" }")
  #expect(result.invoice.due == row.due)
  #expect(result.invoice.memo == "due \(row.due)")
}
