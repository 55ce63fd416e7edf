import Bytes
import Countries
import Diagnostics
import YAMLTree

/// What YAML and the schema allow and hardly anybody means.
extension RuleBuilder {
  // MARK: Countries

  /// Rules that ask for a country which nothing gives would all take `otherwise`.
  func checkCountryIsGiven(_ parts: CompiledParts?) {
    guard let parts else { return }
    let billing = parts.customer.billingAddress?.country != nil
    let place = billing || (parts.taxes.placeIsShipping && parts.customer.shippingAddress?.country != nil)
    for (index, node) in nodes.enumerated() {
      guard case .fact(let fact) = node, let range = nodeRanges[index] else { continue }
      let isGiven: Bool
      switch fact {
      case .customerCountry, .customerInEU: isGiven = billing
      case .placeCountry, .placeInEU: isGiven = place
      default: continue
      }
      guard !isGiven else { continue }
      error(
        "R016", "'\(fact.rawValue)' is asked for, and no rule gives the customer's country", range,
        help: "customer: { billing_address: { country: \"{…}\" } }, with the column that holds it")
      return
    }
  }

  /// Notes what a look-up is given as a part of its key.
  func noteKey(_ value: TypedNode, of table: RuleTable, part: Int) {
    guard let index = tableIndex[table.name] else { return }
    let place = KeyPlace(table: index, part: part)
    if isCountry(value) { keysOfCountries.insert(place) } else { keysOfOthers.insert(place) }
  }

  /// A country looked up is a code of two letters; rows may name it in English, as conditions may.
  func translateCountryKeys() {
    for place in keysOfCountries.sorted(by: { ($0.table, $0.part) < ($1.table, $1.part) }) {
      let table = tables[place.table]
      let areOthersAsked = keysOfOthers.contains(place)
      var seen: Set<String> = []
      let rows = table.rows.map { row -> RuleTable.Row in
        var row = row
        var parts = row.key.string.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
        let name = parts[place.part]
        if let country = name.withByteView({ Country.find($0) }) {
          let code = country.alpha2.string
          if name != code.lowercased(), areOthersAsked {
            warning(
              "R025", "this row is never reached by a country, which is looked up as \(code)", row.range,
              help: "write \(code)")
          } else {
            parts[place.part] = code
            row.key = foldedKey(parts)
          }
        } else if !areOthersAsked {
          let near = name.withByteView { Country.suggestion(for: $0) }
          warning(
            "R025", "'\(name)' is no country, so this row of \(table.name) is never reached", row.range,
            help: near.map { "did you mean \($0.alpha2)?" } ?? "write an ISO 3166 code or an English name")
        }
        if !seen.insert(row.key.string).inserted {
          error("R022", "the country of this row stands twice in table \(table.name)", row.range)
        }
        return row
      }
      tables[place.table] = table.with(rows)
    }
  }

  // MARK: Texts

  /// `Order #{id}` without quotes ends at the blank: the rest is a comment to YAML.
  func warnAboutComments(_ root: YAMLNode) {
    var lines: [String: [Substring]] = [:]
    func look(_ node: YAMLNode) {
      switch node.content {
      case .sequence(let items): items.forEach(look)
      case .mapping(let entries): entries.forEach { look($0.value) }
      case .scalar(let scalar):
        guard scalar.style == .plain, scalar.isOneLine, !scalar.text.isEmpty else { return }
        let file = node.range.file
        if lines[file] == nil {
          let bytes = sources.first { $0.file == file }?.bytes ?? []
          lines[file] = String(decoding: bytes, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        }
        guard let line = lines[file]?[safe: node.range.line - 1] else { return }
        let end = scalar.contentColumn - 1 + scalar.text.unicodeScalars.count
        let rest = String(String.UnicodeScalarView(line.unicodeScalars.dropFirst(end)))
        guard let comment = rest.wholeMatch(of: /[ \t]+#([^ \t].*)/)?.1, let first = comment.first,
          first == "{" || first.isNumber || comment.contains("{")
        else { return }
        warning(
          "R039", "this text ends here: a '#' behind a blank begins a comment",
          SourceRange(
            file: file, line: node.range.line, column: end + 1 + rest.prefix { $0 == " " || $0 == "\t" }.count),
          help: "put the whole text in quotes if '#\(comment)' belongs to it")
      }
    }
    look(root)
  }

  /// What the holes of a text are; none when it cannot be read.
  func holes(in text: String) -> [String] {
    ((try? TextPart.split(text)) ?? []).compactMap { part in
      if case .hole(let hole, _) = part { hole } else { nil }
    }
  }

  /// Notations of other tools, which stand in the text as they are: `${name}`, `{{name}}`.
  func warnAboutForeignHoles(_ node: YAMLNode) {
    guard let text = node.text else { return }
    let known = Set(knownNames)
    if text.contains("${"), holes(in: text).contains(where: known.contains) {
      warning("R038", "the '$' stands before the value as it is", node.range, help: "a hole is written {name} here")
    }
    for match in text.matches(of: /\{\{ *([^{}]+?) *\}\}/) where known.contains(String(match.1)) {
      warning(
        "R038", "'{{\(match.1)}}' is the text '{\(match.1)}', no hole", node.range,
        help: "a hole has one brace: {\(match.1)}")
    }
  }

  /// `otherwise: hold` would bill an item called "hold".
  func refusePolicyWord(_ node: YAMLNode) {
    guard node.scalar?.style == .plain, let word = node.text, ["hold", "skip", "fail"].contains(word) else { return }
    error(
      "R017", "'\(word)' would be the value here, not what becomes of the deal", node.range,
      help:
        "leave it out and say 'on_missing: \(word)' beside the source, or 'on_unknown: hold' in a table; { text: \(word) } or \"\(word)\" is the word itself"
    )
  }

  /// A header, or a name in brackets of another tool, would be the one customer of every invoice.
  func warnAboutOneCustomer(_ node: YAMLNode) {
    guard let text = node.text, let first = text.first, let last = text.last else { return }
    let isBracketed = text.count > 2 && ["[]", "<>", "%%"].contains("\(first)\(last)") && holes(in: text).isEmpty
    let field = fieldOfHeader(text)
    guard isBracketed || field != nil else { return }
    warning(
      "R038", "every invoice goes to one customer, '\(text)'", node.range,
      help:
        "write \"{\(field ?? "organization")}\" for a column, \"{[Header]}\" for one by its header, or { text: … } if it is meant"
    )
  }
}

extension Collection {
  fileprivate subscript(safe index: Index) -> Element? { indices.contains(index) ? self[index] : nil }
}
