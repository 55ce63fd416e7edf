import Bytes
import Money
import Reconciliation

/// One row a deal: the folder's columns, then QuickBooks' id, number, tax and total, and what differs.
func rowsCSV(_ folder: RunFolderContent, _ result: SendResult) -> String {
  var out = ByteBuffer(capacity: 1 << 16)
  for (index, name) in folder.header.enumerated() {
    if index > 0 { out.append(UInt8(ascii: ",")) }
    name.withByteView { appendCSVText($0, to: &out) }
  }
  out.append(",\"quickbooks_id\",\"quickbooks_number\",\"stored_tax\",\"stored_total\",\"fix\"\n")
  let bucket = folder.header.firstIndex(of: "bucket")
  let code = folder.header.firstIndex(of: "code")
  let problem = folder.header.firstIndex(of: "problem")
  let names: Set = ["deal_value", "discount", "net", "tax", "total", "lines", "row"]
  var numbers = Set(folder.header.indices.filter { names.contains(folder.header[$0]) })
  numbers.formUnion([folder.header.count + 2, folder.header.count + 3])
  for row in folder.rows {
    var cells = row.cells
    var tail = ["", "", "", "", ""]
    if let index = row.invoice, index < result.deals.count {
      let deal = result.deals[index]
      let plan = folder.invoices[index]
      if let bucket { cells[bucket] = deal.bucket.name }
      if let code, !deal.code.isEmpty { cells[code] = deal.code }
      if let problem, !deal.problem.isEmpty {
        cells[problem] = cells[problem].isEmpty ? deal.problem : "\(cells[problem]) · \(deal.problem)"
      }
      tail = [
        deal.id, deal.number, storedAmount(deal.storedTax, plan), storedAmount(deal.storedTotal, plan), deal.fix,
      ]
    }
    for (index, cell) in (cells + tail).enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      append(cell: cell, isNumber: numbers.contains(index), to: &out)
    }
    out.append(UInt8(ascii: "\n"))
  }
  return out.view.string
}

private func storedAmount(_ text: String, _ plan: PlannedInvoice) -> String {
  units(text, plan.currency).map { amountText($0, plan.currency) } ?? text
}

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
