import JSONRecords
public import QuickBooksClient

/// What a pull costs: calls that it made.
public struct PullCost: Sendable, Equatable {
  /// Of the vendor's metered reads; a page of at most 1,000 rows is one.
  public var calls = 0
  /// Rows by list, in the order in which they were read.
  public var rows: [(list: String, count: Int)] = []

  public static func == (a: PullCost, b: PullCost) -> Bool {
    a.calls == b.calls && a.rows.map(\.list) == b.rows.map(\.list) && a.rows.map(\.count) == b.rows.map(\.count)
  }
}

/// The lists of a company that invoices refer to, by the entity that QuickBooks calls them.
public enum CompanyList: String, Sendable, CaseIterable {
  case customers = "Customer"
  case vendors = "Vendor"
  case employees = "Employee"
  case items = "Item"
  case taxCodes = "TaxCode"
  case taxRates = "TaxRate"
  case terms = "Term"
  case currencies = "CompanyCurrency"
  case classes = "Class"
  case departments = "Department"
}

/// Reads all lists of a company, page by page in the order of ids, inactive entries too.
///
/// - Parameters:
///   - environment: For the catalogue's head.
///   - progress: Called after each list with its name and number of rows.
/// - Throws: ``ReadFailure``; nothing is kept of a pull that did not reach its end.
public func pullCatalogue(
  _ api: QuickBooksAPI, environment: String, pageSize: Int = 1000,
  progress: (String, Int) -> Void = { _, _ in }
) async throws(ReadFailure) -> (catalogue: CompanyCatalogue, cost: PullCost) {
  var cost = PullCost()
  let pulled = Int64(api.clock.now)
  let company = CompanyFacts(try await api.companyInfo())
  let preferences = CompanyPreferences(try await api.preferences())
  cost.calls = 2
  var catalogue = CompanyCatalogue(
    pulled: pulled, realmID: api.realm, environment: environment, company: company, preferences: preferences)
  for list in CompanyList.allCases {
    // The currency list exists with multicurrency alone.
    if list == .currencies, preferences.multicurrency != true { continue }
    let rows = try await api.queryAll(list.rawValue, where: "Active in (true, false)", pageSize: pageSize)
    cost.calls += rows.count / pageSize + 1
    cost.rows.append((list.rawValue, rows.count))
    progress(list.rawValue, rows.count)
    catalogue.take(list, rows)
  }
  return (catalogue, cost)
}

/// Reads some lists of a company, for a sending that has read its preferences.
public func pullLists(
  _ lists: Set<CompanyList>, _ preferences: CompanyPreferences, _ api: QuickBooksAPI
) async throws(ReadFailure) -> CompanyCatalogue {
  var catalogue = CompanyCatalogue(
    pulled: Int64(api.clock.now), realmID: api.realm, environment: "",
    company: CompanyFacts(name: "", legalName: "", country: "", timeZone: ""), preferences: preferences)
  for list in CompanyList.allCases where lists.contains(list) {
    catalogue.take(list, try await api.queryAll(list.rawValue, where: "Active in (true, false)"))
  }
  return catalogue
}

extension CompanyCatalogue {
  fileprivate mutating func take(_ list: CompanyList, _ rows: [JSONValue]) {
    switch list {
    case .customers: customers = rows.compactMap { Party($0) }
    case .vendors: vendors = rows.compactMap { Party($0) }
    case .employees: employees = rows.compactMap { Party($0) }
    case .items: items = rows.compactMap { Item($0) }
    case .taxCodes: taxCodes = rows.compactMap { TaxCodeEntry($0) }
    case .taxRates: taxRates = rows.compactMap { TaxRateEntry($0) }
    case .terms: terms = rows.compactMap { TermEntry($0) }
    case .currencies: currencies = rows.compactMap { CurrencyEntry($0) }
    case .classes: classes = rows.compactMap { ListEntry($0) }
    case .departments: departments = rows.compactMap { ListEntry($0) }
    }
  }
}
