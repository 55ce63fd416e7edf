import Bytes
import Calendars
import CSVRecords
public import Diagnostics
import JSONRecords
import Money

/// Reads invoices that people made: the answer of a QuickBooks query as JSON (`QueryResponse.Invoice`, also several
/// pages in a list), or a CSV.
///
/// - Parameter dateFormat: How a CSV writes dates.
/// - Throws: Every fault of the file, code R084.
public func readPastInvoices(_ bytes: [UInt8], file: String, dateFormat: String) throws(RefusedInput) -> PastInvoices {
  let first = bytes.first { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }
  if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
    let value: Result<JSONValue, RefusedInput> = bytes.withByteView { view in
      do throws(RefusedInput) { return .success(try JSONValue.parse(view, file: file)) } catch {
        return .failure(error)
      }
    }
    return PastInvoices(invoices: try PastInvoiceJSON(file: file).invoices(try value.get()))
  }
  guard let pattern = DatePattern(dateFormat) else {
    throw RefusedInput(
      .error("R084", "'\(dateFormat)' is not a date pattern", help: "such as YYYY-MM-DD or MM/DD/YYYY"))
  }
  return try PastInvoiceCSV(table: try CSVTable(ByteSource(bytes: bytes, name: file)), dates: pattern).invoices()
}

/// Invoices as the API answers them (QuickBooks Online reference, Invoice).
private struct PastInvoiceJSON {
  let file: String

  func invoices(_ root: JSONValue) throws(RefusedInput) -> [PastInvoice] {
    var found: [JSONValue] = []
    collect(root, &found)
    guard !found.isEmpty else {
      throw RefusedInput(
        .error(
          "R084", "\(file) holds no invoices",
          help: "expected is the answer of a query: {\"QueryResponse\":{\"Invoice\":[…]}}"))
    }
    return found.enumerated().map { invoice($1, row: $0 + 1) }
  }

  /// Invoices wherever the answer has them: alone, in a list, below `Invoice` or `QueryResponse`.
  private func collect(_ value: JSONValue, _ found: inout [JSONValue]) {
    if let elements = value.elements {
      for element in elements { collect(element, &found) }
    } else if value["Line"] != nil || value["TxnDate"] != nil {
      found.append(value)
    } else if let inner = value["QueryResponse"] ?? value["Invoice"] {
      collect(inner, &found)
    }
  }

  private func invoice(_ value: JSONValue, row: Int) -> PastInvoice {
    var past = PastInvoice()
    past.number = text(value["DocNumber"])
    past.customer = text(value["CustomerRef"]?["name"])
    past.date = text(value["TxnDate"])
    past.total = text(value["TotalAmt"])
    past.privateNote = text(value["PrivateNote"])
    past.name = past.number.isEmpty ? "id \(value["Id"].map { text($0) } ?? String(row))" : past.number
    past.add("customer.name", past.customer)
    past.add("number", past.number)
    past.add("date", past.date)
    past.add("due", text(value["DueDate"]))
    past.add("terms", text(value["SalesTermRef"]?["name"]))
    past.add("currency", text(value["CurrencyRef"]?["value"]))
    past.add("memo", text(value["CustomerMemo"]?["value"]))
    past.add("ship_date", text(value["ShipDate"]))
    past.add("tracking_number", text(value["TrackingNum"]))
    past.add("tax", text(value["TxnTaxDetail"]?["TotalTax"]))
    past.add("total", past.total)
    var count = 0
    for line in value["Line"]?.elements ?? [] {
      let kind = text(line["DetailType"])
      guard kind == "SalesItemLineDetail" || kind == "DescriptionOnly" else { continue }
      count += 1
      add(line, "lines[\(count)]", &past)
    }
    if count > 0 { past.add("lines.count", String(count)) }
    return past
  }

  private func add(_ line: JSONValue, _ name: String, _ past: inout PastInvoice) {
    past.add("\(name).description", text(line["Description"]))
    past.add("\(name).amount", text(line["Amount"]))
    let detail = line["SalesItemLineDetail"]
    past.add("\(name).item", text(detail?["ItemRef"]?["name"]))
    past.add("\(name).quantity", text(detail?["Qty"]))
    past.add("\(name).price", text(detail?["UnitPrice"]))
    past.add("\(name).class", text(detail?["ClassRef"]?["name"]))
    past.add("\(name).service_date", text(detail?["ServiceDate"]))
    past.add("\(name).tax_code", text(detail?["TaxCodeRef"]?["name"]))
  }

  private func text(_ value: JSONValue?) -> String { value?.text ?? "" }
}

/// Invoices from a sheet: a row each, or a row per line under one number.
private struct PastInvoiceCSV {
  let table: CSVTable
  let dates: DatePattern

  /// Headers by the field that they fill, in the words of QuickBooks' own exports.
  private static let headers: [(field: String, names: [String])] = [
    ("number", ["DocNumber", "Invoice no", "Invoice number", "Num", "No.", "Number"]),
    ("customer.name", ["Customer", "CustomerRef", "Customer name", "Name"]),
    ("date", ["TxnDate", "Date", "Invoice date", "Transaction date"]), ("due", ["DueDate", "Due date"]),
    ("terms", ["Terms", "SalesTermRef"]), ("currency", ["Currency", "CurrencyRef"]),
    ("memo", ["CustomerMemo", "Memo"]),
    ("private_note", ["PrivateNote", "Private note", "Memo on statement"]),
    ("total_before_tax", ["Subtotal", "Net", "Total before tax"]), ("tax", ["Tax", "TotalTax", "Tax amount"]),
    ("total", ["TotalAmt", "Total", "Amount incl. tax", "Total amount"]),
    ("item", ["Item", "Product/Service", "ItemRef"]), ("description", ["Description", "Line description"]),
    ("quantity", ["Qty", "Quantity"]), ("price", ["UnitPrice", "Rate", "Unit price"]),
    ("amount", ["Amount", "Line amount"]),
    ("tax_code", ["TaxCode", "Tax code", "TaxCodeRef"]),
  ]
  private static let lineFields = ["item", "description", "quantity", "price", "amount", "tax_code"]
  private static let amounts = ["total_before_tax", "tax", "total", "quantity", "price", "amount"]

  func invoices() throws(RefusedInput) -> PastInvoices {
    var unread: [String] = []
    var columns: [String: Int] = [:]
    for (index, header) in table.header.enumerated() {
      let name = header.lowercased()
      let field = Self.headers.first { $0.names.contains { $0.lowercased() == name } }?.field
      if let field, columns[field] == nil {
        columns[field] = index
      } else if !header.isEmpty {
        unread.append(header)
      }
    }
    let isTold = columns["number"] != nil || columns["private_note"] != nil
    guard columns["total"] != nil, isTold || columns["customer.name"] != nil && columns["date"] != nil else {
      throw RefusedInput(
        .error(
          "R084",
          "\(table.file) has no column for the total, or none by which to find a deal's invoice: number, or customer and date",
          at: SourceRange(file: table.file, line: table.headerLine, column: 1),
          help: "known headers: \(Self.headers.flatMap(\.names).joined(separator: ", "))"))
    }
    var problems = DiagnosticList()
    var invoices: [PastInvoice] = []
    for (index, row) in table.rows.enumerated() {
      let range = SourceRange(file: table.file, line: table.lines[index], column: 1)
      func cell(_ field: String) -> String {
        guard let column = columns[field] else { return "" }
        let text = row[column].withByteView { $0.trimmed.string }
        if text.isEmpty { return "" }
        if Self.amounts.contains(field) { return amount(text, field, range, &problems) }
        if field == "date" || field == "due" { return date(text, field, range, &problems) }
        return text
      }
      let number = cell("number")
      if number.isEmpty || invoices.last?.number != number { invoices.append(head(number, range, cell)) }
      addLine(to: &invoices[invoices.count - 1], cell)
    }
    if problems.hasErrors { throw RefusedInput(problems.sorted) }
    return PastInvoices(invoices: invoices, unreadColumns: unread)
  }

  private func head(_ number: String, _ range: SourceRange, _ cell: (String) -> String) -> PastInvoice {
    var past = PastInvoice()
    past.number = number
    past.customer = cell("customer.name")
    past.date = cell("date")
    past.total = cell("total")
    past.privateNote = cell("private_note")
    past.name = number.isEmpty ? "line \(range.line)" : number
    past.range = range
    for (field, _) in Self.headers where !Self.lineFields.contains(field) && field != "private_note" {
      past.add(field, cell(field))
    }
    return past
  }

  private func addLine(to past: inout PastInvoice, _ cell: (String) -> String) {
    let values = Self.lineFields.map { ($0, cell($0)) }
    guard values.contains(where: { !$0.1.isEmpty }) else { return }
    let number = past.fields.last { $0.name == "lines.count" }.flatMap { Int($0.value) } ?? 0
    past.fields.removeAll { $0.name == "lines.count" }
    for (field, value) in values { past.add("lines[\(number + 1)].\(field)", value) }
    past.add("lines.count", String(number + 1))
  }

  private func amount(_ text: String, _ field: String, _ range: SourceRange, _ problems: inout DiagnosticList) -> String
  {
    let style = NumberStyle(decimalSign: UInt8(ascii: "."), grouping: .comma)
    if case .success(let number) = text.withByteView({ ExactDecimal.parse($0, style) }) { return number.description }
    problems.add(
      .error(
        "R084", "\(field) '\(text)' is not a number", at: range, help: "digits with a decimal point, such as 1,234.50"))
    return ""
  }

  private func date(_ text: String, _ field: String, _ range: SourceRange, _ problems: inout DiagnosticList) -> String {
    if let found = text.withByteView({ dates.parse($0) }) { return found.date.description }
    problems.add(
      .error(
        "R084", "\(field) '\(text)' is not a date of the form \(dates.text)", at: range,
        help: "say how dates are written by --date-format"))
    return ""
  }
}
