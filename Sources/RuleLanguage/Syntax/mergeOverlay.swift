import Diagnostics
import YAMLTree

/// Puts a company's overlay on its base; every node keeps the place where it was written.
///
/// Sections are merged key by key, and so are addresses, custom fields, tax codes, treatments, templates, tables
/// and their rows.
/// Rules in lists (`skip`, `checks`, `lines`) are replaced by id, tests by name, the rows of a table of several keys by these;
/// new ones follow, and `remove: yes` takes
/// one away, as it does of what has names of the file's own. All else is replaced as a whole: one field has one rule.
struct OverlayMerge {
  private(set) var diagnostics = DiagnosticList()

  private static let sections = [
    "company", "source", "columns", "terms", "tables", "values", "customer", "templates", "invoice", "taxes",
  ]

  mutating func merged(_ base: YAMLNode, _ overlay: YAMLNode) -> YAMLNode {
    merge(base, overlay, path: []) { path in path.count == 1 && Self.sections.contains(path[0]) || Self.isDeep(path) }
  }

  /// Mappings below a section that are merged key by key as well.
  private static func isDeep(_ path: [String]) -> Bool {
    switch (path.first, path.count) {
    case ("customer", 2): path[1].hasSuffix("_address")
    case ("invoice", 2): path[1] == "custom_fields"
    case ("taxes", 2): path[1] == "codes" || path[1] == "treatments"
    case ("templates", 2), ("tables", 2): true
    case ("templates", 3): path[2] == "custom_fields"
    case ("tables", 3): path[2] == "rows"
    default: false
    }
  }

  /// Whether the entries of a mapping have names of the file's own, so that one may be taken away.
  private static func hasNames(_ path: [String]) -> Bool {
    switch (path.first, path.count) {
    case ("columns", 1), ("terms", 1), ("tables", 1), ("values", 1), ("templates", 1): true
    case ("tables", 3): path[2] == "rows"
    case ("taxes", 2): path[1] == "codes" || path[1] == "treatments"
    case ("invoice", 2): path[1] == "custom_fields"
    case ("templates", 3): path[2] == "custom_fields"
    default: false
    }
  }

  /// The keys by which the items of a list are told apart, for lists that are merged; empty for all others.
  ///
  /// - Parameter parent: The mapping that the list stands in.
  private static func itemKeys(_ path: [String], in parent: YAMLNode) -> [String] {
    switch (path.first, path.count) {
    case ("skip", 1), ("checks", 1), ("lines", 1): ["id"]
    case ("tests", 1): ["name"]
    case ("templates", 3) where path[2] == "lines": ["id"]
    case ("tables", 3) where path[2] == "rows": parent["key"]?.items?.compactMap(\.text) ?? []
    default: []
    }
  }

  private mutating func merge(
    _ base: YAMLNode, _ overlay: YAMLNode, path: [String], isMerged: ([String]) -> Bool
  ) -> YAMLNode {
    guard let own = overlay.entries, let old = base.entries else { return overlay }
    let removed = Self.hasNames(path) ? Set(own.filter { Self.removes($0.value) }.map(\.key.text)) : []
    for entry in own where removed.contains(entry.key.text) && base[entry.key.text] == nil {
      nothingToRemove(entry.key.text, old.map(\.key.text), entry.keyRange)
    }
    var entries = old.filter { !removed.contains($0.key.text) }.map { entry -> YAMLEntry in
      guard let replacement = own.first(where: { $0.key.text == entry.key.text }) else { return entry }
      var entry = replacement
      let inner = path + [entry.key.text]
      let before = base[entry.key.text] ?? replacement.value
      if isMerged(inner), before.entries != nil, replacement.value.entries != nil {
        entry.value = merge(before, replacement.value, path: inner, isMerged: isMerged)
      } else if let items = before.items, let new = replacement.value.items,
        case let keys = Self.itemKeys(inner, in: overlay["key"] == nil ? base : overlay), !keys.isEmpty
      {
        entry.value.content = .sequence(mergeItems(items, new, keys))
        entry.value.range = before.range
      }
      return entry
    }
    entries += own.filter { entry in
      !removed.contains(entry.key.text) && !old.contains { $0.key.text == entry.key.text }
    }.map { entry in
      // A list that the base does not have: there is nothing to take out of it.
      guard let items = entry.value.items, case let keys = Self.itemKeys(path + [entry.key.text], in: overlay),
        !keys.isEmpty
      else { return entry }
      for item in items where Self.saysRemove(item) {
        nothingToRemove(keys.compactMap { item[$0]?.text }.joined(separator: ", "), [], item.range)
      }
      var entry = entry
      entry.value.content = .sequence(items.filter { !Self.saysRemove($0) })
      return entry
    }
    return YAMLNode(.mapping(entries), at: overlay.range)
  }

  private static func saysRemove(_ node: YAMLNode) -> Bool {
    node["remove"].map { $0.text == "yes" || $0.text == "true" } ?? false
  }

  /// `KEY: { remove: yes }`, with nothing else in it.
  private static func removes(_ node: YAMLNode) -> Bool { node.entries?.count == 1 && saysRemove(node) }

  private mutating func nothingToRemove(_ name: String, _ known: [String], _ range: SourceRange) {
    diagnostics.add(
      .error(
        "R051", "there is nothing named '\(name)' to remove", at: range, help: suggestion(for: name, among: known)))
  }

  private mutating func mergeItems(_ base: [YAMLNode], _ overlay: [YAMLNode], _ keys: [String]) -> [YAMLNode] {
    func name(_ item: YAMLNode) -> String? {
      let parts = keys.compactMap { item[$0]?.text }
      // The keys of a table take no account of case.
      return parts.count < keys.count ? nil : keys.count == 1 ? parts[0] : parts.joined(separator: ", ").lowercased()
    }
    var result = base
    for item in overlay {
      let own = name(item)
      let known = result.firstIndex { own != nil && name($0) == own }
      switch (known, Self.saysRemove(item)) {
      case (let at?, true): result.remove(at: at)
      case (let at?, false): result[at] = item
      case (nil, true):
        nothingToRemove(own ?? "", base.compactMap(name), item.range)
      case (nil, false): result.append(item)
      }
    }
    return result
  }
}
