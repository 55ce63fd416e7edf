import RuleEvaluation
import Testing

private let columns = """
  columns:
    size: { header: Size, type: number }
    day: { header: Day, type: date }
    paid: { header: Paid, type: yes_no }
    land: { header: Land, type: country }
    gap: { header: Gap }
    empty_number: { header: Gap, type: number }
  customer: { name: { from: organization }, tax_id: { from: gap } }
  """

/// Conditions that hold for size 10, day 2026-03-31, paid yes, land Germany, title "Große Öfen", and ones that do not.
private let holding = [
  "{}", "always", "{ size: 10 }", "{ size: { is: 10.00 } }", "{ size: { is_not: 11 } }", "{ size: [9, 10] }",
  "{ size: { in: [9, 10] } }", "{ size: { not_in: [1, 2] } }", "{ size: { above: 9.99 } }",
  "{ size: { below: 10.01 } }",
  "{ size: { at_least: 10 } }", "{ size: { at_most: 10 } }", "{ size: { between: [10, 20] } }",
  "{ size: { between: [0, 10] } }", "{ size: { above: 1, below: 20 } }", "{ size: { empty: no } }",
  "{ size * 2: { is: 20 } }", "{ size: { is: { formula: \"5 + 5\" } } }", "{ size: { above: { from: value - 95 } } }",
  "{ title: Große Öfen }", "{ title: große öfen }", "{ title: { is_not: x } }", "{ title: { contains: ÖFEN } }",
  "{ title: { starts_with: große } }", "{ title: { ends_with: öfen } }",
  "{ title: { matches: \"Gro.e [^a]fen\" } }", "{ title: { matches: \"GROßE.*ÖF[A-F]n\" } }",
  "{ size: { matches: \"[0-9]+\" } }", "{ size: { starts_with: 1 } }",
  "{ title: { in: [a, große öfen] } }", "{ upper(title): { contains: SS } }",
  "{ day: 2026-03-31 }", "{ day: { after: 2026-03-30 } }", "{ day: { before: 2026-04-01 } }",
  "{ day: { on_or_after: 2026-03-31 } }", "{ day: { on_or_before: 2026-03-31 } }",
  "{ day: { between: [2026-03-31, 2026-04-30] } }", "{ day: { before: { formula: run.date } } }",
  "{ paid: yes }", "{ paid: { is_not: no } }", "{ land: DE }", "{ land: Germany }", "{ land: { in: [FR, Germany] } }",
  "{ gap: { empty: yes } }", "{ gap: { is_not: x } }", "{ gap: { not_in: [x] } }", "{ empty_number: { is_not: 0 } }",
  "{ not: { gap: x } }", "{ not: { empty_number: { above: 0 } } }", "{ all: [{ size: 10 }, { paid: yes }] }",
  "{ any: [{ size: 11 }, { paid: yes }] }",
  "{ any: [{ all: [{ size: 1 }, { size: 2 }] }, { not: { size: 3 } }] }", "{ size: 10, paid: yes, land: DE }",
  "{ products.count: 0 }", "{ tax_id.state: absent }",
]

private let failing = [
  "{ size: 11 }", "{ size: { is_not: 10.0 } }", "{ size: [1, 2] }", "{ size: { not_in: [10] } }",
  "{ size: { above: 10 } }", "{ size: { below: 10 } }", "{ size: { at_least: 10.01 } }", "{ size: { at_most: 9 } }",
  "{ size: { between: [11, 20] } }", "{ size: { above: 1, below: 5 } }",
  "{ size: { empty: yes } }", "{ title: x }", "{ title: { contains: ofen } }", "{ title: { starts_with: fen } }",
  "{ title: { ends_with: Große } }", "{ title: { matches: Gro } }", "{ title: { matches: \"grosse.*\" } }",
  "{ day: 2026-04-01 }", "{ day: { after: 2026-03-31 } }", "{ day: { before: 2026-03-31 } }",
  "{ day: { on_or_after: 2026-04-01 } }", "{ day: { on_or_before: 2026-03-30 } }", "{ paid: no }", "{ land: AT }",
  "{ gap: x }", "{ gap: { in: [x] } }", "{ gap: { contains: x } }", "{ gap: { empty: no } }",
  "{ empty_number: { above: 0 } }", "{ empty_number: { at_most: 0 } }", "{ empty_number: 0 }", "{ not: {} }",
  "{ all: [{ size: 10 }, { paid: no }] }", "{ size: 10, paid: no }", "{ tax_id.state: checksum }",
]

private func holds(_ condition: String) throws -> String {
  try memo(
    "{ when: [{ if: \(condition), use: \"yes it is\" }], otherwise: no }", columns,
    [
      "Size": "10", "Day": "2026-03-31", "Paid": "Yes", "Land": "germany", "Gap": "  ", "Title": "Große Öfen",
    ])
}

@Test(arguments: holding) func `a condition holds`(_ condition: String) throws {
  #expect(try holds(condition) == "yes it is")
}

@Test(arguments: failing) func `a condition does not hold`(_ condition: String) throws {
  #expect(try holds(condition) == "no")
}

@Test(arguments: [
  ("{ size: { above: 3 } }", "Size", "ten", "S201"), ("{ day: { after: 2026-01-01 } }", "Day", "31/03/2026", "S202"),
  ("{ paid: yes }", "Paid", "perhaps", "S203"), ("{ land: DE }", "Land", "Germny", "S204"),
  ("{ not: { size: 3 } }", "Size", "1,5", "S201"), ("{ any: [{ size: 3 }, { title: x }] }", "Size", "$3", "S201"),
])
func `a cell that cannot be read is a hold, not a condition that fails`(
  _ row: (condition: String, column: String, cell: String, code: String)
) throws {
  var cells = ["Size": "10", "Day": "2026-03-31", "Paid": "yes", "Land": "DE", "Gap": ""]
  cells[row.column] = row.cell
  let result = try outcome(
    "skip: [{ id: s, if: \(row.condition), because: b }]\n\(columns)",
    [
      "Size": cells["Size"] ?? "", "Day": cells["Day"] ?? "", "Paid": cells["Paid"] ?? "", "Land": cells["Land"] ?? "",
      "Gap": "",
    ])
  #expect(result.verdict == "held")
  #expect(result.codes == [row.code])
  #expect(result.problems[0].cell?.contains("\"\(row.column)\"") == true)
}
