import Ledger
import QuickBooksClient
import QuickBooksEmulator

@testable import Sending

/// One story: deals, faults and the moments at which the process dies; then an undisturbed night.
struct Story {
  var seed: UInt64
  var folder: SimulatedFolder
  var faults: [PlantedFault]
  /// For each disturbed night the step at which it is killed; nil runs to its end.
  var nights: [Int?]
  var options = EmulatorOptions()
  var person: Person?
  /// What the log shows in a failure.
  var description: String {
    "seed=\(seed) person=\(person.map { "\($0)" } ?? "none") nights=\(nights.map { $0.map(String.init) ?? "whole" }.joined(separator: ",")) faults=\(faults.map { "\($0.fault.rawValue)@\($0.atCall)/\($0.on)x\($0.times)\($0.seconds.map { "~\(Int($0))s" } ?? "")" }.joined(separator: ","))"
  }

  /// Somebody who deletes an invoice in QuickBooks, and may have deals billed again from then on.
  struct Person {
    var afterNight: Int
    var deal: Int
    /// Deletes it even when dealbill, killed or cut off, does not know yet that it was made.
    var isEarly = false
    /// Deals that each later night names with `--bill-again`; one whose invoice is in force may be among them.
    var billsAgain: Set<String> = []
    var wantsItBack: Bool { billsAgain.contains(String(deal)) }
  }

  static func random(_ seed: UInt64) -> Story {
    var random = SeededGenerator(seed: seed)
    let customers = ["Brook & Vale Ltd", "New Mill plc", "Tarn Foods", "Marsh Housing Association", "Élan Café"]
    let codes = [("20.0% S", 20), ("5.0% R", 5), ("0.0% Z", 0)]
    let deals = (1...(2 + random.below(7))).map { number in
      let code = codes[random.below(codes.count)]
      return SimulatedFolder.Deal(
        id: 400 + number, customer: customers[random.below(customers.count)], amount: 1 + random.below(500_000),
        hasNumber: random.chance(50), taxCode: code.0, taxPercent: code.1)
    }
    var options = EmulatorOptions()
    // All invoices have numbers of ours or none, by the company's setting.
    options.refusesRequestIDWithOtherContent = random.chance(50)
    options.queryLagSeconds = random.chance(20) ? Double(random.below(25)) : 0
    options.warnsOfDuplicateNumbers = random.chance(70)
    let all = EmulatorFault.allCases
    let kinds = ["any", "write", "read", "invoice", "create invoice", "create customer"]
    let faults = (0..<random.below(5)).map { _ in
      let fault = all[random.below(all.count)]
      let on = random.chance(50) ? nil : kinds[random.below(kinds.count)]
      return PlantedFault(
        fault, atCall: 1 + random.below(25), on: on, times: random.chance(80) ? 1 : 1 + random.below(4),
        seconds: fault == .commitDelayed ? Double(20 + random.below(600)) : nil)
    }
    let nights = (0..<(1 + random.below(3))).map { _ in random.chance(60) ? 1 + random.below(60) : nil }
    var story = Story(
      seed: seed, folder: SimulatedFolder(deals: deals), faults: faults, nights: nights, options: options)
    if random.chance(40) {
      func anyDeal() -> Int { deals[random.below(deals.count)].id }
      var person = Person(afterNight: random.below(nights.count), deal: anyDeal())
      if random.chance(70) { person.billsAgain.insert(String(person.deal)) }
      if random.chance(50) { person.billsAgain.insert(String(anyDeal())) }
      person.isEarly = random.chance(50)
      story.person = person
    }
    return story
  }
}

/// What a story leaves behind: only this does the checker see.
struct StoryOutcome {
  var story: Story
  /// Live invoices as the emulator keeps them.
  var invoices: [[UInt8]]
  var log: [EmulatorLogEntry]
  var events: [LedgerEvent]
  /// `sent.json` of each night that came to its end; the undisturbed one is the last.
  var reports: [String]
  var exitCodes: [Int32]
  var accessToken: String
  /// Steps of the undisturbed run of the same deals, for kill points.
  var steps: Int
  /// The invoice that the story's person deleted.
  var deleted: String?
  /// Whether the ledger had it as an invoice in force then.
  var wasKnown = false
}

/// Lives a story through.
func live(_ story: Story, ledger given: (any LedgerStorage)? = nil, concurrency: Int = 1) async throws -> StoryOutcome {
  let clock = SimulatedClock()
  let emulator = Emulator(company: .uk, options: story.options, clock: { clock.now }, seed: story.seed)
  let memory = MemoryLedger()
  let ledger: any LedgerStorage = given ?? memory
  let folder = try story.folder.content()
  let credentials = emulator.credentials
  var reports: [String] = []
  var exitCodes: [Int32] = []
  var steps = 0
  var deleted: String?
  var wasKnown = false
  for fault in story.faults { emulator.plant(fault) }
  for (index, night) in (story.nights + [nil]).enumerated() {
    let isLast = exitCodes.count == story.nights.count
    if isLast {
      // What was let in late is done by now; nothing disturbs this night.
      emulator.settle()
      clock.advance(60)
      emulator.clearFaults()
      emulator.options = story.options
    }
    let kill = KillSwitch(at: night)
    let transport = EmulatorTransport(emulator: emulator, clock: clock, kill: kill)
    let api = QuickBooksAPI(
      baseURL: "https://quickbooks.api.intuit.com", realm: credentials.realmID, transport: transport,
      tokens: RenewingToken(token: Secret(credentials.accessToken)), clock: clock, limits: .vendor)
    var options = SendOptions()
    options.concurrency = concurrency
    if deleted != nil { options.billAgain = story.person?.billsAgain ?? [] }
    let engine = SendEngine(api: api, ledger: KillableLedger(inner: ledger, kill: kill), options: options)
    let result = await engine.run(folder)
    if kill.isDead {
      exitCodes.append(137)
    } else {
      let report = sentReport(folder, result, realm: credentials.realmID)
      reports.append(report.sent)
      exitCodes.append(report.exitCode)
    }
    steps = kill.count
    if let person = story.person, person.afterNight == index {
      let entry = try ledger.entry(BillingKey(source: "pipedrive", deal: String(person.deal), part: "1"))
      wasKnown = entry?.state == .confirmed
      let live = invoices(of: person.deal, emulator)
      if live.count == 1, wasKnown ? live[0] == entry?.id : person.isEarly {
        try emulator.delete(id: live[0])
        deleted = live[0]
      }
    }
    // The token of the emulator lives an hour; nights follow each other soon.
    clock.advance(60)
  }
  return StoryOutcome(
    story: story, invoices: emulator.objects("Invoice"), log: emulator.log, events: memory.events, reports: reports,
    exitCodes: exitCodes, accessToken: credentials.accessToken, steps: steps, deleted: deleted, wasKnown: wasKnown)
}

/// Ids of the live invoices of a deal.
private func invoices(of deal: Int, _ emulator: Emulator) -> [String] {
  emulator.objects("Invoice").map { String(decoding: $0, as: UTF8.self) }
    .filter { $0.contains("dealbill:1:pipedrive:\(deal):1") }
    .compactMap { $0.firstMatch(of: /"Id":"(\d+)"/).map { String($0.1) } }
}
