import Bytes
import Countries
import Diagnostics
import YAMLTree

/// What YAML and the schema allow and hardly anybody means.
extension RuleBuilder {
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

  /// Texts that show no values, with a hole in them.
  func warnAboutHoles(
    _ node: YAMLNode?, _ what: String, help: String = "leave it out; the report names the deal and its cells"
  ) {
    guard let node, let text = node.text, let hole = holes(in: text).first else { return }
    warning("R038", "\(what) shows no values: '{\(hole)}' stands in it as it is", node.range, help: help)
  }

  /// What a row of a table gives is a word, not what becomes of the deal.
  func checkRowValue(_ node: YAMLNode, isOtherwise: Bool = false) {
    warnAboutHoles(
      node, "a row of a table", help: "a table gives words; 'column_by_table' takes the column that a row names")
    guard node.scalar?.style == .plain, let word = node.text,
      ["hold", "skip", "fail"].contains(word) || isOtherwise && word == "missing"
    else { return }
    let policy = word == "missing" ? "missing" : "hold"
    error(
      "R017", "'\(word)' would be the value here, not what becomes of the deal", node.range,
      help:
        "leave it out and say 'on_unknown: \(policy)' in the table, or 'on_missing' beside the look-up; \"\(word)\" in quotes is the word itself"
    )
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
