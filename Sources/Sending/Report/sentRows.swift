import Bytes
import Money
import Reconciliation

/// One row a deal: the folder's columns, then QuickBooks' id and number, the total that was sent, tax and total as stored,
/// the invoice's status, what is open, and the line of its payload.
///
/// - Parameter standings: One for each invoice of the folder, in its order; nil is not in QuickBooks.
public func sentRows(_ folder: RunFolderContent, _ deals: [DealResult], _ standings: [InvoiceStanding?]) -> String {
  var out = ByteBuffer(capacity: 1 << 16)
  for (index, name) in folder.header.enumerated() {
    if index > 0 { out.append(UInt8(ascii: ",")) }
    name.withByteView { appendCSVText($0, to: &out) }
  }
  for name in sentColumns { out.append(text: ",\"\(name)\"") }
  out.append("\n")
  func column(_ name: String) -> Int? { folder.header.firstIndex(of: name) }
  let (bucket, code, problem, fix) = (column("bucket"), column("code"), column("problem"), column("fix"))
  let names: Set = ["deal_value", "discount", "net", "tax", "total", "lines", "row", "age_days"]
  var numbers = Set(folder.header.indices.filter { names.contains(folder.header[$0]) })
  numbers.formUnion([2, 3, 4, 6, 7].map { folder.header.count + $0 })
  for row in folder.rows {
    var cells = row.cells
    var tail = sentColumns.map { _ in "" }
    if let index = row.invoice, index < deals.count {
      let deal = deals[index]
      if let bucket { cells[bucket] = deal.bucket.name }
      if let code, !deal.code.isEmpty { cells[code] = deal.code }
      if let problem, !deal.problem.isEmpty {
        cells[problem] = cells[problem].isEmpty ? deal.problem : "\(cells[problem]) · \(deal.problem)"
      }
      if let fix, !deal.fix.isEmpty { cells[fix] = deal.fix }
      tail[7] = String(folder.invoices[index].line)
      if index < standings.count, let standing = standings[index] {
        func money(_ units: Int64) -> String { amountText(units, standing.currency) }
        tail.replaceSubrange(
          0..<7,
          with: [
            standing.id, standing.number, money(standing.planned), money(standing.tax), money(standing.total),
            standing.word,
            money(standing.balance),
          ])
      }
    }
    for (index, cell) in (cells + tail).enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      append(cell: cell, isNumber: numbers.contains(index), to: &out)
    }
    out.append(UInt8(ascii: "\n"))
  }
  return out.view.string
}

/// What the rows have more than those of the run.
private let sentColumns = [
  "quickbooks_id", "quickbooks_number", "sent_total", "stored_tax", "stored_total", "status", "open_balance",
  "payload_line",
]

/// Amounts and counts stand bare; everything else is text, made harmless for spreadsheets: an id keeps its zeros.
private func append(cell: String, isNumber: Bool, to out: inout ByteBuffer) {
  if cell.isEmpty { return }
  if isNumber, cell.utf8.allSatisfy({ $0 &- 0x30 < 10 || $0 == 0x2E || $0 == 0x2D }) {
    out.append(text: cell)
  } else if cell.hasPrefix("'") {
    // Made harmless by the run already.
    out.append("\"")
    out.append(text: cell.replacing("\"", with: "\"\""))
    out.append("\"")
  } else {
    cell.withByteView { appendCSVText($0, to: &out) }
  }
}
