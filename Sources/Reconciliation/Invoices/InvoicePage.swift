/// One invoice as its customer would see it, in texts ready to be set: amounts with the decimals of their currency.
public struct InvoicePage: Sendable, Equatable {
  public var deal = ""
  public var company = ""
  public var template = ""
  /// The form style that a person applies in QuickBooks, if the template names one.
  public var formStyle: String?
  public var customer = ""
  public var billTo: [String] = []
  public var shipTo: [String] = []
  public var email = ""
  public var number = ""
  public var date = ""
  public var due = ""
  public var terms = ""
  /// ISO code; empty in a company with one currency.
  public var currency = ""
  public var customFields: [(name: String, value: String)] = []
  public var lines: [Line] = []
  public var discount: String?
  public var net = ""
  public var tax = ""
  public var total = ""
  /// What each tax code is charged on, and its tax where that is forecast.
  public var taxes: [(code: String, base: String)] = []
  public var memo = ""
  public var pricesIncludeTax = false
  public init() {}

  public struct Line: Sendable, Equatable {
    public var item = ""
    public var description = ""
    public var quantity = ""
    public var price = ""
    public var amount = ""
    public var taxCode = ""
    public var serviceDate = ""
    public init() {}
  }

  public static func == (a: InvoicePage, b: InvoicePage) -> Bool {
    a.deal == b.deal && a.customer == b.customer && a.number == b.number && a.lines == b.lines && a.total == b.total
  }
}
