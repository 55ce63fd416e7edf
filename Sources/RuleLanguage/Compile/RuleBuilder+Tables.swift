import Bytes
import CSVRecords
import Diagnostics
import YAMLTree

/// The section `tables`: small tables inline or from a CSV file beside the rules.
extension RuleBuilder {
  func tables(_ node: YAMLNode?) {
    guard let node, var reader = mapping(node, "'tables'") else { return }
    for entry in reader.takeAll() { table(entry) }
  }

  private func table(_ entry: YAMLEntry) {
    guard var reader = mapping(entry.value, "the table '\(entry.key.text)'", .table) else { return }
    var keys = words(reader.take("key"), "'key'").map(\.text)
    var values = words(reader.take("value"), "'value'").map(\.text)
    let rowsNode = reader.take("rows")
    let fileNode = reader.take("file")
    let otherwiseNode = reader.take("otherwise")
    let unknown = word(reader.take("on_unknown"), "'on_unknown'", RuleTable.OnUnknown.self)
    finish(reader)
    if keys.isEmpty { keys = ["key"] }
    var rows: [RuleTable.Row] = []
    switch (rowsNode, fileNode) {
    case (let rowsNode?, nil): rows = inlineRows(rowsNode, keys, &values, entry.key.text)
    case (nil, let fileNode?): rows = fileRows(fileNode, keys, &values, entry.key.text)
    default:
      error("R022", "the table '\(entry.key.text)' needs either 'rows' or 'file'", entry.keyRange)
      return
    }
    var seen: [String: SourceRange] = [:]
    rows = rows.filter { row in
      let key = row.key.string
      if let first = seen[key] {
        error(
          "R022", "the key '\(key.replacingSeparators)' stands twice in table \(entry.key.text)", row.range,
          help: "it is also at line \(first.line) of \(first.file); keys are compared without regard to case")
        return false
      }
      seen[key] = row.range
      return true
    }
    let otherwise = otherwiseNode.flatMap { rowValues($0, values, entry.key.text, isOtherwise: true) }
    if let otherwiseNode, unknown != nil {
      error(
        "R030", "'otherwise' and 'on_unknown' cannot both stand in a table", otherwiseNode.range,
        help: "an 'otherwise' row answers every unknown key")
    }
    warnUndecidedRows(rows, otherwise, entry)
    tableIndex[entry.key.text] = tables.count
    tables.append(
      RuleTable(
        name: entry.key.text, keyNames: keys, valueNames: values, rows: rows, otherwise: otherwise,
        otherwiseRange: otherwiseNode?.range, onUnknown: unknown ?? .hold, range: entry.keyRange))
  }

  /// Rows as `KEY: value`, as `KEY: { column: value, … }`, or as a list of mappings that name keys and values.
  private func inlineRows(_ node: YAMLNode, _ keys: [String], _ values: inout [String], _ table: String) -> [RuleTable
    .Row]
  {
    switch node.content {
    case .mapping(let entries):
      guard keys.count == 1 else {
        error(
          "R022", "a table with several keys has its rows as a list", node.range,
          expected: "- { \(keys.joined(separator: ": …, ")): …, value: … }")
        return []
      }
      if let entry = entries.first(where: { $0.key.text == "otherwise" && $0.key.style == .plain }) {
        error(
          "R022", "'otherwise' stands among the rows of \(table), as if it were a key", entry.keyRange,
          help: "put it beside 'rows'; in quotes it is the key")
      }
      if values.isEmpty { values = inferredValues(entries) }
      return entries.compactMap { entry in
        rowValues(entry.value, values, table).map {
          RuleTable.Row(key: foldedKey([entry.key.text]), values: $0, range: entry.keyRange)
        }
      }
    case .sequence(let items):
      if values.isEmpty, case .mapping(let entries)? = items.first?.content {
        values = entries.map(\.key.text).filter { !keys.contains($0) }
      }
      return items.compactMap { item in
        guard var reader = mapping(item, "a row of \(table)") else { return nil }
        let keyTexts = keys.map { key in reader.require(key, &diagnostics).flatMap { text($0, "'\(key)'") } }
        let valueTexts = values.map { name in reader.take(name).flatMap { cell($0, "'\(name)'") } ?? "" }
        finish(reader)
        let present = keyTexts.compactMap { $0 }
        guard present.count == keys.count else { return nil }
        return RuleTable.Row(key: foldedKey(present), values: valueTexts.map { .immortal($0) }, range: item.range)
      }
    case .scalar:
      error("R022", "the rows of \(table) must be a mapping or a list", node.range)
      return []
    }
  }

  private func inferredValues(_ entries: [YAMLEntry]) -> [String] {
    let isPlain = entries.contains { if case .scalar = $0.value.content { true } else { false } }
    if !isPlain, case .mapping(let columns)? = entries.first?.value.content { return columns.map(\.key.text) }
    return ["value"]
  }

  private func cell(_ node: YAMLNode, _ what: String, isOtherwise: Bool = false) -> String? {
    checkRowValue(node, isOtherwise: isOtherwise)
    return text(node, what)
  }

  private func rowValues(
    _ node: YAMLNode, _ values: [String], _ table: String, isOtherwise: Bool = false
  ) -> [ByteView]? {
    if case .mapping = node.content {
      guard var reader = mapping(node, "a row of \(table)") else { return nil }
      let texts = values.map { name in
        reader.take(name).flatMap { cell($0, "'\(name)'", isOtherwise: isOtherwise) } ?? ""
      }
      finish(reader)
      return texts.map { .immortal($0) }
    }
    guard let value = cell(node, "a row of \(table)", isOtherwise: isOtherwise) else { return nil }
    guard values.count == 1 else {
      error(
        "R022", "this row of \(table) gives one value, the table has \(values.count)", node.range,
        expected: "{ \(values.map { "\($0): …" }.joined(separator: ", ")) }")
      return nil
    }
    return [.immortal(value)]
  }

  private func fileRows(_ node: YAMLNode, _ keys: [String], _ values: inout [String], _ tableName: String) -> [RuleTable
    .Row]
  {
    guard let name = text(node, "'file'") else { return [] }
    guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
      error("R022", "a table's file lies beside the rule file or below it", node.range)
      return []
    }
    let path = directory(of: node.range.file) + name
    let table: CSVTable
    do throws(RefusedInput) {
      let bytes = try ByteSource(path: path).readAll(limit: 64 << 20)
      sources.append(RuleSource(file: path, bytes: bytes))
      table = try CSVTable(ByteSource(bytes: bytes, name: path))
    } catch {
      for diagnostic in error.diagnostics {
        // 'source: encoding' is for exports; a file that people keep beside their rules is UTF-8.
        self.error(
          "R022", "the table's file cannot be read: \(diagnostic.message)", diagnostic.range ?? node.range,
          help: diagnostic.code == "S005" ? "save it as UTF-8 (in Excel: CSV UTF-8)" : diagnostic.help)
      }
      return []
    }
    let header = table.header.map(\.trimmedSpaces)
    for (column, title) in header.enumerated() where !title.isEmpty {
      guard let first = header.firstIndex(of: title), first < column,
        keys.contains(title) || values.isEmpty || values.contains(title)
      else { continue }
      error(
        "R022", "\(name) has two columns '\(title)'", node.range,
        help: "rename one of them, or name the 'value' to take")
    }
    let keyColumns = keys.map { key in header.firstIndex(of: key) }
    for (key, column) in zip(keys, keyColumns) where column == nil {
      error("R022", "\(name) has no column '\(key)'", node.range, help: suggestion(for: key, among: header))
    }
    if values.isEmpty { values = header.filter { !keys.contains($0) } }
    let valueColumns = values.map { value in header.firstIndex(of: value) }
    for (value, column) in zip(values, valueColumns) where column == nil {
      error("R022", "\(name) has no column '\(value)'", node.range, help: suggestion(for: value, among: header))
    }
    let present = keyColumns.compactMap { $0 }
    let presentValues = valueColumns.compactMap { $0 }
    guard present.count == keys.count, presentValues.count == values.count else { return [] }
    return table.rows.enumerated().map { index, record in
      RuleTable.Row(
        key: foldedKey(present.map { record[$0] }), values: presentValues.map { .immortal(record[$0].trimmedSpaces) },
        range: SourceRange(file: path, line: table.lines[index], column: 1))
    }
  }

  func foldedKey(_ parts: [String]) -> ByteView {
    var buffer = ByteBuffer(capacity: 64)
    for (index, part) in parts.enumerated() {
      if index > 0 { buffer.append(0x1F) }
      part.withByteView { $0.trimmed.appendFolded(to: &buffer) }
    }
    return .immortal(buffer.view.array)
  }
}

extension String {
  fileprivate var trimmedSpaces: String { withByteView { $0.trimmed.string } }
  fileprivate var replacingSeparators: String { split(separator: "\u{1F}").joined(separator: ", ") }
}
