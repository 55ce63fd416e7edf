import Bytes
import Calendars
import Deals
import Diagnostics
import Money
import YAMLTree

/// A node with what it gives.
struct TypedNode {
  var node: NodeID
  var type: ValueType
}

/// Names in formulas: facts, values, columns of the file, fields of the profile.
extension RuleBuilder {
  /// The node for a name, or nil after an error, which says what to do `otherwise`.
  func resolve(_ name: String, at range: SourceRange, otherwise remedy: String? = nil) -> TypedNode? {
    guard isDefined(name, at: range) else { return nil }
    if let fact = Fact(rawValue: name) {
      if name.hasPrefix("line."), !isInLine { return lineOnly(name, range) }
      if fact == .lineCount || fact == .linesNet, !knowsLines {
        error(
          "R014", "\"\(name)\" is not known yet here", range,
          help: "only 'lines' and 'discount' are worked out after the lines before them")
        return nil
      }
      return TypedNode(node: add(.fact(fact), at: range), type: fact.type)
    }
    if let index = valueIndex[name] {
      usedValues.insert(name)
      return TypedNode(node: add(.value(Int32(index)), at: range), type: valueTypes[name] ?? .text)
    }
    if let declaration = declared[name] {
      usedDeclarations.insert(name)
      return column(declaration, at: range)
    }
    // The profile's own id hardly stands in an export whose deals are told apart by another column.
    if name == "id", idName != "id", profile.fields["id"] != nil,
      declared[idName] != nil || profile.fields[idName] != nil
    {
      error(
        "R014", "\"id\" is the profile's own column, but deals are told apart by '\(idName)'", range,
        help: "write \(idName); or, where the export has both, declare it under 'columns' as id: { field: id }")
      return nil
    }
    if let declaration = profileDeclaration(name, at: range) { return column(declaration, at: range) }
    // Without its profile, which is told already, nothing can be said of the names in it.
    if profile.name == Profile.empty.name, diagnostics.hasErrors { return nil }
    error(
      "R014", "unknown column \"\(name)\"", range, expected: nil,
      help: fieldOfHeader(name).map { "'\(name)' is a header of \($0): write \($0)" }
        ?? nearestName(to: name, among: knownNames).map { "did you mean '\($0)'?" }
        ?? remedy
        ?? "declare it under 'columns', or write [its header] in brackets; the profile \(profile.name) knows: \(listed(knownNames, limit: 20))"
    )
    return nil
  }

  /// The profile's field that has this header.
  func fieldOfHeader(_ header: String) -> String? {
    (Array(profile.fields.values) + profile.lineFields.values).filter { field in
      field.headers.contains { $0.lowercased() == header.lowercased() }
    }.map(\.name).min()
  }

  var knownNames: [String] {
    declaredOrder + values.map(\.name) + profile.fields.keys.sorted() + profile.lineFields.keys.sorted()
      + Fact.allCases.map(\.rawValue)
  }

  private func lineOnly(_ name: String, _ range: SourceRange) -> TypedNode? {
    error(
      "R014",
      "\"\(name)\" is only known \(knowsLines ? "in line rules that say 'each: product'" : "inside 'lines'")", range,
      help: "name a column of the deal here; columns of the products belong to line rules")
    return nil
  }

  /// The column's index among the requests, made at first use.
  func column(_ declaration: ColumnDeclaration, at range: SourceRange) -> TypedNode? {
    let isLine = declaration.name.hasPrefix("line.")
    if isLine, !isInLine { return lineOnly(declaration.name, range) }
    let known = isLine ? lineColumnIndex[declaration.name] : dealColumnIndex[declaration.name]
    let index = known ?? register(declaration, isLine: isLine)
    return TypedNode(node: add(isLine ? .lineColumn(index) : .column(index), at: range), type: declaration.kind.type)
  }

  func register(_ d: ColumnDeclaration, isLine: Bool) -> Int32 {
    let request = ColumnRequest(
      name: d.name, side: isLine ? .line : .deal, source: d.source, isRequired: d.isRequired, range: d.range)
    let column = Column(
      name: d.name, kind: d.kind, request: request, dates: d.dates, style: d.style, emptyMeans: d.emptyMeans,
      cleaning: d.cleaning)
    if isLine {
      lineColumns.append(column)
      lineColumnIndex[d.name] = Int32(lineColumns.count - 1)
      return Int32(lineColumns.count - 1)
    }
    dealColumns.append(column)
    dealColumnIndex[d.name] = Int32(dealColumns.count - 1)
    return Int32(dealColumns.count - 1)
  }

  /// A field of the profile, as if the file had declared it.
  func profileDeclaration(_ name: String, at range: SourceRange) -> ColumnDeclaration? {
    guard let field = profile.fields[name] ?? profile.lineFields[name] else { return nil }
    return ColumnDeclaration(
      name: name, kind: Column.Kind(rawValue: field.type.rawValue) ?? .text, source: .field(field), isRequired: false,
      dates: datePatterns(settings.dates, at: range), style: numberStyle, emptyMeans: -1, cleaning: .trim, range: range)
  }

  /// A column by `[header]`: text, as it stands.
  func headerColumn(_ header: String, at range: SourceRange) -> TypedNode? {
    let declaration = ColumnDeclaration(
      name: "[\(header)]", kind: .text, source: .header(aliases: [header], json: []), isRequired: true, dates: [],
      style: numberStyle, emptyMeans: -1, cleaning: .trim, range: range)
    return column(declaration, at: range)
  }

  var numberStyle: NumberStyle {
    NumberStyle(decimalSign: settings.decimal, grouping: NumberStyle.Grouping(settings.grouping))
  }

  /// The patterns of a list in the file; TODO among them reads no date, so that deals with one are held.
  func datePatterns(_ patterns: [(text: String, node: YAMLNode)], _ what: String) -> [DatePattern] {
    patterns.flatMap { pattern -> [DatePattern] in
      guard isUndecided(pattern.node) else { return datePatterns([pattern.text], at: pattern.node.range) }
      warnUndecided(pattern.node, what, "each deal with such a date is held")
      return []
    }
  }

  func datePatterns(_ patterns: [String], at range: SourceRange) -> [DatePattern] {
    patterns.compactMap { text in
      if let pattern = DatePattern(text) { return pattern }
      error(
        "R017", "'\(text)' is not a date pattern", range,
        expected: "YYYY-MM-DD, DD.MM.YYYY, D/M/YYYY, MM/DD/YYYY, DD-MMM-YYYY and the like, optionally with HH:mm[:ss]",
        help: text.uppercased().contains("YY") && !text.uppercased().contains("YYYY")
          ? "a year has four digits: YYYY" : nil)
      return nil
    }
  }
}

extension Column.Kind {
  var type: ValueType {
    switch self {
    case .number: .number
    case .date: .date
    case .yesNo: .truth
    case .text, .country, .currency, .email: .text
    }
  }
}

extension NumberStyle.Grouping {
  init(_ grouping: SourceSettings.Grouping) {
    self =
      switch grouping {
      case .none: .none
      case .comma: .comma
      case .dot: .dot
      case .space: .space
      case .apostrophe: .apostrophe
      case .indian: .indian
      }
  }
}
