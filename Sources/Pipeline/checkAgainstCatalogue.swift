import Bytes
public import Calendars
public import Catalogue
import Countries
public import Diagnostics
import Invoices
import Money
public import RuleLanguage

/// What the rules say of the company that the catalogue says otherwise: errors mean that it is another company, or one
/// that these rules cannot bill; warnings name what deals would be held for.
///
/// - Parameter day: Rates are compared as of this day.
public func checkAgainstCatalogue(
  _ rules: CompiledRules, _ index: CatalogueIndex, on day: CivilDate
) -> [Diagnostic] {
  let catalogue = index.catalogue
  let company = rules.company
  var found: [Diagnostic] = []
  let country = catalogue.company.country.uppercased()
  let names = [company.country.alpha2.string, company.country.alpha3.string, company.country.name.uppercased()]
  if !country.isEmpty, !names.contains(country), !(country == "UK" && names[0] == "GB") {
    found.append(
      .error(
        "K002",
        "the rules are for a company in \(names[0]), the catalogue is of '\(catalogue.company.name)' in \(country)",
        help: "name the right --company, or correct 'company: country'"))
  }
  let home = catalogue.preferences.homeCurrency
  if !home.isEmpty, home != company.currency.codeView.string {
    found.append(
      .error(
        "K003", "the rules keep books in \(company.currency.codeView.string), '\(catalogue.company.name)' in \(home)",
        help: "name the right --company, or correct 'company: currency'"))
  }
  if let multicurrency = catalogue.preferences.multicurrency, multicurrency != company.hasMulticurrency {
    found.append(
      .warning(
        "K004",
        "multicurrency is \(multicurrency ? "on" : "off") in QuickBooks, and \(multicurrency ? "off" : "on") in the rules",
        help: "say 'multicurrency: \(multicurrency ? "yes" : "no")' under 'company'"))
  }
  for code in rules.taxes.codes where !company.isUnitedStates {
    let name = code.name.string
    found += missing(name, index.taxCodes, "K005", "tax code", "taxes: codes")
    if code.isForecast, let problem = index.rateProblem(name, code.rates.map(\.percent), on: day.description) {
      found.append(.warning("K006", problem.message, help: problem.fix))
    }
  }
  for terms in rules.terms { found += missing(terms.name.string, index.terms, "K007", "payment term", "terms") }
  return found
}

private func missing<Entry: CatalogueEntry>(
  _ name: String, _ list: NameIndex<Entry>, _ code: String, _ what: String, _ section: String
) -> [Diagnostic] {
  guard let entry = list.find(name).first else {
    let near = list.nearest(to: name).map { "did you mean '\($0)'?" }
    return [
      .warning(
        code, "QuickBooks has no \(what) '\(name)'",
        help: near ?? "correct it under '\(section)', or make it in QuickBooks")
    ]
  }
  if entry.isActive { return [] }
  return [
    .warning(
      code, "the \(what) '\(name)' is inactive in QuickBooks", help: "make it active in QuickBooks, or use another")
  ]
}
