import Foundation
import Testing

@testable import QuickBooksEmulator

@Suite struct StateTests {
  @Test func `a saved company goes on where it stopped`() throws {
    let bench = Bench(.uk)
    let body: JSONObject = ["CurrencyRef": ["value": "GBP"], "DocNumber": "A-1", "Line": [line("10.00", code: "2")]]
    let first = bench.invoice(body, path: "invoice?requestid=r1")
    _ = bench.invoice(["CurrencyRef": ["value": "GBP"], "Line": [line("10.00", code: "2")]])
    try bench.emulator.delete(id: "1002")
    _ = bench.call("POST", "invoice/1001/send?sendTo=a@b.example")
    let time = bench.time
    let next = try Emulator(savedState: bench.emulator.savedState(), clock: { time.now })
    #expect(next.credentials == bench.emulator.credentials)
    #expect(next.objects("Invoice") == bench.emulator.objects("Invoice"))
    #expect(next.mails == bench.emulator.mails && next.savedState() == bench.emulator.savedState())
    func post(_ target: String, _ body: JSON) -> Answered {
      Answered(
        next.handle(
          EmulatorRequest(
            method: "POST", target: "/v3/company/\(bench.realm)/\(target)",
            headers: [
              EmulatorHeader("Authorization", "Bearer \(bench.accessToken)"),
              EmulatorHeader("Content-Type", "application/json"),
            ], body: body.bytes)))
    }
    var full: JSONObject = ["CustomerRef": ["value": "1"]]
    for member in body.members { full[member.key] = member.value }
    // Members in the order in which the bench sends them, so that the content is the same.
    full = [
      "CustomerRef": ["value": "1"], "Line": body["Line"] ?? .null, "CurrencyRef": ["value": "GBP"], "DocNumber": "A-1",
    ]
    #expect(post("invoice?requestid=r1", .object(full)).body == first.body)
    #expect(post("invoice", .object(full)).code == "6140")
    full["DocNumber"] = "A-2"
    #expect(post("invoice", .object(full))["Invoice"].text("Id") == "1003", "ids are not used twice")
  }

  @Test func `bytes that are no state are refused with a sentence`() {
    for bytes in [[], Array("{}".utf8), Array("[1]".utf8), Array(#"{"emulatorState":1,"company":"us"}"#.utf8)] {
      #expect(throws: EmulatorStateError.self) { try Emulator(savedState: bytes, clock: { 0 }) }
    }
  }

  @Test func `the file is the owner's alone and replaced as a whole`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "emulator-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = EmulatorStateFile(path: folder.appending(path: "state.json").path)
    #expect(try file.read() == nil)
    try file.write([1, 2, 3])
    try file.write([4])
    #expect(try file.read() == [4])
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["state.json"])
    let nowhere = EmulatorStateFile(path: folder.appending(path: "no/state.json").path)
    #expect(throws: EmulatorStateError.self) { try nowhere.write([1]) }
  }
}
