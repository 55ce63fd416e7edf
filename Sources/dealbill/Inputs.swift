import Bytes
public import ArgumentParser
public import Calendars
import Deals
import Diagnostics
import Files
import Foundation
import RuleLanguage

/// Where deals and rules come from: the same for every subcommand that reads deals.
struct Inputs: ParsableArguments {
  @Option(name: .shortAndLong, help: ArgumentHelp("The rule file.", valueName: "file"))
  var rules: String

  @Argument(help: "Files of deals (CSV, JSON or JSON Lines); - is standard input.")
  var files: [String] = []

  @Option(help: ArgumentHelp("A further file of deals.", valueName: "file"))
  var deals: [String] = []

  @OptionGroup var sides: SideFiles

  func validate() throws {
    if files.isEmpty, deals.isEmpty {
      throw ValidationError("Name at least one file of deals, or - for standard input.")
    }
    let all = files + deals + sides.lines + sides.organizations + sides.persons + sides.products + [sides.fields ?? ""]
    if all.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Standard input (-) can be read for one file only.")
    }
  }

  var dealInputs: DealInputs { sides.inputs(files + deals) }
}

/// Files that deals are joined with.
struct SideFiles: ParsableArguments {
  @Option(help: ArgumentHelp("Product lines keyed by deal.", valueName: "file"))
  var lines: [String] = []

  @Option(help: ArgumentHelp("Organizations, joined by id.", valueName: "file"))
  var organizations: [String] = []

  @Option(help: ArgumentHelp("Persons, joined by id.", valueName: "file"))
  var persons: [String] = []

  @Option(help: ArgumentHelp("Products, joined by id.", valueName: "file"))
  var products: [String] = []

  @Option(help: ArgumentHelp("The CRM's field definitions, for labels of custom fields.", valueName: "file"))
  var fields: String?

  /// These files with the deals that they belong to.
  func inputs(_ deals: [String]) -> DealInputs {
    DealInputs(
      deals: deals, lines: lines, organizations: organizations, persons: persons, products: products, fields: fields)
  }
}

/// Hands `body` the exports with standard input and pipes copied to files, for what has to look at an export twice.
func withStandardInput<T>(
  _ exports: [String], _ body: ([String]) throws(RefusedInput) -> T
) throws(RefusedInput) -> T {
  let (inputs, temporary) = try DealInputs(deals: exports).spooled()
  defer { Leftovers.remove(temporary) }
  return try body(inputs.deals)
}

/// How messages look and where they go; results go to standard output, all else to standard error.
struct Messages: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Flag(name: .shortAndLong, help: "Only errors.")
  var quiet = false

  @Option(help: "How messages on standard error are written.")
  var logFormat = Format.text
}

/// The run date: given, or today in the company's time zone, and printed either way.
struct RunDate: ParsableArguments {
  @Option(
    name: .customLong("run-date"),
    help: ArgumentHelp("The date of this run, YYYY-MM-DD; today in the company's zone by default.", valueName: "date"))
  var given: CivilDate?

  func date(_ rules: CompiledRules) -> CivilDate {
    given ?? rules.company.zone.localDate(utcSeconds: Int64(Date().timeIntervalSince1970))
  }
}

/// Dates on the command line are written YYYY-MM-DD.
extension CivilDate: ExpressibleByArgument {
  public init?(argument: String) {
    guard let date = argument.withByteView({ CivilDate.parseISO($0) }) else { return nil }
    self = date
  }

  /// Today in UTC.
  static var today: CivilDate { CivilDate(clampingDayNumber: Int64(Date().timeIntervalSince1970) / 86_400) }
}
