import ArgumentParser
import Dispatch
import Foundation
import QuickBooksEmulator
import Synchronization

/// `emulator`: a stand-in for QuickBooks Online on this machine.
struct EmulatorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emulator",
    abstract: "Runs a stand-in for QuickBooks Online on this machine, to rehearse sending.",
    discussion: """
      Prints one line of JSON once it listens: url, realmId, clientId, clientSecret, accessToken, refreshToken. Runs until
      SIGINT or SIGTERM, then saves its state, if a file was named, and ends with 0.

      'url' stands for the vendor's hosts: /v3/company/REALM/… is the Accounting API, /connect/oauth2,
      /oauth2/v1/tokens/bearer and /v2/oauth2/tokens/revoke are OAuth. Controls, which need no token:

      \(controlHelp)
      """)

  enum Company: String, ExpressibleByArgument, CaseIterable { case us, uk, eu, ca, au }
  enum Switch: String, ExpressibleByArgument, CaseIterable { case on, off }

  @Option(help: "The port on 127.0.0.1; 0 takes any free one.")
  var port: UInt16 = 0
  @Option(help: "Whose books to begin with: us, uk, eu, ca or au.")
  var company: Company = .us
  @Option(help: "Keep the company in this file: continued if it exists, saved at the end.")
  var state: String?
  @Option(help: "The vendor's limits, 500 requests a minute and 10 at a time, answered with 429: on or off.")
  var throttle: Switch = .on
  @Option(help: "Append every request to this file, one line of JSON each.")
  var log: String?

  func run() async throws {
    let emulator = try makeEmulator()
    let file = try log.map { try openLog($0) }
    let server: EmulatorServer
    let bound: UInt16
    do {
      server = try EmulatorServer(emulator, port: port) { line in file?.write(Data(line)) }
      bound = try await server.start()
    } catch {
      complain(
        "error[port-taken]: cannot listen on 127.0.0.1:\(port): \(error)\n  help: another --port, or 0 for any\n")
      throw ExitCode.busy
    }
    let signals = SignalWaiter()
    announce(emulator.credentials, port: bound)
    await signals.wait()
    await server.stop()
    if let state {
      do throws(EmulatorStateError) {
        try EmulatorStateFile(path: state).write(emulator.savedState())
      } catch {
        complain("error[state-not-saved]: \(error.message)\n")
        throw ExitCode.notWritten
      }
    }
  }

  private func makeEmulator() throws -> Emulator {
    var options = EmulatorOptions()
    options.throttle = throttle == .on
    let clock: @Sendable () -> Double = { Date().timeIntervalSince1970 }
    let seed = UInt64.random(in: 1...UInt64.max)
    if let state {
      do {
        if let bytes = try EmulatorStateFile(path: state).read() {
          let emulator = try Emulator(savedState: bytes, options: options, clock: clock, seed: seed)
          emulator.renewTokens()
          return emulator
        }
      } catch {
        let reason = (error as? EmulatorStateError)?.message ?? error.localizedDescription
        complain("error[state-unreadable]: \(state): \(reason)\n  help: name another file, or remove this one\n")
        throw ExitCode.unreadable
      }
    }
    guard let seedCompany = SeedCompany(named: company.rawValue) else { throw ExitCode.ourFault }
    return Emulator(company: seedCompany, options: options, clock: clock, seed: seed)
  }

  private func openLog(_ path: String) throws -> FileHandle {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      complain("error[log-not-writable]: \(path) cannot be written\n")
      throw ExitCode.notWritten
    }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  private func announce(_ credentials: EmulatorCredentials, port: UInt16) {
    // Every value is of letters, digits and dots, so nothing needs escaping.
    let members = [
      ("url", "http://127.0.0.1:\(port)"), ("realmId", credentials.realmID), ("clientId", credentials.clientID),
      ("clientSecret", credentials.clientSecret), ("accessToken", credentials.accessToken),
      ("refreshToken", credentials.refreshToken),
    ]
    let line = "{" + members.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",") + "}\n"
    try? FileHandle.standardOutput.write(contentsOf: Data(line.utf8))
  }
}

/// Waits for SIGINT or SIGTERM.
private final class SignalWaiter: Sendable {
  private let stream: AsyncStream<Void>
  private let sources: Mutex<[any DispatchSourceSignal]>

  init() {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    self.stream = stream
    var sources: [any DispatchSourceSignal] = []
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield() }
      source.resume()
      sources.append(source)
    }
    self.sources = Mutex(sources)
  }

  func wait() async {
    for await _ in stream { return }
  }
}
