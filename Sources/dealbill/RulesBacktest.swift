import ArgumentParser
import Diagnostics
import Pipeline
import RuleReview

/// `rules backtest`: the rules against invoices that people made.
struct RulesBacktest: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Compares what the rules would make of past deals with the invoices that people made.",
    discussion: """
      Invoices belong together by the marker in the private note, by number, or by customer, date and total.
      Exit codes: 0 all identical · 2 something differs or is missing · 65 refused · 66 input missing.
      """)

  @Argument(help: "The rule file.")
  var rules: String
  @Argument(help: "Files of deals (CSV, JSON or JSON Lines); - is standard input.")
  var deals: [String]
  @Option(
    help: ArgumentHelp(
      "Invoices that people made: a QuickBooks query's answer as JSON, or a CSV.", valueName: "file"))
  var invoices: String
  @OptionGroup var sides: SideFiles
  @Option(help: ArgumentHelp("How a CSV of invoices writes dates.", valueName: "pattern"))
  var dateFormat = "YYYY-MM-DD"
  @Option(help: "How the comparison is written.")
  var format = Format.text
  @Option(help: ArgumentHelp("How many of each kind are shown, as text.", valueName: "count"))
  var limit = 50
  @OptionGroup var runDate: RunDate
  @OptionGroup var messages: Messages

  func run() async throws {
    let compiled = try load(rules, messages, showsWarnings: false)
    let bytes = try readFile(invoices, messages)
    let options = BatchOptions(
      rules: compiled, inputs: sides.inputs(deals), output: nil,
      runDate: runDate.date(compiled), toolVersion: toolVersion, threads: 1)
    let past = try await reporting(messages) { () throws(RefusedInput) in
      try readPastInvoices(bytes, file: invoices, dateFormat: dateFormat)
    }
    if !past.unreadColumns.isEmpty {
      let names = past.unreadColumns.map { "'\(visible($0))'" }
      tell("notice", "note: \(invoices): columns that are not compared: \(listed(names))", messages)
    }
    let result = try await reporting(messages) { try backtest(options, past: past.invoices) }
    switch format {
    case .text: print(renderBacktest(result, limit: max(0, limit)), terminator: "")
    case .json: print(renderBacktestJSON(result), terminator: "")
    }
    if !result.isPerfect { throw ExitCode.withExceptions }
  }
}
