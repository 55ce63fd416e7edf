/// Helpers for text in columns: widths as a terminal shows them, wrapping, shortening.

/// How many columns a terminal gives `text`: two for East Asian wide characters and emoji, none for combining marks.
///
/// Source of the wide ranges: Unicode 16, EastAsianWidth.txt, W and F, in blocks.
public func displayWidth(_ text: String) -> Int {
  text.reduce(0) { $0 + displayWidth($1) }
}

private func displayWidth(_ character: Character) -> Int {
  guard let first = character.unicodeScalars.first else { return 0 }
  switch first.value {
  case 0x20..<0x300: return 1
  case 0x1100...0x115F, 0x2E80...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F000...0x1FAFF, 0x20000...0x3FFFD:
    return 2
  default: break
  }
  switch first.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: return 0
  default: return 1
  }
}

package func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - displayWidth(text)))
}

package func rightAligned(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - displayWidth(text))) + text
}

/// `text` in at most `width` columns; what is cut off is marked by `…`.
public func shortened(_ text: String, to width: Int) -> String {
  guard displayWidth(text) > width else { return text }
  var out = ""
  var used = 0
  for character in text {
    let next = displayWidth(character)
    if used + next > width - 1 { break }
    out.append(character)
    used += next
  }
  return out + "…"
}

/// `text` in lines of at most `width` columns, broken at spaces, or inside a word that is longer than a line.
func wrapped(_ text: String, to width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  var used = 0
  for word in text.split(separator: " ") {
    let length = displayWidth(String(word))
    if used > 0 && used + 1 + length <= width {
      line += " " + word
      used += 1 + length
      continue
    }
    if used > 0 {
      lines.append(line)
      (line, used) = ("", 0)
    }
    for character in word {
      let next = displayWidth(character)
      if used + next > width && used > 0 {
        lines.append(line)
        (line, used) = ("", 0)
      }
      line.append(character)
      used += next
    }
  }
  if used > 0 || lines.isEmpty { lines.append(line) }
  return lines
}

/// A currency's code for a narrow column: three letters as a rule, and never more than eight columns.
func shortCode(_ code: String) -> String { shortened(visibleText(code), to: 8) }
