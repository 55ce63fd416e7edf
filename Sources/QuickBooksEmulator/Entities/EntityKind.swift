/// The entities that the emulator serves.
enum EntityKind: Int, CaseIterable, Sendable {
  case invoice, payment, customer, vendor, employee, item, taxCode, taxRate, taxAgency, term, companyCurrency
  case exchangeRate, classification, department, account, paymentMethod, companyInfo, preferences

  /// As JSON names it.
  var name: String { Self.names[rawValue] }

  /// As paths name it.
  var path: String { Self.paths[rawValue] }

  private static let names = [
    "Invoice", "Payment", "Customer", "Vendor", "Employee", "Item", "TaxCode", "TaxRate", "TaxAgency", "Term",
    "CompanyCurrency", "ExchangeRate", "Class", "Department", "Account", "PaymentMethod", "CompanyInfo", "Preferences",
  ]
  private static let paths = names.map { $0.lowercased() }

  /// By name or path, without regard to case.
  init?(named name: some StringProtocol) {
    guard let index = Self.paths.firstIndex(of: name.lowercased()), let kind = Self(rawValue: index) else { return nil }
    self = kind
  }

  var isTransaction: Bool { self == .invoice || self == .payment }

  /// Customers, vendors and employees share one list of names.
  var isName: Bool { self == .customer || self == .vendor || self == .employee }

  /// Lists whose inactive members are hidden.
  var isList: Bool { !isTransaction && self != .companyInfo && self != .preferences && self != .exchangeRate }

  /// Whether a client may create and update it here.
  var isWritable: Bool {
    switch self {
    case .taxCode, .taxRate, .companyInfo, .preferences: false
    default: true
    }
  }

  /// Whether change data capture covers it (reference 9.1).
  var isInChangeData: Bool {
    switch self {
    case .taxCode, .taxRate, .taxAgency, .companyInfo, .preferences, .exchangeRate: false
    default: true
    }
  }

  /// The member by which a list object is named.
  var nameMember: String {
    switch self {
    case .customer, .vendor, .employee, .taxAgency: "DisplayName"
    default: "Name"
    }
  }

  /// What the fault for an unknown id calls it ("Names element id 583 not found").
  var faultWord: String {
    switch self {
    case .customer, .vendor, .employee: "Names"
    case .item: "Items"
    case .classification: "Klasses"
    case .term: "Terms"
    case .taxCode: "TaxCodes"
    case .taxRate: "TaxRates"
    case .account: "Accounts"
    default: name + "s"
    }
  }
}
