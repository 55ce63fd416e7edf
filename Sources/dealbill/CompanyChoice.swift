import ArgumentParser
import Foundation
import Diagnostics
import Ledger
import QuickBooksClient
import Receivables
import Sending
import Workbooks

/// Which company and which ledger: the company by its name, or by its ledger's file.
struct CompanyChoice: ParsableArguments {
  @Option(help: ArgumentHelp("The company, as it was connected.", valueName: "name"))
  var company: String?
  @Option(help: ArgumentHelp("The ledger, when it is not the company's own.", valueName: "file"))
  var ledger: String?

  func validate() throws {
    guard company != nil || ledger != nil else { throw ValidationError("Say --company NAME or --ledger FILE.") }
  }

  var folder: CompanyFolder { get throws { try companyFolder(company, ledger: ledger) } }

  var ledgerFile: String { get throws { try ledger ?? folder.ledgerFile } }

  /// The ledger to look at, without a connection and while a run may be writing.
  func openToRead() throws -> SQLiteLedger { try SQLiteLedger(readingFrom: ledgerFile) }

  /// The connection and the ledger, held by this process alone.
  ///
  /// - Parameter rate: Calls in any minute, at most.
  func open(connections: Int = 1, rate: Int = 500) async throws -> Session {
    let clock = SystemClock()
    let stored = try Connection(of: folder)
    let transport = CurlTransport(hosts: stored.hosts, connections: connections)
    let authorizer = Authorizer(try folder, transport, clock)
    let connection = try await authorizer.connection()
    let limits = RateLimiter.Limits(perMinute: rate, pace: RateLimiter.Limits.vendor.pace)
    let api = QuickBooksAPI(
      baseURL: connection.apiURL, realm: connection.realmID, transport: transport, tokens: authorizer, clock: clock,
      limits: limits)
    let ledger = try SQLiteLedger(path: ledgerFile, realm: api.realm, now: Int64(clock.now * 1000))
    return Session(api: api, ledger: ledger, connection: connection)
  }
}

/// The folder with the connection: that of the name; without one, that of the ledger, or the only one there is.
func companyFolder(_ company: String?, ledger: String?) throws -> CompanyFolder {
  let environment = ProcessInfo.processInfo.environment
  if let company { return try CompanyFolder(name: company, environment: environment) }
  guard let ledger else { throw ValidationError("Say --company NAME or --ledger FILE.") }
  let beside = CompanyFolder(ofLedger: ledger)
  if FileManager.default.fileExists(atPath: beside.connectionFile) { return beside }
  let all = CompanyFolder.connected(environment: environment)
  guard all.count == 1 else {
    let names = all.map(\.name).joined(separator: ", ")
    throw ValidationError(
      all.isEmpty
        ? "No company is connected; run 'dealbill connect' first."
        : "Several companies are connected; say --company with one of \(names).")
  }
  return all[0]
}

/// What a command that talks to QuickBooks works with.
struct Session {
  let api: QuickBooksAPI
  let ledger: SQLiteLedger
  let connection: Connection
}

/// Turns what can go wrong with a company, its ledger or QuickBooks into a message and an exit code.
func withCompany<T>(_ messages: Messages, _ body: () async throws -> T) async throws -> T {
  umask(0o077)
  return try await connecting(messages) {
    do {
      return try await body()
    } catch let error as LedgerError {
      tell("ledger", "error: \(error.sentence)", messages, isError: true)
      throw ExitCode(ledgerExitCode(error))
    } catch let failure as ReadFailure {
      tell("failed", "error: \(failure.sentence)", messages, isError: true)
      throw ExitCode(failure)
    } catch let failure as RefreshFailure {
      tell("failed", "error: \(failure.sentence)", messages, isError: true)
      switch failure {
      case .read(let failure): throw ExitCode(failure)
      case .ledger(let error): throw ExitCode(ledgerExitCode(error))
      case .badZone, .noDigest: throw ExitCode.ourFault
      }
    } catch let refusal as FolderRefusal {
      print([Diagnostic.error(refusal.code, refusal.message, help: refusal.fix)], messages)
      throw refusal.isUnreadable ? ExitCode.unreadable : ExitCode.refused
    } catch let refused as RefusedInput {
      print(refused.diagnostics, messages)
      throw refused.diagnostics.contains { $0.code == "E117" } ? ExitCode.notWritten : ExitCode.refused
    } catch let error as WorkbookError {
      tell("workbook", "error: \(error.description)", messages, isError: true)
      throw ExitCode.notWritten
    }
  }
}
