public import Bytes

/// Appends a text cell that is safe to open in a spreadsheet: quoted, inner quotes doubled, and with an apostrophe in
/// front when the text would otherwise be run as a formula (CWE-1236).
///
/// What triggers it is told at ``ByteView/startsFormula``.
public func appendCSVText(_ text: ByteView, to out: inout ByteBuffer) {
  out.append(UInt8(ascii: "\""))
  if text.startsFormula { out.append(UInt8(ascii: "'")) }
  var start = 0
  var i = 0
  while i < text.count {
    if text[i] == UInt8(ascii: "\"") {
      out.append(text.slice(start, i + 1))
      out.append(UInt8(ascii: "\""))
      start = i + 1
    }
    i += 1
  }
  out.append(text.slice(start, text.count))
  out.append(UInt8(ascii: "\""))
}
