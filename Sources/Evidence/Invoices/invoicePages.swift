public import Bytes
public import Diagnostics
import JSONRecords
public import Reconciliation

/// What an invoice's page needs beside its payload.
public struct InvoiceFrame: Sendable {
  public var deal: String
  public var company: String
  public var template: String
  public var formStyle: String?
  public var currency: String
  /// Amounts as texts with the currency's decimals.
  public var net: String
  public var tax: String
  public var total: String

  public init(
    deal: String, company: String, template: String, formStyle: String?, currency: String, net: String, tax: String,
    total: String
  ) {
    self.deal = deal
    self.company = company
    self.template = template
    self.formStyle = formStyle
    self.currency = currency
    self.net = net
    self.tax = tax
    self.total = total
  }
}

/// The invoice of a payload, as its customer would see it.
///
/// - Throws: ``RefusedInput`` when the payload is not JSON.
public func invoicePage(_ payload: ByteView, _ frame: InvoiceFrame) throws(RefusedInput) -> InvoicePage {
  let invoice = try JSONValue.parse(payload, file: RunFiles.invoices)
  func text(_ keys: String...) -> String { keys.reduce(invoice) { $0[$1] ?? .null }.text ?? "" }
  var page = InvoicePage()
  page.deal = frame.deal
  page.company = frame.company
  page.template = frame.template
  page.formStyle = frame.formStyle
  page.customer = text("CustomerRef", "name")
  page.billTo = address(invoice["BillAddr"])
  page.shipTo = address(invoice["ShipAddr"])
  page.email = text("BillEmail", "Address")
  page.number = text("DocNumber")
  page.date = text("TxnDate")
  page.due = text("DueDate")
  page.terms = text("SalesTermRef", "name")
  page.currency = frame.currency
  page.memo = text("CustomerMemo", "value")
  page.pricesIncludeTax = text("GlobalTaxCalculation") == "TaxInclusive"
  page.customFields = (invoice["CustomField"]?.elements ?? []).map {
    ($0["Name"]?.text ?? "", $0["StringValue"]?.text ?? "")
  }
  (page.net, page.tax, page.total) = (frame.net, frame.tax, frame.total)
  var reader = PayloadReader(file: RunFiles.invoices)
  try reader.read(payload)
  var bases: [(code: String, base: Int64)] = []
  for planned in reader.lines {
    if planned.kind == .discount {
      page.discount = "-\(planned.amount)"
      continue
    }
    var line = InvoicePage.Line()
    (line.item, line.description, line.quantity) = (planned.item, planned.description, planned.quantity)
    (line.price, line.amount, line.taxCode) = (planned.price, planned.amount, planned.taxCode)
    line.serviceDate = planned.serviceDate
    page.lines.append(line)
    guard !planned.taxCode.isEmpty, let units = minorUnits(planned.amount, code: frame.currency) else { continue }
    if let index = bases.firstIndex(where: { $0.code == planned.taxCode }) {
      bases[index].base &+= units
    } else {
      bases.append((planned.taxCode, units))
    }
  }
  page.taxes = bases.map { ($0.code, amountText($0.base, code: frame.currency)) }
  return page
}

private func address(_ value: JSONValue?) -> [String] {
  guard let value else { return [] }
  func text(_ key: String) -> String { value[key]?.text ?? "" }
  let city = [text("PostalCode"), text("City"), text("CountrySubDivisionCode")].filter { !$0.isEmpty }
  return [text("Line1"), text("Line2"), city.joined(separator: " "), text("Country")].filter { !$0.isEmpty }
}

/// Invoices of a run folder to look at: the deals asked for, or else the first `sample` of each template.
///
/// - Throws: ``RefusedInput`` when a file of the folder cannot be read, or a deal asked for has no invoice (E120).
public func invoicePages(_ folder: String, deals: [String], sample: Int) throws(RefusedInput) -> [InvoicePage] {
  let report = try readRunFolder(folder)
  try refuseAltered(folder, [RunFiles.report, RunFiles.rows, RunFiles.invoices], try Manifest(folder: folder))
  var wanted: [Int: InvoiceFrame] = [:]
  var created = 0
  var taken: [String: Int] = [:]
  try readRows("\(folder)/\(RunFiles.rows)") { row in
    guard row.view(.bucket).equals("created") else { return }
    defer { created += 1 }
    let (deal, template) = (row.text(.deal), row.text(.template))
    if deals.isEmpty {
      guard taken[template, default: 0] < sample else { return }
      taken[template, default: 0] += 1
    } else if !deals.contains(deal) {
      return
    }
    wanted[created] = InvoiceFrame(
      deal: deal, company: report.identity.company, template: template,
      formStyle: report.templates[template]?.formStyle, currency: row.text(.currency), net: row.text(.net),
      tax: row.text(.tax), total: row.text(.total))
  }
  let missing = deals.filter { deal in !wanted.values.contains { $0.deal == deal } }
  if !missing.isEmpty {
    throw RefusedInput(missing.map { .error("E120", "\(folder): deal '\(visible($0))' has no invoice in this run") })
  }
  var pages: [InvoicePage] = []
  var next = 0
  try readLines("\(folder)/\(RunFiles.invoices)") { payload throws(RefusedInput) in
    defer { next += 1 }
    if let frame = wanted.removeValue(forKey: next) { pages.append(try invoicePage(payload, frame)) }
    return !wanted.isEmpty
  }
  return pages
}
