import Deals
import Diagnostics
import Foundation
import RuleLanguage
import RuleReview
import TestSupport
import Testing

/// A starter file for each export that we have seen compiles, and its export fits the shape that it remembers.
@Suite struct `a starter rule file` {
  private static let samples: [String] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "samples").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".csv") || $0.hasSuffix(".json") }.sorted().map { "\(folder)/\($0)" }
  }()

  @Test func `there are samples`() { #expect(Self.samples.count >= 15) }

  @Test(arguments: samples) func `for each sample compiles and fits its export`(_ path: String) throws {
    try check([path])
  }

  @Test(.enabled(if: SharedFolder.path != nil), arguments: ["locations", "vehicles"])
  func `for real HubSpot exports compiles and fits them`(_ name: String) throws {
    try check([try #require(SharedFolder.path) + "/data/hubspot_bootcamp_\(name).csv"])
  }

  /// Headers in each language and style, with the profile's words for what they are.
  private static let headers: [(language: String, header: [String])] = [
    ("English", ["ID", "Title", "Value", "Currency of Value", "Organization", "Contact person", "Status", "Won time"]),
    (
      "English",
      ["Deal - ID", "Deal - Title", "Deal - Value", "Deal - Organization", "Deal - Status", "Deal - Won time"]
    ),
    (
      "German",
      [
        "ID", "Titel", "Organisation", "Wert", "Status", "Besitzer", "Phase", "Kontaktperson",
        "Datum des gewonnenen Deals",
      ]
    ),
    (
      "German",
      [
        "Deal - Titel", "Deal - Organisation", "Deal - Wert", "Deal - Verlustgrund", "Deal - Phase",
        "Deal - Kontaktperson", "Deal - ID", "Deal - Datum des gewonnenen Deals",
      ]
    ),
    (
      "Portuguese",
      [
        "Negócio - Título", "Negócio - Valor", "Negócio - Organização", "Negócio - Pessoa de contato",
        "Negócio - Ganho em", "Negócio - Moeda", "Negócio - ID", "Pessoa - Email - Work", "Negócio - Status",
      ]
    ),
    ("Portuguese", ["ID", "Título", "Valor", "Moeda", "Organização", "Pessoa de contato", "Ganho em", "Status"]),
    ("French", ["ID", "Titre", "Organisation", "Personne à contacter", "Étape", "Statut", "Date de gain"]),
    (
      "French",
      [
        "Affaire - ID", "Affaire - Titre", "Affaire - Personne à contacter", "Affaire - Étape", "Affaire - Statut",
        "Affaire - Date de gain",
      ]
    ),
    (
      "Spanish",
      ["ID", "Título", "Valor", "Moneda", "Organización", "Persona de contacto", "Estado", "Fecha en la que se ganó"]
    ),
    (
      "Spanish",
      [
        "Trato - ID", "Trato - Título", "Trato - Valor", "Trato - Moneda", "Trato - Persona de contacto",
        "Trato - Estado",
      ]
    ),
    (
      "Czech",
      ["Obchod - ID", "Obchod - Organizace", "Obchod - Kontaktní osoba", "Obchod - Stav", "Obchod - Měna hodnoty"]
    ),
  ]

  @Test(arguments: headers)
  func `tells Pipedrive and the language of its headers`(_ language: String, _ header: [String]) throws {
    let starter = try check([try write(header)])
    #expect(starter.summary.contains("Pipedrive, CSV"))
    #expect(starter.summary.contains("in \(language)"), "\(starter.summary)")
  }

  /// The fenced header rows of the reference on Pipedrive's exports, joined where the page wraps them.
  private static let rows: [[String]] = {
    guard let path = SharedFolder.path,
      let text = try? String(contentsOfFile: path + "/reference/pipedrive-exports.md", encoding: .utf8)
    else { return [] }
    var rows: [[String]] = []
    for (index, block) in text.split(separator: "```", omittingEmptySubsequences: false).enumerated()
    where index % 2 == 1 {
      let line = block.split(separator: "\n").joined(separator: " ").trimmingCharacters(in: .whitespaces)
      let cells = fields(line).filter { $0 != "…" && !$0.isEmpty }
      if cells.count > 10, ["ID", "Deal -", "Negócio -"].contains(where: { cells[0].hasPrefix($0) }) {
        rows.append(cells)
      }
    }
    return rows
  }()

  @Test(.enabled(if: SharedFolder.path != nil)) func `the reference has its header rows`() {
    #expect(Self.rows.count >= 7)
  }

  @Test(.enabled(if: SharedFolder.path != nil), arguments: rows)
  func `for each header row of the reference compiles and fits it`(_ header: [String]) throws {
    try check([try write(header)])
  }

  @Test func `never reads a number or a date that could be two`() throws {
    let path = try write(["ID", "Value", "Won time"], row: ["1", "8.000", "03/04/2026"])
    let starter = try StarterRules([path], fileName: "rules.yaml")
    #expect(starter.text.contains("decimal: TODO"))
    #expect(starter.text.contains("dates: [TODO]"))
    #expect(starter.text.contains("D/M/YYYY") && starter.text.contains("M/D/YYYY"))
  }

  @Test(arguments: [
    ("03/04/2026", "MM/DD/YYYY", ["MM/DD/YYYY"]), ("03/04/2026", "DD/MM/YYYY", ["DD/MM/YYYY"]),
    ("2026-04-03", "MM/DD/YYYY", ["YYYY-MM-DD"]), ("03/04/2026", "YYYY-MM-DD", []),
  ])
  func `the shape keeps to the dates that the rules name`(_ cell: String, _ pattern: String, _ dates: [String]) throws {
    let path = try write(["ID", "Value", "Won time"], row: ["1", "8.5", cell])
    let text = try StarterRules([path], fileName: "rules.yaml").text
      .replacing(#/  dates: .*/#, with: "").replacing(
        "source:\n", with: "source:\n  dates: [\(pattern)]\n", maxReplacements: 1)
    let rules = try #require(compileRules(Array(text.utf8), file: "rules.yaml").rules, "\(text)")
    #expect(ShapeSection(rules, [try ExportSample(path, rules.settings)]).dates == dates)
  }

  @Test(arguments: [
    (["1 250,00", "600,00"], ["decimal: comma", "grouping: space"]),
    (["1'250.00", "600.00"], ["grouping: apostrophe"]),
    (["1'250,00", "600,00"], ["decimal: comma", "grouping: apostrophe"]),
    (["1.250,00", "0,00"], ["decimal: comma", "grouping: dot"]),
    (["1.250,00 €", "10,00 €"], ["decimal: comma", "grouping: dot", "# Cells such as '1.250,00 €' are held (S201)"]),
    (["12,34,567.89", "10.00"], ["grouping: indian"]),
    (["$1,250.00", "USD 10.00"], ["grouping: comma", "# Cells such as '$1,250.00' are held"]),
    (["1200", "800"], []),
  ])
  func `knows amounts under a header of its own`(_ cells: [String], _ settings: [String]) throws {
    let rows = cells.enumerated().map {
      ["A\($0.offset)", "Alder", $0.element, "2026-03-1\($0.offset)", "0106\($0.offset)"]
    }
    let text = try StarterRules([write(["Nr", "Kunde", "Betrag", "Datum", "PLZ"], rows: rows)], fileName: "r.yaml").text
    for setting in settings { #expect(text.contains("  \(setting)"), "\(text)") }
    #expect(text.contains("# value: { header: Betrag, type: number }\n"))
    #expect(text.contains("Every row has its own Nr: declare it below as id: { header: Nr }"))
    #expect(text.contains("amount: TODO") && text.contains("value: { header: Betrag, type: number }, and write value"))
  }

  @Test(arguments: [
    ["01067", "10115"], ["732 829 320", "552 100 554"], ["10.0.0.1", "10.0.0.2"], ["A1.5", "A2.5"], ["7", "8"],
  ])
  func `takes codes for no amounts`(_ cells: [String]) throws {
    let text = try StarterRules([write(["Code", "Kunde"], rows: cells.map { [$0, "Alder"] })], fileName: "r.yaml").text
    #expect(!text.contains("# value:") && !text.contains("required: no, type: number"))
  }

  /// What it says of the amount and the id can be followed to the letter.
  @Test func `its proposals compile once the # is taken away`() throws {
    let path = try write(["Nr", "Betrag"], rows: [["A1", "1.250,00"], ["A2", "0,00"]])
    let text = try StarterRules([path], fileName: "rules.yaml").text
      .replacing("# columns:", with: "columns:").replacing("  # id:", with: "  id:")
      .replacing("  # value:", with: "  value:").replacing("id: TODO", with: "id: id")
      .replacing("amount: TODO", with: "amount: value")
    let rules = try #require(compileRules(Array(text.utf8), file: "rules.yaml").rules, "\(text)")
    let sample = try ExportSample(path, rules.settings)
    #expect(columnsWithoutStyle(rules, sample) == ["Betrag"])
    #expect(ShapeSection(rules, [sample]).changes(from: rules.shape) == ["~ numbers: none → 1.234,56"])
    let note = try #require(rules.dealColumns.first { $0.name == "id" })
    #expect(sample.column(of: note.request, rules.profile) == 0)
  }

  @Test func `is not written for a file with lines above its header`() throws {
    let path = try write(["Report"], rows: [["Generated"]])
    try Data("Report\nGenerated\n\nID,Company\n1,A\n".utf8).write(to: URL(filePath: path))
    #expect { try StarterRules([path], fileName: "rules.yaml") } throws: { error in
      (error as? RefusedInput)?.diagnostics.first?.code == "S013"
    }
  }

  @Test func `names no language when few headers tell`() throws {
    #expect(try !StarterRules([write(["Nr", "Wert", "X"])], fileName: "rules.yaml").summary.contains(" in "))
  }

  // MARK: Helpers

  @discardableResult
  private func check(_ paths: [String]) throws -> StarterRules {
    let starter = try StarterRules(paths, fileName: "rules.yaml")
    let result = compileRules(Array(starter.text.utf8), file: "rules.yaml")
    #expect(result.diagnostics.filter { $0.severity == .error }.map(\.message) == [], "\(starter.text)")
    // What remains is what a person decides, and nothing else.
    #expect(Set(result.diagnostics.map(\.code)).isSubset(of: ["R060"]), "\(result.diagnostics.map(\.message))")
    let rules = try #require(result.rules)
    #expect(driftOf(rules, try ExportSample(paths[0], rules.settings)).map(\.message) == [])
    #expect(ShapeSection(rules, [try ExportSample(paths[0], rules.settings)]).changes(from: rules.shape) == [])
    return starter
  }

  /// A file with a header and a row of plausible cells, or these rows.
  private func write(_ header: [String], row: [String]? = nil, rows: [[String]]? = nil) throws -> String {
    let rows = rows ?? [row ?? header.map(Self.plausible)]
    let path = FileManager.default.temporaryDirectory.appending(path: "starter-\(UUID().uuidString).csv").path
    let lines = ([header] + rows).map { $0.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
    return path
  }

  private static func plausible(_ header: String) -> String {
    let name = header.split(separator: " - ").last.map { $0.lowercased() } ?? ""
    if name == "id" || name.hasSuffix(" id") { return "1042" }
    if ["value", "wert", "valor", "valeur"].contains(name) { return "1200.5" }
    if name.hasPrefix("currency") || ["moeda", "moneda"].contains(name) { return "EUR" }
    if ["won time", "datum des gewonnenen deals", "ganho em", "date de gain", "fecha en la que se ganó"].contains(name)
    {
      return "2026-03-31 22:15:09"
    }
    if name.contains("email") || name.contains("e-mail") { return "a@example.com" }
    if name.contains("country") { return "Germany" }
    return "x"
  }

  /// The cells of one line of CSV.
  private static func fields(_ line: String) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        cells.append("")
      } else {
        cells[cells.count - 1].append(character)
      }
    }
    return cells.map { $0.trimmingCharacters(in: .whitespaces) }
  }
}

@Suite struct `the section shape` {
  private let rules = """
    rules: 1
    # kept

    # The shape.
    shape: { columns: [A] }

    company: { name: N }
    """

  @Test func `is replaced where it stands, and nothing else`() throws {
    let text = try #require(replacingShape(rules + "\n", with: "# comment\nshape:\n  columns: [B]\n"))
    #expect(text == rules.replacing("shape: { columns: [A] }", with: "shape:\n  columns: [B]") + "\n")
  }

  @Test func `is added at the end when there is none`() {
    #expect(
      replacingShape("rules: 1\n", with: "# comment\nshape:\n  columns: [B]\n")
        == "rules: 1\n\n# comment\nshape:\n  columns: [B]\n")
  }

  @Test func `is not looked for in a file in braces`() {
    #expect(replacingShape("{ rules: 1 }\n", with: "shape:\n") == nil)
  }

  @Test(arguments: [
    (["1234.5", "7"], NumberLook.Finding.look(.point)), (["1,234.50"], .look(.groupedByComma)),
    (["1.234,50"], .look(.groupedByDot)), (["12,5"], .look(.comma)), (["1 250,00"], .look(.groupedBySpace)),
    (["12'500.25"], .look(.groupedByApostrophe)), (["1.234.567"], .look(.groupedByDot)),
    (["8000", "$7"], .look(.whole)),
    (["8.000"], .ambiguous("8.000")), (["8,000", "9,500"], .ambiguous("8,000")),
    (["8,000", "1.5"], .look(.groupedByComma)),
    (["1,5", "1.5"], .mixed("1,5", "1.5")), (["0.125"], .look(.point)), (["EUR 12.50"], .look(.point)),
    (["n/a"], .none),
  ])
  func `tells how numbers are written`(_ cells: [String], _ finding: NumberLook.Finding) {
    #expect(NumberLook.find(cells) == finding)
  }

  @Test(arguments: [
    (["2026-03-31", "2026-04-01"], DateLook.pattern("YYYY-MM-DD")),
    (["31.03.2026 22:15"], .pattern("D.M.YYYY[ H:mm[:ss]]")),
    (["3/31/2026"], .pattern("M/D/YYYY[ H:mm[:ss]]")), (["31/3/2026", "1/2/2026"], .pattern("D/M/YYYY[ H:mm[:ss]]")),
    (["3/4/2026"], .ambiguous("D/M/YYYY[ H:mm[:ss]]", "M/D/YYYY[ H:mm[:ss]]")), (["soon"], .unknown("soon")),
    ([], .none),
  ])
  func `tells how dates are written`(_ cells: [String], _ look: DateLook) { #expect(DateLook.find(cells) == look) }

  @Test(
    arguments: [
      (
        ["2026-03-31 10:00:00", "31.03.2026", "2026-04-01 10:00:00"],
        [.pattern("YYYY-MM-DD HH:mm:ss"), .pattern("D.M.YYYY[ H:mm[:ss]]")]
      ),
      (
        ["1.2.2026", "2026-03-31", "2026-03-30"],
        [.pattern("YYYY-MM-DD"), .ambiguous("D.M.YYYY[ H:mm[:ss]]", "M.D.YYYY[ H:mm[:ss]]")]
      ),
      (["soon", "2026-03-31", "later"], [.pattern("YYYY-MM-DD"), .unknown("soon")]),
      (["2026-03-31", "2026-04-01"], [.pattern("YYYY-MM-DD")]), (["soon"], [.unknown("soon")]), ([], []),
    ] as [([String], [DateLook])])
  func `tells each way in which dates are written`(_ cells: [String], _ looks: [DateLook]) {
    let found = DateLook.findAll(cells)
    #expect(found.map(\.look) == looks)
    #expect(found.flatMap(\.cells).sorted() == cells.sorted(), "each cell once")
  }
}
