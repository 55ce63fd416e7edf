import ArgumentParser
import Bytes
import Calendars
import Diagnostics
import Evidence
import Foundation
import Ledger
import QuickBooksClient
import Reconciliation

/// `report`: a finished run folder, rebuilt, verified, signed.
struct Report: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Rebuilds, verifies or signs the report of a run folder.",
    discussion: "'dealbill report FOLDER' makes the page and the workbook again from the folder's data.",
    subcommands: [RebuildReport.self, VerifyReport.self, SignReport.self, ReportInvoices.self, ReportSchema.self],
    defaultSubcommand: RebuildReport.self)
}

/// `report FOLDER`.
struct RebuildReport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild", abstract: "Makes page and workbook again from the folder's JSON and CSV.")
  @Argument(help: "The run folder.")
  var folder: String
  @Option(name: .shortAndLong, help: ArgumentHelp("Write them to this folder instead.", valueName: "folder"))
  var out: String?
  @OptionGroup var messages: Messages

  func run() async throws {
    let faces = try await reporting(messages) {
      if let out { try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true) }
      return try rebuildFolder(folder, out: out)
    }
    for face in faces {
      let words =
        switch face.state {
        case .identical: "identical, byte for byte"
        case .restored: "was altered or missing, and is restored"
        case .added: "written"
        case .differs: "another version of dealbill drew it; kept as it is, --out writes the new one elsewhere"
        }
      print("\(face.name): \(words)")
    }
  }
}

/// `report verify FOLDER`.
struct VerifyReport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recomputes every digest, count and sum of a run folder, and names what was altered.",
    discussion: """
      What sending wrote into the folder is verified too. A seal shows that a byte was altered, not that somebody altered \
      the folder and sealed it again: for that, the fingerprints of folders that were sent stand in the company's ledger; \
      name it with --company or --ledger.

      Exit codes: 0 intact · 2 intact, but a signature is stale · 4 something was altered · 66 no run folder, or no ledger.
      """)
  @Argument(help: "The run folder.")
  var folder: String
  @Option(help: ArgumentHelp("The company in whose ledger the fingerprints stand.", valueName: "name"))
  var company: String?
  @Option(help: ArgumentHelp("The ledger, when it is not the company's own.", valueName: "file"))
  var ledger: String?
  @OptionGroup var messages: Messages

  func run() async throws {
    guard FileManager.default.fileExists(atPath: folder) else {
      throw ending("there is no such folder", file: folder, messages, .unreadable)
    }
    if let run = runFolder(ofSent: folder) {
      throw ending("this is the record of a sending; name its run folder, \(run)", file: folder, messages, .unreadable)
    }
    guard isRunFolder(folder) else {
      throw ending("this is no run folder: it holds no file of a run", file: folder, messages, .unreadable)
    }
    let result = try await withCompany(messages) {
      guard let file = try ledgerFile else { return verifyFolder(folder, toolVersion: toolVersion) }
      let ledger = try SQLiteLedger(readingFrom: file)
      try ledger.verify()
      return try verify(folder, with: ledger)
    }
    for finding in result.findings {
      tell("altered", "ALTERED  \(visible(finding.description))", messages, isError: true)
    }
    for signature in result.signatures {
      let before = signature.isBeforeSending ? " (before it was sent: sent/ is not signed)" : ""
      print(
        "\(signature.isStale || !result.isIntact ? "stale   " : "signed  ") \(signature.role) by \(visible(signature.name)), \(signature.at)\(before)"
      )
    }
    guard result.isIntact else {
      let count = result.findings.count
      print("\(folder): altered, \(count) finding\(count == 1 ? "" : "s")")
      throw ExitCode.doesNotTie
    }
    let known = (company ?? ledger) == nil ? "" : "; the ledger knows it"
    print("\(folder): intact, \(result.checks) checks; fingerprint \(result.fingerprint)\(known)")
    if result.hasStaleSignature { throw ExitCode.withExceptions }
  }

  private var ledgerFile: String? {
    get throws {
      if let ledger { return ledger }
      return try company.map { try companyFolder($0, ledger: nil).ledgerFile }
    }
  }

  /// A ledger that cannot be read any further is no finding about the folder.
  private func verify(_ folder: String, with ledger: SQLiteLedger) throws(LedgerError) -> Verification {
    var failure: LedgerError?
    let result = verifyFolder(folder, toolVersion: toolVersion) { name in
      do throws(LedgerError) {
        return try ledger.fact(name)
      } catch {
        failure = error
        return nil
      }
    }
    if let failure { throw failure }
    return result
  }
}

/// `report sign FOLDER`.
struct SignReport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Signs a run folder, as the person who prepared it or as the one who reviewed it.")
  @Argument(help: "The run folder.")
  var folder: String
  @Option(help: ArgumentHelp("Sign as the preparer.", valueName: "name"))
  var preparedBy: String?
  @Option(help: ArgumentHelp("Sign as the reviewer, another person.", valueName: "name"))
  var reviewedBy: String?
  @Flag(help: "Policy allows one person to prepare and review; recorded in the signature.")
  var onePerson = false
  @Option(help: ArgumentHelp("What is signed for.", valueName: "text"))
  var statement = "The population is complete; all differences are listed and explained."
  @Option(
    help: ArgumentHelp(
      "What QuickBooks' figures may differ by in a currency before a comment is needed.", valueName: "amount"))
  var tolerance = "0.00"
  @Option(help: ArgumentHelp("A comment on accepted exceptions, CODE=TEXT.", valueName: "comment"))
  var comment: [String] = []
  @Option(help: ArgumentHelp("The time of signing, ISO 8601; now by default.", valueName: "time"))
  var at: String?
  @OptionGroup var messages: Messages

  func validate() throws {
    guard (preparedBy == nil) != (reviewedBy == nil) else {
      throw ValidationError("Say either --prepared-by or --reviewed-by: each person signs for himself.")
    }
    let name = preparedBy ?? reviewedBy ?? ""
    if name.allSatisfy(\.isWhitespace) { throw ValidationError("A signature needs a name.") }
    if name.contains(where: \.isNewline) { throw ValidationError("A name stands on one line.") }
    if statement.allSatisfy(\.isWhitespace) { throw ValidationError("--statement says what is signed for.") }
    if tolerance.wholeMatch(of: /[0-9]{1,12}(\.[0-9]{1,4})?/) == nil {
      throw ValidationError("--tolerance takes an amount such as 0.00, not '\(tolerance)'.")
    }
    if let at {
      guard let time = ISO8601DateFormatter().date(from: at), isDay(at) else {
        throw ValidationError("--at takes a time such as 2026-03-31T09:00:00Z, not '\(at)'.")
      }
      if time > Date(timeIntervalSinceNow: 300) { throw ValidationError("--at is still to come: '\(at)'.") }
    }
    var codes: Set<String> = []
    for pair in comment {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].allSatisfy(\.isWhitespace) else {
        throw ValidationError("--comment takes CODE=TEXT, not '\(pair)'.")
      }
      if !codes.insert(String(parts[0])).inserted { throw ValidationError("--comment gives '\(parts[0])' twice.") }
    }
  }

  /// Formatters take 30 February for 2 March.
  private func isDay(_ time: String) -> Bool {
    String(time.prefix(10)).withByteView { CivilDate.parseISO($0) } != nil
  }

  func run() async throws {
    guard FileManager.default.fileExists(atPath: "\(folder)/manifest.json") else {
      throw ending("there is no run folder: it has no manifest.json", file: folder, messages, .unreadable)
    }
    var signature = Signature(
      role: preparedBy != nil ? .prepared : .reviewed, name: preparedBy ?? reviewedBy ?? "",
      at: at ?? ISO8601DateFormatter().string(from: Date()), statement: statement, tolerance: tolerance)
    signature.allowsOnePerson = onePerson
    for pair in comment {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      signature.comments[String(parts[0])] = String(parts[1])
    }
    let (fingerprint, hash) = try await reporting(messages) {
      try signFolder(folder, signature, toolVersion: toolVersion)
    }
    print("\(folder): signed as \(signature.role.rawValue) by \(visible(signature.name)), \(signature.at)")
    print("bundle     \(fingerprint)\nsignature  \(hash)")
  }
}

/// `report schema`.
struct ReportSchema: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the JSON Schema of reconciliation.json.")
  func run() throws { print(reportJSONSchema, terminator: "") }
}

/// `report invoices FOLDER`.
struct ReportInvoices: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invoices",
    abstract: "Printable previews of a run's invoices, as customers would see them (HTML).",
    discussion: "Some of each template, for sampling before they are sent; or those of the deals that --deal names.")
  @Argument(help: "The run folder.")
  var folder: String
  @Option(help: ArgumentHelp("The invoice of this deal; may be said several times.", valueName: "id"))
  var deal: [String] = []
  @Option(help: ArgumentHelp("How many invoices of each template.", valueName: "count"))
  var sample = 3
  @Option(name: .shortAndLong, help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"))
  var out: String?
  @OptionGroup var messages: Messages

  func validate() throws {
    guard (1...1000).contains(sample) else { throw ValidationError("--sample is between 1 and 1000.") }
  }

  func run() async throws {
    let pages = try await reporting(messages) { try invoicePages(folder, deals: deal, sample: sample) }
    let text = renderInvoices(pages)
    guard let out else {
      print(text, terminator: "")
      return
    }
    try writeNew(text, to: out, messages)
  }
}
