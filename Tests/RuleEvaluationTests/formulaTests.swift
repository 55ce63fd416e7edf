import Testing

/// A formula and its value as text; `number_` columns are numbers, `day` is a date.
private let formulas: [(String, String)] = [
  // Precedence: a sign, then × ÷, then + −, then &.
  ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("10 - 2 - 3", "5"), ("24 / 4 / 2", "3"), ("2 * -3 + 1", "-5"),
  ("--2", "2"), ("-2 * -2", "4"), ("1 + 2 & 3 + 4", "37"), ("2 × 3 ÷ 4 − 1", "0.5"), ("1.50 + 1", "2.50"),
  ("0.1 + 0.2", "0.3"), ("10 / 3", "3.3333333333"), ("2 / 3", "0.6666666667"), ("-2 / 3", "-0.6666666667"),
  ("value * 2", "200"), ("value - -1", "101"), ("'a' & \"b\" & 1", "ab1"), ("title & ' / ' & id", "Phase 2 / D-1"),
  ("[Any header] & '!'", "text!"),
  // Text.
  ("upper('aß') & lower('AÖ')", "ASSaö"), ("trim('  a b ') & '.'", "a b."), ("collapse(' a   b ')", "a b"),
  ("left('Größe', 3)", "Grö"), ("right('Größe', 2)", "ße"), ("left('ab', 9)", "ab"),
  ("left('ab', value - 105) & '.'", "."),
  ("right('ab', 0) & '.'", "."), ("pad(7, 4)", "0007"), ("pad('12345', 3)", "12345"),
  ("replace('a-b-c', '-', '+')", "a+b+c"), ("replace('aaa', 'aa', 'b')", "ba"), ("replace('abc', 'x', 'y')", "abc"),
  ("replace('abc', 'b', '')", "ac"), ("before('a@b@c', '@')", "a"), ("after('a@b@c', '@')", "b@c"),
  ("before('abc', '@')", "abc"), ("first_of(after('abc', '@'), 'none')", "none"), ("text(1.50) & ''", "1.50"),
  // Numbers.
  ("number(' 12.5 ') + 1", "13.5"), ("round(2.345, 2)", "2.35"), ("round(0 - 2.345, 2)", "-2.35"),
  ("round(2.5, 0)", "3"), ("round(2.3, 4)", "2.3"), ("abs(0 - 7)", "7"), ("min(3, 1, 2)", "1"), ("max(3, 1, 2)", "3"),
  ("max(missing_number, 2)", "2"), ("min(1.50, 1.5)", "1.50"),
  // Dates.
  ("day", "2024-01-31"), ("add_days(day, 30)", "2024-03-01"), ("add_days(day, 0 - 31)", "2023-12-31"),
  ("add_months(day, 1)", "2024-02-29"), ("add_months(day, 0 - 2)", "2023-11-30"),
  ("end_of_month(add_days(day, 1))", "2024-02-29"),
  ("year(day) & '|' & month(day) & '|' & day(day)", "2024|1|31"), ("date_text(day, 'DD.MM.YYYY')", "31.01.2024"),
  ("date_text(day, 'YYMMDD')", "240131"), ("add_days(day, 100000)", "2297-11-15"), ("run.date", "2026-06-30"),
  // Facts.
  ("company.country & company.currency", "DEEUR"), ("customer.name", "Nordlys"), ("invoice.currency", "EUR"),
  ("invoice.template", "Standard"), ("invoice.date", "2026-06-30"), ("products.count", "0"),
  ("tax_id.state", "absent"), ("first_of(missing_text, title)", "Phase 2"), ("first_of(missing_number, value)", "100"),
  // What is missing spoils a sum, and a text without anything else.
  ("first_of(missing_number + 1, 9)", "9"), ("first_of(missing_text & 'x', 'gap')", "gap"),
]

private let columns = """
  columns:
    day: { header: Day, type: date }
    missing_number: { header: Gap, type: number }
    missing_text: { header: Gap }
  customer: { name: { from: organization }, tax_id: { from: missing_text } }
  """

@Test(arguments: formulas) func `a formula has its value`(_ row: (formula: String, value: String)) throws {
  let rule = "{ formula: \"\(row.formula.replacing("\"", with: "\\\""))\" }"
  let found = try memo(rule, columns, ["Day": "2024-01-31", "Gap": "", "Any header": "text"])
  #expect(found == row.value)
}

@Test(arguments: [
  ("1 / 0", "M204"), ("value / (value - 100)", "M204"), ("999999999999999999 + 1", "M204"),
  ("999999999999999999 * 10", "M204"), ("0.00000000000000001 * 0.1", "M204"), ("number('12,5') + 1", "S201"),
  ("add_days(run.date, 3 / 2)", "M204"), ("add_months(run.date, 100000 + 1)", "M204"),
])
func `a formula that cannot be worked out holds the deal`(_ row: (formula: String, code: String)) throws {
  #expect(try memo("{ formula: \"\(row.formula)\" }") == "held [\"\(row.code)\"]")
}

@Test(arguments: [
  ("\"Deal {id} for {title}\"", "Deal D-1 for Phase 2"), ("\"{{id}} is {id}\"", "{id} is D-1"),
  ("\"{value * 2} or {upper(title)}\"", "200 or PHASE 2"), ("plain words", "plain words"),
  ("{ text: \"{title}\" }", "Phase 2"), ("\"{first_of(title, 'none')}\"", "Phase 2"),
  // Words around nothing but gaps are no text at all.
  ("\"PO {missing_text}\"", ""), ("{ text: \"PO {missing_text}\", default: none }", "none"),
  ("\"PO {missing_text} of {id}\"", "PO  of D-1"),
])
func `holes in a text are filled`(_ row: (rule: String, text: String)) throws {
  #expect(try memo(row.rule, columns, ["Day": "", "Gap": ""]) == row.text)
}
