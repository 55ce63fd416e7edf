import Bytes
import CSVRecords
import Foundation
import Ledger
import Receivables
import Testing

private func update(_ deal: Int) -> CRMUpdate? {
  var entry = LedgerEntry(
    key: BillingKey(source: "pipedrive", deal: String(deal), part: "1"), state: .confirmed)
  entry.id = String(1000 + deal)
  entry.currency = "EUR"
  var seen = InvoiceObservation(id: entry.id, key: entry.key, status: .partiallyPaid, source: .query)
  seen.isOverdue = deal % 2 == 0
  seen.number = "INV-\(deal), \"q\""
  seen.total = "1250.5"
  seen.balance = "100"
  seen.currency = "EUR"
  seen.date = "2026-04-01"
  seen.dueDate = "2026-05-01"
  return CRMUpdate(ListedInvoice(entry, seen: seen), link: DeepLink())
}

@Suite struct `the way back into the CRM` {
  @Test func `a hundred and twenty thousand rows are three files, each whole`() throws {
    let files = importFiles((1...120_000).compactMap(update), .pipedrive)
    #expect(files.map(\.name) == ["crm-import-1.csv", "crm-import-2.csv", "crm-import-3.csv"])
    let counts = files.map { $0.text.utf8.count { $0 == 0x0A } }
    #expect(counts == [50_001, 50_001, 20_001])
    #expect(Set(files.map { $0.text.prefix { $0 != "\n" } }).count == 1)
    #expect(files.allSatisfy { $0.text.utf8.count <= 50_000_000 })
  }

  @Test func `files are split by size as well`() throws {
    let files = importFiles((1...10).compactMap(update), .generic, mostBytes: 600)
    #expect(files.count > 1 && files.allSatisfy { $0.text.utf8.count <= 600 })
    #expect(files.reduce(0) { $0 + $1.text.utf8.count { $0 == 0x0A } - 1 } == 10)
  }

  @Test func `what is written is read back the same`() throws {
    let updates = (1...50).compactMap(update)
    let text = importFiles(updates, .pipedrive)[0].text
    let table = try CSVTable(ByteSource(bytes: Array(text.utf8), name: "crm-import.csv"))
    #expect(table.header.first == "Deal - Pipedrive System ID" && table.rows.count == 50)
    for (row, update) in zip(table.rows, updates) {
      #expect(
        row == [
          update.deal, update.number, update.id, update.status, update.date, update.dueDate, update.total,
          update.currency, update.balance, update.link,
        ])
    }
  }

  @Test func `request bodies have numbers as numbers and options as ids`() throws {
    let keys = try CRMFieldKeys(
      json: Array(
        #"{"number":"aaa","status":"bbb","status_options":{"Overdue":27,"Partially paid":28},"total":"ccc","due_date":"ddd"}"#
          .utf8),
      file: "keys.json")
    let bodies = try patchBodies([1, 2].compactMap(update), keys)
    #expect(
      bodies == """
        {"method":"PATCH","path":"/api/v2/deals/1","body":{"custom_fields":{"aaa":"INV-1, \\"q\\"","bbb":28,"ddd":"2026-05-01","ccc":{"value":1250.50,"currency":"EUR"}}}}
        {"method":"PATCH","path":"/api/v2/deals/2","body":{"custom_fields":{"aaa":"INV-2, \\"q\\"","bbb":27,"ddd":"2026-05-01","ccc":{"value":1250.50,"currency":"EUR"}}}}

        """)
  }

  @Test(arguments: [#"{"nummer":"a"}"#, "[]", "{}", #"{"number":1, "status_options":{"Open":"x"}}"#])
  func `a file of keys that cannot be right is refused`(json: String) {
    #expect(throws: CRMFieldsError.self) { try CRMFieldKeys(json: Array(json.utf8), file: "keys.json") }
  }
}
