import Diagnostics
import YAMLTree

/// Reads one mapping of the rule file: each key is asked for by name, and what was not asked for is an error.
struct MappingReader {
  let what: String
  let range: SourceRange
  private let entries: [YAMLEntry]
  private var taken: Set<String> = []
  private let group: KeyGroup?
  /// Names that were asked for where no group knows them: those of a table's columns.
  private var asked: [String] = []

  /// - Parameters:
  ///   - what: Words for messages: "a line rule".
  ///   - group: The keys that it may have; nil: they are the user's own names.
  init?(_ node: YAMLNode, _ what: String, _ group: KeyGroup?, _ diagnostics: inout DiagnosticList) {
    self.what = what
    self.group = group
    range = node.range
    switch node.content {
    case .mapping(let entries): self.entries = entries
    default:
      diagnostics.add(
        .error("R015", "\(what) must be a mapping of keys to values", at: node.range, expected: "key: value"))
      return nil
    }
  }

  /// The value under `key`, or nil.
  mutating func take(_ key: String) -> YAMLNode? {
    if group == nil { asked.append(key) }
    assert(group?.has(key) ?? true, "'\(key)' of \(what) has no definition; add it in RuleLanguage/Schema")
    guard let entry = entries.first(where: { $0.key.text == key }) else { return nil }
    taken.insert(key)
    return entry.value
  }

  /// The value under `key`; its absence is an error.
  mutating func require(_ key: String, _ diagnostics: inout DiagnosticList, help: String? = nil) -> YAMLNode? {
    if let node = take(key) { return node }
    let misspelt = entries.first {
      !(group?.has($0.key.text) ?? true) && nearestName(to: $0.key.text, among: [key]) == key
    }
    diagnostics.add(
      .error(
        "R016", "\(what) needs '\(key)'", at: misspelt?.keyRange ?? range,
        help: misspelt.map { "'\($0.key.text)' was probably meant to be it" } ?? help))
    return nil
  }

  /// All entries, for mappings whose keys are the user's own names.
  mutating func takeAll() -> [YAMLEntry] {
    taken.formUnion(entries.map(\.key.text))
    return entries
  }

  /// The entries that nobody asked for yet, without complaint: for conditions, whose keys are formulas.
  mutating func takeRest() -> [YAMLEntry] {
    let rest = entries.filter { !taken.contains($0.key.text) }
    taken.formUnion(rest.map(\.key.text))
    return rest
  }

  /// Leaves these entries to another reader.
  mutating func pass(_ others: [YAMLEntry]) { taken.formUnion(others.map(\.key.text)) }

  func has(_ key: String) -> Bool { entries.contains { $0.key.text == key } }
  var keys: [String] { entries.map(\.key.text) }

  /// Reports every key that was not asked for, with the nearest one that is known.
  func finish(_ diagnostics: inout DiagnosticList) {
    for entry in entries where !taken.contains(entry.key.text) {
      diagnostics.add(
        .error(
          "R013", "\(what) has no key '\(entry.key.text)'", at: entry.keyRange,
          help: suggestion(for: entry.key.text, among: group?.names ?? asked)))
    }
  }
}
