import Bytes
import CSVRecords
import Diagnostics
import Reconciliation
import TaxIdentifiers

/// Judges a column of tax identifiers, row by row in their order: `country,id` → `country,id,outcome,compact`.
///
/// Rows come out as they go in, also those with two empty cells; empty lines are no rows. An empty id is absent
/// whatever the country; the minimal form is empty for what is absent, malformed or of an unknown country. Memory does
/// not grow with the file.
///
/// - Throws: ``RefusedInput`` with `S401` when a column is missing, or as ``CSVReader`` does.
func judgeColumn(_ source: ByteSource, write: (ByteView) throws -> Void) throws {
  var options = CSVOptions()
  options.keepsBlankRecords = true
  let reader = try CSVReader(source, options: options)
  let columns = try ["country", "id"].map { try place(of: $0, in: reader) }
  reader.want(columns)
  var out = ByteBuffer(capacity: 1 << 20)
  out.append("country,id,outcome,compact\n")
  while let block = try reader.next() {
    for record in 0..<block.recordCount {
      judge(block.cell(record, 0), block.cell(record, 1), into: &out)
    }
    block.recycle()
    try write(out.view)
    out.removeAll()
  }
  try write(out.view)
}

private func judge(_ code: ByteView, _ id: ByteView, into out: inout ByteBuffer) {
  appendField(code, to: &out)
  out.append(UInt8(ascii: ","))
  appendField(id, to: &out)
  out.append(UInt8(ascii: ","))
  guard let country = TaxIdentifierCountry.find(code) else {
    // Every scheme reads an empty cell alike.
    let isAbsent = TaxIdentifierScheme.all[0].validate(id) == .absent
    out.append(isAbsent ? TaxIdentifierOutcome.absent.name : TaxIdentifierOutcome.unknownCountry.name)
    out.append(",\n")
    return
  }
  let judged = country.judge(id)
  out.append(judged.outcome.name)
  out.append(UInt8(ascii: ","))
  // Capitals, digits and Ñ: nothing that would need quotes.
  judged.compact?.append(to: &out)
  out.append(UInt8(ascii: "\n"))
}

private func place(of name: String, in reader: CSVReader) throws -> Int {
  let names = reader.header.map { $0.withByteView { $0.trimmed.string }.lowercased() }
  guard let place = names.firstIndex(of: name), names.lastIndex(of: name) == place else {
    let isTwice = names.contains(name)
    throw RefusedInput(
      .error(
        "S401", "\(reader.file): the column '\(name)' \(isTwice ? "stands twice in the header" : "is missing")",
        expected: "a header with the columns country and id",
        help: "the header reads: \(reader.header.joined(separator: ", "))"))
  }
  return place
}

/// A cell as it came, quoted only where it must be; an apostrophe goes before what a spreadsheet would run.
private func appendField(_ text: ByteView, to out: inout ByteBuffer) {
  var needsQuotes = text.startsFormula
  for i in 0..<text.count {
    let byte = text[i]
    if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte < 0x20 { needsQuotes = true }
  }
  if needsQuotes { appendCSVText(text, to: &out) } else { out.append(text) }
}
