/// Texts as they may stand in a rule file.
enum YAMLText {
  /// The text plain where YAML reads it as it is, in double quotes elsewhere; safe inside `[…]` and `{…}` too.
  static func scalar(_ text: String) -> String {
    guard let first = text.first, let last = text.last else { return "\"\"" }
    let isPlain =
      (first.isLetter || first.isNumber) && !last.isWhitespace && last != ":"
      && text.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && $0.value != 0x7F && !",[]{}".contains(Character($0))
      }
      && !text.contains(": ") && !text.contains(" #") && text != "TODO" && !["null", "Null", "NULL"].contains(text)
    return isPlain ? text : quoted(text)
  }

  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += "\\\(scalar)"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "\r": out += "\\r"
      default:
        if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0xFEFF {
          let digits = String(scalar.value, radix: 16)
          out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          out.unicodeScalars.append(scalar)
        }
      }
    }
    return out + "\""
  }

  /// `key: [a, b, …]`, wrapped to lines of at most 110 columns.
  static func list(_ key: String, _ items: [String], indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines = [margin + key + ": ["]
    for (index, item) in items.enumerated() {
      let word = scalar(item) + (index + 1 < items.count ? "," : "]")
      if lines[lines.count - 1].count + word.count + 1 > 110 {
        lines.append(margin + "  " + word)
      } else {
        let isFirst = lines[lines.count - 1].hasSuffix("[") || index == 0
        lines[lines.count - 1] += (isFirst ? "" : " ") + word
      }
    }
    if items.isEmpty { lines[0] += "]" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Words for a comment: on one line, without signs that end it.
  static func comment(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      out.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
    }
    return out.count > 60 ? "\(out.prefix(57))…" : out
  }

  /// A short name for a column: `Go-Live Target` as `go_live_target`.
  static func name(_ header: String, taken: Set<String>) -> String {
    var out = ""
    for character in header.lowercased() {
      if character.isASCII, character.isLetter || character.isNumber {
        out.append(character)
      } else if out.last != "_" {
        out.append("_")
      }
    }
    while out.hasSuffix("_") { out.removeLast() }
    while let first = out.first, !first.isLetter { out.removeFirst() }
    if out.isEmpty { out = "column" }
    var name = out
    var number = 2
    while taken.contains(name) {
      name = "\(out)_\(number)"
      number += 1
    }
    return name
  }
}
