import Diagnostics
public import RuleLanguage
import YAMLTree

/// The rule file as it applies, a company's overlay laid over its base, as YAML with the origin of each value.
///
/// The text means the same as the files it came from: block style, every text quoted that YAML could take for something
/// else, `# file:line` behind each value.
public func renderEffective(_ tree: RuleTree) -> String? {
  guard let root = tree.root else { return nil }
  var writer = EffectiveWriter()
  writer.out +=
    "# \(tree.sources.map(\.file).joined(separator: " over ")), merged; the comments tell where each value stands.\n"
  writer.entries(root.entries ?? [], indent: 0)
  return writer.out
}

private struct EffectiveWriter {
  var out = ""

  mutating func entries(_ entries: [YAMLEntry], indent: Int, isFirstInline: Bool = false) {
    for (index, entry) in entries.enumerated() {
      if index > 0 || !isFirstInline { pad(indent) }
      out += "\(quoted(entry.key.text)):"
      value(entry.value, indent: indent + 2)
    }
  }

  /// What follows a colon, up to and including the end of the line or of the block.
  private mutating func value(_ node: YAMLNode, indent: Int) {
    switch node.content {
    case .scalar(let scalar): out += " \(scalar.isPlainNull ? "~" : quoted(scalar.text))\(origin(node.range))\n"
    case .sequence(let items):
      if let flow = flow(items) {
        out += " [\(flow)]\(origin(node.range))\n"
        return
      }
      out += "\n"
      for item in items { self.item(item, indent: indent) }
    case .mapping(let entries):
      if entries.isEmpty {
        out += " {}\(origin(node.range))\n"
        return
      }
      out += "\n"
      self.entries(entries, indent: indent)
    }
  }

  private mutating func item(_ node: YAMLNode, indent: Int) {
    pad(indent)
    out += "-"
    if case .mapping(let entries) = node.content, !entries.isEmpty {
      out += " "
      self.entries(entries, indent: indent + 2, isFirstInline: true)
    } else {
      value(node, indent: indent + 2)
    }
  }

  /// A list of texts that stand together, on one line; nil for others.
  private func flow(_ items: [YAMLNode]) -> String? {
    let texts = items.compactMap(\.text)
    guard texts.count == items.count, Set(items.map(\.range.line)).count <= 1 else { return nil }
    return texts.map { quoted($0, inFlow: true) }.joined(separator: ", ")
  }

  private mutating func pad(_ indent: Int) { out += String(repeating: " ", count: indent) }

  private func origin(_ range: SourceRange) -> String { "  # \(range.file):\(range.line)" }

  private func quoted(_ text: String, inFlow: Bool = false) -> String {
    isPlainSafe(text, inFlow) ? text : "\"\(escaped(text))\""
  }

  private func isPlainSafe(_ text: String, _ inFlow: Bool) -> Bool {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else { return false }
    if first == " " || last == " " || last == ":" || "-?:,[]{}#&*!|>'\"%@`~=<.".unicodeScalars.contains(first) {
      return false
    }
    if text == "null" || text == "Null" || text == "NULL" || text.contains(": ") || text.contains(" #") { return false }
    return text.unicodeScalars.allSatisfy { scalar in
      scalar.value >= 0x20 && scalar.value != 0x7F && !(inFlow && ",[]{}:".unicodeScalars.contains(scalar))
        && scalar.value != 0x85 && scalar.value != 0xA0 && scalar.value != 0x2028 && scalar.value != 0x2029
        && scalar.value != 0xFEFF
    }
  }

  private func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      default:
        let isHidden =
          scalar.value < 0x20 || (0x7F...0xA0).contains(scalar.value) || scalar.value == 0x2028
          || scalar.value == 0x2029 || scalar.value == 0xFEFF
        let hex = String(scalar.value, radix: 16)
        if isHidden {
          out += "\\u\(String(repeating: "0", count: max(0, 4 - hex.count)))\(hex)"
        } else {
          out.unicodeScalars.append(scalar)
        }
      }
    }
    return out
  }
}
