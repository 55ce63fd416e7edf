public import Bytes

/// Appends a text cell that is safe to open in a spreadsheet: quoted, inner quotes doubled, and with an apostrophe in
/// front when the text would otherwise be run as a formula (CWE-1236).
///
/// What triggers it is told at ``ByteView/startsFormula``.
public func appendCSVText(_ text: ByteView, to out: inout ByteBuffer) {
  let isFormula = text.startsFormula
  if !isFormula, out.append(plainCSV: text) { return }
  out.append(UInt8(ascii: "\""))
  if isFormula { out.append(UInt8(ascii: "'")) }
  var start = 0
  var at = text.position(of: UInt8(ascii: "\""), from: 0)
  while at < text.count {
    out.append(text.slice(start, at + 1))
    out.append(UInt8(ascii: "\""))
    start = at + 1
    at = text.position(of: UInt8(ascii: "\""), from: start)
  }
  out.append(text.slice(start, text.count))
  out.append(UInt8(ascii: "\""))
}
