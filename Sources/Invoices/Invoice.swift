public import Bytes
public import Calendars
public import Money

/// One invoice before it is JSON: what the rules decided, and the totals that follow.
///
/// Texts are views that live as long as the deal they came from; an empty text means that the field is left out.
/// Amounts are minor units of ``currency``.
public struct Invoice: Sendable {
  public var customer = Customer()
  public var currency: Currency
  /// Whether `CurrencyRef` is sent: companies without multicurrency must leave it out.
  public var sendsCurrency = true
  public var date: CivilDate?
  public var dueDate: CivilDate?
  public var terms = ByteView.empty
  public var number = ByteView.empty
  public var privateNote = ByteView.empty
  public var customerMemo = ByteView.empty
  public var className = ByteView.empty
  public var location = ByteView.empty
  public var shipDate: CivilDate?
  public var trackingNumber = ByteView.empty
  /// Home units for one foreign unit; nil leaves the rate to QuickBooks.
  public var exchangeRate: ExactDecimal?
  public var email = InvoiceEmail()
  public var onlineCardPayment: Bool?
  public var onlineBankPayment: Bool?
  public var customFields: [CustomFieldValue] = []
  public var taxMode = TaxMode.exclusive
  /// Whether the company is in the US, where lines carry `TAX` or `NON` and QuickBooks finds the rate.
  public var isUnitedStates = false
  /// Whether the forecast tax is sent as `TxnTaxDetail`.
  public var sendsTaxDetail = false
  public var lines: [InvoiceLine] = []
  public var discount = DocumentDiscount()
  public var totals = InvoiceTotals()
  /// One entry per tax code used, in order of first use.
  public var taxes: [TaxSum] = []
  /// One entry per rate of these codes; empty unless ``sendsTaxDetail``.
  public var rates: [RateSum] = []

  /// Whether a line without a tax code leaves it to the item's own setting in QuickBooks whether it is taxed, as it does in the
  /// US alone (reference, 3.1): the tax is then not known here.
  public var leavesTaxToItems: Bool {
    isUnitedStates && taxMode != .none && lines.indices.contains { lines[$0].kind == .item && lines[$0].taxCode < 0 }
  }

  public init(currency: Currency) { self.currency = currency }

  /// Ready for the next deal; keeps the memory of its arrays.
  public mutating func reset(currency: Currency) {
    customer.reset()
    self.currency = currency
    sendsCurrency = true
    date = nil
    dueDate = nil
    terms = .empty
    number = .empty
    privateNote = .empty
    customerMemo = .empty
    className = .empty
    location = .empty
    shipDate = nil
    trackingNumber = .empty
    exchangeRate = nil
    email = InvoiceEmail()
    onlineCardPayment = nil
    onlineBankPayment = nil
    if !customFields.isEmpty { customFields.removeAll(keepingCapacity: true) }
    taxMode = .exclusive
    isUnitedStates = false
    sendsTaxDetail = false
    if !lines.isEmpty { lines.removeAll(keepingCapacity: true) }
    discount = DocumentDiscount()
    totals = InvoiceTotals()
    if !taxes.isEmpty { taxes.removeAll(keepingCapacity: true) }
    if !rates.isEmpty { rates.removeAll(keepingCapacity: true) }
  }
}

/// Who gets the invoice by e-mail and whether QuickBooks sends it.
public struct InvoiceEmail: Sendable {
  public var to = ByteView.empty
  public var cc = ByteView.empty
  public var bcc = ByteView.empty
  /// True: `EmailStatus` is `NeedToSend`.
  public var isSentByQuickBooks = false
  public init() {}
}

/// A value for one of the company's custom fields (QuickBooks Online reference 3.10).
public struct CustomFieldValue: Sendable {
  /// The field's number in the company, 1 to 3 for classic fields.
  public var definitionID: ByteView
  public var name: ByteView
  public var value: ByteView
  public init(definitionID: ByteView, name: ByteView, value: ByteView) {
    self.definitionID = definitionID
    self.name = name
    self.value = value
  }
}

/// Whether prices contain tax.
public enum TaxMode: UInt8, Sendable, CaseIterable {
  /// Prices are net, tax comes on top: `TaxExcluded`.
  case exclusive
  /// Prices contain tax: `TaxInclusive`.
  case inclusive
  /// No tax at all: `NotApplicable`.
  case none
}

/// One line of an invoice.
public struct InvoiceLine: Sendable {
  public enum Kind: UInt8, Sendable {
    /// Something sold: `SalesItemLineDetail`.
    case item
    /// Words only: `DescriptionOnly`.
    case text
  }
  public var kind = Kind.item
  /// Index of the line rule that made it, for provenance.
  public var rule: Int32 = 0
  /// Index of the product line it came from within the deal, or −1.
  public var product: Int32 = -1
  public var item = ByteView.empty
  public var description = ByteView.empty
  public var className = ByteView.empty
  public var serviceDate: CivilDate?
  /// As the rules said; nil when only an amount is known.
  public var quantity: ExactDecimal?
  public var unitPrice: ExactDecimal?
  /// What the line costs after all discounts as its price is meant: net under ``TaxMode/exclusive``, gross under
  /// ``TaxMode/inclusive``.
  public var amount: Int64 = 0
  /// Quantity times price before any discount.
  public var beforeDiscount: Int64 = 0
  /// Without tax; equals ``amount`` unless the price contains tax or the document discount stands on a line of its own.
  public var net: Int64 = 0
  /// Without tax and before a document discount on a line of its own: `Amount` under ``TaxMode/inclusive``.
  public var listedNet: Int64 = 0
  /// Forecast tax of this line, rounded per line.
  public var tax: Int64 = 0
  /// Index of the tax code in the rules' list, or −1 for none.
  public var taxCode: Int32 = -1
  /// Index of the tax treatment in the rules' list, or −1 where the rules have none.
  public var treatment: Int32 = -1
  public init() {}
}

/// A discount on the whole invoice.
public struct DocumentDiscount: Sendable {
  /// Minor units taken off; 0 for none.
  public var amount: Int64 = 0
  /// The percentage it came from, if it was given as one.
  public var percent: ExactDecimal?
  /// What the discount takes off the nets: `Amount` of its line under ``TaxMode/inclusive``.
  public var net: Int64 = 0
  /// True: one `DiscountLineDetail` line; false: spread over the lines, so that each tax base is right.
  public var isOwnLine = false
  public init() {}
}

/// The sums of an invoice in minor units: `net + tax = total`, asserted when they are made.
public struct InvoiceTotals: Sendable, Equatable {
  /// Lines without tax, after discounts.
  public var net: Int64 = 0
  /// Forecast tax by the chosen rounding.
  public var tax: Int64 = 0
  public var total: Int64 = 0
  /// Forecast tax by the other rounding (per rate when lines are rounded, per line otherwise).
  public var taxOtherRounding: Int64 = 0
  /// Document and line discounts together.
  public var discount: Int64 = 0
  public init() {}
}

/// Base and forecast tax of one tax code on one invoice, in minor units.
public struct TaxSum: Sendable {
  /// Index of the tax code in the rules' list.
  public var code: Int32
  public var base: Int64
  public var tax: Int64
  /// The tax by the other rounding, as ``InvoiceTotals/taxOtherRounding``.
  public var taxOtherRounding: Int64 = 0
  public init(code: Int32, base: Int64, tax: Int64) {
    self.code = code
    self.base = base
    self.tax = tax
  }
}
