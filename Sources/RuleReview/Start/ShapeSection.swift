import Calendars
public import Deals
import Diagnostics
public import RuleLanguage

/// The section `shape` for a rule file and the exports that it is meant for.
public struct ShapeSection: Sendable {
  public let columns: [String]
  public let values: [(column: String, values: [String])]
  public let numbers: NumberLook?
  public let dates: [String]

  /// - Parameters:
  ///   - rules: The rules, which say what columns hold.
  ///   - samples: At least one; their columns are those of the first.
  public init(_ rules: CompiledRules, _ samples: [ExportSample]) {
    let first = samples[0]
    columns = first.shapeColumns
    var listed = rules.shape.map { $0.values.map(\.column) } ?? Self.lists(first, rules.profile)
    listed += Self.askedLists(first, rules).filter { !listed.contains($0) }
    func named(_ name: String) -> [String] {
      rules.textsAskedFor.filter { asked in
        let column = asked.isLine ? rules.lineColumns[asked.column] : rules.dealColumns[asked.column]
        return first.column(of: column.request, rules.profile).map { first.columns[$0] } == name
      }.map(\.text)
    }
    values = listed.compactMap { name in
      // What an export happens not to hold is right all the same.
      var all = rules.shape?.values.first { $0.column == name }?.values ?? []
      for text in named(name) where !all.contains(where: { $0.lowercased() == text.lowercased() }) { all.append(text) }
      for sample in samples {
        guard let column = sample.columns.firstIndex(of: name), let choices = sample.choices(column) else { continue }
        for choice in choices where !all.contains(where: { $0.lowercased() == choice.lowercased() }) {
          all.append(choice)
        }
      }
      return all.isEmpty ? nil : (name, all)
    }
    guard !first.isJSON else {
      numbers = nil
      dates = []
      return
    }
    func typed(_ kind: Column.Kind) -> [(column: Column, cells: [String])] {
      (rules.dealColumns + rules.lineColumns).filter { $0.kind == kind }.map { column in
        (column, samples.flatMap { sample in sample.column(of: column.request, rules.profile).map(sample.cells) ?? [] })
      }
    }
    let old = rules.shape?.numbers
    switch NumberLook.find(typed(.number).flatMap(\.cells)) {
    case .look(let look): numbers = old.map { $0.agrees(with: look) ? $0 : look } ?? look
    default: numbers = old
    }
    var patterns: [String] = []
    for (column, cells) in typed(.date) where !cells.isEmpty {
      // What the rules say of day and month is no longer open.
      let declared = column.dates.map(\.text)
      let settled = declared.first { DateLook.reads([$0], cells) }.map { [$0] } ?? declared
      let read = settled.filter { pattern in cells.contains { DateLook.reads([pattern], [$0]) } }
      let rest = cells.filter { !DateLook.reads(read, [$0]) }
      let found = DateLook.findAll(rest).compactMap { if case .pattern(let pattern) = $0.look { pattern } else { nil } }
      for pattern in read + found where !patterns.contains(pattern) { patterns.append(pattern) }
    }
    dates = patterns
  }

  /// The pick-lists of a source that the export has.
  private static func lists(_ sample: ExportSample, _ profile: Profile) -> [String] {
    let source = RecognisedSource(sample, profile)
    return ["status", "stage", "pipeline", "label"].compactMap { name in
      guard let column = source.fields[name] ?? source.ambiguous[name]?.first,
        let choices = sample.choices(column), !choices.isEmpty
      else { return nil }
      return sample.columns[column]
    }
  }

  /// Lists of the rules' own columns: those whose values a condition names. A new value would fall under another branch,
  /// most likely under `otherwise`, without a word. What the profile knows is no list but for those of ``lists(_:_:)``: a
  /// new company is no new kind of deal.
  private static func askedLists(_ sample: ExportSample, _ rules: CompiledRules) -> [String] {
    var found: [String] = []
    for asked in rules.textsAskedFor {
      let column = asked.isLine ? rules.lineColumns[asked.column] : rules.dealColumns[asked.column]
      guard column.kind == .text, case .header = column.request.source,
        let place = sample.column(of: column.request, rules.profile), !found.contains(sample.columns[place]),
        let choices = sample.choices(place), !choices.isEmpty
      else { continue }
      found.append(sample.columns[place])
    }
    return found
  }

  public var text: String {
    var out =
      "# The export these rules were made for. A differing one is held; to accept it: dealbill rules accept RULES EXPORT\n"
    out += "shape:\n"
    out += YAMLText.list("columns", columns, indent: 2)
    if !values.isEmpty {
      out += "  values:\n"
      for (column, values) in values { out += YAMLText.list(YAMLText.scalar(column), values, indent: 4) }
    }
    if let numbers { out += "  numbers: \(YAMLText.quoted(numbers.rawValue))\n" }
    if !dates.isEmpty { out += YAMLText.list("dates", dates, indent: 2) }
    return out
  }

  /// What differs from an older shape, a line each: `+ column 'Notes'`.
  public func changes(from old: ExportShape?) -> [String] {
    guard let old else { return ["+ shape: \(columns.count) columns"] }
    var lines: [String] = []
    lines += old.columns.filter { !columns.contains($0) }.map { "- column '\(visible($0))'" }
    lines += columns.filter { !old.columns.contains($0) }.map { "+ column '\(visible($0))'" }
    for (column, values) in values {
      let before = old.values.first { $0.column == column }?.values ?? []
      lines += before.filter { !values.contains($0) }.map { "- \(visible(column)): '\(visible($0))'" }
      lines += values.filter { !before.contains($0) }.map { "+ \(visible(column)): '\(visible($0))'" }
    }
    for (column, _) in old.values where !values.contains(where: { $0.column == column }) {
      lines.append("- the list of \(visible(column))")
    }
    if old.numbers != numbers {
      lines.append("~ numbers: \(old.numbers?.rawValue ?? "none") → \(numbers?.rawValue ?? "none")")
    }
    if old.dates != dates {
      func words(_ dates: [String]) -> String { dates.isEmpty ? "none" : dates.joined(separator: ", ") }
      lines.append("~ dates: \(words(old.dates)) → \(words(dates))")
    }
    if lines.isEmpty, old.columns != columns { lines.append("~ the order of the columns") }
    return lines
  }
}

/// A rule file's text with its section `shape` replaced, or added at the end; all other lines stay as they are.
///
/// - Returns: Nil when the section cannot be found by its line, as in a file written in braces.
public func replacingShape(_ text: String, with section: String) -> String? {
  var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  if lines.last == "" { lines.removeLast() }
  guard lines.contains(where: { $0.hasPrefix("rules:") }) else { return nil }
  let body = section.split(separator: "\n").map(String.init)
  guard let start = lines.firstIndex(where: { $0.hasPrefix("shape:") }) else {
    return (lines + [""] + body).joined(separator: "\n") + "\n"
  }
  var end = start + 1
  while end < lines.count, lines[end].isEmpty || lines[end].hasPrefix(" ") { end += 1 }
  while end > start + 1, lines[end - 1].isEmpty { end -= 1 }
  // The comment that stands above the section is kept as it is.
  let isCommented = start > 0 && lines[start - 1].hasPrefix("#")
  lines.replaceSubrange(start..<end, with: isCommented ? Array(body.dropFirst()) : body)
  return lines.joined(separator: "\n") + "\n"
}
