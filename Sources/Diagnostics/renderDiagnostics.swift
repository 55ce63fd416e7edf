/// Turns diagnostics into text: place, severity, code, sentence; the line with a marker; expectation and remedy.
public struct DiagnosticRenderer {
  private let sources: [String: [Substring]]

  /// - Parameter sources: The texts of files by name, for the excerpts; a missing one only costs its excerpt.
  public init(sources: [String: String]) {
    self.sources = sources.mapValues { text in
      text.drop { $0 == "\u{FEFF}" }.split(omittingEmptySubsequences: false) { $0.isNewline }
    }
  }

  /// All of `diagnostics`, sorted by place, a blank line between two.
  public func render(_ diagnostics: [Diagnostic]) -> String {
    var list = DiagnosticList()
    list.add(contentsOf: diagnostics)
    return list.sorted.map(render).joined(separator: "\n")
  }

  public func render(_ diagnostic: Diagnostic) -> String {
    var text = ""
    if let range = diagnostic.range { text += "\(range.description): " }
    text += "\(diagnostic.severity.rawValue)[\(diagnostic.code)]: \(visible(diagnostic.message))\n"
    if let range = diagnostic.range, let lines = sources[range.file], range.line >= 1, range.line <= lines.count {
      let number = String(range.line)
      let margin = String(repeating: " ", count: number.count)
      let line = visible(String(lines[range.line - 1].prefix(160)))
      let pad = String(repeating: " ", count: max(0, min(range.column - 1, 160)))
      let marks = String(repeating: "^", count: max(1, min(range.length, 160 - min(range.column - 1, 159))))
      text += " \(number) | \(line)\n \(margin) | \(pad)\(marks)\n"
    }
    if let expected = diagnostic.expected { text += " expected: \(visible(expected))\n" }
    if let help = diagnostic.help { text += "     help: \(visible(help))\n" }
    return text
  }
}

/// Text from outside, safe for a terminal and for one line of a log: control, bidi and zero-width characters become
/// `\u{..}`. (Trojan-source and escape-sequence injection, CWE-150, CWE-117.)
public func visible(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isHidden) else { return text }
  var out = ""
  for scalar in text.unicodeScalars {
    if isHidden(scalar) {
      out += "\\u{\(String(scalar.value, radix: 16))}"
    } else {
      out.unicodeScalars.append(scalar)
    }
  }
  return out
}

/// In a message even joiners and separators are spelled out.
private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x200B...0x200D, 0x2028, 0x2029, 0x2060...0x2065: true
  default: isHiddenSign(scalar)
  }
}

/// Whether a sign is invisible or turns the direction of writing: Unicode 16, general categories Cc and Cn (noncharacters),
/// byte order marks, tags, and the property Bidi_Control.
public func isHiddenSign(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0: true
  case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
  case 0xFEFF, 0xFFF9...0xFFFB, 0xFDD0...0xFDEF, 0xE0000...0xE007F: true
  default: scalar.value & 0xFFFE == 0xFFFE
  }
}
