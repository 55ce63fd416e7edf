import ArgumentParser
import Calendars
import Catalogue
import Diagnostics
import Foundation
import Pipeline
import QuickBooksClient
import RuleLanguage

/// Where names become ids: a company's catalogue, or one from a file. Nothing is asked of the network.
struct CatalogueOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The company whose catalogue turns names into ids; see 'catalogue pull'.", valueName: "name"))
  var company: String?
  @Option(help: ArgumentHelp("A catalogue from elsewhere, instead of the company's.", valueName: "file"))
  var catalogue: String?

  /// The catalogue, when one is named; what the rules say otherwise of the company is told, and ends the command when
  /// it is another company.
  ///
  /// - Parameter isNeeded: False where names may become ids later, while the folder is sent: then a company without a
  ///   catalogue is told and goes on.
  func load(
    for rules: CompiledRules, _ day: CivilDate, _ messages: Messages, isNeeded: Bool = true
  ) throws -> RunCatalogue? {
    guard let path = try path(messages, isNeeded: isNeeded) else { return nil }
    let found = try parse(path, messages) { bytes throws(RefusedInput) in try RunCatalogue(bytes, file: path) }
    let catalogue = found.index.catalogue
    tell(
      "catalogue",
      "catalogue of \(catalogue.company.name) (company \(catalogue.realmID)), pulled \(catalogue.pulledText), "
        + "\(catalogue.age(at: Int64(Date().timeIntervalSince1970))) ago", messages)
    let differences = checkAgainstCatalogue(rules, found.index, on: day)
    if !differences.isEmpty { print(differences, messages) }
    if differences.contains(where: { $0.severity == .error }) { throw ExitCode.refused }
    return found
  }

  /// The catalogue that is named, for a look at it.
  func read(_ messages: Messages) throws -> CompanyCatalogue {
    guard let path = try path(messages) else { throw ValidationError("Name the company with --company.") }
    return try parse(path, messages) { bytes throws(RefusedInput) in try CompanyCatalogue(bytes, file: path) }
  }

  private func parse<T>(
    _ path: String, _ messages: Messages, _ make: ([UInt8]) throws(RefusedInput) -> T
  ) throws -> T {
    let bytes = try readFile(path, messages)
    do throws(RefusedInput) {
      return try make(bytes)
    } catch {
      print(error.diagnostics, messages)
      throw ExitCode.refused
    }
  }

  private func path(_ messages: Messages, isNeeded: Bool = true) throws -> String? {
    if let catalogue { return catalogue }
    guard let company else { return nil }
    let folder: CompanyFolder
    do throws(ConnectionError) {
      folder = try CompanyFolder(name: company, environment: ProcessInfo.processInfo.environment)
    } catch {
      print([error.diagnostic], messages)
      throw ExitCode(error)
    }
    if FileManager.default.fileExists(atPath: folder.catalogueFile) { return folder.catalogueFile }
    if !isNeeded {
      tell(
        "catalogue", "no catalogue of '\(company)' yet: names become ids while the folder is sent", messages)
      return nil
    }
    let missing = Diagnostic.error(
      "K008", "there is no catalogue of '\(company)'", help: "run: dealbill catalogue pull --company \(company)")
    print([missing], messages)
    throw ExitCode.unreadable
  }
}
