import Synchronization
import Testing

@testable import QuickBooksEmulator

/// A client of a few lines that talks to an emulator in memory, with a clock that the test moves.
final class Bench: Sendable {
  let emulator: Emulator
  let time: TestClock
  let realm: String
  private let token: Mutex<String>

  init(_ company: SeedCompany = .us, _ options: EmulatorOptions = EmulatorOptions(), seed: UInt64 = 7) {
    let time = TestClock()
    self.time = time
    emulator = Emulator(company: company, options: options, clock: { time.now }, seed: seed)
    realm = company.realmID
    token = Mutex(emulator.credentials.accessToken)
  }

  var accessToken: String {
    get { token.withLock { $0 } }
    set { token.withLock { $0 = newValue } }
  }

  /// One call of the company's API, `path` below the realm.
  func reply(
    _ method: String, _ path: String, _ body: [UInt8] = [], type: String? = nil, inFlight: Int = 1
  ) -> EmulatorReply {
    var headers = [
      EmulatorHeader("Authorization", "Bearer \(accessToken)"), EmulatorHeader("Accept", "application/json"),
    ]
    if method == "POST" { headers.append(EmulatorHeader("Content-Type", type ?? "application/json")) }
    return emulator.handle(
      EmulatorRequest(
        method: method, target: "/v3/company/\(realm)/\(path)", headers: headers, body: body, inFlight: inFlight))
  }

  func call(_ method: String, _ path: String, _ body: JSON? = nil, type: String? = nil) -> Answered {
    Answered(reply(method, path, body?.bytes ?? [], type: type))
  }

  func get(_ path: String) -> Answered { call("GET", path) }

  func post(_ path: String, _ body: JSON) -> Answered { call("POST", path, body) }

  func query(_ statement: String) -> Answered {
    get("query?query=\(percentEncoded(statement))&minorversion=75")
  }

  /// A customer of one name, and its id.
  func customer(_ name: String = "Acme", _ more: JSONObject = [:]) throws -> String {
    let answer = post("customer", .object(JSONObject([.init(key: "DisplayName", value: .string(name))] + more.members)))
    return try #require(answer["Customer"].text("Id"))
  }

  /// An invoice over the lines for customer 1, or with other members.
  func invoice(_ more: JSONObject = [:], path: String = "invoice") -> Answered {
    var body: JSONObject = ["CustomerRef": ["value": "1"], "Line": [line("100.00")]]
    for member in more.members { body[member.key] = member.value }
    return post(path, .object(body))
  }
}

/// A line of an item.
func line(_ amount: String, item: String = "1", code: String? = nil, _ more: JSONObject = [:]) -> JSON {
  var detail: JSONObject = ["ItemRef": ["value": .string(item)]]
  if let code { detail["TaxCodeRef"] = ["value": .string(code)] }
  for member in more.members { detail[member.key] = member.value }
  return [
    "DetailType": "SalesItemLineDetail", "Amount": .number(Number(amount) ?? .zero),
    "SalesItemLineDetail": .object(detail),
  ]
}

func number(_ text: String) -> JSON { .number(Number(text) ?? .zero) }

/// Seconds since 1970 that only a test moves; begins on 2 March 2026, 17:14:31 UTC.
final class TestClock: Sendable {
  private let value = Mutex(1_772_471_671.0)
  var now: Double { value.withLock { $0 } }
  func pass(_ seconds: Double) { value.withLock { $0 += seconds } }
}

/// An answer, with its JSON.
struct Answered {
  let status: Int
  let headers: [EmulatorHeader]
  let body: [UInt8]
  let json: JSONObject
  let reply: EmulatorReply

  init(_ reply: EmulatorReply) {
    self.reply = reply
    switch reply {
    case .answer(let status, let headers, let body), .truncated(let status, let headers, let body, _),
      .drip(let status, let headers, let body, _):
      self.status = status
      self.headers = headers
      self.body = body
    default:
      status = 0
      headers = []
      body = []
    }
    json = (try? readJSON(body))?.object ?? JSONObject()
  }

  /// An object of the envelope; empty when it is missing.
  subscript(name: String) -> JSONObject { json.object(name) ?? JSONObject() }

  var text: String { String(decoding: body, as: UTF8.self) }
  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  /// The code of the first error, in either spelling.
  var code: String? { error?.text("code") }
  var detail: String { error?.text("Detail") ?? "" }
  private var error: JSONObject? {
    (json.object("Fault")?.array("Error") ?? json.object("fault")?.array("error"))?.first?.object
  }

  /// The rows of a query or CDC answer.
  func rows(_ entity: String) -> [JSONObject] {
    (self["QueryResponse"].array(entity) ?? []).compactMap(\.object)
  }
}

extension JSONObject {
  /// A number as its text.
  func amount(_ key: String) -> String? { number(key)?.description }

  func lines() -> [JSONObject] { (array("Line") ?? []).compactMap(\.object) }
}
