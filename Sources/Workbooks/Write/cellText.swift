/// The text as a cell of an XLSX file can hold it: no character that XML forbids, no text that a reader would take for the
/// file format's own `_xHHHH_` escapes, at most 32,767 characters.
func cellText(_ text: String) -> String {
  var isPlain = true
  for byte in text.utf8 where byte < 0x20 || byte == 0x5F || byte >= 0x7F {
    isPlain = false
    break
  }
  if isPlain, text.utf8.count <= cellLimit { return text }
  var out = String.UnicodeScalarView()
  let scalars = Array(text.unicodeScalars)
  var units = 0
  for (index, scalar) in scalars.enumerated() {
    units += scalar.value > 0xFFFF ? 2 : 1
    if units > cellLimit - 8, scalars.count > index + 4 {
      out.append(contentsOf: "… (cut)".unicodeScalars)
      break
    }
    switch scalar.value {
    case 0x5F where startsEscape(scalars, index): out.append(contentsOf: "_x005F_".unicodeScalars)
    case 0x09, 0x0A: out.append(scalar)
    case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: out.append("\u{FFFD}")
    default: out.append(scalar)
    }
  }
  return String(out)
}

private let cellLimit = 32_767

/// Whether `_xHHHH_` stands at `index`.
func startsEscape(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
  guard index + 6 < scalars.count, scalars[index + 1] == "x" || scalars[index + 1] == "X", scalars[index + 6] == "_"
  else { return false }
  return scalars[(index + 2)...(index + 5)].allSatisfy { $0.properties.isASCIIHexDigit }
}

/// Minor units as the nearest number of a spreadsheet, when all of its digits survive there (2^53, and Excel's 15 digits).
func spreadsheetNumber(_ units: Int64, decimals: Int) -> Double? {
  guard units.magnitude < 1_000_000_000_000_000 else { return nil }
  var divisor = 1.0
  for _ in 0..<decimals { divisor *= 10 }
  return Double(units) / divisor
}

/// `-12.05` for −1205 with two decimals.
func exactText(_ units: Int64, decimals: Int) -> String {
  var digits = String(units.magnitude)
  if digits.count <= decimals { digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits }
  return (units < 0 ? "-" : "") + digits.dropLast(decimals) + (decimals > 0 ? "." + digits.suffix(decimals) : "")
}
