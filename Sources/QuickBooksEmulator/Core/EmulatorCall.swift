/// What a request asks for, as the log and planted faults name it.
struct EmulatorCall: Sendable {
  enum Verb: String, Sendable {
    case create, update, delete, void, send, pdf, read, query, cdc, batch
    case token, revoke, authorize, discovery, unknown
  }

  var verb: Verb
  var entity: EntityKind?
  /// The id in the path.
  var id: String?
  /// The realm in the path; nil outside of a company.
  var realm: String?
  /// Query parameters, decoded; the first of a name counts.
  var parameters: [String: String] = [:]
  /// The body of a POST that is JSON.
  var body: JSON?

  /// `create invoice`, `query customer`, `batch`.
  var name: String { entity.map { "\(verb.rawValue) \($0.path)" } ?? verb.rawValue }

  var isCompany: Bool { realm != nil }

  /// Whether the books may change by it.
  var isWrite: Bool {
    switch verb {
    case .create, .update, .delete, .void, .send, .batch: true
    default: false
    }
  }

  /// Whether a plan for `on` counts this call.
  func matches(_ on: String) -> Bool {
    switch on {
    case "any": isCompany
    case "read": isCompany && !isWrite
    case "write": isCompany && isWrite
    default: on == name || on == verb.rawValue || (isWrite && on == entity?.path)
    }
  }

  var requestID: String? { parameters["requestid"] }
}

/// Path and query of a request target, decoded.
struct RequestTarget {
  let path: [String]
  let parameters: [String: String]

  init(_ target: String) {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = parts[0].split(separator: "/").map { percentDecoded($0) }
    parameters = parts.count > 1 ? formParameters(parts[1]) : [:]
  }
}

/// `a=1&b=two+words` as a dictionary; of a name that stands twice the first counts.
func formParameters(_ text: some StringProtocol) -> [String: String] {
  var parameters: [String: String] = [:]
  for pair in text.split(separator: "&") {
    let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = percentDecoded(sides[0], plusIsBlank: true)
    if parameters[name] == nil { parameters[name] = sides.count > 1 ? percentDecoded(sides[1], plusIsBlank: true) : "" }
  }
  return parameters
}

/// Text without percent escapes; an escape that is none stays as it is.
func percentDecoded(_ text: some StringProtocol, plusIsBlank: Bool = false) -> String {
  guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return String(text) }
  var out: [UInt8] = []
  var rest = Array(text.utf8)[...]
  while let byte = rest.popFirst() {
    if byte == UInt8(ascii: "%"), rest.count >= 2,
      let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
    {
      out.append(value)
      rest = rest.dropFirst(2)
    } else {
      out.append(plusIsBlank && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
    }
  }
  return String(decoding: out, as: UTF8.self)
}

/// Text as a value in a query: letters, digits and `-._~` stay.
func percentEncoded(_ text: String) -> String {
  var out = ""
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
      out.unicodeScalars.append(Unicode.Scalar(byte))
    default: out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
  }
  return out
}
