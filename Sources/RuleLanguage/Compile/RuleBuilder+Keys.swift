import Bytes
import Calendars
import Countries
import Diagnostics
import Money

/// What look-ups are given as a key, against the keys of the rows: some rows could never be reached.
extension RuleBuilder {
  /// What a part of a key is known to be.
  enum KeyKind: Int, Comparable {
    case country, currency, number, date, other
    static func < (a: KeyKind, b: KeyKind) -> Bool { a.rawValue < b.rawValue }
  }

  /// A key as look-ups find it, or why they never do.
  private enum FoundKey {
    case key(String)
    case never(String, help: String)
  }

  /// Notes what a look-up is given as a part of its key.
  func noteKey(_ value: TypedNode, of table: RuleTable, part: Int) {
    guard let index = tableIndex[table.name] else { return }
    let kind: KeyKind =
      if isCountry(value) {
        .country
      } else if isCurrency(value) {
        .currency
      } else if value.type == .number {
        .number
      } else if value.type == .date {
        .date
      } else {
        .other
      }
    keyKinds[KeyPlace(table: index, part: part), default: []].insert(kind)
  }

  private func isCurrency(_ value: TypedNode) -> Bool {
    if case .fact(let fact) = nodes[Int(value.node)] { return [.currency, .companyCurrency].contains(fact) }
    return isCurrencyColumn(value)
  }

  /// Turns the keys of rows into what is looked up: countries by code or English name, numbers however written.
  func translateKeys() {
    for (index, table) in tables.enumerated() {
      warnAboutWords(in: table)
      for part in table.keyNames.indices {
        let kinds = keyKinds[KeyPlace(table: index, part: part)] ?? []
        guard let kind = kinds.min(), kind != .other else { continue }
        translateKeys(of: index, part, kind, isOnly: kinds.count == 1)
      }
    }
  }

  private func translateKeys(of index: Int, _ part: Int, _ kind: KeyKind, isOnly: Bool) {
    let table = tables[index]
    var seen: Set<String> = []
    let rows = table.rows.map { row -> RuleTable.Row in
      var row = row
      var parts = row.key.string.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
      let name = parts[part]
      switch found(name, kind) {
      case .key(let key) where isOnly || key.lowercased() == name:
        parts[part] = key
        row.key = foldedKey(parts)
      case .key(let key):
        warning(
          "R025", "this row is never reached by a \(kind), which is looked up as \(key)", row.range,
          help: "write \(key)")
      // Of several keys an empty one is a key like others.
      case .never where !isOnly || name.isEmpty || name == "*": break
      case .never(let message, let help):
        warning("R025", "\(message), so this row of \(table.name) is never reached", row.range, help: help)
      }
      if !seen.insert(row.key.string).inserted {
        error("R022", "the \(kind) of this row stands twice in table \(table.name)", row.range)
      }
      return row
    }
    tables[index] = table.with(rows)
  }

  private func found(_ name: String, _ kind: KeyKind) -> FoundKey {
    switch kind {
    case .country:
      if let country = name.withByteView({ Country.find($0) }) { return .key(country.alpha2.string) }
      let near = name.withByteView { Country.suggestion(for: $0) }
      return .never(
        "'\(name)' is no country",
        help: near.map { "did you mean \($0.alpha2)?" } ?? "write an ISO 3166 code or an English name")
    case .currency:
      let code = name.uppercased()
      if case .unknown = code.withByteView({ Currency.find($0) }) {
        let near = nearestName(to: code, among: Currency.all.map(\.codeView.string))
        return .never(
          "'\(name)' is no currency code",
          help: near.map { "did you mean \($0)?" } ?? "write a code of ISO 4217, such as EUR")
      }
      return .key(code)
    case .number:
      if case .success(let number) = name.withByteView({ ExactDecimal.parse($0, .plain) }) {
        return .key(number.trimmed.description)
      }
      return .never("'\(name)' is no number", help: "write digits with a point, such as 100 or 9.5")
    case .date:
      if name.withByteView({ CivilDate.parseISO($0) }) != nil { return .key(name) }
      return .never("'\(name)' is no date", help: "write YYYY-MM-DD, such as 2026-03-31")
    case .other: return .key(name)
    }
  }

  /// A blank key, and `*`, which stands for all others in tables of other tools.
  private func warnAboutWords(in table: RuleTable) {
    for row in table.rows {
      let parts = row.key.string.split(separator: "\u{1F}", omittingEmptySubsequences: false)
      if parts == [""] {
        warning(
          "R025", "this row of \(table.name) has no key, so it is never reached", row.range,
          help: "take it out; an empty cell is a missing value, which 'otherwise' answers")
      } else if parts.contains("*") {
        warning(
          "R025", "'*' is a key like others, so this row of \(table.name) is hardly ever reached", row.range,
          help: "'otherwise' beside the rows answers every key that no row has")
      }
    }
  }
}
