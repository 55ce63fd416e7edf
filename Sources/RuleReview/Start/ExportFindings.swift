import Bytes
import Calendars
import CSVRecords
import Deals
import Money
import RuleLanguage

/// What the beginning of an export tells about how rules for it must begin.
struct ExportFindings {
  let sample: ExportSample
  let source: RecognisedSource
  /// Lines of a file of their own, if one was given.
  let lines: (sample: ExportSample, source: RecognisedSource)?

  init(_ sample: ExportSample, _ source: RecognisedSource, lines: (ExportSample, RecognisedSource)?) {
    self.sample = sample
    self.source = source
    self.lines = lines
  }

  func has(_ field: String) -> Bool { source.has(field) }

  /// The cells of a field, when the export has it.
  func cells(_ field: String) -> [String] {
    guard let column = source.fields[field] ?? source.ambiguous[field]?.first else { return [] }
    return sample.cells(column)
  }

  // MARK: Words

  /// The source in words: "Pipedrive".
  var sourceName: String {
    switch source.profile.name {
    case "pipedrive": "Pipedrive"
    case "hubspot": "HubSpot"
    case "salesforce": "Salesforce"
    case "zoho": "Zoho CRM"
    default: "a source of its own (profile generic)"
    }
  }

  /// The language of the headers, by words that stand in one language only; nil when too few of them tell.
  var language: String? {
    let words: [(String, [String])] = [
      (
        "English",
        [
          "title", "value", "amount", "organization", "company", "customer", "contact person", "owner", "deal owner",
          "won time", "close date", "closed date", "deal name", "deal stage", "stage", "currency", "country", "product",
          "quantity", "unit price", "opportunity name", "account name",
        ]
      ),
      (
        "German",
        [
          "titel", "wert", "betrag", "kunde", "kontaktperson", "besitzer", "datum", "verlustgrund",
          "wahrscheinlichkeit", "währung", "bezeichnung", "menge", "land",
        ]
      ),
      ("Portuguese", ["título", "organização", "pessoa de contato", "proprietário", "negócio", "ganho em", "moeda"]),
      (
        "French",
        [
          "titre", "personne à contacter", "affaire", "étape", "statut", "date de gain", "raison de la perte",
          "société", "montant", "devise", "pays", "désignation",
        ]
      ),
      (
        "Spanish",
        ["organización", "persona de contacto", "propietario", "trato", "estado", "moneda", "fecha de cierre"]
      ),
      ("Czech", ["obchod", "organizace", "kontaktní osoba", "stav", "měna hodnoty"]),
    ]
    let headers = sample.columns.map { $0.lowercased() }
    let counts = words.map { language, words in
      (
        language: language,
        count: headers.filter { header in
          words.contains { header == $0 || header.hasSuffix("- \($0)") || header.hasPrefix("\($0) - ") }
        }.count
      )
    }.sorted { $0.count > $1.count }
    guard counts[0].count > 1, counts[0].count > counts[1].count else { return nil }
    return counts[0].language
  }

  /// Whether headers carry the entity before them: `Deal - Title`.
  var isPrefixed: Bool {
    let count = sample.columns.filter { $0.contains(" - ") }.count
    return !sample.isJSON && count * 2 > sample.columns.count
  }

  /// The export in a few words, for the head of the file.
  var description: String {
    var parts = [sourceName]
    switch sample.format {
    case .json: parts.append("JSON")
    case .csv(let dialect, let encoding, _):
      parts.append("CSV, \(dialect.delimiterName), \(encoding.rawValue)")
      parts.append(isPrefixed ? "headers that begin with the entity (\"Deal - …\")" : "plain headers")
      if let language { parts.append("in \(language)") }
    }
    return parts.joined(separator: ", ")
  }

  // MARK: Style

  /// Cells that should be numbers, those of fields that the profile knows as such.
  var numberCells: [String] {
    typedCells(.number)
      + (sample.isJSON ? [] : source.unclaimed(sample).filter { kind($0) == "type: number" }.flatMap(sample.cells))
  }

  var dateColumns: [(name: String, cells: [String])] {
    sample.isJSON
      ? []
      : source.fields.filter { field(named: $0.key)?.type == .date }.sorted { $0.value < $1.value }
        .map { (sample.columns[$0.value], sample.cells($0.value)) }
  }

  private func typedCells(_ type: ProfileField.FieldType) -> [String] {
    guard !sample.isJSON else { return [] }
    return source.fields.filter { field(named: $0.key)?.type == type }.sorted { $0.value < $1.value }
      .flatMap { sample.cells($0.value) }
  }

  private func field(named name: String) -> ProfileField? {
    source.profile.fields[name] ?? source.profile.lineFields[name]
  }

  // MARK: Columns beside the profile

  /// The first column that no field claims and whose header has one of the words.
  func column(named words: [String]) -> Int? {
    source.unclaimed(sample).first { column in
      let header = sample.columns[column].lowercased()
      let parts = header.split { !$0.isLetter && !$0.isNumber }.map(String.init)
      return words.contains { word in word.contains(" ") ? header.contains(word) : parts.contains(word) }
    }
  }

  /// The first column that no field claims and that holds nothing but codes of currencies.
  var columnOfCurrencies: Int? {
    guard !sample.isJSON else { return nil }
    return source.unclaimed(sample).first { column in
      let cells = sample.cells(column)
      return !cells.isEmpty
        && cells.allSatisfy { cell in
          if case .current = cell.uppercased().withByteView({ Currency.find($0) }) { true } else { false }
        }
    }
  }

  // MARK: Rows

  /// Whether each row is a product: products stand in the file itself.
  var isRowPerProduct: Bool {
    !sample.isJSON && source.fields["line.name"] != nil && source.fields["line.quantity"] != nil
      && (source.fields["line.price"] != nil || source.fields["line.sum"] != nil)
  }

  /// The product fields that line rules can name, wherever products stand; empty without products.
  var lineFields: Set<String> {
    if let lines { return Set(lines.source.fields.keys.filter { $0.hasPrefix("line.") }) }
    if isRowPerProduct { return Set(source.fields.keys.filter { $0.hasPrefix("line.") }) }
    return source.nestedFields
  }

  /// The names of products that were seen, for the table of items; nil when there are none or too many.
  var productNames: [String]? {
    func choices(_ sample: ExportSample, _ column: Int?) -> [String]? {
      column.flatMap { sample.choices($0, limit: 60) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    if let lines { return choices(lines.sample, lines.source.fields["line.name"]) }
    if isRowPerProduct { return choices(sample, source.fields["line.name"]) }
    for list in sample.nested where source.profile.nestedLines.contains(list.path) {
      guard let column = sample.columns.firstIndex(of: "\(list.path)[].name") else { continue }
      var names: [String] = []
      for cell in sample.cells(column) {
        for name in cell.components(separatedBy: "; ") where !names.contains(name) { names.append(name) }
      }
      return names.isEmpty || names.count > 60 ? nil : names
    }
    return nil
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [String] {
    var parts: [String] = []
    var rest = Substring(self)
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}
