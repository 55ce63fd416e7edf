public import Bytes

/// The party that is billed, as far as a deal tells; empty texts are left out.
public struct Customer: Sendable {
  /// Unique in QuickBooks over customers, vendors and employees; at most 500 characters.
  public var displayName = ByteView.empty
  /// The customer's id in QuickBooks, when a person chose one; the invoice then names it by id, and nobody is created.
  public var id = ByteView.empty
  /// Whether a person chose the name as that of a customer who is in QuickBooks.
  public var isNamedByAnswer = false
  public var companyName = ByteView.empty
  public var givenName = ByteView.empty
  public var familyName = ByteView.empty
  public var email = ByteView.empty
  public var phone = ByteView.empty
  public var notes = ByteView.empty
  public var billingAddress = PostalAddress()
  public var shippingAddress = PostalAddress()
  /// In its usual written form, country prefix included.
  public var taxIdentifier = ByteView.empty
  public var taxIdentifierField = TaxIdentifierField.primary
  public init() {}

  /// Ready for the next deal, field by field: cheaper than copying an empty customer.
  mutating func reset() {
    displayName = .empty
    id = .empty
    isNamedByAnswer = false
    companyName = .empty
    givenName = .empty
    familyName = .empty
    email = .empty
    phone = .empty
    notes = .empty
    billingAddress.reset()
    shippingAddress.reset()
    taxIdentifier = .empty
    taxIdentifierField = .primary
  }
}

/// Which field of QuickBooks takes the customer's tax identifier (tax-and-money reference, section 2).
public enum TaxIdentifierField: String, Sendable, CaseIterable {
  /// `PrimaryTaxIdentifier`.
  case primary
  /// `SecondaryTaxIdentifier`.
  case secondary
  /// `ResaleNum`.
  case resale
  /// `BusinessNumber`.
  case businessNumber = "business_number"
  /// `GSTIN`, in India.
  case gstin
  /// `Notes` of the customer.
  case notes
  /// Nowhere: checked and reported only.
  case none

  /// The most characters it keeps; nil for free text. Where Intuit tells no length it is our own limit.
  public var limit: Int? {
    switch self {
    case .primary, .secondary: 20
    case .resale: 16
    case .businessNumber: 10
    case .gstin: 15
    case .notes, .none: nil
    }
  }

  /// Where a company of this country keeps a customer's number of this scheme, when the rules do not say (reference
  /// 2.2): `PrimaryTaxIdentifier` nearly everywhere, with a field of their own for British UTR and Indian numbers.
  /// Provincial numbers of Canada have none; a US company keeps no tax number of a customer at all (an EIN belongs to
  /// vendors, resale certificates are named by rule).
  public static func usual(company: ByteView, scheme: ByteView) -> TaxIdentifierField {
    if company.equals("US") { return .none }
    if company.equals("GB"), scheme.equals("gb.utr") { return .secondary }
    if company.equals("CA"), scheme.hasPrefix(ByteView("ca.")), !scheme.equals("ca.bn") { return .notes }
    if company.equals("IN"), scheme.equals("in.gstin") { return .gstin }
    if company.equals("IN"), scheme.equals("in.pan") { return .businessNumber }
    return .primary
  }
}

/// A postal address as QuickBooks keeps it.
public struct PostalAddress: Sendable {
  public var line1 = ByteView.empty
  public var line2 = ByteView.empty
  public var city = ByteView.empty
  /// State or province: `CountrySubDivisionCode`.
  public var region = ByteView.empty
  public var postalCode = ByteView.empty
  public var country = ByteView.empty
  public init() {}

  mutating func reset() {
    line1 = .empty
    line2 = .empty
    city = .empty
    region = .empty
    postalCode = .empty
    country = .empty
  }

  public var isEmpty: Bool {
    line1.isEmpty && line2.isEmpty && city.isEmpty && region.isEmpty && postalCode.isEmpty && country.isEmpty
  }
}

/// What of a customer a rule may keep up to date in QuickBooks.
public enum CustomerField: String, Sendable, CaseIterable {
  case address, email
  case taxID = "tax_id"

  /// The members of QuickBooks' customer that hold it.
  public var members: [String] {
    switch self {
    case .address: ["BillAddr"]
    case .email: ["PrimaryEmailAddr"]
    case .taxID: ["PrimaryTaxIdentifier", "SecondaryTaxIdentifier", "ResaleNum", "BusinessNumber", "GSTIN"]
    }
  }

  /// In words, for people.
  public var words: String {
    switch self {
    case .address: "address"
    case .email: "e-mail address"
    case .taxID: "tax id"
    }
  }
}
