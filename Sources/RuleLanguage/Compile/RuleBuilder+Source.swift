import Bytes
import Calendars
import Countries
import Deals
import Diagnostics
import Money
import YAMLTree

/// The sections `company`, `source` and `columns`.
extension RuleBuilder {
  func company(_ node: YAMLNode?) -> Company? {
    guard let node, var reader = mapping(node, "'company'", .company) else { return nil }
    let name = undecided(reader.require("name", &diagnostics), "the company's name", Self.undecidedWord) { node in
      let name = text(node, "the company's name")
      if name?.isEmpty ?? false { error("R016", "the company's name is empty", node.range) }
      return name
    }
    let country = undecided(reader.require("country", &diagnostics), "the company's country", "DE".standInCountry) {
      companyCountry($0)
    }
    let currency = undecided(reader.require("currency", &diagnostics), "the company's currency", "EUR".standInCurrency)
    {
      self.currency($0, "the company's currency")
    }
    let zoneNode = reader.require(
      "time_zone", &diagnostics, help: "the zone in which invoice dates are told, such as Europe/Berlin or UTC")
    let zone = undecided(zoneNode, "the company's time zone", try? TimeZoneRules.load(name: "UTC")) { self.zone($0) }
    let multicurrency = yesNo(reader.take("multicurrency"), "'multicurrency'") ?? true
    let closed = date(reader.take("books_closed_through"), "'books_closed_through'")
    let policy = word(reader.take("on_closed_books"), "'on_closed_books'", Words.ClosedBooks.self) ?? .hold
    let earliest = date(reader.take("earliest_date"), "'earliest_date'")
    let future = wholeNumber(reader.take("future_days"), "'future_days'", 0...3660) ?? 0
    finish(reader)
    guard let name, let country, let currency, let zoneNode, let zone else { return nil }
    return Company(
      name: name, country: country, currency: currency,
      zoneName: isUndecided(zoneNode) ? "UTC" : zoneNode.text ?? "UTC", zone: zone,
      hasMulticurrency: multicurrency, closedThrough: closed, movesToOpenDay: policy == .move, earliestDate: earliest,
      futureDays: future)
  }

  private func companyCountry(_ node: YAMLNode) -> Country? {
    guard let text = text(node, "the company's country") else { return nil }
    if let country = text.withByteView({ Country.find($0) }) { return country }
    let near = text.withByteView { Country.suggestion(for: $0) }
    error(
      "R017", "'\(text)' is not a country", node.range, expected: "an ISO 3166 code such as DE",
      help: near.map { "did you mean \($0.alpha2)?" })
    return nil
  }

  func zone(_ node: YAMLNode) -> TimeZoneRules? {
    guard let name = text(node, "a time zone") else { return nil }
    do {
      return try TimeZoneRules.load(name: name)
    } catch {
      self.error(
        "R017", "the time zone '\(name)' cannot be read: \(error)", node.range,
        expected: "a name of the tz database, such as Europe/Berlin or UTC",
        help: nearestName(to: name, among: TimeZoneDatabase.names()).map { "did you mean \($0)?" })
      return nil
    }
  }

  /// Takes over what the file says of its source; gives the name of the column that names a deal.
  func source(_ node: YAMLNode?) -> (name: String, range: SourceRange) {
    var id = ("id", SourceRange(file: file, line: 1, column: 1))
    guard let node, var reader = mapping(node, "'source'", .source) else { return id }
    id.1 = node.range
    _ = reader.take("profile")
    if let idNode = reader.take("id") {
      if isUndecided(idNode) {
        settings.hasUndecidedID = true
        _ = undecided(idNode, "the column that tells deals apart", true) { _ in true }
      } else if let name = text(idNode, "'id'") {
        id = (name, idNode.range)
      }
    }
    if let rows = word(reader.take("rows"), "'rows'", SourceSettings.Rows.self) { settings.rows = rows }
    if let encoding = word(reader.take("encoding"), "'encoding'", Words.Encoding.self) {
      settings.encoding = encoding.rawValue
    }
    if let delimiter = word(reader.take("delimiter"), "'delimiter'", Words.Delimiter.self) {
      settings.delimiter =
        switch delimiter {
        case .comma: UInt8(ascii: ",")
        case .semicolon: UInt8(ascii: ";")
        case .tab: 0x09
        case .pipe: UInt8(ascii: "|")
        }
    }
    let decimalNode = reader.take("decimal")
    if let decimalNode, isUndecided(decimalNode) {
      _ = undecided(decimalNode, "the decimal sign", true) { _ in true }
    } else if let decimal = word(decimalNode, "'decimal'", Words.Decimal.self) {
      settings.decimal = decimal == .point ? UInt8(ascii: ".") : UInt8(ascii: ",")
      settings.namesDecimal = true
    }
    let groupingNode = reader.take("grouping")
    if let grouping = word(groupingNode, "'grouping'", SourceSettings.Grouping.self) { settings.grouping = grouping }
    let clash =
      (settings.decimal == UInt8(ascii: ",") && (settings.grouping == .comma || settings.grouping == .indian))
      || (settings.decimal == UInt8(ascii: ".") && settings.grouping == .dot)
    if clash { error("R030", "the decimal sign cannot also group digits", groupingNode?.range ?? node.range) }
    let datesNode = reader.take("dates")
    let dates = words(datesNode, "'dates'")
    if let datesNode, case .sequence(let items) = datesNode.content, items.isEmpty {
      error("R016", "'dates' names no pattern", datesNode.range, help: "say how dates are written, or take it out")
    }
    if !dates.isEmpty {
      // A bad pattern is told here once, and not again by every column that would use it.
      settings.dates = dates.filter { !datePatterns([$0], "how dates are written").isEmpty }.map(\.text)
      refuseClashingPatterns(dates)
    }
    if let zoneNode = reader.take("time_zone") {
      if zone(zoneNode) != nil { settings.timeZone = zoneNode.text }
    }
    let empty = words(reader.take("empty"), "'empty'")
    if !empty.isEmpty { settings.emptyTexts = empty.map(\.text) }
    let yes = words(reader.take("yes"), "'yes'")
    if !yes.isEmpty { settings.yesWords = yes.map(\.text) }
    let no = words(reader.take("no"), "'no'")
    if !no.isEmpty { settings.noWords = no.map(\.text) }
    finish(reader)
    return id
  }

  /// Day before month and month before day cannot both be tried: 03/04 would be read by luck.
  private func refuseClashingPatterns(_ dates: [(text: String, node: YAMLNode)]) {
    func order(_ text: String) -> String? {
      let letters = text.uppercased()
      guard let day = letters.firstIndex(of: "D"), let month = letters.firstIndex(of: "M"), !letters.contains("MMM"),
        !letters.hasPrefix("Y")
      else { return nil }
      let separator = letters.first { "/.-".contains($0) }.map(String.init) ?? ""
      return separator + (day < month ? "DM" : "MD")
    }
    var seen: [String: String] = [:]
    for (text, node) in dates {
      guard let order = order(text) else { continue }
      let swapped = String(order.first ?? " ") + (order.hasSuffix("DM") ? "MD" : "DM")
      if let other = seen[swapped] {
        error(
          "R030", "'\(text)' and '\(other)' read 03/04 as two different days", node.range,
          help: "keep the one that this source writes")
      }
      seen[order] = text
    }
  }

  func columns(_ node: YAMLNode?) {
    guard let node, var reader = mapping(node, "'columns'") else { return }
    for entry in reader.takeAll() {
      let name = entry.key.text
      if Fact(rawValue: name) != nil {
        error(
          "R024", "the name '\(name)' is taken by a fact of the invoice", entry.keyRange, help: "choose another name")
        continue
      }
      if let declaration = column(name, entry) {
        declared[name] = declaration
        declaredOrder.append(name)
      }
    }
  }

  private func column(_ name: String, _ entry: YAMLEntry) -> ColumnDeclaration? {
    var declaration = ColumnDeclaration(
      name: name, kind: .text, source: .header(aliases: [], json: []), isRequired: true, dates: [], style: numberStyle,
      emptyMeans: -1, cleaning: .trim, range: entry.keyRange)
    if let header = entry.value.text {
      declaration.source = .header(aliases: [header], json: [])
      return declaration
    }
    guard var reader = mapping(entry.value, "the column '\(name)'", .column) else { return nil }
    let headers = words(reader.take("header"), "'header'").map(\.text)
    let json = words(reader.take("json"), "'json'").map(\.text)
    for path in json {
      guard let fault = faultOfJSONPath(path) else { continue }
      error("S036", "'\(path)' is not a path in JSON: \(fault)", entry.keyRange)
    }
    let fieldNode = reader.take("field")
    if let fieldNode, let fieldName = text(fieldNode, "'field'") {
      guard let base = profileDeclaration(fieldName, at: entry.keyRange) else {
        let names = profile.fields.keys.sorted() + profile.lineFields.keys.sorted()
        error(
          "R014", "the profile \(profile.name) has no field '\(fieldName)'", fieldNode.range,
          help: suggestion(for: fieldName, among: names))
        return nil
      }
      declaration = base
      declaration.name = name
    } else if headers.isEmpty, json.isEmpty {
      error("R016", "the column '\(name)' needs 'header', 'json' or 'field'", entry.keyRange)
    } else {
      declaration.source = .header(aliases: headers, json: json)
    }
    if fieldNode != nil, !headers.isEmpty || !json.isEmpty {
      error("R030", "'field' and 'header' cannot both name the column", entry.value.range, help: "keep one of them")
    }
    if let kind = word(reader.take("type"), "'type'", Column.Kind.self) { declaration.kind = kind }
    if let required = yesNo(reader.take("required"), "'required'") { declaration.isRequired = required }
    let formatNode = reader.take("format")
    let formats = words(formatNode, "'format'")
    if let formatNode, declaration.kind != .date, !formats.isEmpty {
      error(
        "R030", "'format' says how dates are written, and the column '\(name)' is \(declaration.kind.type.article)",
        formatNode.range, help: "add 'type: date', or take 'format' out")
    }
    refuseClashingPatterns(formats)
    declaration.dates =
      formats.isEmpty
      ? datePatterns(settings.dates, at: entry.value.range) : datePatterns(formats, "how '\(name)' is written")
    if let clean = reader.take("clean") { declaration.cleaning = cleaning(clean) }
    if let empty = reader.take("empty_means") { declaration.emptyMeans = emptyMeans(empty, declaration.kind) }
    finish(reader)
    return declaration
  }

  private func emptyMeans(_ node: YAMLNode, _ kind: Column.Kind) -> NodeID {
    switch kind.type {
    case .number: decimal(node, "'empty_means'").map { add(.number($0), at: node.range) } ?? -1
    case .date: date(node, "'empty_means'").map { add(.date($0), at: node.range) } ?? -1
    case .truth: yesNo(node, "'empty_means'").map { add(.truth($0), at: node.range) } ?? -1
    case .text: textMeant(node).map { add(.text(.immortal($0)), at: node.range) } ?? -1
    }
  }

  private func textMeant(_ node: YAMLNode) -> String? {
    if node.isPlainNull { return nil }
    warnAboutHoles(node, "what an empty cell means")
    return text(node, "'empty_means'")
  }
}

extension String {
  /// Values that only stand in for what is still to be decided; no deal is billed with them.
  fileprivate var standInCountry: Country? { withByteView { Country.find($0) } }
  fileprivate var standInCurrency: Currency? {
    withByteView { code in
      if case .current(let currency) = Currency.find(code) { return currency }
      return nil
    }
  }
}
