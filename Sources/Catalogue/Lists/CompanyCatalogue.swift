/// A dated local copy of a company's lists, so that names can be checked and become ids without network.
///
/// One JSON file beside the ledger; its member names are those of these types. Tax ids of customers are not in it.
public struct CompanyCatalogue: Sendable, Equatable, Codable {
  public static let schema = "dealbill.catalogue/1"

  public var schema = Self.schema
  /// When the first list was asked for, seconds since 1970: what was changed later may be missing.
  public var pulled: Int64
  public var realmID: String
  /// `production`, `sandbox` or `test`.
  public var environment: String
  public var company: CompanyFacts
  public var preferences: CompanyPreferences
  public var customers: [Party] = []
  public var vendors: [Party] = []
  public var employees: [Party] = []
  public var items: [Item] = []
  public var taxCodes: [TaxCodeEntry] = []
  public var taxRates: [TaxRateEntry] = []
  public var terms: [TermEntry] = []
  public var currencies: [CurrencyEntry] = []
  public var classes: [ListEntry] = []
  public var departments: [ListEntry] = []
  /// Which party of the CRM is which customer, as the ledger has it; nil in catalogues of earlier versions.
  public var links: [PartyLink]?
}

/// A party of the CRM that is a customer of QuickBooks, whatever its name there.
public struct PartyLink: Sendable, Equatable, Codable {
  /// The party's name as ``nameKey(_:)`` folds it.
  public var party: String
  /// The customer's id.
  public var customer: String
  /// Whether a person said so: then no name counts beside it.
  public var isByHand: Bool

  public init(party: String, customer: String, isByHand: Bool) {
    self.party = party
    self.customer = customer
    self.isByHand = isByHand
  }
}

/// CompanyInfo, as far as it decides anything.
public struct CompanyFacts: Sendable, Equatable, Codable {
  public var name: String
  public var legalName: String
  /// Two letters, as QuickBooks writes them: `US`, `GB`, `DE`.
  public var country: String
  public var timeZone: String
}

/// Preferences (QuickBooks Online reference, 5); nil where QuickBooks says nothing.
public struct CompanyPreferences: Sendable, Equatable, Codable {
  /// True: we number; false: QuickBooks does.
  public var customNumbers: Bool?
  public var multicurrency: Bool?
  public var homeCurrency: String
  /// Books are closed up to and including this day, `YYYY-MM-DD`; empty when they are not closed.
  public var closedThrough: String
  public var usesSalesTax: Bool?
  /// Whether QuickBooks computes the tax itself (US); nil in a catalogue of an earlier version.
  public var computesSalesTax: Bool?
  public var classPerInvoice: Bool?
  public var classPerLine: Bool?
  public var tracksLocations: Bool?
  public var allowsDiscount: Bool?
  public var customFields: [CustomFieldEntry]
}

/// A classic custom field of sales forms.
public struct CustomFieldEntry: Sendable, Equatable, Codable {
  /// 1 to 3.
  public var number: String
  public var name: String
  public var isOn: Bool
}

/// What every list entry has.
public protocol CatalogueEntry: Sendable {
  var id: String { get }
  /// As QuickBooks shows it, without ` (deleted)`.
  var name: String { get }
  /// With its parents, joined by colons; the name where there are none.
  var fullName: String { get }
  var isActive: Bool { get }
  /// QuickBooks' `SyncToken`, which each change of the object raises; nil in catalogues of earlier versions.
  var version: String? { get }
  /// What an invoice depends on, by name.
  var facts: [(name: String, value: String)] { get }
}

extension CatalogueEntry {
  public var facts: [(name: String, value: String)] { [("name", fullName)] }
}

/// A customer, vendor or employee.
public struct Party: CatalogueEntry, Equatable, Codable {
  public var id: String
  public var name: String
  public var fullName: String
  public var isActive: Bool
  /// Set for ever when the customer was created; empty in a company without multicurrency.
  public var currency: String
  public var email: String
  public var version: String?
  public var facts: [(name: String, value: String)] { [("name", fullName), ("currency", currency)] }
}

/// A product or service.
public struct Item: CatalogueEntry, Equatable, Codable {
  public var id: String
  public var name: String
  public var fullName: String
  public var isActive: Bool
  public var sku: String
  /// `Service`, `NonInventory`, `Inventory`, `Group`, `Category`.
  public var type: String
  public var version: String?
  public var facts: [(name: String, value: String)] { [("name", fullName), ("type", type)] }

  /// Whether it can stand on an invoice line by itself.
  public var isSellable: Bool { type != "Category" && type != "Group" }
}

/// A tax code: a group of rates.
public struct TaxCodeEntry: CatalogueEntry, Equatable, Codable {
  public var id: String
  public var name: String
  public var isActive: Bool
  /// Of sales; empty for a code for purchases only.
  public var rates: [RateOfCode]
  public var version: String?
  public var fullName: String { name }
  public var facts: [(name: String, value: String)] {
    [("name", name), ("rates", rates.map { "\($0.id) \($0.base)" }.joined(separator: ", "))]
  }

  public struct RateOfCode: Sendable, Equatable, Codable {
    public var id: String
    /// `TaxOnAmount`, `TaxOnAmountPlusTax`, `TaxOnTax`.
    public var base: String
  }
}

/// A tax rate with its dated values.
public struct TaxRateEntry: CatalogueEntry, Equatable, Codable {
  public var id: String
  public var name: String
  public var isActive: Bool
  /// Percent, as QuickBooks wrote it: `19`, `9.975`.
  public var value: String
  public var dated: [DatedValue]
  public var version: String?
  public var fullName: String { name }
  public var facts: [(name: String, value: String)] {
    let values = dated.map { "\($0.value) % from \($0.from)\($0.to.isEmpty ? "" : " to \($0.to)")" }
    return [("name", name), ("rate", "\(value) %"), ("dated rates", values.joined(separator: ", "))]
  }

  public struct DatedValue: Sendable, Equatable, Codable {
    public var value: String
    /// First and last day, `YYYY-MM-DD`; empty when there is none.
    public var from: String
    public var to: String
  }

  /// The percentage in force on a day given as `YYYY-MM-DD`.
  public func value(on day: String) -> String {
    let inForce = dated.filter { ($0.from.isEmpty || $0.from <= day) && ($0.to.isEmpty || day <= $0.to) }
    return inForce.max { $0.from < $1.from }?.value ?? value
  }
}

/// Payment terms.
public struct TermEntry: CatalogueEntry, Equatable, Codable {
  public var id: String
  public var name: String
  public var isActive: Bool
  public var version: String?
  public var fullName: String { name }
}

/// A currency of the company's list.
public struct CurrencyEntry: CatalogueEntry, Equatable, Codable {
  public var id: String
  /// ISO 4217.
  public var code: String
  public var name: String
  public var isActive: Bool
  public var version: String?
  public var fullName: String { code }
}

/// A class or department (location).
public struct ListEntry: CatalogueEntry, Equatable, Codable {
  public var id: String
  public var name: String
  public var fullName: String
  public var isActive: Bool
  public var version: String?
}
