import ArgumentParser
import Diagnostics
import Evidence
import Foundation
import Ledger
import QuickBooksClient
import Receivables
import Reconciliation
import Sending
import Synchronization
import Workbooks

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Sends one run folder of one company; gives the exit code, everything is said by then.
///
/// - Parameter evenIfChanged: Send although rules or deals were changed after the run.
func send(
  _ path: String, company: String?, _ sending: SendingOptions, evenIfChanged: Bool, _ messages: Messages
) async throws -> Int32 {
  umask(0o077)
  return try await connecting(messages) {
    let place = try companyFolder(company, ledger: sending.ledger)
    let signal = StopSignal()
    let clock = StoppableClock(signal)
    do {
      let folder = try Sending.readRunFolder(path)
      for deal in Set(sending.billAgain).subtracting(folder.deals).sorted() {
        tell("bill-again", "note: \(path) bills no deal '\(deal)', so --bill-again does nothing for it", messages)
      }
      if !evenIfChanged {
        try refuseChangedSources(folder) { (try? Evidence.measure($0))?.sha256 }
      }
      if let metrics = sending.metrics { try checkPlace(of: metrics, messages) }
      if !sending.dryRun { try checkFolder(path, for: "\(path)/sent", messages) }
      let connection = try await authorized(place, sending, clock)
      try refuseOtherCompany(folder, realm: connection.api.realm)
      let faces = try SentFaces(folder)
      if sending.rate == 0, !connection.isTest {
        throw ValidationError("--rate 0 is for an emulator; QuickBooks takes 500 calls a minute.")
      }
      if sending.settle < 30, !connection.isTest {
        throw ValidationError("--settle below 30 is for an emulator; QuickBooks' queries may lag behind.")
      }
      let ledger = try SQLiteLedger(
        path: sending.ledger ?? place.ledgerFile, realm: connection.api.realm, now: Int64(clock.now * 1000))
      stopOnSignals(signal)
      defer { Signals.handle(nil) }
      let log = SendingLog(messages)
      let engine = SendEngine(
        api: connection.api, ledger: ledger, options: sending.options, signal: signal, log: { log.tell($0) })
      // From the start: a sending that is killed leaves a folder that the ledger knows.
      var result = await engine.run(folder, opening: [.fact(name: KnownSeal.name(folder.fingerprint), value: "run")])
      log.end()
      if sending.dryRun { return dryRunEnd(folder, result, sending, messages) }
      // What stopped the sending would stop the reading too.
      let refresh = RefreshEngine(api: connection.api, ledger: ledger)
      let reread =
        result.stop == nil
        ? await refresh.reread(folder, zone: faces.base.identity.timeZone)
        : refresh.notRead(because: result.stop?.words ?? "", zone: faces.base.identity.timeZone)
      result = try withoutGone(result, folder, ledger)
      result.calls.reads = connection.api.meter.reads
      return try finish(faces, result, reread, ledger, connection.api, place.name, sending, messages)
    } catch let refusal as FolderRefusal {
      print([Diagnostic.error(refusal.code, refusal.message, help: refusal.fix)], messages)
      return refusal.isUnreadable ? ExitCode.unreadable.rawValue : ExitCode.refused.rawValue
    } catch let error as LedgerError {
      tell("ledger", "error: \(error.sentence)", messages, isError: true)
      return ledgerExitCode(error)
    } catch let error as SentFileError {
      tell("output", "error: \(error.description)", messages, isError: true)
      return ExitCode.notWritten.rawValue
    } catch let error as WorkbookError {
      tell("workbook", "error: \(error.description)", messages, isError: true)
      return ExitCode.notWritten.rawValue
    } catch let refused as RefusedInput {
      print(refused.diagnostics, messages)
      // The report of the folder could not be read, or what was sent could not be written down.
      return refused.diagnostics.contains { $0.code == "E117" }
        ? ExitCode.notWritten.rawValue : ExitCode.refused.rawValue
    }
  }
}

/// Before anything is billed: a place where no file can be written is told at once.
private func checkPlace(of path: String, _ messages: Messages) throws {
  guard !isFolder(path) else { throw ending("is a folder; name a file", file: path, messages, .notWritten) }
  try checkFolder(URL(filePath: path).deletingLastPathComponent().path, for: path, messages)
}

/// The same for a folder that files are to be put into.
private func checkFolder(_ folder: String, for path: String, _ messages: Messages) throws {
  guard unsafe access(folder, W_OK) == 0 else {
    throw ending("cannot be written: \(unsafe String(cString: strerror(errno)))", file: path, messages, .notWritten)
  }
}

private func isFolder(_ path: String) -> Bool {
  var status = stat()
  return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

private func authorized(
  _ place: CompanyFolder, _ sending: SendingOptions, _ clock: any WallClock
) async throws -> (api: QuickBooksAPI, isTest: Bool) {
  let stored = try Connection(of: place)
  let transport = CurlTransport(hosts: stored.hosts, connections: sending.concurrency)
  let authorizer = Authorizer(place, transport, clock)
  let connection = try await authorizer.connection()
  let limits: RateLimiter.Limits =
    sending.rate == 0
    ? .none : RateLimiter.Limits(perMinute: sending.rate, pace: RateLimiter.Limits.vendor.pace)
  let api = QuickBooksAPI(
    baseURL: connection.apiURL, realm: connection.realmID, transport: transport, tokens: authorizer, clock: clock,
    limits: limits)
  return (api, connection.environment == .test)
}

/// What the ledger's trouble means for who waits for the exit code.
func ledgerExitCode(_ error: LedgerError) -> Int32 {
  switch error {
  case .busy: ExitCode.busy.rawValue
  case .wrongRealm, .exposed: ExitCode.refused.rawValue
  case .damaged, .unreadable: ExitCode.unreadable.rawValue
  case .notWritten: ExitCode.notWritten.rawValue
  case .notAllowed: ExitCode.ourFault.rawValue
  }
}

/// The first signal lets what has begun come to its end; a later one ends at once, as a crash would. Two that come together
/// are one: `timeout` signals its child and then the group that the child is in.
private func stopOnSignals(_ stop: StopSignal) {
  let first = Mutex<ContinuousClock.Instant?>(nil)
  Signals.handle { number, name in
    let isLater = first.withLock { first in
      defer { first = first ?? .now }
      return first.map { .now - $0 > .seconds(2) } ?? false
    }
    if isLater { _exit(128 + number) }
    stop.stop("stopped by \(name)")
  }
}

private func dryRunEnd(
  _ folder: RunFolderContent, _ result: SendResult, _ sending: SendingOptions, _ messages: Messages
) -> Int32 {
  if messages.logFormat == .text, !messages.quiet {
    Swift.print(dryRunText(folder, result, perMinute: sending.rate), terminator: "")
  }
  // As the sending itself would end: scripts act on the code.
  let code = result.exitCode
  return code == 0 && folder.rows.contains { $0.bucket == "held" } ? ExitCode.withExceptions.rawValue : code
}

private func finish(
  _ faces: SentFaces, _ result: SendResult, _ reread: Reread, _ ledger: SQLiteLedger, _ api: QuickBooksAPI,
  _ company: String, _ sending: SendingOptions, _ messages: Messages
) throws -> Int32 {
  let folder = faces.folder
  let tables = try faces.make(result, reread, ledger, realm: api.realm)
  let sent = sentReport(folder, result, realm: api.realm, reconciliation: tables.report.verdict)
  // What was billed is told, whatever becomes of the files about it.
  let written = Result { try faces.write(tables, record: sent.sent, ledger, now: Int64(api.clock.now * 1000)) }
  var exitCode = sent.exitCode
  if case .failure = written { exitCode = ExitCode.notWritten.rawValue }
  if messages.logFormat == .json {
    tell(
      "sent", "sending finished", messages, isError: exitCode > 2,
      Bucket.allCases.map { ($0.name, .number(tables.report.population.count($0))) } + [
        ("verdict", .text(sent.verdict.rawValue)), ("exit", .number(Int(exitCode))),
        ("reads", .number(result.calls.reads)), ("writes", .number(result.calls.writes)),
        ("folder", .text("\(folder.path)/sent")),
      ])
  } else if !messages.quiet || exitCode > 2 {
    Swift.print(sentText(folder, result, sent, tables.report), terminator: "")
  } else {
    Swift.print(recoveredText(result), terminator: "")
  }
  if let metrics = sending.metrics {
    try replaceTextFile(
      metrics,
      with: sentMetrics(
        result, tables.report.population, exitCode: exitCode, company: company, finished: Int64(api.clock.now)),
      isForAll: true)
  }
  _ = try written.get()
  return exitCode
}
