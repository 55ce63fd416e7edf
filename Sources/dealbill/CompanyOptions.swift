import ArgumentParser
import Foundation
import QuickBooksClient

#if canImport(Glibc)
  import Glibc
  private let coreLimit = __rlimit_resource_t(RLIMIT_CORE.rawValue)
#else
  import Darwin
  private let coreLimit = RLIMIT_CORE
#endif

/// Which company a command is about.
struct CompanyOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The company: a name of your own; its folder holds connection, catalogue and ledger.",
      valueName: "name"))
  var company: String

  var folder: CompanyFolder {
    get throws { try CompanyFolder(name: company, environment: ProcessInfo.processInfo.environment) }
  }
}

/// Exit codes of what talks to QuickBooks, as the product's contract has them.
extension ExitCode {
  static let unknownOutcome = ExitCode(5)
  static let unreachable = ExitCode(69)
  static let busy = ExitCode(75)
  static let notAuthorised = ExitCode(77)

  init(_ error: ConnectionError) {
    self =
      switch error.code {
      case .notConnected, .connectAgain, .stateMismatch, .accessDenied, .timedOut, .refused: .notAuthorised
      case .endpointRefused, .badCompanyName, .otherCompany, .clientSecret: .validationFailure
      case .filePermissions, .damagedFile, .secretUnreadable: .unreadable
      case .fileAccess: .notWritten
      case .unreachable, .badAnswer: .unreachable
      case .busy: .busy
      }
  }

  init(_ failure: ReadFailure) {
    self =
      switch failure {
      case .unreachable: .unreachable
      case .notAuthorised: .notAuthorised
      // One refused question is no lost permission.
      case .refused(let fault): fault.isPermission ? .notAuthorised : .unreachable
      }
  }
}

/// Runs `body` and turns what can go wrong with a connection into a message and an exit code; a crash leaves no image
/// of the memory behind, in which secrets would stand.
func connecting<T>(_ messages: Messages, _ body: () async throws -> T) async throws -> T {
  var none = rlimit(rlim_cur: 0, rlim_max: 0)
  _ = unsafe setrlimit(coreLimit, &none)
  do {
    return try await body()
  } catch let error as ConnectionError {
    print([error.diagnostic], messages)
    throw ExitCode(error)
  }
}
