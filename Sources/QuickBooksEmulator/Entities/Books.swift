/// All that a company has: its objects, the indexes over them, and what was mailed.
struct Books: Sendable {
  private(set) var tables = [Table](repeating: Table(), count: EntityKind.allCases.count)
  /// Live invoices by DocNumber in lower case, oldest first.
  private(set) var invoicesByNumber: [String: [String]] = [:]
  /// Customers, vendors and employees by name in lower case without outer blanks.
  private(set) var nameHolders: [String: (kind: EntityKind, id: String)] = [:]
  /// What customers owe, in hundredths, by id.
  private(set) var customerBalances: [String: Int128] = [:]
  /// The next id per sequence.
  var nextIDs: [Sequence: Int] = [:]
  var nextDocNumber = 1037
  var mails: [SentMail] = []

  /// Kinds that draw their ids from one sequence.
  enum Sequence: Int, Sendable, CaseIterable {
    case transactions, names, lists, addresses
  }

  subscript(kind: EntityKind) -> Table { tables[kind.rawValue] }

  /// Objects of the seed keep their time; the caller sets `updatedAt` of a change.
  mutating func put(_ kind: EntityKind, _ id: String, _ record: Record) {
    let old = tables[kind.rawValue][id]
    if kind == .invoice {
      unindex(old, id)
      if let number = record.json.text("DocNumber") { invoicesByNumber[number.lowercased(), default: []].append(id) }
      if let customer = record.json.reference("CustomerRef") {
        customerBalances[customer, default: 0] += record.json.number("Balance")?.cents ?? 0
      }
    }
    if kind.isName {
      if let name = old?.json.text("DisplayName") { nameHolders[Self.nameKey(name)] = nil }
      if let name = record.json.text("DisplayName") { nameHolders[Self.nameKey(name)] = (kind, id) }
    }
    tables[kind.rawValue].put(record, id: id)
  }

  mutating func delete(_ kind: EntityKind, _ id: String, at time: Double) {
    if kind == .invoice { unindex(tables[kind.rawValue][id], id) }
    tables[kind.rawValue].delete(id, at: time)
  }

  mutating func restore(_ gone: [DeletedObject], _ kind: EntityKind) { tables[kind.rawValue].restore(deleted: gone) }

  private mutating func unindex(_ record: Record?, _ id: String) {
    if let record, let customer = record.json.reference("CustomerRef") {
      customerBalances[customer, default: 0] -= record.json.number("Balance")?.cents ?? 0
    }
    guard let number = record?.json.text("DocNumber")?.lowercased() else { return }
    invoicesByNumber[number]?.removeAll { $0 == id }
  }

  static func nameKey(_ name: String) -> String {
    String(name.lowercased().drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  mutating func newID(_ sequence: Sequence) -> String {
    let id = nextIDs[sequence] ?? 1
    nextIDs[sequence] = id + 1
    return String(id)
  }

  mutating func newID(of kind: EntityKind) -> String {
    newID(kind.isTransaction ? .transactions : kind.isName ? .names : .lists)
  }
}

/// A mail that the company sent.
public struct SentMail: Sendable, Equatable {
  public let invoiceID: String
  public let docNumber: String?
  public let to: String
  public let cc: String?
  public let bcc: String?
  /// Seconds since 1970.
  public let time: Double
}

/// What the company's Preferences and CompanyInfo decide.
extension Books {
  private func preferences(_ section: String) -> JSONObject? { self[.preferences]["1"]?.json.object(section) }

  mutating func setPreference(_ section: String, _ name: String, _ value: JSON?, at time: Double) {
    guard var record = self[.preferences]["1"] else { return }
    var object = record.json.object(section) ?? JSONObject()
    object[name] = value
    record.json[section] = .object(object)
    record.updatedAt = time
    put(.preferences, "1", record)
  }

  func salesForm(_ name: String) -> Bool { preferences("SalesFormsPrefs")?.bool(name) ?? false }
  var salesFormsPreferences: JSONObject? { preferences("SalesFormsPrefs") }
  var numbersInvoices: Bool { !salesForm("CustomTxnNumbers") }
  var isMulticurrency: Bool { preferences("CurrencyPrefs")?.bool("MultiCurrencyEnabled") ?? false }
  var homeCurrency: String { preferences("CurrencyPrefs")?.reference("HomeCurrency") ?? "USD" }
  var usesSalesTax: Bool { preferences("TaxPrefs")?.bool("UsingSalesTax") ?? false }
  /// nil: a US company without automated sales tax.
  var automatedSalesTax: Bool? { preferences("TaxPrefs")?.bool("PartnerTaxEnabled") }
  var tracksClassPerTransaction: Bool { preferences("AccountingInfoPrefs")?.bool("ClassTrackingPerTxn") ?? false }
  var tracksClassPerLine: Bool { preferences("AccountingInfoPrefs")?.bool("ClassTrackingPerTxnLine") ?? false }
  var tracksDepartments: Bool { preferences("AccountingInfoPrefs")?.bool("TrackDepartments") ?? false }
  var booksClosedThrough: String? { preferences("AccountingInfoPrefs")?.text("BookCloseDate") }
  var company: JSONObject { self[.companyInfo]["1"]?.json ?? JSONObject() }
  var country: String { company.text("Country") ?? "US" }
  var isUnitedStates: Bool { country == "US" }

  /// Labels of the custom text fields that are switched on, by their number.
  var customFields: [(id: String, name: String)] {
    let entries = preferences("SalesFormsPrefs")?.array("CustomField") ?? []
    let inner = entries.flatMap { $0.object?.array("CustomField") ?? [] }.compactMap(\.object)
    return (1...3).compactMap { number in
      let isOn = inner.contains {
        $0.text("Name") == "SalesFormsPrefs.UseSalesCustom\(number)" && $0.bool("BooleanValue") == true
      }
      let label = inner.first { $0.text("Name") == "SalesFormsPrefs.SalesCustomName\(number)" }
      return isOn ? (String(number), label?.text("StringValue") ?? "") : nil
    }
  }
}
