import ArgumentParser
import Catalogue
import Diagnostics
import Foundation

/// `catalogue show`: what the local copy holds.
struct CatalogueShow: ParsableCommand {
  enum List: String, ExpressibleByArgument, CaseIterable {
    case customers, vendors, employees, items
    case taxCodes = "tax-codes"
    case taxRates = "tax-rates"
    case terms, currencies, classes, locations, preferences
  }

  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows a company's catalogue: its lists with their sizes, or one list.",
    discussion: "One entry a line, parted by tabs: id, name, active or inactive, and what the list has besides.")

  @Argument(help: "The list; without one, an overview.")
  var list: List?
  @OptionGroup var source: CatalogueOptions
  @OptionGroup var messages: Messages

  func validate() throws {
    guard source.company != nil || source.catalogue != nil else {
      throw ValidationError("Name the company with --company, or a file with --catalogue.")
    }
  }

  func run() throws {
    let catalogue = try source.read(messages)
    guard let list else {
      print(overview(catalogue), terminator: "")
      return
    }
    switch list {
    case .customers: show(catalogue.customers) { [$0.currency, $0.email] }
    case .vendors: show(catalogue.vendors) { _ in [] }
    case .employees: show(catalogue.employees) { _ in [] }
    case .items: show(catalogue.items) { [$0.type, $0.sku] }
    case .taxCodes: show(catalogue.taxCodes) { [$0.rates.map(\.id).joined(separator: "+")] }
    case .taxRates: show(catalogue.taxRates) { ["\($0.value) %"] }
    case .terms: show(catalogue.terms) { _ in [] }
    case .currencies: show(catalogue.currencies) { [$0.name] }
    case .classes: show(catalogue.classes) { _ in [] }
    case .locations: show(catalogue.departments) { _ in [] }
    case .preferences: print(preferences(catalogue.preferences), terminator: "")
    }
  }

  private func show<Entry: CatalogueEntry>(_ entries: [Entry], _ further: (Entry) -> [String]) {
    for entry in entries {
      let fields = [entry.id, entry.fullName, entry.isActive ? "active" : "inactive"] + further(entry)
      print(visible(fields.joined(separator: "\u{1}")).replacing("\\u{1}", with: "\t"))
    }
  }

  private func overview(_ catalogue: CompanyCatalogue) -> String {
    let sizes = [
      ("customers", catalogue.customers.count), ("vendors", catalogue.vendors.count),
      ("employees", catalogue.employees.count), ("items", catalogue.items.count),
      ("tax-codes", catalogue.taxCodes.count), ("tax-rates", catalogue.taxRates.count),
      ("terms", catalogue.terms.count), ("currencies", catalogue.currencies.count),
      ("classes", catalogue.classes.count), ("locations", catalogue.departments.count),
    ]
    var out = """
      company     \(visible(catalogue.company.name)) (\(catalogue.realmID), \(catalogue.environment))
      country     \(catalogue.company.country)
      pulled      \(catalogue.pulledText), \(catalogue.age(at: Int64(Date().timeIntervalSince1970))) ago

      """
    for (name, count) in sizes { out += name + String(repeating: " ", count: 12 - name.count) + "\(count)\n" }
    return out + preferences(catalogue.preferences)
  }

  private func preferences(_ preferences: CompanyPreferences) -> String {
    func word(_ flag: Bool?) -> String { flag.map { $0 ? "yes" : "no" } ?? "not said" }
    var out = """
      home currency        \(preferences.homeCurrency)
      multicurrency        \(word(preferences.multicurrency))
      own numbers          \(word(preferences.customNumbers))
      books closed through \(preferences.closedThrough.isEmpty ? "open" : preferences.closedThrough)
      sales tax            \(word(preferences.usesSalesTax))
      classes              on invoices \(word(preferences.classPerInvoice)), on lines \(word(preferences.classPerLine))
      locations            \(word(preferences.tracksLocations))
      discounts            \(word(preferences.allowsDiscount))

      """
    for field in preferences.customFields where field.isOn {
      out += "custom field \(field.number)       \(visible(field.name))\n"
    }
    return out
  }
}
