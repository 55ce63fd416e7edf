import Bytes
import Calendars
import Countries
import Invoices
import Money
import Reconciliation
public import RuleEvaluation
import RuleLanguage

/// One field of an invoice under the name by which tests, differences and back-tests speak of it.
public struct InvoiceField: Sendable, Equatable {
  public enum Kind: Sendable { case text, number, date, yesNo, country }
  /// `customer.name`, `due`, `lines[2].tax_code`, `total`.
  public var name: String
  public var kind: Kind
  /// The value in words, amounts with the decimals of their currency; empty when the field is left out.
  public var value: String
  /// What the field may be called where it is decided, in a trace; the first that is there counts.
  var targets: [String]
  /// The value under that name, where it is another one.
  var decidedValue: String?
  /// The line rules that decided, where no trace tells.
  var lineRules: [Int32] = []

  /// Whether `text`, as a person writes it, says the same as this field.
  public func says(_ text: String) -> Bool {
    if text == value { return true }
    switch kind {
    case .number:
      let (a, b) = (exactNumber(text), exactNumber(value))
      return a.map { left in b.map { left.isEqual(to: $0) } ?? false } ?? false
    case .yesNo: return (text == "true" ? "yes" : text == "false" ? "no" : text) == value
    case .country:
      guard !text.isEmpty, !value.isEmpty else { return false }
      let (a, b) = (alpha2(text), alpha2(value))
      return a != nil && a == b
    case .text, .date: return false
    }
  }

  private func alpha2(_ text: String) -> String? { text.withByteView { Country.find($0) }?.alpha2.string }
}

/// A plain decimal number, or nil.
func exactNumber(_ text: String) -> ExactDecimal? {
  if case .success(let number) = text.withByteView({ ExactDecimal.parse($0, .plain) }) { return number }
  return nil
}

/// Every field of the invoice that was evaluated last, in the order of the form.
///
/// - Parameter isWhole: Also fields that are left out, which tests may expect to be so.
public func invoiceFields(_ evaluator: Evaluator) -> [InvoiceField] {
  FieldList(evaluator.rules, evaluator.invoice, template: evaluator.template).fields
}

/// Fields of lines that QuickBooks gets otherwise than the rules gave them, by name: net amounts, prices that give a
/// discounted amount, one piece where no price does (``quantityAndPrice(quantity:unitPrice:amount:minorDigits:)``).
public func fieldsAsSent(_ evaluator: Evaluator) -> [String: InvoiceField] {
  let invoice = evaluator.invoice
  let isInclusive = invoice.taxMode == .inclusive && !invoice.isUnitedStates
  var fields: [String: InvoiceField] = [:]
  for (index, line) in invoice.lines.enumerated() where line.kind == .item {
    func add(_ key: String, _ kind: InvoiceField.Kind, _ value: String) {
      let name = "lines[\(index + 1)].\(key)"
      fields[name] = InvoiceField(name: name, kind: kind, value: value, targets: [])
    }
    let amount = isInclusive ? line.listedNet : line.amount
    add("amount", .number, amountText(amount, invoice.currency))
    guard let quantity = line.quantity, let price = line.unitPrice else { continue }
    let sent = quantityAndPrice(
      quantity: quantity, unitPrice: price, amount: amount, minorDigits: invoice.currency.minorDigits)
    switch sent {
    case .pair(let quantity, let price):
      add("quantity", .number, quantity.description)
      add("price", .number, price.description)
    case .single:
      add("quantity", .number, "1")
      add("price", .number, amountText(amount, invoice.currency))
      let words = line.description.isEmpty ? "" : "\(line.description) "
      add("description", .text, "\(words)(\(quantity.description) × \(price.description))")
    }
  }
  return fields
}

/// Gathers the fields of one invoice.
private struct FieldList {
  let rules: CompiledRules
  let invoice: Invoice
  private(set) var fields: [InvoiceField] = []

  init(_ rules: CompiledRules, _ invoice: Invoice, template: Int) {
    self.rules = rules
    self.invoice = invoice
    addCustomer()
    add("currency", .text, invoice.currency.code)
    add("template", .text, template >= 0 ? rules.templates[template].name : "")
    add("form_style", .text, template >= 0 ? rules.templates[template].formStyle ?? "" : "", "template")
    addHeader()
    addLines()
    addTotals()
  }

  private mutating func add(_ name: String, _ kind: InvoiceField.Kind, _ value: String, _ target: String? = nil) {
    fields.append(InvoiceField(name: name, kind: kind, value: value, targets: [target ?? name]))
  }

  private mutating func header(_ name: String, _ kind: InvoiceField.Kind, _ value: String) {
    add(name, kind, value, "invoice.\(name)")
  }

  private mutating func addCustomer() {
    let customer = invoice.customer
    add("customer.name", .text, customer.displayName.string)
    add("customer.company_name", .text, customer.companyName.string)
    add("customer.given_name", .text, customer.givenName.string)
    add("customer.family_name", .text, customer.familyName.string)
    add("customer.email", .text, customer.email.string)
    add("customer.phone", .text, customer.phone.string)
    add("customer.notes", .text, customer.notes.string)
    addAddress("customer.billing_address", customer.billingAddress)
    addAddress("customer.shipping_address", customer.shippingAddress)
    add("customer.tax_id", .text, customer.taxIdentifier.string)
    add(
      "customer.tax_id.field", .text, customer.taxIdentifier.isEmpty ? "" : customer.taxIdentifierField.word,
      "customer.tax_id")
  }

  private mutating func addAddress(_ name: String, _ address: PostalAddress) {
    add("\(name).line1", .text, address.line1.string)
    add("\(name).line2", .text, address.line2.string)
    add("\(name).city", .text, address.city.string)
    add("\(name).region", .text, address.region.string)
    add("\(name).postal_code", .text, address.postalCode.string)
    add("\(name).country", .country, address.country.string)
  }

  private mutating func addHeader() {
    header("date", .date, invoice.date?.description ?? "")
    header("due", .date, invoice.dueDate?.description ?? "")
    header("terms", .text, invoice.terms.string)
    header("number", .text, invoice.number.string)
    header("memo", .text, invoice.customerMemo.string)
    header("private_note", .text, noteWithoutMarker(invoice.privateNote.string))
    header("class", .text, invoice.className.string)
    header("location", .text, invoice.location.string)
    header("ship_date", .date, invoice.shipDate?.description ?? "")
    header("tracking_number", .text, invoice.trackingNumber.string)
    header("exchange_rate", .number, invoice.exchangeRate?.description ?? "")
    header("email_to", .text, invoice.email.to.string)
    header("email_cc", .text, invoice.email.cc.string)
    header("email_bcc", .text, invoice.email.bcc.string)
    header("email_send", .yesNo, invoice.email.isSentByQuickBooks ? "yes" : "no")
    header("online_card_payment", .yesNo, invoice.onlineCardPayment.map { $0 ? "yes" : "no" } ?? "")
    header("online_bank_payment", .yesNo, invoice.onlineBankPayment.map { $0 ? "yes" : "no" } ?? "")
    header("tax_mode", .text, "\(invoice.taxMode)")
    for field in invoice.customFields {
      add("custom_fields[\(field.name)]", .text, field.value.string, "invoice.custom_fields.\(field.name)")
      add("custom_fields[\(field.name)].number", .text, field.definitionID.string, "invoice.custom_fields")
    }
  }

  private mutating func addLines() {
    add("lines.count", .number, String(invoice.lines.count))
    fields[fields.count - 1].lineRules = invoice.lines.map(\.rule)
    for (index, line) in invoice.lines.enumerated() {
      let name = "lines[\(index + 1)]"
      let target = line.rule >= 0 ? rules.rules[Int(line.rule)].target : "lines"
      func add(
        _ key: String, _ kind: InvoiceField.Kind, _ value: String, _ targets: [String]? = nil, as decided: String? = nil
      ) {
        fields.append(
          InvoiceField(
            name: "\(name).\(key)", kind: kind, value: value, targets: targets ?? ["\(target).\(key)"],
            decidedValue: decided, lineRules: [line.rule]))
      }
      add("rule", .text, line.rule >= 0 ? rules.rules[Int(line.rule)].id : "")
      add("item", .text, line.item.string)
      add("description", .text, line.description.string)
      add("quantity", .number, line.quantity?.description ?? "")
      add("price", .number, line.unitPrice?.description ?? "")
      add("amount", .number, line.kind == .text ? "" : money(line.amount))
      add(
        "discount", .number, line.kind == .text ? "" : money(line.beforeDiscount - line.amount),
        ["\(target).discount_percent", "\(target).discount_amount", "\(target).amount"])
      add("class", .text, line.className.string)
      add("service_date", .date, line.serviceDate?.description ?? "")
      let treatment = line.treatment >= 0 ? rules.taxes.treatments[Int(line.treatment)] : nil
      add(
        "tax_code", .text, line.taxCode >= 0 ? rules.taxes.codes[Int(line.taxCode)].name.string : "",
        ["\(target).tax_code", "taxes.treatment", "taxes.code"], as: treatment?.name)
      add("treatment", .text, treatment?.name ?? "", ["taxes.treatment"])
      add(
        "tax_category", .text, treatment.map { "\($0.kind.category)" } ?? "", ["taxes.treatment"], as: treatment?.name)
    }
  }

  private mutating func addTotals() {
    let totals = invoice.totals
    add("discount", .number, money(invoice.discount.amount))
    add("total_before_tax", .number, money(totals.net), "total")
    for sum in invoice.taxes {
      let code = rules.taxes.codes[Int(sum.code)].name
      add("taxes[\(code)].base", .number, money(sum.base), "tax \(code)")
      add("taxes[\(code)].tax", .number, money(sum.tax), "tax \(code)")
    }
    add("tax", .number, money(totals.tax), "total")
    add("total", .number, money(totals.total))
  }

  private func money(_ units: Int64) -> String { amountText(units, invoice.currency) }
}

/// A private note as the rules gave it: without the marker that stands below it.
func noteWithoutMarker(_ note: String) -> String {
  note.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("dealbill:1:") }
    .joined(separator: "\n")
}

extension TaxIdentifierField {
  /// The word of the rule file.
  var word: String { self == .businessNumber ? "business_number" : "\(self)" }
}
