import Bytes
import Calendars
import Foundation
import Invoices
import JSONRecords
import Ledger
import Money
import QuickBooksClient
import QuickBooksEmulator
import Receivables
import Testing

@testable import Sending

/// A run folder in memory with one row a deal.
private func folder(
  _ life: Life, _ rows: [(deal: Int, bucket: String, note: String)], customers: [String: String] = [:]
) throws -> RunFolderContent {
  var folder = RunFolderContent(
    path: "", runDate: "2026-05-10", source: "pipedrive", catalogueRealm: "",
    invoices: [],
    customers: customers.mapValues { Array($0.utf8) },
    header: ["deal", "title", "bucket", "code", "rule", "currency", "deal_value", "date", "problem"], rows: [],
    fingerprint: "f")
  let euro = try #require(
    { if case .current(let euro) = "EUR".withByteView({ Currency.find($0) }) { euro } else { nil } }())
  for row in rows {
    var report = ReportRow(
      cells: [
        String(row.deal), "Deal \(row.deal)", row.bucket, row.bucket == "held" ? "T401" : "",
        row.bucket == "skipped" ? "not-won" : "", "EUR", "100.00", row.bucket == "created" ? "2026-04-01" : "", "",
      ], bucket: row.bucket)
    if row.bucket == "created" {
      let sent = life.memory.entry(life.key(row.deal))
      let body = sent?.payload ?? #"{"CustomerRef":{"name":"New AG"},"Line":[]}"#
      let text = row.note.isEmpty ? body : body.replacing("\"Amount\":100.00", with: "\"Amount\":\(row.note)")
      report.invoice = folder.invoices.count
      folder.invoices.append(
        PlannedInvoice(
          line: folder.invoices.count + 1,
          marker: BillingMarker(source: "pipedrive", deal: String(row.deal), part: "1"), title: "",
          body: Array(text.utf8), value: try #require(tree(Array(text.utf8))), currency: euro, net: 0, tax: 0, total: 0,
          hasTaxForecast: true, contentHash: row.note.isEmpty ? sent?.contentHash ?? "c" : "other",
          dealHash: row.note.isEmpty ? sent?.dealHash ?? "d" : "other"))
    }
    folder.rows.append(report)
  }
  return folder
}

@Suite struct `deals of the CRM against invoices` {
  @Test func `changed, lost, missing and not invoiced deals are told apart`() async throws {
    let life = Life()
    for deal in 1...5 { try await life.invoice(deal) }
    let run = try folder(
      life,
      [
        (1, "created", ""), (2, "created", "120.00"), (3, "skipped", ""), (4, "held", ""), (6, "held", ""),
        (7, "created", ""), (8, "skipped", ""),
      ])
    let today = try #require(CivilDate(year: 2026, month: 5, day: 11))
    let found = try compare(run, with: life.memory, today: today, isComplete: true)
    #expect(found.differences.map { "\($0.code) \($0.key.deal)" } == ["X904 2", "X904 4", "X905 3", "X906 5"])
    #expect(found.differences[0].words.contains("100.00") && found.differences[0].words.contains("120.00"))
    #expect(found.notInvoiced.map { "\($0.deal) \($0.state)" } == ["6 held", "7 created"])
    #expect(found.notInvoiced.map(\.ageDays) == [nil, 40])
    // Reopened, then lost for good, and voided in QuickBooks: nothing is left to say of it.
    try life.emulator.void(id: life.id(3))
    try await life.refresh()
    // A folder in which all is held has no payload that tells its source; another CRM's deals are none of its own.
    let other = BillingKey(source: "hubspot", deal: "6", part: "1")
    var entry = LedgerEntry(key: other, state: .intended)
    try life.memory.record([.entry(entry)], at: 1)
    (entry.state, entry.id) = (.confirmed, "9001")
    try life.memory.record([.entry(entry)], at: 1)
    let held = try folder(life, [(1, "held", ""), (2, "held", ""), (4, "held", ""), (6, "held", "")])
    let ofHeld = try compare(held, with: life.memory, today: today, isComplete: true)
    #expect(
      ofHeld.differences.map { "\($0.code) \($0.key.deal)" } == ["X904 1", "X904 2", "X904 4", "X906 5"])
    #expect(ofHeld.notInvoiced.map(\.deal) == ["6"])
    #expect(try invoicedDeals(held, life.memory) == ["1", "2", "4"])
    // Each part of a deal is held against its own invoice.
    let second = BillingKey(source: "pipedrive", deal: "1", part: "2")
    entry = LedgerEntry(key: second, state: .intended)
    try life.memory.record([.entry(entry)], at: 1)
    (entry.state, entry.id) = (.confirmed, "9002")
    try life.memory.record([.entry(entry)], at: 1)
    let ofParts = try compare(run, with: life.memory, today: today, isComplete: true)
    #expect(ofParts.differences.map { "\($0.code) \($0.key.deal)" } == ["X904 2", "X904 4", "X906 5"])
    #expect(
      try compare(held, with: life.memory, today: today, isComplete: true).differences.prefix(2).map(\.key.part) == [
        "1", "2",
      ])
    let later = try compare(run, with: life.memory, today: today, isComplete: false)
    #expect(later.differences.map { "\($0.code) \($0.key.deal)" } == ["X904 2", "X904 4"])
  }
}

@Suite struct `customers` {
  private func engine(_ life: Life) -> CustomerEngine { CustomerEngine(api: life.api, ledger: life.memory) }

  @Test func `a party is linked by hand, and unlinked`() async throws {
    let life = Life()
    let link = try await engine(life).link("  NORDLYS  Aps", to: "1")
    #expect(link == CustomerLink(party: "nordlys aps", customerID: "1", displayName: "Nordlys ApS", how: "linked"))
    #expect(try listCustomers(life.memory).map(\.link) == [link])
    #expect(try engine(life).unlink("Nordlys ApS"))
    #expect(try !engine(life).unlink("Nordlys ApS"))
    #expect(try listCustomers(life.memory).isEmpty)
  }

  @Test(arguments: ["6", "999"])
  func `nobody is linked to a customer that is inactive or not there`(id: String) async throws {
    let life = Life()
    await #expect(throws: RefreshFailure.self) { try await engine(life).link("Elbe Druck KG", to: id) }
  }

  @Test func `only what differs is sent, and a masked number is never sent back`() async throws {
    let life = Life()
    try await life.invoice(1)
    let name = "Müller & Söhne GmbH"
    func body(_ taxID: String, _ email: String) -> String {
      #"{"DisplayName":"Müller & Söhne GmbH","PrimaryEmailAddr":{"Address":"\#(email)"},"PrimaryTaxIdentifier":"\#(taxID)","BillAddr":{"Line1":"Marktplatz 3","City":"Ulm","PostalCode":"89073","Country":"DEU"}}"#
    }
    let same = try folder(life, [], customers: [name: body("DE136695976", "rechnung@mueller-soehne.example")])
    #expect(try await engine(life).plan(same).map(\.changes) == [[]])
    let other = try folder(life, [], customers: [name: body("DE129273398", "neu@mueller-soehne.example")])
    let plans = try await engine(life).plan(other)
    #expect(plans.map { $0.changes.map(\.field) } == [["PrimaryEmailAddr", "PrimaryTaxIdentifier"]])
    let first = life.emulator.log.count
    #expect(try await engine(life).perform(plans).map(\.words) == ["updated"])
    let sent = try #require(life.writes(since: first).first)
    let value = try #require(tree(sent.body))
    #expect(value.members?.map(\.name) == ["Id", "SyncToken", "sparse", "PrimaryEmailAddr", "PrimaryTaxIdentifier"])
    #expect(value["PrimaryTaxIdentifier"]?.text == "DE129273398")
    #expect(try await engine(life).plan(other).map(\.changes) == [[]])
  }

  @Test func `a customer that is billed and created is one, by any spelling of its name`() async throws {
    let life = Life()
    try await life.invoice(1)
    let run = try folder(
      life, [(1, "created", "")],
      customers: ["müller & söhne gmbh": #"{"PrimaryEmailAddr":{"Address":"neu@x.example"}}"#])
    let billed = try #require(run.invoices.first).customer
    #expect(try await engine(life).plan(run).map { $0.changes.map(\.field) } == [["PrimaryEmailAddr"]])
    #expect(try await engine(life).plan(run, only: [billed.uppercased()]).count == 1)
    #expect(engine(life).unknown([billed.uppercased(), "Nobody"], in: run) == ["Nobody"])
  }

  @Test func `a customer that changed meanwhile is left alone`() async throws {
    let life = Life()
    try await life.invoice(1)
    let run = try folder(
      life, [], customers: ["Müller & Söhne GmbH": #"{"PrimaryEmailAddr":{"Address":"neu@x.example"}}"#])
    let plans = try await engine(life).plan(run)
    try life.emulator.edit("Customer", id: "2", changes: Array(#"{"Notes":"by hand"}"#.utf8))
    #expect(try await engine(life).perform(plans).map(\.words) == ["changed in QuickBooks meanwhile; ask again"])
  }
}

@Suite struct `links into QuickBooks` {
  @Test func `a pattern takes id and company`() {
    #expect(DeepLink().url(invoice: "145") == "https://app.qbo.intuit.com/app/invoice?txnId=145")
    #expect(DeepLink(pattern: "x/{realm}/{id}", realm: "9").url(invoice: "145") == "x/9/145")
  }
}
