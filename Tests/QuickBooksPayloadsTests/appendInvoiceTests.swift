import Bytes
import Calendars
import Foundation
import Invoices
import Money
import QuickBooksPayloads
import Testing

private func decimal(_ text: String) -> ExactDecimal {
  guard case .success(let value) = text.withByteView({ ExactDecimal.parse($0, .plain) }) else {
    Issue.record("\(text) is no number")
    return .zero
  }
  return value
}

private func currency(_ code: StaticString) throws -> Currency { try #require(Currency.find(ByteView(code)).currency) }

private let codes = [
  TaxCode(name: "19% USt", ("USt 19", "19")), TaxCode(name: "GST/QST", ("GST", "5"), ("QST", "9.975")),
  TaxCode(name: ByteView("TAX"), rates: [], isForecast: false),
]

extension TaxCode {
  fileprivate init(name: StaticString, _ rates: (name: StaticString, percent: String)...) {
    self.init(
      name: ByteView(name), rates: rates.map { Rate(name: ByteView($0.name), percent: decimal($0.percent)) },
      isForecast: true)
  }
}

private func line(_ amount: Int64, code: Int32 = 0, quantity: String? = "1", price: String? = nil) -> InvoiceLine {
  var line = InvoiceLine()
  line.item = ByteView("LICENCE")
  line.amount = amount
  line.beforeDiscount = amount
  line.taxCode = code
  line.quantity = quantity.map(decimal)
  line.unitPrice = quantity == nil ? nil : price.map(decimal) ?? ExactDecimal(mantissa: amount, scale: 2).trimmed
  return line
}

private func plainInvoice(_ lines: [InvoiceLine], _ currencyCode: StaticString = "EUR") throws -> Invoice {
  var invoice = Invoice(currency: try currency(currencyCode))
  invoice.customer.displayName = ByteView("Nordlys ApS")
  invoice.lines = lines
  return invoice
}

private func payload(_ invoice: consuming Invoice, _ rounding: TaxRounding = TaxRounding()) throws -> String {
  try finishInvoice(&invoice, codes: codes, rounding: rounding)
  var out = ByteBuffer()
  appendInvoice(invoice, codes: codes, to: &out)
  let text = out.view.string
  // Whatever it says, another reader takes it.
  _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
  return text
}

@Test func `the smallest invoice has a customer, a tax mode and a line`() throws {
  #expect(
    try payload(try plainInvoice([line(123_450)])) == """
      {"CustomerRef":{"name":"Nordlys ApS"},"CurrencyRef":{"value":"EUR"},"GlobalTaxCalculation":"TaxExcluded",\
      "Line":[{"LineNum":1,"Amount":1234.50,"DetailType":"SalesItemLineDetail","SalesItemLineDetail":\
      {"ItemRef":{"name":"LICENCE"},"UnitPrice":1234.5,"Qty":1,"TaxCodeRef":{"name":"19% USt"}}}]}
      """)
}

@Test func `every field stands in its place`() throws {
  var invoice = try plainInvoice([])
  invoice.customer.email = ByteView("ida@nordlys.example")
  invoice.customer.billingAddress.line1 = ByteView("Havnegade 4")
  invoice.customer.billingAddress.country = ByteView("DNK")
  invoice.customer.shippingAddress.line2 = ByteView("Gate 2")
  invoice.customer.shippingAddress.city = ByteView("Aarhus")
  invoice.customer.shippingAddress.region = ByteView("82")
  invoice.customer.shippingAddress.postalCode = ByteView("8000")
  invoice.number = ByteView("R-412")
  invoice.date = CivilDate(year: 2026, month: 3, day: 31)
  invoice.dueDate = CivilDate(year: 2026, month: 4, day: 30)
  invoice.terms = ByteView("Net 30")
  invoice.exchangeRate = decimal("7.46")
  invoice.email.to = ByteView("a@x.example")
  invoice.email.cc = ByteView("b@x.example,c@x.example")
  invoice.email.bcc = ByteView("d@x.example")
  invoice.email.isSentByQuickBooks = true
  invoice.shipDate = CivilDate(year: 2026, month: 3, day: 1)
  invoice.trackingNumber = ByteView("T1")
  invoice.className = ByteView("North")
  invoice.location = ByteView("Hamburg")
  invoice.customerMemo = ByteView("Thanks")
  invoice.privateNote = ByteView("deal 412")
  invoice.onlineCardPayment = true
  invoice.onlineBankPayment = false
  invoice.customFields = [
    CustomFieldValue(definitionID: ByteView("1"), name: ByteView("PO"), value: ByteView("4711")),
    CustomFieldValue(definitionID: ByteView("2"), name: ByteView("Rep"), value: ByteView("Ida")),
  ]
  var words = InvoiceLine()
  words.kind = .text
  words.description = ByteView("Phase \"2\"")
  var item = line(20000, code: 1, quantity: "2", price: "100")
  item.description = ByteView("Licence")
  item.className = ByteView("South")
  item.serviceDate = CivilDate(year: 2026, month: 2, day: 28)
  invoice.lines = [words, item]
  invoice.sendsTaxDetail = true
  #expect(
    try payload(invoice) == """
      {"CustomerRef":{"name":"Nordlys ApS"},"DocNumber":"R-412","TxnDate":"2026-03-31","DueDate":"2026-04-30",\
      "SalesTermRef":{"name":"Net 30"},"CurrencyRef":{"value":"EUR"},"ExchangeRate":7.46,\
      "GlobalTaxCalculation":"TaxExcluded","BillEmail":{"Address":"a@x.example"},\
      "BillEmailCc":{"Address":"b@x.example,c@x.example"},"BillEmailBcc":{"Address":"d@x.example"},\
      "EmailStatus":"NeedToSend","BillAddr":{"Line1":"Havnegade 4","Country":"DNK"},\
      "ShipAddr":{"Line2":"Gate 2","City":"Aarhus","CountrySubDivisionCode":"82","PostalCode":"8000"},\
      "ShipDate":"2026-03-01","TrackingNum":"T1","ClassRef":{"name":"North"},"DepartmentRef":{"name":"Hamburg"},\
      "CustomerMemo":{"value":"Thanks"},"PrivateNote":"deal 412","AllowOnlineCreditCardPayment":true,\
      "AllowOnlineACHPayment":false,"CustomField":[{"DefinitionId":"1","Name":"PO","Type":"StringType",\
      "StringValue":"4711"},{"DefinitionId":"2","Name":"Rep","Type":"StringType","StringValue":"Ida"}],\
      "Line":[{"LineNum":1,"Description":"Phase \\"2\\"","DetailType":"DescriptionOnly","DescriptionLineDetail":{}},\
      {"LineNum":2,"Description":"Licence","Amount":200.00,"DetailType":"SalesItemLineDetail","SalesItemLineDetail":\
      {"ItemRef":{"name":"LICENCE"},"UnitPrice":100,"Qty":2,"TaxCodeRef":{"name":"GST/QST"},\
      "ClassRef":{"name":"South"},"ServiceDate":"2026-02-28"}}],"TxnTaxDetail":{"TotalTax":29.95,"TaxLine":[\
      {"Amount":10.00,"DetailType":"TaxLineDetail","TaxLineDetail":{"TaxRateRef":{"name":"GST"},"PercentBased":true,\
      "TaxPercent":5,"NetAmountTaxable":200.00}},{"Amount":19.95,"DetailType":"TaxLineDetail","TaxLineDetail":\
      {"TaxRateRef":{"name":"QST"},"PercentBased":true,"TaxPercent":9.975,"NetAmountTaxable":200.00}}]}}
      """)
}

@Test func `prices that contain tax are sent net, with the gross beside`() throws {
  var invoice = try plainInvoice([line(2000, quantity: "3", price: "6.6666667")])
  invoice.taxMode = .inclusive
  #expect(
    try payload(invoice) == """
      {"CustomerRef":{"name":"Nordlys ApS"},"CurrencyRef":{"value":"EUR"},"GlobalTaxCalculation":"TaxInclusive",\
      "Line":[{"LineNum":1,"Amount":16.81,"DetailType":"SalesItemLineDetail","SalesItemLineDetail":\
      {"ItemRef":{"name":"LICENCE"},"UnitPrice":5.603333,"Qty":3,"TaxCodeRef":{"name":"19% USt"},\
      "TaxInclusiveAmt":20.00}}]}
      """)
}

@Test func `in the US the code is a value, the tax mode is left out and a discount is a line`() throws {
  var invoice = try plainInvoice([line(10000, code: 2)], "USD")
  invoice.isUnitedStates = true
  invoice.sendsCurrency = false
  invoice.discount.amount = 1000
  invoice.discount.percent = decimal("10")
  invoice.discount.isOwnLine = true
  #expect(
    try payload(invoice) == """
      {"CustomerRef":{"name":"Nordlys ApS"},"ApplyTaxAfterDiscount":true,"Line":[{"LineNum":1,"Amount":100.00,\
      "DetailType":"SalesItemLineDetail","SalesItemLineDetail":{"ItemRef":{"name":"LICENCE"},"UnitPrice":100,"Qty":1,\
      "TaxCodeRef":{"value":"TAX"}}},{"Amount":10.00,"DetailType":"DiscountLineDetail","DiscountLineDetail":\
      {"PercentBased":true,"DiscountPercent":10}}]}
      """)
}

@Test func `a discount in money is its own line and no percentage`() throws {
  var invoice = try plainInvoice([line(10000)])
  invoice.taxMode = .none
  invoice.discount.amount = 999
  invoice.discount.isOwnLine = true
  let text = try payload(invoice)
  #expect(
    text.contains(
      "{\"Amount\":9.99,\"DetailType\":\"DiscountLineDetail\",\"DiscountLineDetail\":{\"PercentBased\":false}}"))
  #expect(text.contains("\"GlobalTaxCalculation\":\"NotApplicable\""))
  #expect(!text.contains("TaxCodeRef"))
}

@Test func `a quantity that no price can reproduce is told in words`() throws {
  var item = line(1, quantity: "1000000", price: "0.00000001")
  item.description = ByteView("Calls")
  let text = try payload(try plainInvoice([item]))
  #expect(text.contains("\"Description\":\"Calls (1000000 × 0.00000001)\",\"Amount\":0.01"))
  #expect(text.contains("\"UnitPrice\":0.01,\"Qty\":1,"))
}

@Test func `an amount alone has neither price nor quantity, and yen have no decimals`() throws {
  var item = line(1500, code: -1, quantity: nil)
  item.description = ByteView("")
  var invoice = try plainInvoice([item], "JPY")
  invoice.taxMode = .none
  #expect(
    try payload(invoice) == """
      {"CustomerRef":{"name":"Nordlys ApS"},"CurrencyRef":{"value":"JPY"},"GlobalTaxCalculation":"NotApplicable",\
      "Line":[{"LineNum":1,"Amount":1500,"DetailType":"SalesItemLineDetail","SalesItemLineDetail":\
      {"ItemRef":{"name":"LICENCE"}}}]}
      """)
}

@Test func `a hostile name stays a text`() throws {
  var invoice = try plainInvoice([line(100)])
  invoice.customer.displayName = ByteView("\"},\"x\":{\"\\\n\u{1}")
  let object = try #require(
    try JSONSerialization.jsonObject(with: Data(try payload(invoice).utf8)) as? [String: Any])
  let customer = try #require(object["CustomerRef"] as? [String: Any])
  #expect(customer["name"] as? String == "\"},\"x\":{\"\\\n\u{1}")
  #expect(object["x"] == nil)
}

@Test func `a customer has what is known and nothing else`() throws {
  var customer = Customer()
  customer.displayName = ByteView("A \"B\" C")
  var out = ByteBuffer()
  appendCustomer(&customer, currency: nil, to: &out)
  #expect(out.view.string == #"{"DisplayName":"A \"B\" C"}"#)
  out.removeAll()
  customer.companyName = ByteView("ABC")
  customer.givenName = ByteView("Ida")
  customer.familyName = ByteView("Holm")
  customer.email = ByteView("i@x.example")
  customer.phone = ByteView("+45 1")
  customer.notes = ByteView("n")
  customer.billingAddress.line1 = ByteView("L")
  customer.shippingAddress.city = ByteView("C")
  customer.taxIdentifier = ByteView("DK13585628")
  appendCustomer(&customer, currency: try currency("DKK"), to: &out)
  #expect(
    out.view.string == """
      {"DisplayName":"A \\"B\\" C","CompanyName":"ABC","GivenName":"Ida","FamilyName":"Holm",\
      "PrimaryEmailAddr":{"Address":"i@x.example"},"PrimaryPhone":{"FreeFormNumber":"+45 1"},\
      "BillAddr":{"Line1":"L"},"ShipAddr":{"City":"C"},"CurrencyRef":{"value":"DKK"},\
      "PrimaryTaxIdentifier":"DK13585628","Notes":"n"}
      """)
}

@Test(arguments: [
  (TaxIdentifierField.primary, "\"PrimaryTaxIdentifier\":\"X\""), (.secondary, "\"SecondaryTaxIdentifier\":\"X\""),
  (.resale, "\"ResaleNum\":\"X\""), (.businessNumber, "\"BusinessNumber\":\"X\""),
])
func `a tax id stands in the field that the rules name`(_ row: (field: TaxIdentifierField, member: String)) {
  var customer = Customer()
  customer.displayName = ByteView("A")
  customer.taxIdentifier = ByteView("X")
  customer.taxIdentifierField = row.field
  var out = ByteBuffer()
  appendCustomer(&customer, currency: nil, to: &out)
  #expect(out.view.string == "{\"DisplayName\":\"A\",\(row.member)}")
}
