public import ArgumentParser
import Calendars
import Foundation
import Ledger
import QuickBooksClient
public import Receivables
import Reconciliation
import Sending

/// `refresh`: what became of the invoices.
struct Refresh: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Learns from QuickBooks what became of every invoice: paid, overdue, voided, deleted, edited.",
    discussion: """
      Statuses and their history stand in the ledger; 'dealbill invoices' shows them. With --against FOLDER, a run over \
      the CRM's present deals, it also tells which deals changed, are no longer won, or are won and not invoiced. With \
      --crm-out it writes the files that bring statuses back into the CRM. With --report FOLDER it writes the report of a \
      folder that was sent once more, into FOLDER/sent: paid, open and overdue, edited, voided, gaps in the numbers; what \
      stood there stays as FOLDER/sent.1 and so on.

      Exit codes: 0 done, nothing to look at · 2 done, something changed behind our back · 4 a report does not tie out · \
      5 whether an invoice is in QuickBooks is not known: send its folder again · 69 QuickBooks cannot be reached · \
      75 another run holds the ledger · 77 connect again.
      """)

  @OptionGroup var place: CompanyChoice
  @Option(help: ArgumentHelp("A run folder of the CRM's present deals, to compare with.", valueName: "folder"))
  var against: String?
  @Flag(help: "The export of --against holds every won deal: one that is missing is gone from the CRM.")
  var complete = false
  @Option(
    help: ArgumentHelp("A run folder that was sent: its report is written again.", valueName: "folder"))
  var report: [String] = []
  @OptionGroup(title: "Back into the CRM") var crm: CRMOptions
  @Option(help: "How the result is shown.")
  var format = ListFormat.text
  @OptionGroup var messages: Messages

  func validate() throws {
    if complete, against == nil { throw ValidationError("--complete means something only with --against.") }
  }

  func run() async throws {
    let needsLook = try await withCompany(messages) {
      let folder = try against.map { try Sending.readRunFolder($0) }
      let faces = try report.map { path in
        let folder = try Sending.readRunFolder(path)
        _ = try readSentRecord(folder)
        return try SentFaces(folder)
      }
      let session = try await place.open()
      let result = try await RefreshEngine(api: session.api, ledger: session.ledger).run()
      let invoices = try listInvoices(session.ledger)
      let comparison = try folder.map {
        try compare($0, with: session.ledger, today: result.today, isComplete: complete)
      }
      let link = crm.link(session.connection)
      try crm.write(invoices, link, messages)
      switch format {
      case .text:
        if !messages.quiet { Swift.print(renderRefresh(result, invoices, comparison), terminator: "") }
      case .json: Swift.print(refreshJSON(result, invoices, comparison, link: link).rendered, terminator: "")
      case .csv: Swift.print(invoicesCSV(invoices, link: link), terminator: "")
      }
      let verdict = try await refreshReports(faces, session, comparison, messages)
      if verdict == .doesNotTie { throw ExitCode.doesNotTie }
      if invoices.contains(where: \.isOfUnknownOutcome) { throw ExitCode.unknownOutcome }
      return !standingExceptions(invoices).isEmpty || !(comparison?.differences.isEmpty ?? true)
    }
    if needsLook { throw ExitCode.withExceptions }
  }
}

/// How a list is shown.
enum ListFormat: String, ExpressibleByArgument, CaseIterable { case text, json, csv }

/// Files that bring statuses back into the CRM.
struct CRMOptions: ParsableArguments {
  @Option(
    name: .customLong("crm-out"),
    help: ArgumentHelp("Write import files, and with --crm-fields request bodies, there.", valueName: "folder"))
  var folder: String?
  @Option(name: .customLong("crm-form"), help: "Whose headers the import files have.")
  var form = ImportForm.pipedrive
  @Option(
    name: .customLong("crm-fields"),
    help: ArgumentHelp(
      "A JSON file of facts (number, id, status, date, due_date, total, balance, link) to the CRM's custom-field keys.",
      valueName: "file"))
  var fields: String?
  @Option(
    name: .customLong("link"),
    help: ArgumentHelp("The address of an invoice's page; {id} and {realm} are put in.", valueName: "pattern"))
  var pattern: String?

  func validate() throws {
    if folder == nil, fields != nil { throw ValidationError("--crm-fields means something only with --crm-out.") }
    try DeepLink.validate(pattern)
  }

  func link(_ connection: Connection) -> DeepLink {
    DeepLink(pattern: pattern ?? DeepLink.pattern(of: connection), realm: connection.realmID)
  }

  func write(_ invoices: [ListedInvoice], _ link: DeepLink, _ messages: Messages) throws {
    guard let folder else { return }
    let updates = invoices.compactMap { CRMUpdate($0, link: link) }
    var isFolder = ObjCBool(true)
    if unsafe FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), !isFolder.boolValue {
      throw ending("is a file; --crm-out wants a folder", file: folder, messages, .notWritten)
    }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for file in importFiles(updates, form) { try replaceTextFile("\(folder)/\(file.name)", with: file.text) }
      if let fields {
        let keys = try CRMFieldKeys(json: try readFile(fields, messages), file: fields)
        try replaceTextFile("\(folder)/crm-patches.ndjson", with: try patchBodies(updates, keys))
      }
    } catch let error as CRMFieldsError {
      throw ending(error.description, messages)
    } catch let code as ExitCode {
      throw code
    } catch let error as SentFileError {
      throw ending(error.description, messages, .notWritten)
    } catch {
      throw ending("cannot be written: \(error.localizedDescription)", file: folder, messages, .notWritten)
    }
  }
}

extension ImportForm: ExpressibleByArgument {}
