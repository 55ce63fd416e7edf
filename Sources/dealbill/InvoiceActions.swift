public import ArgumentParser
import Calendars
import Foundation
import Ledger
import QuickBooksClient
public import Receivables
import Sending

/// What every action on invoices shares: which ones, how many, and how a person agrees.
struct ActionOptions: ParsableArguments {
  @OptionGroup var place: CompanyChoice
  @OptionGroup(title: "Which") var filter: InvoiceSelection
  @Option(help: ArgumentHelp("At most so many in one go.", valueName: "count"))
  var atMost = 50
  @OptionGroup var messages: Messages

  func validate() throws {
    if filter.isEmpty {
      throw ValidationError(
        "Say which invoices: --deal, --id, --run, --status, --customer, --currency or --older-than.")
    }
    guard atMost > 0 else { throw ValidationError("--at-most is at least 1.") }
  }
}

/// Plans an action, has it confirmed where it cannot be taken back, does it and tells what became of each.
///
/// - Parameters:
///   - confirmation: The plan's code, given in advance; nil asks at the terminal.
///   - prepare: Sets what the person accepts.
/// - Throws: The exit code, unless all is done: 2 some refused or failed, 5 an outcome is unknown.
func act(
  _ action: InvoiceAction, _ options: ActionOptions, confirmation: String? = nil,
  prepare: (inout ActionEngine) -> Void = { _ in }, savePDF: (PlannedAction, [UInt8]) throws -> String = { _, _ in "" }
) async throws {
  try await act(
    action, options.place, atMost: options.atMost, today: options.filter.today, options.messages,
    confirmation: confirmation, prepare: prepare, savePDF: savePDF,
    choose: { ledger, today in
      let chosen = try options.filter.chosen(from: ledger, today: today)
      // What is named and not there is no reason to do less of what is.
      let isIncomplete = try options.filter.tellUnknown(in: ledger, options.messages)
      return (chosen, isIncomplete)
    })
}

/// The same for invoices that are chosen otherwise.
func act(
  _ action: InvoiceAction, _ place: CompanyChoice, atMost: Int, today: CivilDate, _ messages: Messages,
  confirmation: String? = nil, prepare: (inout ActionEngine) -> Void = { _ in },
  savePDF: (PlannedAction, [UInt8]) throws -> String = { _, _ in "" },
  choose: (SQLiteLedger, CivilDate) throws -> (invoices: [ListedInvoice], isIncomplete: Bool)
) async throws {
  var isIncomplete = false
  let results = try await withCompany(messages) { () async throws -> [ActionResult] in
    let session = try await place.open()
    let chosen: [ListedInvoice]
    (chosen, isIncomplete) = try choose(session.ledger, today)
    guard !chosen.isEmpty else {
      tell(
        "nothing", "No invoice of the ledger is meant by that; 'dealbill invoices' lists them.", messages, isError: true
      )
      throw ExitCode.withExceptions
    }
    var engine = ActionEngine(api: session.api, ledger: session.ledger, today: today)
    prepare(&engine)
    let plan = try await engine.plan(action, chosen, atMost: atMost)
    if action.isFinal {
      Swift.print(renderPlan(plan, company: session.connection.companyName), terminator: "")
      try confirm(plan, confirmation, company: session.connection.companyName, messages)
    }
    return try await engine.perform(plan, savePDF: savePDF)
  }
  if !messages.quiet { Swift.print(renderResults(results), terminator: "") }
  if results.contains(where: { $0.outcome == .unknown }) { throw ExitCode.unknownOutcome }
  if isIncomplete || results.contains(where: { $0.outcome != .done }) { throw ExitCode.withExceptions }
}

/// What cannot be taken back needs the company's name typed, or the plan's own code.
func confirm(_ plan: ActionPlan, _ confirmation: String?, company: String, _ messages: Messages) throws {
  guard !plan.allowed.isEmpty else { throw ExitCode.withExceptions }
  if let confirmation {
    guard confirmation == plan.code else {
      throw ending(
        "this is plan \(plan.code), not \(confirmation); look at it, then say --confirm \(plan.code)", messages,
        .validationFailure)
    }
    return
  }
  guard isatty(STDIN_FILENO) == 1 else {
    Swift.print("\nNothing was done. To do it: the same command with --confirm \(plan.code)")
    throw ExitCode.withExceptions
  }
  complain("\nIt cannot be taken back. Type the company's name, \(company), to go on: ")
  guard readLine(strippingNewline: true)?.trimmingCharacters(in: .whitespaces) == company else {
    complain("Nothing was done.\n")
    throw ExitCode.withExceptions
  }
}

/// What may be accepted for void and delete.
struct FinalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Do it even if something was paid, the customer has it, or it was edited: paid, emailed, edited.",
      valueName: "obstacle"))
  var evenIf: [Obstacle] = []
  @Option(help: ArgumentHelp("The code of the plan, in place of a typed answer.", valueName: "code"))
  var confirm: String?
}

extension Obstacle: ExpressibleByArgument {}
