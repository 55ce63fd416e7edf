import CSVRecords
import Deals
import Money
import RuleLanguage

/// Writes the sections of a starter file, one after another.
struct StarterWriter {
  let findings: ExportFindings
  let fileName: String
  let paths: [String]
  let linesPath: String?
  let history: InvoiceHistory?
  var out = ""
  /// Columns that the file declares, by name.
  var declared: [(name: String, text: String, note: String)] = []

  init(_ findings: ExportFindings, fileName: String, paths: [String], linesPath: String?, history: InvoiceHistory?) {
    self.findings = findings
    self.fileName = fileName
    self.paths = paths
    self.linesPath = linesPath
    self.history = history
  }

  mutating func write() -> String {
    let country = countryField()
    let taxID = taxIDField()
    let won = wonCondition()
    head()
    company()
    source()
    columns()
    tables()
    skip(won)
    customer(country, taxID)
    currency()
    invoice()
    lines()
    taxes(country)
    return out
  }

  mutating func add(_ line: String, _ comment: String = "") {
    if comment.isEmpty {
      out += line + "\n"
    } else {
      out += line + String(repeating: " ", count: max(2, 40 - line.count)) + "# " + comment + "\n"
    }
  }

  private func has(_ field: String) -> Bool { findings.has(field) }

  // MARK: Head

  private mutating func head() {
    let deals = YAMLText.comment(paths[0])
    let lines = linesPath.map { " --lines \(YAMLText.comment($0))" } ?? ""
    out += """
      # yaml-language-server: $schema=./\(ruleSchemaName)
      # Rules for exports like \(YAMLText.comment(paths[0].split(separator: "/").last.map(String.init) ?? paths[0])): \(findings.description).
      # Started by 'dealbill init'. What no export can tell says TODO: a deal that needs it is held until you write it.
      # Then:  dealbill check \(fileName)   and   dealbill preview --rules \(fileName) \(deals)\(lines)
      # When no TODO is left:  dealbill rules accept \(fileName) \(deals)   so that the shape below guards all columns.
      rules: 1


      """
  }

  private mutating func company() {
    add("company:")
    add("  name: TODO", "who bills")
    add("  country: TODO", "where it is registered, such as DE")
    add("  currency: TODO", "its home currency, such as EUR")
    add("  time_zone: TODO", "in which invoice dates are told, such as Europe/Berlin")
    add("")
  }

  // MARK: Source

  private mutating func source() {
    add("source:")
    add("  profile: \(findings.source.profile.name)", "knows the usual columns of this source")
    if !has("id") {
      let names = idCandidates.prefix(3).map { findings.sample.columns[$0] }
      add(
        "  id: TODO",
        names.isEmpty
          ? "no column names the deal: export its id, or declare one below as id: { header: … }, and write id here"
          : "which column tells deals apart? Every row has its own \(names.map(YAMLText.comment).joined(separator: ", ")): declare it below as id: { header: \(YAMLText.comment(YAMLText.scalar(names[0]))) }, and write id here"
      )
    }
    if findings.isRowPerProduct { add("  rows: product", "each row is a product of its deal") }
    if case .csv(let dialect, let encoding, let isAssumed) = findings.sample.format {
      delimiter(dialect.delimiter)
      if isAssumed {
        add("  encoding: \(encoding.rawValue)", "the bytes are no UTF-8; see that this reads well: \(readings)")
      }
      numbers()
      if let cell = findings.cellWithCurrency {
        add("  # Cells such as '\(YAMLText.comment(cell))' are held (S201): export numbers without their currency.")
      }
      dates()
      if findings.dateColumns.contains(where: { $0.cells.contains { $0.contains(":") } }) {
        add("  # time_zone: UTC", "the zone of its times, where it is not the company's")
      }
    }
    add("")
  }

  private mutating func delimiter(_ delimiter: UInt8) {
    switch delimiter {
    case UInt8(ascii: ";"): add("  delimiter: semicolon")
    case 0x09: add("  delimiter: tab")
    case UInt8(ascii: "|"): add("  delimiter: pipe")
    default: return
    }
  }

  /// A text by which a person sees which code page is right, as both have it when they differ.
  private var readings: String {
    let texts = (findings.sample.columns + findings.sample.rows.joined()).filter {
      $0.unicodeScalars.contains { $0.value > 0x7F }
    }
    if let telling = texts.first(where: { centralEuropeanReading(of: $0) != $0 }) {
      return
        "\(YAMLText.comment(telling)); should it be \(YAMLText.comment(centralEuropeanReading(of: telling))), it is windows-1250"
    }
    return YAMLText.comment(texts.first ?? "")
  }

  private mutating func numbers() {
    switch NumberLook.find(findings.numberCells) {
    case .look(let look):
      let (decimal, grouping): (String?, String?) =
        switch look {
        case .whole, .point: (nil, nil)
        case .comma: ("comma", nil)
        case .groupedByComma: (nil, hasIndianGroups ? "indian" : "comma")
        case .groupedByDot: ("comma", "dot")
        case .groupedBySpace: ("comma", "space")
        case .groupedBySpaceWithPoint: (nil, "space")
        case .groupedByApostrophe: (findings.numberCells.contains { $0.contains(",") } ? "comma" : nil, "apostrophe")
        }
      if let decimal { add("  decimal: \(decimal)", "numbers are written like \(look.rawValue)") }
      if let grouping {
        add("  grouping: \(grouping)", decimal == nil ? "numbers are written like \(look.rawValue)" : "")
      }
    case .ambiguous(let cell):
      add("  decimal: TODO", "point or comma: '\(YAMLText.comment(cell))' could be read both ways")
    case .mixed(let first, let second):
      add("  decimal: TODO", "'\(YAMLText.comment(first))' and '\(YAMLText.comment(second))' are written in two ways")
    case .none: return
    }
  }

  /// Groups of two digits before the last, `12,34,567.89`: what only the Indian way reads.
  private var hasIndianGroups: Bool {
    findings.numberCells.contains { cell in
      NumberCell(cell).map { !$0.reads(NumberStyle(grouping: .comma)) && $0.reads(NumberStyle(grouping: .indian)) }
        ?? false
    }
  }

  private mutating func dates() {
    let known = findings.source.profile.settings.dates
    var patterns: [String] = []
    var notes: [String] = []
    for (name, cells) in findings.dateColumns {
      for (look, cells) in DateLook.findAll(cells, known: known) {
        switch look {
        case .pattern(let pattern): if !patterns.contains(pattern) { patterns.append(pattern) }
        case .ambiguous(let first, let second):
          notes.append("\(YAMLText.comment(name)): \(YAMLText.comment(cells[0])) is \(first) or \(second)")
        case .unknown(let cell): notes.append("\(YAMLText.comment(name)): '\(YAMLText.comment(cell))'")
        case .none: continue
        }
      }
    }
    if notes.isEmpty, patterns.allSatisfy(known.contains) { return }
    if !notes.isEmpty { patterns.append("TODO") }
    let words = patterns.map { $0 == "TODO" ? $0 : YAMLText.quoted($0) }
    add("  dates: [\(words.joined(separator: ", "))]", notes.joined(separator: "; "))
  }

  // MARK: Columns

  private mutating func countryField() -> String? {
    if findings.source.fields["organization.country"] != nil { return "organization.country" }
    let words = ["country", "land", "país", "pays", "země", "kraj", "paese"]
    guard let column = findings.column(named: words) else { return nil }
    declare("country", column, "type: country, required: no", "")
    return "country"
  }

  private mutating func taxIDField() -> String? {
    let words = [
      "vat", "vat id", "tax id", "tax number", "ust", "ustid", "uid", "cvr", "tva", "nif", "cif", "nip", "abn", "ein",
      "gstin", "steuernummer", "iva", "btw", "tax_id", "vat_id",
    ]
    guard let column = findings.column(named: words) else { return nil }
    declare("vat_id", column, "required: no", "")
    return "vat_id"
  }

  private mutating func declare(_ name: String, _ column: Int, _ settings: String, _ note: String) {
    let header = findings.sample.columns[column]
    let key = findings.sample.isJSON ? "json" : "header"
    declared.append((name, "{ \(key): \(YAMLText.scalar(header))\(settings.isEmpty ? "" : ", \(settings)") }", note))
  }

  private func isDeclared(_ column: Int) -> Bool {
    declared.contains { $0.text.contains(": \(YAMLText.scalar(findings.sample.columns[column]))") }
  }

  private var idCandidates: [Int] { findings.columnsThatTellApart.filter { !isDeclared($0) } }

  /// The column to be declared as `value`, the name under which the report counts the money of deals.
  var amountColumn: Int? { has("value") ? nil : findings.amountColumn.flatMap { isDeclared($0) ? nil : $0 } }

  private mutating func columns() {
    let unused = findings.source.unclaimed(findings.sample).filter { !isDeclared($0) }
    let id = !has("id") && idCandidates.count == 1 ? idCandidates[0] : nil
    if declared.isEmpty, unused.isEmpty { return }
    add(declared.isEmpty ? "# columns:" : "columns:")
    for (name, text, note) in declared { add("  \(name): \(text)", note) }
    if !unused.isEmpty {
      add("  # Columns that no rule reads; take the # away and name them where you need them:")
      var taken = Set(declared.map(\.name))
      if id != nil { taken.insert("id") }
      if amountColumn != nil { taken.insert("value") }
      let key = findings.sample.isJSON ? "json" : "header"
      for column in unused.prefix(60) {
        let header = findings.sample.columns[column]
        let kind = findings.kind(column).map { ", \($0)" } ?? ""
        if column == id || column == amountColumn {
          add("  # \(column == id ? "id" : "value"): { \(key): \(YAMLText.scalar(header))\(kind) }")
          continue
        }
        let name = YAMLText.name(header, taken: taken)
        taken.insert(name)
        add("  # \(name): { \(key): \(YAMLText.scalar(header)), required: no\(kind) }")
      }
      if unused.count > 60 { add("  # and \(unused.count - 60) more") }
    }
    add("")
  }

  private mutating func tables() {
    let taxes = history?.taxCodes ?? []
    guard !findings.lineFields.isEmpty || !taxes.isEmpty else { return }
    add("tables:")
    if !findings.lineFields.isEmpty { items() }
    if !taxes.isEmpty {
      add("  tax_codes:", "the customer's country → the tax code, as on \(history?.invoices ?? 0) invoices or lines")
      add("    rows:")
      for (word, choices) in taxes { add(InvoiceHistory.row(word, choices, indent: 6)) }
    }
    add("")
  }

  private mutating func add(_ row: (line: String, comment: String)) { add(row.line, row.comment) }

  private mutating func items() {
    add("  items:", "a product here → the product or service in QuickBooks")
    if let names = findings.productNames {
      add("    rows:")
      for name in names { add(InvoiceHistory.row(name, history?.item(for: name), indent: 6)) }
    } else {
      add("    rows: {}")
      add("    otherwise: TODO")
    }
  }
}
