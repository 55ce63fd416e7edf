import Testing
import YAMLTree

/// One case of yaml-test-suite.
struct SuiteCase {
  /// The file's name and the case's number in it, e.g. "DK95/3".
  var name: String
  var yaml: [UInt8]
  /// Whether the text is no YAML.
  var mustFail: Bool
  /// The events expected, as the suite writes them.
  var tree: String?

  /// The cases of one file of the suite, read by the parser under test.
  static func read(_ bytes: [UInt8], file: String) throws -> [SuiteCase] {
    let (root, diagnostics) = parseYAML(bytes, file: file)
    try #require(diagnostics.isEmpty, "\(file): \(diagnostics)")
    let items = try #require(root?.items)
    return try items.enumerated().map { number, item in
      let yaml = try #require(item["yaml"]?.text)
      return SuiteCase(
        name: "\(file.prefix { $0 != "." })/\(number)", yaml: Array(unmarked(yaml).utf8),
        mustFail: item["fail"]?.text == "true", tree: item["tree"]?.text.map(unmarked))
    }
  }

  /// The suite's visible signs turned into what they stand for.
  static func unmarked(_ text: String) -> String {
    var out = ""
    var dashes = 0
    for scalar in text.unicodeScalars {
      if scalar == "—" {
        dashes += 1
        continue
      }
      if scalar != "»" { out += String(repeating: "—", count: dashes) }
      dashes = 0
      switch scalar {
      case "␣": out += " "
      case "»": out += "\t"
      case "←": out += "\r"
      case "⇔": out += "\u{FEFF}"
      case "↵": break
      default: out.unicodeScalars.append(scalar)
      }
    }
    if out.hasSuffix("∎\n") { out.removeLast(2) }
    return out
  }
}

/// The tree as the suite writes it, without document and stream.
func suiteTree(_ node: YAMLNode) -> [String] {
  switch node.content {
  case .scalar(let scalar): [suiteScalar(scalar)]
  case .sequence(let items): ["+SEQ"] + items.flatMap(suiteTree) + ["-SEQ"]
  case .mapping(let entries):
    ["+MAP"] + entries.flatMap { [suiteScalar($0.key)] + suiteTree($0.value) } + ["-MAP"]
  }
}

private func suiteScalar(_ scalar: YAMLScalar) -> String {
  let sign =
    switch scalar.style {
    case .plain: ":"
    case .singleQuoted: "'"
    case .doubleQuoted: "\""
    case .literal: "|"
    case .folded: ">"
    }
  var text = "=VAL \(sign)"
  for scalar in scalar.text.unicodeScalars {
    switch scalar {
    case "\\": text += "\\\\"
    case "\n": text += "\\n"
    case "\t": text += "\\t"
    case "\r": text += "\\r"
    case "\u{8}": text += "\\b"
    default: text.unicodeScalars.append(scalar)
    }
  }
  return text
}

/// The suite's events without those of stream and document, indentation and bracket styles.
func comparableEvents(_ tree: String) -> [String] {
  tree.split(separator: "\n").map { line in
    let line = String(line.drop { $0 == " " })
    return ["+MAP {}", "+SEQ []"].contains(line) ? String(line.prefix(4)) : line
  }.filter { !["+STR", "-STR", "+DOC", "-DOC", "+DOC ---", "-DOC ..."].contains($0) }
}
