import QuickBooksClient
import Testing

/// Every kind of answer to a write, as the reliability reference (2.3) reads it.
@Suite struct `answers to writes` {
  private static let invoice = "{\"Invoice\":{\"Id\":\"145\",\"SyncToken\":\"0\",\"TotalAmt\":12.00},\"time\":\"t\"}"
  private static func fault(_ code: String, _ type: String = "ValidationFault") -> String {
    "{\"Fault\":{\"Error\":[{\"Message\":\"m\",\"Detail\":\"d\",\"code\":\"\(code)\",\"element\":\"e\"}],\"type\":\"\(type)\"},\"time\":\"t\"}"
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var status: Int
    var body: String
    var word: String
  }

  static let cases = [
    Case(testDescription: "a whole entity", status: 200, body: invoice, word: "confirmed"),
    Case(testDescription: "201", status: 201, body: invoice, word: "confirmed"),
    Case(testDescription: "no entity", status: 200, body: "{\"time\":\"t\"}", word: "unknown"),
    Case(testDescription: "an entity without id", status: 200, body: "{\"Invoice\":{}}", word: "unknown"),
    Case(testDescription: "an id that is none", status: 200, body: "{\"Invoice\":{\"Id\":\"1;x\"}}", word: "unknown"),
    Case(testDescription: "another entity", status: 200, body: "{\"Customer\":{\"Id\":\"1\"}}", word: "unknown"),
    Case(testDescription: "a body cut off", status: 200, body: String(invoice.prefix(40)), word: "unknown"),
    Case(testDescription: "an empty body", status: 200, body: "", word: "unknown"),
    Case(testDescription: "HTML", status: 200, body: "<html></html>", word: "unknown"),
    Case(testDescription: "a list", status: 200, body: "[]", word: "unknown"),
    Case(testDescription: "a validation fault in 200", status: 200, body: fault("6240"), word: "rejected"),
    Case(testDescription: "a system fault in 200", status: 200, body: fault("10000", "SystemFault"), word: "unknown"),
    Case(testDescription: "a throttle in 200", status: 200, body: fault("003001"), word: "throttled"),
    Case(testDescription: "400", status: 400, body: fault("6140"), word: "rejected"),
    Case(testDescription: "400, stale", status: 400, body: fault("5010"), word: "rejected"),
    Case(testDescription: "400, request id used", status: 400, body: fault("600"), word: "unknown"),
    Case(testDescription: "400 without a fault", status: 400, body: "<html></html>", word: "unknown"),
    Case(testDescription: "401", status: 401, body: fault("3200", "AUTHENTICATION"), word: "unauthorised"),
    Case(
      testDescription: "401 in lower case", status: 401,
      body:
        "{\"fault\":{\"error\":[{\"message\":\"m\",\"detail\":\"d\",\"code\":\"3200\"}],\"type\":\"AUTHENTICATION\"}}",
      word: "unauthorised"),
    Case(testDescription: "403", status: 403, body: fault("3100"), word: "rejected"),
    Case(testDescription: "403 that throttles", status: 403, body: fault("003001"), word: "throttled"),
    Case(testDescription: "404", status: 404, body: "", word: "rejected"),
    Case(testDescription: "429 with anything", status: 429, body: "<html>", word: "throttled"),
    Case(testDescription: "500", status: 500, body: fault("10000", "SystemFault"), word: "unknown"),
    Case(testDescription: "500 that calls itself validation", status: 500, body: fault("2020"), word: "unknown"),
    Case(testDescription: "503", status: 503, body: "<html></html>", word: "unknown"),
    Case(testDescription: "504", status: 504, body: "", word: "unknown"),
    Case(testDescription: "a redirect", status: 302, body: "", word: "unknown"),
  ]

  @Test(arguments: cases) func `an answer has one meaning`(_ row: Case) {
    let answer = HTTPAnswer(status: row.status, headers: [("intuit_tid", "1-2")], body: Array(row.body.utf8))
    let word =
      switch classifyWrite(answer, entity: "Invoice") {
      case .confirmed: "confirmed"
      case .differs: "differs"
      case .rejected: "rejected"
      case .notSent: "notSent"
      case .throttled: "throttled"
      case .unauthorised: "unauthorised"
      case .unknown: "unknown"
      }
    #expect(word == row.word)
  }

  @Test func `a redirect, a 403 and a 404 end the run`() {
    guard case .unknown(let reason) = classifyWrite(HTTPAnswer(status: 302), entity: "Invoice") else {
      Issue.record("a redirect is not unknown")
      return
    }
    #expect(reason.endsRun)
    for status in [403, 404] {
      guard case .rejected(let fault) = classifyWrite(HTTPAnswer(status: status), entity: "Invoice") else {
        Issue.record("\(status) is not rejected")
        return
      }
      #expect(fault.endsRun)
    }
  }

  @Test func `an entity is held against what was sent`() {
    let answer = HTTPAnswer(status: 200, body: Array(Self.invoice.utf8))
    let difference = FieldDifference(field: "TotalAmt", expected: "13.00", actual: "12.00")
    guard
      case .differs(let stored, let found) = classifyWrite(
        answer, entity: "Invoice", check: { _ in .differs([difference]) })
    else {
      Issue.record("not differs")
      return
    }
    #expect(stored.id == "145" && found == [difference])
    guard case .unknown = classifyWrite(answer, entity: "Invoice", check: { _ in .another(reason: "no marker") }) else {
      Issue.record("another entity is believed")
      return
    }
  }

  @Test func `codes are told without leading zeros, and all that the vendor says is kept`() {
    guard
      case .rejected(let fault) = classifyWrite(
        HTTPAnswer(status: 400, headers: [("intuit_tid", "1-2")], body: Array(Self.fault("006240").utf8)),
        entity: "Customer")
    else {
      Issue.record("not rejected")
      return
    }
    #expect(fault.code == "6240" && fault.trace == "1-2" && fault.sentence == "6240: m (d) [e]")
  }
}
