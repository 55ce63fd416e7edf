import Bytes
import Diagnostics

/// What is declared and nothing uses: probably a mistake in the rule that should.
extension RuleBuilder {
  func warnAboutUnused(_ parts: CompiledParts?) {
    for name in declaredOrder where !usedDeclarations.contains(name) {
      if let declaration = declared[name] {
        warning("R032", "the column '\(name)' is declared but no rule uses it", declaration.range)
      }
    }
    for table in tables where !usedTables.contains(table.name) {
      warning("R032", "the table '\(table.name)' is declared but no rule uses it", table.range)
    }
    // With a mistake elsewhere, nobody knows what the rule would have used.
    guard let parts, !diagnostics.hasErrors else { return }
    for value in values where !usedValues.contains(value.name) {
      if let range = valueRanges[value.name] { warnAboutUnused("value", value.name, range) }
    }
    if let names = closedNames(parts.template.map { [$0] } ?? []) {
      for template in parts.templates.dropFirst(parts.template == nil ? 1 : 0)
      where !names.contains(template.name) && !extended.contains(template.name) {
        warnAboutUnused("template", template.name, template.range)
      }
    }
    if let names = closedNames(parts.templates.compactMap(\.invoice.terms)) {
      for (terms, range) in zip(terms, termRanges) where !names.contains(terms.name.string) {
        warnAboutUnused("payment terms", terms.name.string, range)
      }
    }
  }

  /// A base serves several companies, of which one need not use all of it.
  private func warnAboutUnused(_ what: String, _ name: String, _ range: SourceRange) {
    guard range.file == file else { return }
    warning(
      "R032",
      "the \(what) '\(name)' \(what.hasSuffix("s") ? "are" : "is") declared but no rule uses \(what.hasSuffix("s") ? "them" : "it")",
      range)
  }

  /// What these fields can be, or nil where that depends on the deal.
  private func closedNames(_ fields: [FieldRule]) -> Set<String>? {
    var names: Set<String> = []
    for field in fields {
      guard let texts = closedTexts(field.node) else { return nil }
      names.formUnion(texts)
    }
    return names
  }
}
