import Bytes
public import Calendars
import Reconciliation

/// Answers as the file that `run --overrides` takes: YAML that people can read, correct and keep under version control.
public func renderOverrides(_ answers: [Answer], answered: CivilDate, workbook: String) -> String {
  var out = """
    # Answers of people to exceptions, read from \(comment(workbook)). Each counts until its day; then the hold comes back.
    overrides: 1
    answers:\(answers.isEmpty ? " []" : "")

    """
  for answer in answers {
    out += "  - deal: \(quoted(answer.deal))\n"
    if !answer.customer.isEmpty {
      let isID = answer.customer.utf8.allSatisfy { (0x30...0x39).contains($0) }
      out += "    \(isID ? "use_customer" : "use_customer_named"): \(quoted(answer.customer))\n"
    }
    if !answer.taxCode.isEmpty { out += "    tax_code: \(quoted(answer.taxCode))\n" }
    if let day = answer.skipUntil { out += "    skip_until: \(day)\n" }
    if !answer.accepts.isEmpty {
      out += "    accept: [\(answer.accepts.map(quoted).joined(separator: ", "))]\n"
    }
    if !answer.value.isEmpty { out += "    value: \(quoted(answer.value))\n" }
    out += "    reason: \(quoted(answer.reason))\n    author: \(quoted(answer.author))\n"
    out += "    answered: \(answered)\n    expires: \(answer.expires)\n"
  }
  return out
}

private func comment(_ path: String) -> String { visibleText(fileName(path)) }

/// A double-quoted scalar, which can hold any text.
private func quoted(_ text: String) -> String {
  var out = String.UnicodeScalarView()
  out.append("\"")
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x22, 0x5C:
      out.append("\\")
      out.append(scalar)
    case 0x20..<0x7F, 0xA0..<0x2028, 0x202F..<0xD800, 0xE000..<0xFEFF, 0xFF00..<0xFFFE, 0x10000...0x10FFFF:
      out.append(scalar)
    default:
      let hex = String(scalar.value, radix: 16, uppercase: true)
      out.append(contentsOf: "\\U\(String(repeating: "0", count: 8 - hex.count))\(hex)".unicodeScalars)
    }
  }
  out.append("\"")
  return String(out)
}
