import Testing

@testable import QuickBooksEmulator

@Suite struct FirstSteps {
  @Test func `a customer and an invoice are created, read and found`() throws {
    let bench = Bench(.us)
    let id = try bench.customer("Acme Ltd")
    let made = bench.invoice(["CustomerRef": ["value": .string(id)]])
    #expect(made.status == 200)
    let invoice = made["Invoice"]
    #expect(invoice.text("SyncToken") == "0")
    let number = try #require(invoice.text("DocNumber"))
    #expect(bench.query("select * from Invoice where DocNumber = '\(number)'").rows("Invoice").count == 1)
  }
}
