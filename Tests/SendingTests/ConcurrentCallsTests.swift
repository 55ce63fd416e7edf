import Ledger
import QuickBooksClient
import QuickBooksEmulator
import Reconciliation
import Synchronization
import Testing

@testable import Sending

/// Something that tasks wait for until it has happened.
private final class Gate: Sendable {
  private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

  func open() {
    let waiting = state.withLock { state in
      defer { state = (true, []) }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  var isOpen: Bool { state.withLock { $0.isOpen } }

  func wait() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }
}

/// The answer for deal 401 is lost, but only after deal 402, whose number is said to be taken, has looked and found 401's.
private struct CrossingTransport: Transport {
  let inner: EmulatorTransport
  let isMade = Gate()
  let isFound = Gate()

  func perform(_ request: HTTPRequest) async -> HTTPOutcome {
    let body = String(decoding: request.body, as: UTF8.self)
    guard request.method == .post, body.contains("dealbill:1:pipedrive:40") else { return await inner.perform(request) }
    if body.contains("pipedrive:401:1") {
      _ = await inner.perform(request)
      isMade.open()
      await isFound.wait()
      return .unknown(reason: "no answer in 60 seconds")
    }
    await isMade.wait()
    let fault = #"{"Fault":{"Error":[{"Message":"Duplicate","code":"6140"}],"type":"ValidationFault"}}"#
    return .answer(HTTPAnswer(status: 400, body: Array(fault.utf8)))
  }
}

/// The second look begins when this clock is waited for; what the first one found is written down by then.
private struct SettlingClock: WallClock {
  let inner: SimulatedClock
  let transport: CrossingTransport
  var now: Double { inner.now }
  var monotonic: Double { inner.monotonic }
  func sleep(seconds: Double) async throws {
    if transport.isMade.isOpen, seconds >= 30 { transport.isFound.open() }
    try await inner.sleep(seconds: seconds)
  }
}

@Suite struct `calls that are under way together` {
  @Test func `what another one's look has found stands, though the own answer is lost`() async throws {
    let night = Night()
    let transport = CrossingTransport(
      inner: EmulatorTransport(emulator: night.emulator, clock: night.clock, kill: KillSwitch(at: nil)))
    let credentials = night.emulator.credentials
    let api = QuickBooksAPI(
      baseURL: "https://quickbooks.api.intuit.com", realm: credentials.realmID, transport: transport,
      tokens: RenewingToken(token: Secret(credentials.accessToken)),
      clock: SettlingClock(inner: night.clock, transport: transport))
    var options = SendOptions()
    options.concurrency = 2
    let engine = SendEngine(api: api, ledger: night.ledger, options: options)
    let result = await engine.run(try SimulatedFolder(deals: Night.deals(2)).content())
    #expect(result.stop == nil && result.open == [])
    #expect(result.deals.map(\.bucket) == [.created, .failed])
    let entry = night.ledger.entry(BillingKey(source: "pipedrive", deal: "401", part: "1"))
    #expect(entry?.state == .adopted && entry?.id == result.deals[0].id)
    #expect(night.emulator.objects("Invoice").count == 1)
  }
}
