/// One call of the Accounting API before it has a token: path, query and body (reference, 1.1 and 1.2).
struct APICall: Sendable {
  var method = HTTPRequest.Method.get
  /// Below `/v3/company/{realm}/`.
  var path: String
  var query: [(name: String, value: String)] = []
  var accept = "application/json"
  var contentType: String?
  var body: [UInt8] = []
  /// Whether carrying it out twice would matter.
  var isWrite = false

  func request(_ api: QuickBooksAPI, _ token: Secret) -> HTTPRequest {
    let items = [("minorversion", QuickBooksAPI.minorVersion)] + query
    let words = items.map { "\($0.0)=\(percentEncoded($0.1))" }.joined(separator: "&")
    var headers = [
      (name: "Authorization", value: "Bearer \(token.revealed)"), (name: "Accept", value: accept),
      (name: "User-Agent", value: api.userAgent),
    ]
    if let contentType { headers.append((name: "Content-Type", value: contentType)) }
    return HTTPRequest(
      method, "\(api.baseURL)/v3/company/\(percentEncoded(api.realm))/\(path)?\(words)", headers: headers, body: body,
      timeoutSeconds: api.policy.timeoutSeconds)
  }
}

/// Every byte but letters, digits and `-._~` as `%` and two hex digits (RFC 3986, 2.3).
public func percentEncoded(_ text: String) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var out: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
      out.append(byte)
    default: out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: out, as: UTF8.self)
}
