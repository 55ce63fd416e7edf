public import Bytes
import Calendars
public import Invoices
import Money

/// Appends the body of `POST /v3/company/{realm}/invoice`: one bare object on one line, without a newline.
///
/// Items, tax codes, terms, classes and customers are named, not numbered: their ids are resolved from the catalogue
/// before the first write. Everything else is as the API takes it (QuickBooks Online reference, sections 3.2 to 3.9).
///
/// - Parameters:
///   - invoice: Finished: its totals are made.
///   - codes: The tax codes that the lines' indices mean.
public func appendInvoice(_ invoice: borrowing Invoice, codes: [TaxCode], to out: inout ByteBuffer) {
  var invoice = copy invoice
  appendInvoice(inPlace: &invoice, codes: codes, to: &out)
}

/// As ``appendInvoice(_:codes:to:)``, of an invoice that is looked at where it lies: it is large, and a copy of what was
/// just written costs more than its bytes. Nothing of it changes.
public func appendInvoice(inPlace invoice: inout Invoice, codes: [TaxCode], to out: inout ByteBuffer) {
  let digits = invoice.currency.minorDigits
  out.append("{\"CustomerRef\":{")
  if !invoice.customer.id.isEmpty {
    out.append("\"value\":", invoice.customer.id)
    out.append(",")
  }
  out.append("\"name\":", invoice.customer.displayName)
  out.append("}")
  if !invoice.number.isEmpty { out.append(",\"DocNumber\":", invoice.number) }
  if let date = invoice.date { out.append(",\"TxnDate\":", date) }
  if let due = invoice.dueDate { out.append(",\"DueDate\":", due) }
  if !invoice.terms.isEmpty { out.append(reference: ",\"SalesTermRef\":{\"name\":", invoice.terms) }
  if invoice.sendsCurrency {
    out.append(",\"CurrencyRef\":{\"value\":\"")
    out.append(invoice.currency.codeView)
    out.append("\"}")
    if let rate = invoice.exchangeRate {
      out.append(",\"ExchangeRate\":")
      rate.append(to: &out)
    }
  }
  appendTaxMode(&invoice, to: &out)
  appendEmail(&invoice.email, to: &out)
  out.append(address: &invoice.customer.billingAddress, ",\"BillAddr\":{")
  out.append(address: &invoice.customer.shippingAddress, ",\"ShipAddr\":{")
  if let date = invoice.shipDate { out.append(",\"ShipDate\":", date) }
  if !invoice.trackingNumber.isEmpty { out.append(",\"TrackingNum\":", invoice.trackingNumber) }
  if !invoice.className.isEmpty { out.append(reference: ",\"ClassRef\":{\"name\":", invoice.className) }
  if !invoice.location.isEmpty { out.append(reference: ",\"DepartmentRef\":{\"name\":", invoice.location) }
  if !invoice.customerMemo.isEmpty {
    out.append(reference: ",\"CustomerMemo\":{\"value\":", invoice.customerMemo)
  }
  if !invoice.privateNote.isEmpty { out.append(",\"PrivateNote\":", invoice.privateNote) }
  if let on = invoice.onlineCardPayment { out.append(",\"AllowOnlineCreditCardPayment\":", on) }
  if let on = invoice.onlineBankPayment { out.append(",\"AllowOnlineACHPayment\":", on) }
  if !invoice.customFields.isEmpty { appendCustomFields(invoice.customFields, to: &out) }
  out.append(",\"Line\":[")
  let form = LineForm(
    taxMode: invoice.taxMode, isUnitedStates: invoice.isUnitedStates, minorDigits: digits)
  for index in invoice.lines.indices {
    if index > 0 { out.append(UInt8(ascii: ",")) }
    appendLine(&invoice.lines[index], number: index + 1, form, codes, to: &out)
  }
  if invoice.discount.isOwnLine, invoice.discount.amount != 0 {
    appendDiscountLine(
      invoice.discount, amount: form.isInclusive ? invoice.discount.net : invoice.discount.amount, digits,
      code: form.isUnitedStates || form.taxMode == .none ? nil : onlyTaxCode(invoice), codes, to: &out)
  }
  out.append("]")
  if invoice.sendsTaxDetail, invoice.taxMode != .none {
    appendTaxDetail(invoice.rates, tax: invoice.totals.tax, digits, to: &out)
  }
  out.append("}")
}

@inline(__always)
private func appendTaxMode(_ invoice: inout Invoice, to out: inout ByteBuffer) {
  if invoice.isUnitedStates {
    if invoice.discount.isOwnLine { out.append(",\"ApplyTaxAfterDiscount\":true") }
    return
  }
  switch invoice.taxMode {
  case .exclusive: out.append(",\"GlobalTaxCalculation\":\"TaxExcluded\"")
  case .inclusive: out.append(",\"GlobalTaxCalculation\":\"TaxInclusive\"")
  case .none: out.append(",\"GlobalTaxCalculation\":\"NotApplicable\"")
  }
}

@inline(__always)
private func appendEmail(_ email: inout InvoiceEmail, to out: inout ByteBuffer) {
  if !email.to.isEmpty { out.append(reference: ",\"BillEmail\":{\"Address\":", email.to) }
  if !email.cc.isEmpty { out.append(reference: ",\"BillEmailCc\":{\"Address\":", email.cc) }
  if !email.bcc.isEmpty { out.append(reference: ",\"BillEmailBcc\":{\"Address\":", email.bcc) }
  if email.isSentByQuickBooks { out.append(",\"EmailStatus\":\"NeedToSend\"") }
}

private func appendCustomFields(_ fields: [CustomFieldValue], to out: inout ByteBuffer) {
  out.append(",\"CustomField\":[")
  for (index, field) in fields.enumerated() {
    if index > 0 { out.append(UInt8(ascii: ",")) }
    out.append("{\"DefinitionId\":")
    out.append(jsonString: field.definitionID)
    out.append(",\"Name\":", field.name)
    out.append(",\"Type\":\"StringType\"")
    out.append(",\"StringValue\":", field.value)
    out.append("}")
  }
  out.append("]")
}

/// What the form of a line depends on, beside the line.
private struct LineForm {
  let taxMode: TaxMode
  let isUnitedStates: Bool
  let minorDigits: Int

  /// Under inclusive prices QuickBooks keeps the net in Amount and UnitPrice and the gross beside them (reference 3.5).
  var isInclusive: Bool { taxMode == .inclusive && !isUnitedStates }
}

private func appendLine(
  _ line: inout InvoiceLine, number: Int, _ form: LineForm, _ codes: [TaxCode], to out: inout ByteBuffer
) {
  let digits = form.minorDigits
  out.append("{\"LineNum\":")
  out.append(decimal: number)
  if line.kind == .text {
    out.append(",\"Description\":", line.description)
    out.append(",\"DetailType\":\"DescriptionOnly\",\"DescriptionLineDetail\":{}}")
    return
  }
  let isInclusive = form.isInclusive
  let amount = isInclusive ? line.listedNet : line.amount
  var price = QuantityAndPrice.single
  if let quantity = line.quantity, let unitPrice = line.unitPrice {
    price = quantityAndPrice(quantity: quantity, unitPrice: unitPrice, amount: amount, minorDigits: digits)
  }
  appendDescription(&line, price, digits, to: &out)
  out.append(",\"Amount\":")
  appendFixed(amount, scale: digits, to: &out)
  out.append(",\"DetailType\":\"SalesItemLineDetail\",\"SalesItemLineDetail\":{\"ItemRef\":{\"name\":")
  out.append(jsonString: line.item)
  out.append("}")
  if line.quantity != nil {
    out.append(",\"UnitPrice\":")
    switch price {
    case .pair(let quantity, let unitPrice):
      unitPrice.append(to: &out)
      out.append(",\"Qty\":")
      quantity.append(to: &out)
    case .single:
      appendFixed(amount, scale: digits, to: &out)
      out.append(",\"Qty\":1")
    }
  }
  if line.taxCode >= 0, form.taxMode != .none {
    // TAX and NON are ids of pseudo codes in the US; elsewhere the code is known by name only.
    out.append(form.isUnitedStates ? ",\"TaxCodeRef\":{\"value\":" : ",\"TaxCodeRef\":{\"name\":")
    out.append(jsonString: codes[Int(line.taxCode)].name)
    out.append("}")
  } else if form.isUnitedStates, form.taxMode == .none {
    // Left out, the item's own setting would decide (reference, 3.1).
    out.append(",\"TaxCodeRef\":{\"value\":\"NON\"}")
  }
  if !line.className.isEmpty { out.append(reference: ",\"ClassRef\":{\"name\":", line.className) }
  if let date = line.serviceDate { out.append(",\"ServiceDate\":", date) }
  if isInclusive {
    out.append(",\"TaxInclusiveAmt\":")
    appendFixed(line.amount, scale: digits, to: &out)
  }
  out.append("}}")
}

/// The description; where the real quantity cannot be sent, it is told here.
@inline(__always)
private func appendDescription(
  _ line: inout InvoiceLine, _ price: QuantityAndPrice, _ digits: Int, to out: inout ByteBuffer
) {
  // QuickBooks takes 4,000 characters; the addition has at most 80.
  guard price == .single, let quantity = line.quantity, let unitPrice = line.unitPrice, !quantity.isEqual(to: .one),
    line.description.count <= 3900 || line.description.scalarCount <= 3900
  else {
    if !line.description.isEmpty { out.append(",\"Description\":", line.description) }
    return
  }
  out.append(",\"Description\":\"")
  out.append(jsonEscaped: line.description)
  if !line.description.isEmpty { out.append(" ") }
  appendCalculation(line, quantity, unitPrice, digits, to: &out)
  out.append(UInt8(ascii: "\""))
}

/// `(3 × 33.333 less 10.00)`; a price that was itself worked out of the amount is left out, as it gives the amount only nearly.
@inline(never)
private func appendCalculation(
  _ line: borrowing InvoiceLine, _ quantity: ExactDecimal, _ unitPrice: ExactDecimal, _ digits: Int,
  to out: inout ByteBuffer
) {
  let given = lineAmount(
    quantity: quantity, unitPrice: unitPrice, discountPercent: nil, discountAmount: nil, minorDigits: digits,
    rounding: .halfUp)
  let isGiven = given?.before == line.beforeDiscount
  out.append(isGiven ? "(" : "(quantity ")
  quantity.append(to: &out)
  if isGiven {
    out.append(" × ")
    unitPrice.append(to: &out)
  }
  if line.beforeDiscount != line.amount, line.beforeDiscount > 0 {
    out.append(" less ")
    appendFixed(line.beforeDiscount - line.amount, scale: digits, to: &out)
  }
  out.append(")")
}

private func appendDiscountLine(
  _ discount: DocumentDiscount, amount: Int64, _ digits: Int, code: Int32?, _ codes: [TaxCode],
  to out: inout ByteBuffer
) {
  out.append(",{\"Amount\":")
  appendFixed(amount, scale: digits, to: &out)
  out.append(",\"DetailType\":\"DiscountLineDetail\",\"DiscountLineDetail\":{\"PercentBased\":")
  if let percent = discount.percent {
    out.append("true,\"DiscountPercent\":")
    percent.append(to: &out)
  } else {
    out.append("false")
  }
  if let code {
    out.append(",\"TaxCodeRef\":{\"name\":")
    out.append(jsonString: codes[Int(code)].name)
    out.append("}")
  }
  out.append("}}")
}

/// The tax code of all lines when they have one and the same: outside the US a discount line bears it, too (reference, 3.5).
/// Where the lines have several, no code says what the discount is taken off, and QuickBooks spreads it.
private func onlyTaxCode(_ invoice: borrowing Invoice) -> Int32? {
  var found: Int32?
  for index in invoice.lines.indices where invoice.lines[index].kind == .item {
    let code = invoice.lines[index].taxCode
    if code < 0 || found.map({ $0 != code }) ?? false { return nil }
    found = code
  }
  return found
}

/// `TxnTaxDetail` with one line per rate of the codes used; rates are named until their ids are known.
private func appendTaxDetail(
  _ rates: [RateSum], tax: Int64, _ digits: Int, to out: inout ByteBuffer
) {
  out.append(",\"TxnTaxDetail\":{\"TotalTax\":")
  appendFixed(tax, scale: digits, to: &out)
  out.append(",\"TaxLine\":[")
  for (index, part) in rates.enumerated() {
    if index > 0 { out.append(UInt8(ascii: ",")) }
    out.append("{\"Amount\":")
    appendFixed(part.tax, scale: digits, to: &out)
    out.append(",\"DetailType\":\"TaxLineDetail\",\"TaxLineDetail\":{\"TaxRateRef\":{\"name\":")
    out.append(jsonString: part.rate.name)
    out.append("},\"PercentBased\":true,\"TaxPercent\":")
    part.rate.percent.append(to: &out)
    out.append(",\"NetAmountTaxable\":")
    appendFixed(part.base, scale: digits, to: &out)
    out.append("}}")
  }
  out.append("]}")
}

extension ByteBuffer {
  @inline(__always)
  mutating func append(_ key: StaticString, _ text: ByteView) {
    append(key)
    append(jsonString: text)
  }

  @inline(__always)
  mutating func append(_ key: StaticString, _ date: CivilDate) {
    append(key)
    append(UInt8(ascii: "\""))
    date.append(to: &self)
    append(UInt8(ascii: "\""))
  }

  @inline(__always)
  mutating func append(_ key: StaticString, _ flag: Bool) {
    append(key)
    if flag { append("true") } else { append("false") }
  }

  /// `key` opens an object and names its one member; the text and the closing brace follow.
  @inline(__always)
  mutating func append(reference key: StaticString, _ text: ByteView) {
    append(key)
    append(jsonString: text)
    append("}")
  }

  mutating func append(address: inout PostalAddress, _ key: StaticString) {
    guard !address.isEmpty else { return }
    append(key)
    let start = count
    append(member: "\"Line1\":", address.line1, start)
    append(member: "\"Line2\":", address.line2, start)
    append(member: "\"City\":", address.city, start)
    append(member: "\"CountrySubDivisionCode\":", address.region, start)
    append(member: "\"PostalCode\":", address.postalCode, start)
    append(member: "\"Country\":", address.country, start)
    append("}")
  }

  /// One member of an object that began at `start`, with a comma in front unless it is the first.
  @inline(__always)
  mutating func append(member key: StaticString, _ text: ByteView, _ start: Int) {
    guard !text.isEmpty else { return }
    if count > start { append(UInt8(ascii: ",")) }
    append(key)
    append(jsonString: text)
  }
}
