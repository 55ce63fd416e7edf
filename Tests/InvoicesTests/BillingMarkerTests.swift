import Bytes
import Invoices
import Testing

private func marker(_ deal: String) -> String {
  var out = ByteBuffer()
  deal.withByteView { out.append(markerOf: $0, source: ByteView("pipedrive"), part: ByteView("1")) }
  return out.view.string
}

struct BillingMarkerTests {
  @Test(arguments: ["412", "0061U00001abcQAA", "2026/17 b", "Ü:%41", "a\u{301}-\n.x_"])
  func `a marker is read back to the same deal`(deal: String) {
    let expected = BillingMarker(source: "pipedrive", deal: deal, part: "1")
    #expect(BillingMarker(note: marker(deal)) == expected)
    #expect(BillingMarker(note: "Order 7\nVoided - \(marker(deal))") == expected)
    #expect(!marker(deal).contains("\n"))
  }

  @Test func `the deal's id is written with plain characters only`() {
    #expect(marker("2026/17 b") == "dealbill:1:pipedrive:2026%2F17%20b:1")
  }

  @Test(arguments: ["", "deal 412", "dealbill:1:pipedrive", "dealbill:1:pipedrive:41%2", "dealbill:1:pipedrive:%FF:1"])
  func `a note without a whole marker has none`(note: String) { #expect(BillingMarker(note: note) == nil) }
}
