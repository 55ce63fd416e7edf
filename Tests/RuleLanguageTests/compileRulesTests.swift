import Diagnostics
import RuleLanguage
import TestSupport
import Testing

private let brokenCodes = """
  R033 R017 R037 R017 R013 R017 R030 R030 R017 R024 R016 R030 R014 R017 R017 R017 R017 R015 R029 R022 R013 R022 R022 \
  R030 R022 R022 R024 R017 R014 R018 R013 R016 R024 R014 R019 R017 R017 R034 R017 R015 R017 R017 R017 R014 R016 R014 \
  R017 R030 R028 R017 R013 R037 R037 R037 R017 R023 R018 R023 R019 R020 R020 R029 R017 R017 R016 R030 R016 R019 R030 \
  R021 R016 R021 R021 R017 R014 R018 R018 R027 R018 R016 R019 R015 R017 R027 R017 R030 R017 R013
  """

private let brokenSuggestions = [
  "DE", "Europe/Berlin", "'multicurrency'", "'deal'", "'title'", "'number'", "'upper'", "'on_unknown'", "'title'",
  "'is'", "'status'",
  "DE", "'person'", "'fr.tva'", "'hold'", "'phone'", "'EUR'", "'Standard'", "'Standard'", "'left'", "'Net 30'",
  "'items'", "'product'", "'19% USt'", "'19% USt'", "'line'",
]

@Test func `one run tells everything that is wrong, each at its place, and nothing else`() {
  let text = MarkedText(brokenRules)
  let result = compileRules(text.bytes, file: "broken.yaml")
  let errors = result.diagnostics.filter { $0.severity == .error }
  #expect(result.rules == nil)
  #expect(errors.map { $0.range?.mark } == text.places)
  #expect(errors.map(\.code) == brokenCodes.split(separator: " ").map(String.init))
  let suggestions = errors.compactMap(\.help).filter { $0.hasPrefix("did you mean") }
  #expect(suggestions == brokenSuggestions.map { "did you mean \($0)?" })
  #expect(errors.allSatisfy { $0.range?.file == "broken.yaml" && !$0.message.isEmpty })
}

/// The shortest rules that compile, with sections put in, or in place of the section of the same name.
func smallRules(_ extra: String) -> String {
  let sections = [
    "rules: 1", "company: { name: N, country: DE, currency: EUR, time_zone: UTC }",
    "customer: { name: { from: organization } }",
    "currency: { from: currency }", "lines: [{ id: deal, item: X, price: value }]",
  ]
  let own = Set(
    extra.split(separator: "\n").filter { !$0.hasPrefix(" ") }.map { $0.drop { $0 == "▸" }.prefix { $0 != ":" } })
  return sections.filter { !own.contains($0.prefix { $0 != ":" }) }.joined(separator: "\n") + "\n" + extra + "\n"
}

/// Two rows of a `when`, the second marked at its place.
private func rows(_ first: String, _ second: String) -> String {
  let mark = second.contains("▸") ? "▸" : ""
  return
    "invoice:\n  memo: { when: [{ if: \(first), use: a }, { \(mark)if: \(second.filter { $0 != "▸" }), use: b }] }"
}

private func diagnosed(_ extra: String) -> (places: [String], found: [String], result: CompileResult) {
  let text = MarkedText(smallRules(extra))
  let result = compileRules(text.bytes, file: "rules.yaml")
  return (text.places, result.diagnostics.map { "\($0.code) \($0.range?.mark ?? "nowhere")" }, result)
}

@Test func `the shortest rules compile without a word`() {
  let (_, found, result) = diagnosed("")
  #expect(found.isEmpty)
  #expect(result.rules != nil)
}

@Test(arguments: ["rules", "company", "customer", "currency", "lines"])
func `a section that is missing is named`(_ name: String) throws {
  let text = smallRules("").split(separator: "\n").filter { !$0.hasPrefix("\(name):") }.joined(separator: "\n")
  let errors = compileRules(Array(text.utf8), file: "rules.yaml").diagnostics
  #expect(errors.map(\.code) == ["R016"])
  #expect(errors.first?.message == "a rule file needs '\(name)'")
}

private let unitedStates = "company: { name: N, country: US, currency: USD, time_zone: UTC }"
private let taxID = "customer: { name: { from: organization }, tax_id: { from: title } }"
private let kinds = "values: { kind: { when: [{ if: { title: x }, use: abroad }], otherwise: home } }"
private func lookedUp(_ key: String) -> String { "invoice: { memo: { table: t, key: \(key) } }" }

/// A table of treatments with one row.
private func treated(_ row: String, _ more: String = "") -> String {
  "taxes: { codes: { A: 1 }, treatments: { T: { kind: standard, code: A } }, treatment: { \(more)rows: [\(row)] } }"
}

/// What the rules say, and the code at each mark.
private let singles: [(String, [String])] = [
  // Anchors, aliases, tags and merge keys.
  ("terms: ▸&t { Net 30: net 30 }", ["R003"]), ("invoice: { memo: ▸*t }", ["R004"]),
  ("terms: ▸!!map { Net 30: net 30 }", ["R005"]),
  ("terms: { ▸<<: { a: net 30 } }", ["R006"]), ("terms: { a: net 30, ▸a: net 40 }", ["R007"]),
  // A key that is needed, misspelt: both messages stand at it.
  ("checks: [{ id: a, if: { value: { above: 1 } }, ▸mesage: m }]", ["R013"]),
  // What may be accepted of a shape.
  ("shape: { accept: [S061, \"S064:Status=Paused\", ▸S067, ▸Notes, ▸\"S061:\"] }", ["R017", "R017", "R017"]),
  // What becomes of a deal is no value.
  ("invoice:\n  memo: { when: [{ if: { title: x }, use: a }], otherwise: ▸hold }", ["R017"]),
  ("invoice:\n  memo: { when: [{ if: { title: x }, use: a }], otherwise: \"hold\" }", []),
  ("tables: { t: { rows: { a: b }, otherwise: ▸skip } }\nvalues: { v: { table: t, key: title } }", ["R017"]),
  // Circles.
  ("customer: { name: \"x {▸customer.name}\" }", ["R026"]),
  ("customer: { name: \"{customer.email}\", email: \"{▸customer.name}\" }", ["R026"]),
  ("invoice: { date: \"add_days(▸invoice.date, 1)\" }", ["R026"]),
  ("currency: { from: ▸invoice.currency }", ["R026"]),
  ("values: { a: customer.name & \"!\" }\ncustomer: { name: \"{▸a}\" }", ["R026"]),
  ("templates: { A: { extends: ▸B }, B: { extends: ▸A } }", ["R026", "R026"]),
  // Clashes.
  ("source: { dates: [DD.MM.YYYY, ▸MM.DD.YYYY] }", ["R030"]), ("source: { dates: [D/M/YYYY, ▸M/D/YYYY] }", ["R030"]),
  ("source: { grouping: ▸dot }", ["R030"]), ("source: { decimal: comma, grouping: ▸indian }", ["R030"]),
  // Facts too early.
  ("skip: [{ id: s, if: { ▸lines.count: { is: 0 } }, because: b }]", ["R014"]),
  ("invoice: { memo: \"{▸lines.net}\" }", ["R014"]), ("values: { a: ▸lines.net }", ["R014"]),
  // Unreachable rows are warnings.
  ("invoice:\n  memo: { when: [{ if: always, use: a }, { ▸if: { title: x }, use: b }] }", ["R025"]),
  ("invoice:\n  memo: { when: [{ if: { title: x }, use: a }, { ▸if: { title: { is: x } }, use: b }] }", ["R025"]),
  ("invoice:\n  memo: { when: [{ if: { title: x, id: 1 }, use: a }, { ▸if: { id: 1, title: x }, use: b }] }", ["R025"]),
  ("invoice:\n  memo: { when: [{ if: always, use: a }], otherwise: ▸b }", ["R025"]),
  // Conditions that ask nothing.
  ("skip: [{ id: s, if: ▸{}, because: b }]", ["R016"]), ("skip: [{ id: s, if: { any: ▸[] }, because: b }]", ["R016"]),
  ("skip: [{ id: s, if: { not: ▸{} }, because: b }]", ["R016"]),
  ("skip: [{ id: s, if: { title: { in: ▸[] } }, because: b }]", ["R016"]),
  // Letters' case makes no other condition.
  ("invoice:\n  memo: { when: [{ if: { title: x }, use: a }, { ▸if: { title: X }, use: b }] }", ["R025"]),
  // A row that one before it takes whole, and rows that only look like it.
  (rows("{ title: [x, y] }", "{ ▸title: X }"), ["R025"]), (rows("{ title: x }", "{ title: [x, y] }"), []),
  (rows("{ title: x }", "{ ▸title: x, id: 1 }"), ["R025"]), (rows("{ title: x, id: 1 }", "{ title: x }"), []),
  (rows("{ value: { above: 1 } }", "{ ▸value: { at_least: 2 } }"), ["R025"]),
  (rows("{ value: { above: 1 } }", "{ value: { at_least: 1 } }"), []),
  (rows("{ value: { at_least: 1 } }", "{ ▸value: { above: 1 } }"), ["R025"]),
  (rows("{ value: { at_most: 2 } }", "{ ▸value: { between: [0, 2] } }"), ["R025"]),
  (rows("{ value: { below: 2 } }", "{ value: { between: [0, 2] } }"), []),
  (rows("{ value: { above: 1 } }", "{ value: { below: 9 } }"), []),
  (rows("{ value: { above: 1 } }", "{ ▸value: 2 }"), ["R025"]), (rows("{ value: { above: 1 } }", "{ value: 1 }"), []),
  (rows("{ title: { empty: no } }", "{ ▸title: { contains: x } }"), ["R025"]),
  (rows("{ title: { empty: no } }", "{ title: { is_not: x } }"), []),
  (rows("{ title: { not_in: [x, y] } }", "{ ▸title: z }"), ["R025"]),
  (rows("{ title: { not_in: [x, y] } }", "{ title: y }"), []),
  (rows("{ title: { is_not: x } }", "{ ▸title: y }"), ["R025"]), (rows("{ title: { is_not: x } }", "{ id: y }"), []),
  (rows("{ any: [{ title: x }, { id: 1 }] }", "{ ▸id: 1, title: z }"), ["R025"]),
  (rows("{ not: { title: x } }", "{ not: { title: y } }"), []),
  (rows("{ title: { matches: x+ } }", "{ ▸title: { matches: x+ } }"), ["R025"]),
  (rows("{ value * 2: { above: 1 } }", "{ ▸value * 2: { above: 1 } }"), ["R025"]),
  (rows("{ value * 2: { above: 1 } }", "{ value / 2: { above: 1 } }"), []),
  // What a function is given keeps its case.
  (rows("{ \"replace(title, 'x', 'y')\": z }", "{ ▸\"replace(title, 'x', 'y')\": Z }"), ["R025"]),
  (rows("{ \"replace(title, 'x', 'y')\": z }", "{ \"replace(title, 'X', 'y')\": z }"), []),
  // A condition with a mistake asks nothing yet.
  ("invoice:\n  memo: { when: [{ if: { ▸titel: x }, use: a }, { if: { ▸titel: x }, use: b }] }", ["R014", "R014"]),
  (rows("{ title: { contains: x } }", "{ title: x1 }"), []), (rows("{ title: x }", "{ organization: x }"), []),
  // A row of a table of one value names no column.
  ("tables: { t: { rows: { a: b, c: { ▸item: d } } } }\nvalues: { v: { table: t, key: title } }", ["R013"]),
  // What nothing uses.
  ("columns: { ▸size: Size }", ["R032"]), ("tables: { ▸t: { rows: { a: b } } }", ["R032"]),
  // Formulas.
  ("values: { a: \"▸\" }", ["R018"]), ("values: { a: \"1 ▸2\" }", ["R018"]),
  ("values: { a: \"value * ▸)\" }", ["R018"]),
  ("values: { a: \"▸'open\" }", ["R018"]), ("values: { a: \"1 + ▸[open\" }", ["R018"]),
  ("values: { a: \"value ▸, 1\" }", ["R018"]), ("values: { a: \"year(▸title)\" }", ["R019"]),
  ("values: { a: \"▸max()\" }", ["R020"]), ("values: { a: \"1 + ▸abs(1, 2)\" }", ["R020"]),
  ("values: { a: \"ü & ▸titel\" }\ncolumns: { ü: U }", ["R014"]), ("invoice: { memo: \"a ▸} b\" }", ["R018"]),
  ("invoice: { memo: \"ä {title} {▸titel}\" }", ["R014"]),
  // What an invoice needs is not left out.
  ("currency: { from: currency, on_missing: ▸leave_out }", ["R017"]),
  ("customer: { name: { from: title, on_missing: ▸leave_out } }", ["R017"]),
  ("invoice: { date: { from: close_date, on_missing: ▸leave_out } }", ["R017"]),
  ("invoice: { number: { from: title, on_missing: leave_out }, memo: { from: title, on_missing: leave_out } }", []),
  (
    "template: { when: [{ if: { title: x }, use: A }], on_missing: ▸leave_out }\ntemplates: { A: { memo: m } }",
    ["R017"]
  ),
  ("taxes: { codes: { A: 1 }, code: { from: title, on_missing: ▸leave_out } }", ["R017"]),
  ("\(unitedStates)\ntaxes: { codes: { TAX: computed }, code: { from: title, on_missing: leave_out } }", []),
  ("lines: [{ id: a, item: X, price: value, quantity: { from: value, on_missing: ▸leave_out } }]", ["R017"]),
  // Keys that would be thrown away.
  ("customer: { name: { from: organization }, tax_id: { from: title, ▸on_missing: hold } }", ["R013"]),
  ("lines: [{ id: a, item: X, price: value, supply: ▸goods }]", ["R016"]),
  ("lines: [{ id: a, item: X, price: value }, { id: b, text: t, ▸class: c, supply: goods }]", ["R030"]),
  ("lines: [{ id: a, item: X, price: value }, { id: b, text: t, ▸on_zero: hold }]", ["R030"]),
  ("customer: { name: { from: organization, ▸otherwise: x } }", ["R013"]),
  ("customer: { name: { from: organization, ▸key: title } }", ["R013"]),
  ("columns: { a: { header: A, format: ▸YYYY-MM-DD } }\ninvoice: { memo: \"{a}\" }", ["R030"]),
  ("currency: { from: currency, allowed: ▸[] }", ["R016"]), ("source: { dates: ▸[] }", ["R016"]),
  ("company: { name: ▸\"\", country: DE, currency: EUR, time_zone: UTC }", ["R016"]),
  // Which template, which tax code.
  ("templates: { ▸A: { memo: a }, B: { memo: b } }", ["R016"]),
  ("taxes: { codes: { A: ▸{} }, code: A }", ["R016"]),
  ("taxes: { codes: { STD: 1, ▸std: 2 }, code: STD }", ["R024"]),
  ("\(unitedStates)\ntaxes: { codes: { ▸CA: 8.25, NON: 0 }, code: CA }", ["R017"]),
  ("\(unitedStates)\ntaxes: { codes: { TAX: { CA: 8.25 } }, code: TAX }", []),
  // Numbers that functions cannot do with.
  ("values: { a: \"round(value, ▸-1)\" }", ["R020"]), ("values: { a: \"round(value, ▸11)\" }", ["R020"]),
  ("values: { a: \"left(title, ▸-2)\" }", ["R020"]), ("values: { a: \"pad(title, ▸1001)\" }", ["R020"]),
  ("values: { a: \"add_days(run.date, ▸1.5)\" }", ["R020"]),
  ("invoice: { date: \"add_months(run.date, -1)\", memo: \"{round(value, 0)} {right(title, 1000)}\" }", []),
  // A formula as it is written, and marks that YAML does not know.
  ("invoice: { memo: ▸upper(title) }", ["R038"]), ("invoice: { memo: ▸'\"Deal \" & id' }", ["R038"]),
  ("invoice:\n  memo: ▸“{title}”", ["R038"]),
  ("invoice: { memo: first/second, private_note: upper(case), location: { text: upper(title) } }", []),
  // Words of tables, reasons.
  ("tables: { t: { rows: { a: ▸hold, b: \"skip\" } } }\n\(lookedUp("title"))", ["R017"]),
  ("tables: { t: { rows: { a: b }, otherwise: ▸missing } }\n\(lookedUp("title"))", ["R017"]),
  ("tables: { t: { rows: { a: ▸\"{title}\" } } }\n\(lookedUp("title"))", ["R038"]),
  ("skip: [{ id: s, if: { title: x }, because: ▸\"it is {title}\" }]", ["R038"]),
  ("columns: { a: { header: A, empty_means: ▸\"{title}\" } }\ninvoice: { memo: \"{a}\" }", ["R038"]),
  // What a value can never be.
  ("\(kinds)\nskip: [{ id: s, if: { kind: ▸abrod }, because: b }]", ["R017"]),
  ("\(kinds)\nskip: [{ id: s, if: { kind: { not_in: [Home, ▸export] } }, because: b }]", ["R017"]),
  ("\(kinds)\nskip: [{ id: s, if: { kind: Abroad }, because: b }]", []),
  ("\(taxID)\nskip: [{ id: s, if: { tax_id.state: { empty: ▸yes } }, because: b }]", ["R017"]),
  // Facts that nothing gives.
  ("invoice: { memo: \"{▸customer.email}\" }", ["R016"]),
  ("skip: [{ id: s, if: { ▸tax_id.state: absent }, because: b }]", ["R016"]),
  ("\(taxID)\nskip: [{ id: s, if: { tax_id.state: absent }, because: b }]", []),
  ("taxes: { codes: { A: 1 }, code: { when: [{ if: { ▸line.supply: goods }, use: A }], otherwise: A } }", ["R016"]),
  ("\(treated("{ customer: ▸business, use: T }"))", ["R016"]), ("\(treated("{ tax_id: ▸absent, use: T }"))", ["R016"]),
  ("\(treated("{ region: ▸BY, use: T }"))", ["R016"]),
  ("\(treated("{ use: T }", "place: ▸shipping, "))", ["R016"]),
  // Keys that are never looked up.
  ("tables: { t: { rows: { 1.50: a, ▸x: b } } }\n\(lookedUp("value"))", ["R025"]),
  ("tables: { t: { rows: { 1: a, ▸1.0: b } } }\n\(lookedUp("value"))", ["R022"]),
  ("tables: { t: { rows: { EUR: a, ▸EURO: b } } }\n\(lookedUp("invoice.currency"))", ["R025"]),
  ("tables: { t: { rows: { 2026-03-31: a, ▸2026-3-30: b } } }\n\(lookedUp("run.date"))", ["R025"]),
  ("tables: { t: { rows: { a: a, ▸\"*\": b } } }\n\(lookedUp("title"))", ["R025"]),
  // Per cent as a fraction.
  ("discount: { percent: ▸0.1 }", ["R017"]),
  ("lines: [{ id: a, item: X, price: value, discount_percent: ▸0.1 }]", ["R017"]),
  // What nothing uses.
  ("values: { ▸a: title }", ["R032"]), ("terms: { ▸T: net 30 }", ["R032"]),
  ("terms: { T: net 30 }\ninvoice: { terms: \"{title}\" }", []),
  ("template: A\ntemplates: { A: { memo: a, extends: C }, ▸B: { memo: b }, C: { memo: c } }", ["R032"]),
  ("shape: { columns: [ID, Title], values: { ▸Tittle: [x] } }", ["R032"]),
  // The profile's id is another column than the one that tells deals apart.
  ("source: { id: nr }\ncolumns: { nr: Nr }\ninvoice: { memo: \"deal {▸id}\" }", ["R014"]),
  ("source: { id: ▸\"[Nr]\" }\ninvoice: { memo: \"deal {id}\" }", ["R014"]),
  (
    "source: { decimal: comma }\ntables: { t: { rows: { ▸A: \"1.100,50\" } } }\nlines: [{ id: l, item: X, price: { table: t, key: title } }]",
    ["R019"]
  ),
]

@Test(arguments: singles)
func `each mistake has its code at its place`(_ row: (rules: String, codes: [String])) {
  let (places, found, _) = diagnosed(row.rules)
  #expect(found == zip(row.codes, places).map { "\($0) \($1)" })
}

@Test func `a formula nested too deep is refused, not followed`() {
  for text in [String(repeating: "(", count: 5000) + "1", String(repeating: "-", count: 5000) + "1"] {
    let (_, found, _) = diagnosed("values: { a: \"\(text)\" }")
    #expect(found.count == 1 && found[0].hasPrefix("R018"))
  }
}

@Test func `values that hang on one another without end are refused, not followed`() {
  let chain = (0..<3000).map { "  a\($0): a\($0 + 1)\n" }.joined()
  let (_, found, _) = diagnosed("values:\n\(chain)  a3000: value")
  #expect(found.first?.hasPrefix("R026") == true && found.allSatisfy { $0.hasPrefix("R026") })
}

@Test(arguments: ["HRK", "XAU", "KWD", "eur", "Euro"])
func `a company's currency must be money of today`(_ code: String) {
  let (_, found, _) = diagnosed("company: { name: N, country: DE, currency: \(code), time_zone: UTC }")
  #expect(found.count == 1)
}

@Test(arguments: ["Mars/Base", "../../etc/passwd", "/etc/passwd", "", "Europe/Berlin/"])
func `a zone that is none is refused`(_ name: String) {
  let (_, found, result) = diagnosed("company: { name: N, country: DE, currency: EUR, time_zone: \"\(name)\" }")
  #expect(found.count == 1 && found[0].hasPrefix("R017"))
  #expect(result.rules == nil)
}
