import Testing

@testable import QuickBooksEmulator

/// Checklist 8.
@Suite struct SendTests {
  @Test func `send mails, sets EmailStatus and DeliveryInfo, and a repeat mails again`() throws {
    let bench = Bench()
    _ = bench.invoice(["BillEmail": ["Address": "ap@a.example"], "BillEmailCc": ["Address": "cc@a.example"]])
    let sent = bench.call("POST", "invoice/1001/send?minorversion=75", type: "application/octet-stream")["Invoice"]
    #expect(sent.text("EmailStatus") == "EmailSent" && sent.text("SyncToken") == "1")
    #expect(sent.object("DeliveryInfo")?.text("DeliveryTime") == "2026-03-02T09:14:31-08:00")
    let again = bench.call(
      "POST", "invoice/1001/send?sendTo=other%2B1%40a.example", type: "application/octet-stream")["Invoice"]
    #expect(again.object("BillEmail")?.text("Address") == "other+1@a.example")
    #expect(bench.emulator.mails.map(\.to) == ["ap@a.example", "other+1@a.example"])
    #expect(bench.emulator.mails[0].cc == "cc@a.example" && bench.emulator.mails[0].docNumber == "1037")
  }

  @Test func `without an address or with a bad one nothing is sent`() {
    let bench = Bench()
    _ = bench.invoice()
    #expect(bench.call("POST", "invoice/1001/send").code == "6420")
    #expect(bench.call("POST", "invoice/1001/send?sendTo=nobody").code == "2210")
    #expect(bench.call("POST", "invoice/99/send?sendTo=a@b.example").code == "610")
    #expect(bench.emulator.mails.isEmpty)
  }

  @Test func `NeedToSend alone mails nothing`() {
    let bench = Bench()
    let made = bench.invoice(["BillEmail": ["Address": "ap@a.example"], "EmailStatus": "NeedToSend"])["Invoice"]
    #expect(made.text("EmailStatus") == "NeedToSend" && bench.emulator.mails.isEmpty)
  }

  @Test func `a requestid guards send only by switch`() {
    let bench = Bench()
    _ = bench.invoice(["BillEmail": ["Address": "ap@a.example"]])
    for _ in 1...2 { _ = bench.call("POST", "invoice/1001/send?requestid=s1") }
    #expect(bench.emulator.mails.count == 2)
    bench.emulator.options.requestIDGuardsSend = true
    for _ in 1...2 { _ = bench.call("POST", "invoice/1001/send?requestid=s2") }
    #expect(bench.emulator.mails.count == 3)
  }

  @Test func `the PDF is a PDF with the number, and a missing one answers JSON`() {
    let bench = Bench()
    _ = bench.invoice()
    let file = bench.get("invoice/1001/pdf")
    #expect(file.header("Content-Type") == "application/pdf")
    #expect(file.text.hasPrefix("%PDF-1.4") && file.text.contains("Invoice 1037") && file.text.hasSuffix("%%EOF\n"))
    #expect(bench.get("invoice/5/pdf").code == "610")
  }
}
