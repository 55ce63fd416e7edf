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
    // One mistake, one message: what is misspelt is not missing as well.
    if let misspelt {
      taken.insert(misspelt.key.text)
      diagnostics.add(
        .error(
          "R013", "\(what) has no key '\(visible(misspelt.key.text))'", at: misspelt.keyRange,
          help: "did you mean '\(key)'? It is needed"))
    } else {
      diagnostics.add(.error("R016", "\(what) needs '\(key)'", at: range, help: help))
    }
    return nil
  }

  /// All entries, for mappings whose keys are the user's own names.
  mutating func takeAll() -> [YAMLEntry] {
    taken.formUnion(entries.map(\.key.text))
    return entries
  }

  /// Names that stand alone, as in `{name}` without quotes, and are no keys; they are not told again.
  mutating func takeUnknownWithoutValue() -> [String] {
    let names = entries.filter { $0.value.isPlainNull && !(group?.has($0.key.text) ?? true) }.map(\.key.text)
    taken.formUnion(names)
    return names
  }

  /// Whether an entry that nobody took is probably meant to be one of `names`; ``finish(_:)`` tells it.
  func hasMisspelt(_ names: [String]) -> Bool {
    entries.contains { !taken.contains($0.key.text) && nearestName(to: $0.key.text, among: names) != nil }
  }

  /// Leaves these entries to another reader.
  mutating func pass(_ others: [YAMLEntry]) { pass(others.map(\.key.text)) }
  mutating func pass(_ names: [String]) { taken.formUnion(names) }

  func has(_ key: String) -> Bool { entries.contains { $0.key.text == key } }
  func keyRange(_ key: String) -> SourceRange? { entries.first { $0.key.text == key }?.keyRange }
  var keys: [String] { entries.map(\.key.text) }

  /// Reports every key that was not asked for, with the nearest one that is known.
  func finish(_ diagnostics: inout DiagnosticList) {
    for entry in entries where !taken.contains(entry.key.text) {
      diagnostics.add(
        .error(
          "R013", "\(what) has no key '\(visible(entry.key.text))'", at: entry.keyRange,
          help: help(for: entry.key.text)))
    }
    warnOfNothing(&diagnostics)
  }

  /// A key of the language with nothing behind it would be as if it were not there, or an empty text.
  private func warnOfNothing(_ diagnostics: inout DiagnosticList) {
    for entry in entries where entry.value.isPlainNull && group?.has(entry.key.text) ?? false {
      // One mistake, one message.
      if diagnostics.all.contains(where: { $0.range == entry.value.range || $0.range == entry.keyRange }) { continue }
      diagnostics.add(
        .warning(
          "R041", "'\(entry.key.text)' has nothing behind it", at: entry.keyRange,
          help: "write its value, or take the key out"))
    }
  }

  /// A sign that cannot be seen, the section that the key belongs to, or the keys that are known.
  private func help(for key: String) -> String? {
    if let foreign = foreignBlank(in: key) { return foreign }
    if nearestName(to: key, among: group?.names ?? asked) == nil, let group,
      let home = KeyGroup.file.keys.first(where: { section in
        if case .group(let other) = section.shape { other != group && other.has(key) } else { false }
      })
    {
      return "it belongs under '\(home.name)'"
    }
    return suggestion(for: key, among: group?.names ?? asked)
  }
}
