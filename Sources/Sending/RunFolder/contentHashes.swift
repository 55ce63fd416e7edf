import Bytes
import Calendars
import Digests
import Foundation
import JSONRecords
import Money

/// Digests of what an invoice says, whatever the order of its members or the spelling of its numbers.
///
/// - Returns: `content` over everything; `deal` over the same with `TxnDate` (where it is the run's date) and then
///   `DueDate` as distances, so that a deal billed yesterday is known again today.
func contentHashes(_ value: JSONValue, runDate: String) throws(DigestError) -> (content: String, deal: String) {
  var text = ByteBuffer()
  appendCanonical(value, to: &text)
  let content = try SHA256.hex(of: text.view)
  text.removeAll()
  appendCanonical(relative(value, runDate), to: &text)
  return (content, try SHA256.hex(of: text.view))
}

private func relative(_ value: JSONValue, _ runDate: String) -> JSONValue {
  guard case .object(let members) = value, value["TxnDate"]?.text == runDate,
    let day = runDate.withByteView({ CivilDate.parseISO($0) })
  else { return value }
  return .object(
    members.map { member in
      guard member.name == "TxnDate" || member.name == "DueDate", let text = member.value.text,
        let date = text.withByteView({ CivilDate.parseISO($0) })
      else { return member }
      return JSONMember(name: member.name, value: .string("run+\(date.dayNumber - day.dayNumber)"))
    })
}

/// Members by name, numbers as plain decimals, texts in NFC.
private func appendCanonical(_ value: JSONValue, isReference: Bool = false, to out: inout ByteBuffer) {
  switch value {
  case .null: out.append("null")
  case .bool(let truth): if truth { out.append("true") } else { out.append("false") }
  case .number(let text):
    out.append(UInt8(ascii: "#"))
    out.append(text: plainNumber(text))
  case .string(let text): appendText(text, to: &out)
  case .array(let elements):
    out.append(UInt8(ascii: "["))
    for element in elements {
      appendCanonical(element, to: &out)
      out.append(UInt8(ascii: ","))
    }
    out.append(UInt8(ascii: "]"))
  case .object(let members):
    out.append(UInt8(ascii: "{"))
    // A reference says who by name; whether its id was known already when the folder was made is no difference.
    let isReference = isReference && members.contains { $0.name == "name" }
    for member in members.sorted(by: { $0.name < $1.name }) where !(isReference && member.name == "value") {
      appendText(member.name, to: &out)
      appendCanonical(member.value, isReference: member.name.hasSuffix("Ref"), to: &out)
      out.append(UInt8(ascii: ","))
    }
    out.append(UInt8(ascii: "}"))
  }
}

private func appendText(_ text: String, to out: inout ByteBuffer) {
  let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
  let text = isASCII ? text : text.precomposedStringWithCanonicalMapping
  out.append(decimal: text.utf8.count)
  out.append(UInt8(ascii: ":"))
  out.append(text: text)
}

/// `10.50` and `10.5` are one number; what is no plain decimal stays as written.
func plainNumber(_ text: String) -> String {
  guard case .success(let number) = text.withByteView({ ExactDecimal.parse($0, .plain) }) else { return text }
  return number.trimmed.description
}
