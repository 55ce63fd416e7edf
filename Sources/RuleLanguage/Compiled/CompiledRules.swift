public import Bytes
public import Calendars
public import Countries
public import Deals
public import Diagnostics
public import Invoices
public import Money
public import TaxIdentifiers
public import YAMLTree

/// A rule file after every check: what evaluation runs on. Nothing unchecked can be in it.
public final class CompiledRules: Sendable {
  public let file: String
  public let company: Company
  /// The export that the rules were made for; nil: whatever binds is read.
  public let shape: ExportShape?
  public let profile: Profile
  /// The profile's name, as markers and ledger entries name the source.
  public let sourceName: ByteView
  public let settings: SourceSettings
  /// The zone of times that carry none; nil: they are told in the company's zone.
  public let sourceZone: TimeZoneRules?
  /// The columns that the rules read, deal side and line side; requests for the reader in the same order.
  public let dealColumns: [Column]
  public let lineColumns: [Column]
  /// The column that names the deal.
  public let idColumn: Int32
  /// The column with the deal's title, or −1.
  public let titleColumn: Int32
  /// The column with a product line's currency, or −1; a line in another currency than its deal is never billed.
  public let lineCurrencyColumn: Int32
  /// The deals' column with the number of their products, looked at where products are billed; −1 where the source has none.
  public let productCountColumn: Int32
  /// The column that holds the deal's own value, and what it means.
  public let dealValue: DealValueRule
  public let nodes: [Node]
  public let lists: [NodeID]
  /// Every rule, by index: for provenance, counts and messages.
  public let rules: [Rule]
  /// Where each node stands in the rule file, by node index; nil for constants put in by us.
  public let nodeRanges: [SourceRange?]
  public let values: [NamedValue]
  public let tables: [RuleTable]
  public let patterns: [Pattern]
  public let skips: [Skip]
  public let checks: [Check]
  public let customer: CustomerRules
  public let currency: CurrencyRules
  public let template: FieldRule?
  /// At least one; the first is used when no template rule exists.
  public let templates: [Template]
  public let taxes: TaxRules
  public let discount: DiscountRules?
  public let terms: [Terms]
  /// What the file leaves to be decided about the company: no deal is billed before.
  public let undecided: [SourceRange]
  /// Ids of the rules as texts, by rule index.
  public let ruleNames: [ByteView]
  /// Texts that mean an empty cell, and the words for yes and no.
  public let emptyWords: [ByteView]
  public let yesWords: [ByteView]
  public let noWords: [ByteView]
  /// The rule under which deals with a total of zero are skipped when the taxes section says so.
  public let zeroTotalRule: Int32
  /// The files that these rules are made of, the rule file first.
  public let sources: [RuleSource]
  /// Names that `columns` declares, used or not.
  public let declaredNames: [String]
  /// The section `tests` as it stands.
  public let tests: YAMLNode?
  private let schemes: [(name: ByteView, scheme: TaxIdentifierScheme)]

  /// A tax-ID scheme by its name.
  public func scheme(_ name: ByteView) -> TaxIdentifierScheme? {
    for entry in schemes where entry.name == name { return entry.scheme }
    return nil
  }

  init(_ b: RuleBuilder, _ parts: CompiledParts) {
    file = b.file
    company = parts.company
    shape = parts.shape
    profile = b.profile
    sourceName = .immortal(b.profile.name)
    settings = b.settings
    sourceZone = parts.sourceZone
    dealColumns = requireDecidingColumns(parts, b)
    lineColumns = b.lineColumns
    idColumn = parts.idColumn
    titleColumn = parts.titleColumn
    lineCurrencyColumn = parts.lineCurrencyColumn
    productCountColumn = parts.productCountColumn
    dealValue = parts.dealValue
    nodes = b.nodes
    lists = b.lists
    rules = b.rules
    nodeRanges = b.nodeRanges
    values = b.values
    tables = b.tables
    patterns = b.patterns
    skips = parts.skips
    checks = parts.checks
    customer = parts.customer
    currency = parts.currency
    template = parts.template
    templates = parts.templates
    taxes = parts.taxes
    discount = parts.discount
    terms = b.terms
    undecided = b.undecided
    ruleNames = b.rules.map { .immortal($0.id) }
    emptyWords = b.settings.emptyTexts.map { .immortal($0) }
    yesWords = b.settings.yesWords.map { .immortal($0) }
    noWords = b.settings.noWords.map { .immortal($0) }
    zeroTotalRule = parts.zeroTotalRule
    sources = b.sources
    declaredNames = b.declaredOrder
    tests = b.tests
    schemes = TaxIdentifierScheme.all.map { (.immortal($0.code), $0) }
  }
}

/// The sections of a rule file that the builder does not hold itself.
struct CompiledParts {
  var company: Company
  var shape: ExportShape?
  var sourceZone: TimeZoneRules?
  var idColumn: Int32
  var titleColumn: Int32
  var lineCurrencyColumn: Int32
  var productCountColumn: Int32
  var dealValue: DealValueRule
  var skips: [Skip]
  var checks: [Check]
  var customer: CustomerRules
  var currency: CurrencyRules
  var template: FieldRule?
  var templates: [Template]
  var taxes: TaxRules
  var discount: DiscountRules?
  var zeroTotalRule: Int32
}

/// A rule by its id, for provenance and counts.
public struct Rule: Sendable {
  public let id: String
  /// What it decides: `customer.name`, `lines.setup.price`, `check`.
  public internal(set) var target: String
  public let range: SourceRange
}

/// The company that bills.
public struct Company: Sendable {
  public var name: String
  public var country: Country
  public var currency: Currency
  public var zoneName: String
  public var zone: TimeZoneRules
  public var hasMulticurrency: Bool
  /// Books are closed up to and including this day.
  public var closedThrough: CivilDate?
  /// True: an invoice in a closed period moves to the first open day; false: it is held.
  public var movesToOpenDay: Bool
  public var earliestDate: CivilDate?
  /// How many days after the run date an invoice may be dated.
  public var futureDays: Int

  public var isUnitedStates: Bool { country.alpha2.equals("US") }
}

/// A column that the rules read.
public struct Column: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case text, number, date
    case yesNo = "yes_no"
    case country, currency, email
  }
  public let name: String
  public let kind: Kind
  public internal(set) var request: ColumnRequest
  /// How dates are written; the first pattern that fits is taken, so two that clash are refused at load.
  public let dates: [DatePattern]
  public let style: NumberStyle
  /// What an empty cell means; a constant node or −1.
  public let emptyMeans: NodeID
  public let cleaning: Cleaning
}

/// A value by name from the `values:` section.
public struct NamedValue: Sendable {
  public let name: String
  public let type: ValueType
  public let node: NodeID
}

/// What to do when a field's value is missing.
public enum OnMissing: String, Sendable, CaseIterable {
  case hold
  /// The whole deal is skipped, and the report says by which rule.
  case skip
  /// The field is left out.
  case leaveOut = "leave_out"
  /// The run stops.
  case fail
}

/// One target field with its one rule.
public struct FieldRule: Sendable {
  public let node: NodeID
  public let rule: Int32
  public let onMissing: OnMissing
}

public struct Skip: Sendable {
  public let condition: NodeID
  public let rule: Int32
  public let because: String
}

public struct Check: Sendable {
  public enum Severity: String, Sendable, CaseIterable { case error, hold, warn, note }
  public let condition: NodeID
  public let rule: Int32
  public let severity: Severity
  public let message: String
  public let owner: String?
  public let link: String?
  /// A value that is told behind the message, so that each of its values is a cause of its own; −1 for none.
  public var shown: NodeID = -1
  /// What to do about it; nil: as owner and link say.
  public var fix: String?
}

public struct CustomerRules: Sendable {
  public var name: FieldRule
  /// Another name for customers billed in a foreign currency (a customer has one currency for ever).
  public var foreignCurrencyName: FieldRule?
  public var companyName: FieldRule?
  public var givenName: FieldRule?
  public var familyName: FieldRule?
  public var email: FieldRule?
  public var phone: FieldRule?
  public var notes: FieldRule?
  public var billingAddress: AddressRules?
  public var shippingAddress: AddressRules?
  public var taxIdentifier: TaxIdentifierRules?
  /// True: forbidden characters in names become spaces (`:` becomes `-`); false: the deal is held.
  public var replacesForbiddenCharacters = false
  /// What of a customer that is there already is kept up to date.
  public var updates: [CustomerField] = []
}

public struct AddressRules: Sendable {
  public var line1: FieldRule?
  public var line2: FieldRule?
  public var city: FieldRule?
  public var region: FieldRule?
  public var postalCode: FieldRule?
  public var country: FieldRule?
}

public struct TaxIdentifierRules: Sendable {
  public enum Scheme: Sendable {
    /// The schemes of the customer's country.
    case ofCountry
    /// Name of one scheme (`de.vat`), decided by a value.
    case named(NodeID)
    /// A pattern of the rule file.
    case pattern(Int32)
    case unchecked
  }
  public struct Outcome: Sendable {
    public enum Action: String, Sendable, CaseIterable { case keep, drop, warn, hold }
    public let condition: NodeID
    public let action: Action
    public let message: String?
    public let rule: Int32

    /// Where no outcome says what is done with a number that cannot be right: it is kept, with a warning.
    public static func undecided(_ rule: Int32) -> Outcome {
      Outcome(condition: -1, action: .warn, message: nil, rule: rule)
    }
  }
  public var source: FieldRule
  public var scheme: Scheme
  /// First that holds decides; none: keep.
  public var outcomes: [Outcome]
  public var target: Target

  /// Which field of QuickBooks takes the number.
  public enum Target: Sendable {
    /// By the company's country and the number's scheme, see ``TaxIdentifierField/usual(company:scheme:)``.
    case byCompany
    case fixed(TaxIdentifierField)
    /// A value that names the field.
    case decided(FieldRule)
  }
}

public struct CurrencyRules: Sendable {
  public let field: FieldRule
  /// Empty: any current currency.
  public let allowed: [Currency]
}

/// What the deal's own value is compared with.
public struct DealValueRule: Sendable {
  public enum Meaning: String, Sendable, CaseIterable { case net, gross, ignore }
  /// The column, or −1 when the export has none.
  public var column: Int32
  public var meaning: Meaning
  public var holdsOnMismatch: Bool
  /// A column with the CRM's sum of the products, or −1; it must agree as well, wherever it is not zero.
  public var crossCheck: Int32
  public var rule: Int32
}

/// A named set of everything that is not customer, currency or tax arithmetic; parents already merged in.
public struct Template: Sendable {
  public let name: String
  public let view: ByteView
  /// The form style that a person applies in QuickBooks; its API cannot choose one.
  public let formStyle: String?
  public let invoice: InvoiceRules
  public let lines: [LineRule]
  /// Where it is declared.
  public let range: SourceRange
}

public struct InvoiceRules: Sendable {
  public var date: FieldRule
  public var due: FieldRule?
  public var terms: FieldRule?
  public var number: FieldRule?
  public var privateNote: FieldRule?
  public var customerMemo: FieldRule?
  public var className: FieldRule?
  public var location: FieldRule?
  public var shipDate: FieldRule?
  public var trackingNumber: FieldRule?
  public var exchangeRate: FieldRule?
  public var emailTo: FieldRule?
  public var emailCc: FieldRule?
  public var emailBcc: FieldRule?
  /// A condition; −1 for never.
  public var emailSend: NodeID = -1
  public var onlineCard: NodeID = -1
  public var onlineBank: NodeID = -1
  public var taxMode: FieldRule?
  public var customFields: [CustomFieldRule] = []
}

public struct CustomFieldRule: Sendable {
  public let name: ByteView
  public let definitionID: ByteView
  public let field: FieldRule
}

public struct LineRule: Sendable {
  public enum Each: String, Sendable, CaseIterable {
    case product, deal
    case dealWithoutProducts = "deal_without_products"
  }
  public let rule: Int32
  public let each: Each
  /// Makes the line only where it holds; −1 for always.
  public let condition: NodeID
  /// Leaves a product out and lists it; −1 for never.
  public let leaveOut: NodeID
  /// True: words only.
  public let isText: Bool
  public let item: FieldRule?
  public let description: FieldRule?
  public let quantity: FieldRule?
  public let price: FieldRule?
  public let amount: FieldRule?
  public let discountPercent: FieldRule?
  public let discountAmount: FieldRule?
  public let serviceDate: FieldRule?
  public let className: FieldRule?
  public let taxCode: FieldRule?
  /// What is sold, for the tax treatment.
  public let supply: FieldRule?
  /// What the line costs by the CRM's own figures; another amount holds the deal.
  public let crossCheck: FieldRule?
  /// What to do with a line whose amount is zero.
  public let onZero: OnZero
  public enum OnZero: String, Sendable, CaseIterable {
    case keep
    case leaveOut = "leave_out"
    case hold
  }
}

public struct DiscountRules: Sendable {
  public let percent: FieldRule?
  public let amount: FieldRule?
  public let isOwnLine: Bool
  public let rule: Int32
}

/// A payment term by its name in QuickBooks, with the recipe for its due date.
public struct Terms: Sendable {
  public let name: ByteView
  public let terms: PaymentTerms
}
