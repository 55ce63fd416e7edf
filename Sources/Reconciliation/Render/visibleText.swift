import Diagnostics

/// `text` as one line on which nothing hides: what is invisible or would reorder its neighbours is spelled out.
///
/// Line ends and tabs become a space. Control characters (C0, DEL, C1), byte order marks, noncharacters and the marks
/// that turn the direction of writing become `‹U+202E›`: a reviewer must see what stands in a cell, and neither a
/// terminal nor the isolation of `<bdi>` may be broken out of. Joiners stay, because scripts need them.
public func visibleText(_ text: String) -> String {
  if text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value < 0x7F }) { return text }
  var out = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x09...0x0D, 0x85, 0x2028, 0x2029: out.append(" ")
    case let value where isHiddenSign(scalar):
      let hex = String(value, radix: 16, uppercase: true)
      out.append(contentsOf: "‹U+\(String(repeating: "0", count: max(0, 4 - hex.count)))\(hex)›".unicodeScalars)
    default: out.append(scalar)
    }
  }
  return String(out)
}
