/// One request and what became of it. The log is the oracle of tests: it holds no token and no secret.
public struct EmulatorLogEntry: Sendable, Equatable {
  /// From 1, in the order of arrival.
  public let number: Int
  /// Seconds since 1970 by the emulator's clock.
  public let time: Double
  public let method: String
  /// Path and query; an authorisation code in it is replaced by its fingerprint.
  public let target: String
  /// `Authorization` is replaced by its kind and a fingerprint.
  public let headers: [EmulatorHeader]
  /// As sent; of the token endpoints only the names of the parameters.
  public let body: [UInt8]
  /// `create invoice`, `query customer`, `token` …: what was asked.
  public let call: String
  /// `done`, `read`, `replayed`, `refused 6140`, `throttled`, `late` (committed after its time-out), `not done` …
  public let verdict: String
  /// The status that was answered, or would have been without the fault.
  public let status: Int
  /// The fault that struck, `F4`.
  public let fault: String?
  /// Whether the books changed.
  public let changed: Bool
  /// The ids that were created, changed or deleted, in order; `Invoice 1001`.
  public let entities: [String]
  /// `requestid` of the request.
  public let requestID: String?
}

extension EmulatorLogEntry {
  /// The entry as one line of JSON with its newline.
  public var line: [UInt8] { json.bytes + [0x0A] }

  /// The entry as a JSON object; a body that is text stands as text.
  var json: JSON {
    var object: JSONObject = [
      "number": .number(Number(number)), "time": .string(isoTime(time, milliseconds: true)),
      "method": .string(method), "target": .string(target), "call": .string(call), "verdict": .string(verdict),
      "status": .number(Number(status)), "changed": .bool(changed), "entities": .array(entities.map(JSON.string)),
    ]
    object["fault"] = fault.map(JSON.string)
    object["requestid"] = requestID.map(JSON.string)
    object["headers"] = .object(JSONObject(headers.map { .init(key: $0.name.lowercased(), value: .string($0.value)) }))
    if !body.isEmpty { object["body"] = .string(String(decoding: body, as: UTF8.self)) }
    return .object(object)
  }
}
