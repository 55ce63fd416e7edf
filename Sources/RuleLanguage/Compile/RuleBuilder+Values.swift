import Bytes
import Calendars
import Deals
import Diagnostics
import Money
import YAMLTree

/// The forms in which a rule says where a value comes from.
///
/// A scalar is a text with holes where text is wanted, a formula where a number or a date is. A mapping names one
/// source (`from`, `first_of`, `table`, `column_by_table`, `when`, `formula`, `text`) and may add `id`, `default`,
/// `on_missing` and `clean`.
extension RuleBuilder {
  /// One target field with its rule.
  ///
  /// - Parameters:
  ///   - path: What it decides, for messages and as the id when the rule has none.
  ///   - missing: What happens without a value when the rule does not say.
  ///   - cleaning: Applied unless the rule says otherwise; text only.
  ///   - keys: Where its keys are defined, for what is suggested for an unknown one.
  func field(
    _ node: YAMLNode?, _ path: String, _ type: ValueType = .text, missing: OnMissing = .leaveOut,
    cleaning: Cleaning = .trim, keys: KeyGroup = .field
  ) -> FieldRule? {
    guard let node else { return nil }
    guard case .mapping = node.content else {
      // Nothing behind a key is told by its reader; what an invoice needs is then missing.
      if type == .text, node.isPlainNull, missing == .leaveOut { return nil }
      guard let value = scalarValue(node, type, path) else { return nil }
      let rule = rule(path, target: path, at: node.range, derived: true)
      let cleaned = type == .text ? add(.cleaned(value, cleaning), at: node.range) : value
      fieldNodes[rule] = cleaned
      return FieldRule(node: cleaned, rule: rule, onMissing: missing)
    }
    guard var reader = mapping(node, "the rule for \(path)", keys) else { return nil }
    let id = text(reader.take("id"), "'id'")
    let rule = rule(id ?? path, target: path, at: node.range, derived: id == nil)
    let policyNode = reader.take("on_missing")
    let policy = word(policyNode, "'on_missing'", OnMissing.self)
    if let policyNode, policy == .leaveOut, missing == .hold { leftOut.append((rule, policyNode.range)) }
    let clean = reader.take("clean").map { self.cleaning($0) } ?? cleaning
    let fallback = reader.take("default")
    var value = source(&reader, node, path, type)
    if let fallback, let other = valueNode(fallback, path, type), let first = value {
      value = add(.orDefault(first, other, rule: rule), at: fallback.range)
    }
    finish(reader)
    guard let value else { return nil }
    let cleaned = type == .text ? add(.cleaned(value, clean), at: node.range) : value
    fieldNodes[rule] = cleaned
    return FieldRule(node: cleaned, rule: rule, onMissing: policy ?? missing)
  }

  /// A value in any form, without policies of its own.
  func valueNode(_ node: YAMLNode, _ path: String, _ type: ValueType, keys: KeyGroup = .value) -> NodeID? {
    guard case .mapping = node.content else { return scalarValue(node, type, path) }
    guard var reader = mapping(node, "the value of \(path)", keys) else { return nil }
    let id = text(reader.take("id"), "'id'").map { rule($0, target: path, at: node.range) }
    let fallback = reader.take("default")
    var value = source(&reader, node, path, type)
    if let fallback, let other = valueNode(fallback, path, type), let first = value {
      let rule = id ?? rule(placeID(path, node.range), target: path, at: node.range)
      value = add(.orDefault(first, other, rule: rule), at: fallback.range)
    }
    finish(reader)
    guard let value, let id else { return value }
    return add(.rule(value, rule: id), at: node.range)
  }

  private func scalarValue(_ node: YAMLNode, _ type: ValueType, _ path: String) -> NodeID? {
    if isUndecided(node) { return undecidedNode(node, path) }
    if type == .text {
      if !warnAboutBareName(node), !warnAboutBareFormula(node), path == "customer.name" { warnAboutOneCustomer(node) }
      warnAboutForeignHoles(node)
      refusePolicyWord(node)
      return textTemplate(node)
    }
    if type == .date, let text = node.text, let date = text.withByteView({ CivilDate.parseISO($0) }) {
      return add(.date(date), at: node.range)
    }
    guard let value = formula(node), check(value, is: type, node.range) else { return nil }
    return value.node
  }

  /// `name: organization` is the word "organization" on every invoice, and hardly ever meant.
  private func warnAboutBareName(_ node: YAMLNode) -> Bool {
    guard let text = node.text, text.contains(where: { $0.isLowercase }),
      let name = knownNames.first(where: { $0 == text }) ?? knownNames.first(where: { $0 == text.lowercased() })
    else { return false }
    usedDeclarations.insert(name)
    warning(
      "R038", "this is the text '\(text)', not the column of that name", node.range,
      help: "write \"{\(name)}\" for what stands in the column, or { text: \(text) } for the word itself")
    return true
  }

  /// `name: upper(organization)` would print the formula.
  private func warnAboutBareFormula(_ node: YAMLNode) -> Bool {
    guard let text = node.text else { return false }
    if let first = text.first, let last = text.last, text.count > 1, "“„”«»‘‚’".contains(first), "“”«»‘’".contains(last)
    {
      warning(
        "R038", "the quotation marks \(first) and \(last) stand in the text as they are", node.range,
        help: "YAML knows the straight ones only: \"…\"; { text: … } says that these are meant")
      return true
    }
    guard holes(in: text).isEmpty, let formula = try? FormulaParser.parse(text) else { return false }
    switch formula.kind {
    case .call, .operation: break
    default: return false
    }
    let names = formula.names
    let known = Set(knownNames)
    guard formula.hasKnownFunctions, !names.isEmpty, names.allSatisfy({ known.contains($0) || $0.hasPrefix("[") })
    else {
      return false
    }
    usedDeclarations.formUnion(names)
    warning(
      "R038", "this is the text '\(text)', not what that formula gives", node.range,
      help: "write { formula: … } for its value, or { text: … } for the words themselves")
    return true
  }

  private func source(_ reader: inout MappingReader, _ node: YAMLNode, _ path: String, _ type: ValueType) -> NodeID? {
    let present = reader.keys.filter { KeyGroup.sourceForms.contains($0) }
    guard let first = present.first else {
      for key in KeyGroup.sourceForms { _ = reader.take(key) }
      for key in ["key", "value", "otherwise"] { _ = reader.take(key) }
      // `{name}` without quotes is a mapping to YAML.
      let names = reader.takeUnknownWithoutValue()
      // A form that is misspelt is told as an unknown key.
      if reader.hasMisspelt(KeyGroup.sourceForms) { return nil }
      error(
        "R016", "the rule for \(path) does not say where the value comes from", node.range,
        expected: "one of: \(KeyGroup.sourceForms.joined(separator: ", "))",
        help: names.first.map { "a text with holes stands in quotes: \"{\($0)}\"" })
      return nil
    }
    if present.count > 1 {
      error("R030", "'\(first)' and '\(present[1])' cannot both decide \(path)", node.range, help: "keep one of them")
    }
    for key in KeyGroup.sourceForms where key != first { _ = reader.take(key) }
    guard let source = reader.take(first) else { return nil }
    refuseKeysOfOthers(&reader, first, source)
    switch first {
    case _ where isUndecided(source): return undecidedNode(source, path)
    case "from", "formula":
      guard let value = formula(source) else { return nil }
      return type == .text || check(value, is: type, source.range) ? value.node : nil
    case "text":
      if type != .text {
        error("R019", "\(path) is \(type.article), so 'text' cannot decide it", source.range, help: "use 'formula'")
        return nil
      }
      return textTemplate(source)
    case "first_of": return choices(source, path, type).map { add(.firstOf($0), at: source.range) }
    case "first_valid": return choices(source, path, .text).map { add(.firstEmail($0), at: source.range) }
    case "others_valid": return choices(source, path, .text).map { add(.otherEmails($0), at: source.range) }
    case "table": return tableLookup(source, &reader, path, type)
    case "column_by_table": return columnByTable(source, &reader, path, type)
    default: return branches(source, &reader, path, type)
    }
  }

  /// Keys that belong to another form than the one that decides.
  private func refuseKeysOfOthers(_ reader: inout MappingReader, _ form: String, _ source: YAMLNode) {
    let isLookup = form == "table" || form == "column_by_table"
    let own = form == "table" ? ["key", "value"] : isLookup ? ["key"] : form == "when" ? ["otherwise"] : []
    for key in ["key", "value", "otherwise"] where !own.contains(key) {
      guard let range = reader.keyRange(key) else { continue }
      reader.pass([key])
      let help =
        switch key {
        case "otherwise" where isLookup:
          "the table answers what no row has: tables: { \(source.text ?? "…"): { otherwise: … } }"
        case "otherwise": "'default' gives another value when this one is missing"
        case "value" where isLookup: "its rows name columns; 'value' belongs to 'table'"
        default: "it belongs to a look-up: { table: …, key: … }"
        }
      error("R013", "'\(key)' does not go with '\(form)'", range, help: help)
    }
  }

  private func choices(_ node: YAMLNode, _ path: String, _ type: ValueType) -> NodeList? {
    let parts: [YAMLNode]
    if case .sequence(let items) = node.content { parts = items } else { parts = [node] }
    var ids: [NodeID] = []
    for part in parts {
      if case .mapping = part.content {
        guard let value = valueNode(part, path, type) else { continue }
        ids.append(value)
        continue
      }
      if isUndecided(part) {
        ids.append(undecidedNode(part, path))
        continue
      }
      guard let value = formula(part) else { continue }
      if type == .text || check(value, is: type, part.range) { ids.append(value.node) }
    }
    return ids.count == parts.count ? list(ids) : nil
  }

  // MARK: Tables

  private func tableLookup(
    _ node: YAMLNode, _ reader: inout MappingReader, _ path: String, _ type: ValueType
  ) -> NodeID? {
    let keyNode = reader.take("key")
    let columnNode = reader.take("value")
    guard let index = table(node) else { return nil }
    let table = tables[index]
    guard let keys = keys(keyNode, node, table) else { return nil }
    var column = 0
    if let columnNode {
      let name = text(columnNode, "'value'") ?? ""
      guard let found = table.valueNames.firstIndex(of: name) else {
        error(
          "R021", "table \(table.name) has no value column '\(name)'", columnNode.range,
          help: suggestion(for: name, among: table.valueNames))
        return nil
      }
      column = found
    } else if table.valueNames.count > 1 {
      error(
        "R016", "table \(table.name) has several value columns; say which", node.range,
        expected: "value: one of \(listed(table.valueNames))")
      return nil
    }
    let row = add(.table(Int32(index), keys: keys, value: Int32(column)), at: node.range)
    let lookup = guarded(row, table, column, at: node.range)
    guard type != .text else { return lookup }
    guard type == .number else {
      error("R019", "a table gives texts or numbers, and \(path) is \(type.article)", node.range)
      return nil
    }
    for row in table.rows where !row.values[column].isEmpty && !row.values[column].equals("TODO") {
      checkNumber(row.values[column], row, table, path)
    }
    return add(.call(.number, list([lookup])), at: node.range)
  }

  /// Numbers of tables are written with a point: the styles of the source are for its exports.
  private func checkNumber(_ text: ByteView, _ row: RuleTable.Row, _ table: RuleTable, _ path: String) {
    let comma = NumberStyle(decimalSign: UInt8(ascii: ","), grouping: .dot)
    guard case .failure = ExactDecimal.parse(text, .plain) else {
      if settings.decimal == comma.decimalSign, let meant = try? ExactDecimal.parse(text, comma).get(),
        let read = try? ExactDecimal.parse(text, .plain).get(), !read.isEqual(to: meant)
      {
        warning(
          "R019", "this row of \(table.name) gives '\(text)', which is read as \(read.trimmed.description)", row.range,
          help: "write \(meant.description) if that is meant, else \(read.trimmed.description)")
      }
      return
    }
    let styles = [comma, numberStyle, NumberStyle(grouping: .comma)]
    let meant = styles.lazy.compactMap { try? ExactDecimal.parse(text, $0).get() }.first
    error(
      "R019", "\(path) needs a number, but this row of \(table.name) gives '\(text)'", row.range,
      help: meant.map { "write \($0.description): tables take a decimal point, whatever the source writes" })
  }

  private func columnByTable(
    _ node: YAMLNode, _ reader: inout MappingReader, _ path: String, _ type: ValueType
  ) -> NodeID? {
    let keyNode = reader.take("key")
    guard let index = table(node) else { return nil }
    let table = tables[index]
    guard let keys = keys(keyNode, node, table) else { return nil }
    var ids: [NodeID] = []
    var rows = table.rows.map { ($0.values[0], $0.range) }
    if let otherwise = table.otherwise { rows.append((otherwise[0], table.otherwiseRange ?? table.range)) }
    for (name, range) in rows {
      guard let value = resolve(name.string, at: range) else { continue }
      if type == .text || check(value, is: type, range) { ids.append(value.node) }
    }
    guard ids.count == rows.count else { return nil }
    return add(.choice(Int32(index), keys: keys, choices: list(ids)), at: node.range)
  }

  private func table(_ node: YAMLNode) -> Int? {
    guard let name = text(node, "a table's name") else { return nil }
    if let index = tableIndex[name] {
      usedTables.insert(name)
      return index
    }
    error(
      "R021", "there is no table '\(name)'", node.range,
      help: suggestion(for: name, among: tables.map(\.name)) ?? "declare it under 'tables'")
    return nil
  }

  private func keys(_ node: YAMLNode?, _ lookup: YAMLNode, _ table: RuleTable) -> NodeList? {
    guard let node else {
      error("R016", "a look-up in \(table.name) needs 'key'", lookup.range, expected: "key: a column or formula")
      return nil
    }
    let parts: [YAMLNode]
    if case .sequence(let items) = node.content { parts = items } else { parts = [node] }
    guard parts.count == table.keyNames.count else {
      error(
        "R021",
        "table \(table.name) has \(table.keyNames.count) key column\(table.keyNames.count == 1 ? "" : "s"): \(listed(table.keyNames))",
        node.range)
      return nil
    }
    let values = parts.map { formula($0) }
    for (part, value) in values.enumerated() { if let value { noteKey(value, of: table, part: part) } }
    let ids = values.compactMap { $0?.node }
    return ids.count == parts.count ? list(ids) : nil
  }

  // MARK: Branches

  private func branches(
    _ node: YAMLNode, _ reader: inout MappingReader, _ path: String, _ type: ValueType
  ) -> NodeID? {
    let otherwiseNode = reader.take("otherwise")
    var pairs: [NodeID] = []
    var always: Int?
    var earlier: [(condition: NodeID, line: Int)] = []
    for item in items(node, "'when'") {
      guard var branch = mapping(item, "a row of 'when'", .branch) else { continue }
      let id = text(branch.take("id"), "'id'")
      let condition = branch.require("if", &diagnostics).flatMap { self.condition($0) }
      let use = branch.require("use", &diagnostics)
      let ifNode = branch.take("if")
      finish(branch)
      guard let use, var value = valueNode(use, path, type) else { continue }
      value = add(
        .rule(value, rule: rule(id ?? placeID(path, item.range), target: path, at: item.range)),
        at: item.range)
      if let ifNode {
        if let always {
          warning("R025", "this row is never reached: the row at line \(always) holds always", item.range)
        } else if let condition, let wider = earlier.first(where: { holds($0.condition, whenever: condition) }) {
          if holds(condition, whenever: wider.condition) {
            warning("R025", "this row is never reached: line \(wider.line) asks the same", item.range)
          } else {
            warning(
              "R025", "this row is never reached: the row at line \(wider.line) holds whenever this one does",
              item.range, help: "put the narrower row first")
          }
        }
        if ifNode.text == "always" { always = always ?? item.range.line }
        if case .mapping(let entries) = ifNode.content, entries.isEmpty { always = always ?? item.range.line }
      }
      guard let condition else { continue }
      earlier.append((condition, item.range.line))
      pairs += [condition, value]
    }
    var otherwise: NodeID = -1
    if let otherwiseNode, let value = valueNode(otherwiseNode, path, type) {
      otherwise = add(
        .rule(
          value,
          rule: rule(
            placeID(path, otherwiseNode.range), target: path, at: otherwiseNode.range)),
        at: otherwiseNode.range)
      if let always {
        warning("R025", "'otherwise' is never reached: the row at line \(always) holds always", otherwiseNode.range)
      }
    }
    return add(.when(list(pairs), otherwise: otherwise), at: node.range)
  }
}
