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
  var lists: [String: [JSONValue]] = [:]
  for list in [
    "Customer", "Vendor", "Employee", "Item", "TaxCode", "TaxRate", "Term", "CompanyCurrency", "Class", "Department",
  ] {
    // The currency list exists with multicurrency alone.
    if list == "CompanyCurrency", preferences.multicurrency != true { continue }
    let rows = try await api.queryAll(list, where: "Active in (true, false)", pageSize: pageSize)
    cost.calls += rows.count / pageSize + 1
    cost.rows.append((list, rows.count))
    progress(list, rows.count)
    lists[list] = rows
  }
  func entries<T>(_ list: String, _ make: (JSONValue) -> T?) -> [T] { (lists[list] ?? []).compactMap(make) }
  var catalogue = CompanyCatalogue(
    pulled: pulled, realmID: api.realm, environment: environment, company: company, preferences: preferences)
  catalogue.customers = entries("Customer") { Party($0) }
  catalogue.vendors = entries("Vendor") { Party($0) }
  catalogue.employees = entries("Employee") { Party($0) }
  catalogue.items = entries("Item") { Item($0) }
  catalogue.taxCodes = entries("TaxCode") { TaxCodeEntry($0) }
  catalogue.taxRates = entries("TaxRate") { TaxRateEntry($0) }
  catalogue.terms = entries("Term") { TermEntry($0) }
  catalogue.currencies = entries("CompanyCurrency") { CurrencyEntry($0) }
  catalogue.classes = entries("Class") { ListEntry($0) }
  catalogue.departments = entries("Department") { ListEntry($0) }
  return (catalogue, cost)
}
