import Deals
import Pipeline
import TestSupport
import Testing

/// What was held, corrected in held.csv and run again with the same rules, is billed as if it had been right at first.
@Suite struct HeldRoundTripTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rules: String
    /// The deals with the mistake.
    let wrong: String
    /// What a person writes in place of what.
    let mistake: String
    let correction: String
    /// The same deals without the mistake.
    let right: String
    var delimiter = UInt8(ascii: ",")
    var lines: String?
  }

  static let list = "ID,Title,Status,Value,Currency of Value,Organization,Won time,Sector,Product name,Note\n"
  static let listRules = MadeRules.list.replacing(
    "columns: {", with: "columns: { note: { header: Note, required: no }, "
  ).replacing(
    "lines: [",
    with:
      "lines: [ { id: products, each: product, item: { table: items, key: line.name }, quantity: line.quantity, price: line.price }, "
  )
  .replacing("description: \"{title}\"", with: "description: \"{title} | {note}\"")
  static let nested = """
    rules: 1
    company: { name: Tie, country: DE, currency: EUR, time_zone: Europe/Berlin }
    source: { profile: pipedrive, decimal: comma, grouping: dot }
    columns: { sector: { json: custom.sector }, note: { json: note, required: no } }
    customer: { name: { first_of: [organization], on_missing: hold }, email: { from: person.email } }
    currency: { from: currency }
    deal_value: ignore
    invoice: { date: won_time, private_note: "{id} {title} {sector} {note}" }
    lines:
      - { id: product, each: product, item: "{line.name}", description: "{line.description}", quantity: line.quantity, price: line.price }
      - { id: value, each: deal_without_products, item: S, quantity: 1, price: value }
    """

  static func json(_ name: String) -> String {
    """
    [{"id":1,"title":"=1+2","value":1234.56,"currency":"EUR","org_id":{"name":"\(name)","value":5},
      "person_id":{"name":"Bo","email":[{"value":"bo@x.example","primary":true}]},
      "won_time":"2026-03-31 22:15:09","custom":{"sector":"-x, \\"y\\""},"note":"'=kept",
      "products":[{"name":"Pen","quantity":1.5,"item_price":1234.561,"product":{"description":"@home"}},
                  {"name":"Cap","quantity":2,"item_price":0.5,"product":{"description":"two\\nlines"}}]},
     {"id":2,"title":"+49 30","value":12.5,"currency":"EUR","org_id":{"name":"\(name)"},"won_time":"2026-03-31 21:59:00","custom":{"sector":"s"},"note":null}]
    """
  }

  static func row(_ name: String, _ title: String, _ note: String) -> String {
    "7,\(title),Won,\"12.50\",EUR,\(name),2026-03-31,Alpha,\"Licence,Training\",\(note)\n"
  }

  static func listCase(_ description: String, _ title: String, _ note: String) -> Case {
    Case(
      testDescription: description, rules: listRules, wrong: list + row("", title, note), mistake: "\"EUR\",\"\"",
      correction: "\"EUR\",\"Acme\"", right: list + row("Acme", title, note))
  }

  static let report =
    "Opportunity ID,Opportunity Name,Stage,Amount,Amount Currency,Account Name,Close Date,Product Name,Quantity,Sales Price\n"

  static let cases = [
    listCase("plain cells", "Audit", "none"), listCase("a formula", "=SUM(A1:A9)", "+1"),
    listCase("at and minus", "@home", "-x"), listCase("an apostrophe before a formula", "'=1", "''=2"),
    listCase("an apostrophe alone", "'tis", "'"), listCase("a negative number", "-12.50", "- 5"),
    listCase("quotes, blanks and lines", "\" say \"\"hi\"\",\nand go \"", "\"\""),
    listCase("a full-width sign", "\u{FF1D}1", "\u{A0}=1"),
    Case(
      testDescription: "semicolons",
      rules: MadeRules.list.replacing("profile: pipedrive", with: "profile: pipedrive, decimal: comma"),
      wrong:
        "ID;Title;Status;Value;Currency of Value;Organization;Won time;Sector\n7;a,b;Won;12,5x;EUR;Acme;2026-03-31;Beta\n",
      mistake: "12,5x", correction: "12,5",
      right:
        "ID;Title;Status;Value;Currency of Value;Organization;Won time;Sector\n7;a,b;Won;12,5;EUR;Acme;2026-03-31;Beta\n",
      delimiter: UInt8(ascii: ";")),
    Case(
      testDescription: "a row a product", rules: MadeRules.report,
      wrong: report + "7,A,Won,30,EUR,Acme,2026-03-31,Alpha,2,10\n7,A,Won,30,EUR,Acme,2026-03-31,Omega,1,10\n",
      mistake: "Omega", correction: "Beta",
      right: report + "7,A,Won,30,EUR,Acme,2026-03-31,Alpha,2,10\n7,A,Won,30,EUR,Acme,2026-03-31,Beta,1,10\n"),
    Case(
      testDescription: "rows that contradict each other", rules: MadeRules.report,
      wrong: report + "7,A,Won,30,EUR,Acme,2026-03-31,Alpha,2,10\n7,A,Won,30,EUR,Other,2026-03-31,Beta,1,10\n",
      mistake: "\"Other\"", correction: "\"Acme\"",
      right: report + "7,A,Won,30,EUR,Acme,2026-03-31,Alpha,2,10\n7,A,Won,30,EUR,Acme,2026-03-31,Beta,1,10\n"),
    Case(
      testDescription: "JSON with products inside", rules: nested, wrong: json(""), mistake: "\n\"\",",
      correction: "\n\"Acme\",", right: json("Acme")),
    Case(
      testDescription: "JSON with lines in a file of their own", rules: nested,
      wrong: "[{\"id\":1,\"currency\":\"EUR\",\"won_time\":\"2026-03-31\",\"custom\":{\"sector\":\"s\"}}]",
      mistake: "\n\"\",", correction: "\n\"Acme\",",
      right:
        "[{\"id\":1,\"currency\":\"EUR\",\"org_name\":\"Acme\",\"won_time\":\"2026-03-31\",\"custom\":{\"sector\":\"s\"}}]",
      lines:
        "[{\"deal_id\":1,\"name\":\"Pen\",\"quantity\":1,\"item_price\":2.5},{\"deal_id\":1,\"name\":\"Cap\",\"quantity\":3,\"item_price\":1}]"
    ),
  ]

  @Test(.serialized, arguments: cases)
  func `held deals that were corrected are billed as if they had been right`(_ row: Case) async throws {
    let folder = try ScratchFolder()
    let compiled = try rules(row.rules)
    let lines = try row.lines.map { try folder.write("lines", $0) }
    func run(_ name: String, _ text: [UInt8]) async throws -> RunFiles {
      let input = try folder.write("\(name)-deals", text)
      _ = try await runBatch(
        try options(compiled, [input], output: "\(folder.path)/\(name)") { $0.lines = lines.map { [$0] } ?? [] })
      return try RunFiles(folder, name, heldDelimiter: row.delimiter)
    }
    let right = try await run("right", Array(row.right.utf8))
    #expect(right.held.rows.isEmpty && !right.invoices.isEmpty, "\(right.held.rows)")
    let first = try await run("first", Array(row.wrong.utf8))
    #expect(first.invoices.isEmpty)
    #expect(first.held.rows.count >= right.invoices.count)
    // Held once more with the mistake still in it, the file stays the same but for the cells that tell the place.
    let again = try await run("again", try folder.read("first/held.csv"))
    #expect(again.held.header == first.held.header)
    #expect(again.held.rows.map { $0.dropLast(2) } == first.held.rows.map { $0.dropLast(2) })
    let held = try folder.text("again/held.csv")
    let corrected = held.replacing(row.mistake, with: row.correction)
    #expect(corrected != held)
    let second = try await run("second", Array(corrected.utf8))
    #expect(second.held.rows.isEmpty, "\(second.held.rows)")
    #expect(second.invoiceLines == right.invoiceLines)
    #expect(second.customers == right.customers)
  }

  /// A held.csv is UTF-8 and says so, also to rules that declare another encoding for the export.
  @Test(arguments: ["windows-1252", "iso-8859-1"])
  func `an export in an older encoding comes back with its letters`(encoding: String) async throws {
    let folder = try ScratchFolder()
    let compiled = try rules(
      MadeRules.list.replacing("profile: pipedrive", with: "profile: pipedrive, encoding: \(encoding)"))
    // In both encodings each letter here is the byte of its Unicode number.
    func bytes(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }
    let header = "ID,Title,Status,Value,Currency of Value,Organization,Won time,Sector\n"
    let wrong = try folder.write("wrong.csv", bytes(header + "7,Größe,Won,5,EUR,Müller & Søn,2026-03-31,Ärger\n"))
    let right = try folder.write("right.csv", bytes(header + "7,Größe,Won,5,EUR,Müller & Søn,2026-03-31,Beta\n"))
    _ = try await runBatch(try options(compiled, [right], output: folder.path + "/right"))
    _ = try await runBatch(try options(compiled, [wrong], output: folder.path + "/wrong"))
    let corrected = try folder.write(
      "held.csv", try folder.text("wrong/held.csv").replacing("\"Ärger\"", with: "\"Beta\""))
    _ = try await runBatch(try options(compiled, [corrected], output: folder.path + "/again"))
    let invoices = try RunFiles(folder, "right").invoiceLines
    #expect(invoices.count == 1)
    #expect(try RunFiles(folder, "again").invoiceLines == invoices)
    // JSON is UTF-8 by itself; its held.csv must be, too.
    let json = try folder.write(
      "deals.json",
      "{\"id\":7,\"title\":\"Größe\",\"value\":5,\"currency\":\"EUR\",\"org_name\":\"Müller & Søn\",\"won_time\":\"2026-03-31\",\"sector\":\"Ärger\"}"
    )
    _ = try await runBatch(try options(compiled, [json], output: folder.path + "/json"))
    let mended = try folder.write(
      "mended.csv", try folder.text("json/held.csv").replacing("\"Ärger\"", with: "\"Beta\""))
    _ = try await runBatch(try options(compiled, [mended], output: folder.path + "/mended-json"))
    #expect(try RunFiles(folder, "mended-json").invoiceLines == invoices)
  }

  @Test(.serialized, arguments: cases)
  func `no cell of a held file can be run as a formula`(_ row: Case) async throws {
    let folder = try ScratchFolder()
    let input = try folder.write("deals", row.wrong)
    let lines = try row.lines.map { try folder.write("lines", $0) }
    _ = try await runBatch(
      try options(try rules(row.rules), [input], output: folder.path + "/out") { $0.lines = lines.map { [$0] } ?? [] })
    let files = try RunFiles(folder, heldDelimiter: row.delimiter)
    for cell in (files.held.rows + files.rows.rows).joined() {
      #expect(formulaDanger(cell) == nil, "\(cell.debugDescription)")
    }
  }
}
