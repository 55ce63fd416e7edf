import CLibCurl

/// What all handles of a transport have in common.
struct CurlSetup: Sendable {
  var limits: CurlTransport.Limits
  var trustedAuthority: String?
  /// Loopback is never reached through a proxy.
  var ignoresProxies: Bool
}

/// One libcurl handle with its connection; used by one thread at a time.
@safe
struct CurlHandle: ~Copyable {
  @unsafe private let handle: UnsafeMutableRawPointer?
  private let setup: CurlSetup

  /// Set up once a process; libcurl wants that before its first handle.
  private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  init(_ setup: CurlSetup) {
    self.setup = setup
    unsafe handle = Self.isReady ? curl_easy_init() : nil
  }

  deinit { unsafe curl_easy_cleanup(handle) }

  /// One call, from the first packet to the last byte of the answer; blocks.
  func perform(_ request: HTTPRequest) -> HTTPOutcome {
    guard unsafe handle != nil else { return .notSent(reason: "libcurl could not be set up") }
    guard request.headers.allSatisfy({ isOneLine($0.name) && isOneLine($0.value) }) else {
      return .notSent(reason: "a header holds a line break")
    }
    let exchange = Exchange(request.body, setup.limits)
    var list = unsafe curl_slist_append(nil, "Expect:")  // no pause for 100-continue
    for (name, value) in request.headers { unsafe list = curl_slist_append(list, "\(name): \(value)") }
    defer { unsafe curl_slist_free_all(list) }
    unsafe curl_easy_reset(handle)
    guard isSetUp(request), attach(exchange), unsafe clibcurl_set_pointer(handle, CURLOPT_HTTPHEADER, list) == CURLE_OK
    else { return .notSent(reason: "libcurl refused a setting") }
    let code = withExtendedLifetime(exchange) { unsafe curl_easy_perform(handle) }
    return outcome(code, exchange)
  }

  private func isSetUp(_ request: HTTPRequest) -> Bool {
    let limits = setup.limits
    let slowSeconds = limits.slowSeconds ?? max(1, request.timeoutSeconds * 3 / 4)
    var isRight =
      set(CURLOPT_URL, request.url)
      && set(CURLOPT_PROTOCOLS_STR, setup.ignoresProxies ? "http,https" : "https")
      && set(CURLOPT_USERAGENT, "dealbill")
      && set(CURLOPT_NOSIGNAL, 1) && set(CURLOPT_FOLLOWLOCATION, 0) && set(CURLOPT_TCP_KEEPALIVE, 1)
      // One call at a time on a connection, and none repeated by a protocol that refuses streams.
      && set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
      && set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
      && set(CURLOPT_SSL_VERIFYPEER, 1) && set(CURLOPT_SSL_VERIFYHOST, 2)
      && set(CURLOPT_CONNECTTIMEOUT_MS, min(limits.connectSeconds, request.timeoutSeconds) * 1000)
      && set(CURLOPT_TIMEOUT_MS, request.timeoutSeconds * 1000)
      && set(CURLOPT_LOW_SPEED_LIMIT, limits.slowBytesPerSecond) && set(CURLOPT_LOW_SPEED_TIME, slowSeconds)
      // A connection that lay idle for long is likely to be dead at the other end.
      && set(CURLOPT_MAXAGE_CONN, 30)
    if setup.ignoresProxies { isRight = isRight && set(CURLOPT_PROXY, "") }
    if let authority = setup.trustedAuthority { isRight = isRight && set(CURLOPT_CAINFO, authority) }
    guard isRight else { return false }
    switch request.method {
    case .get: return set(CURLOPT_HTTPGET, 1)
    case .post:
      // The body comes from a callback that cannot be rewound, so that libcurl cannot quietly send it again when a
      // kept-alive connection dies; without a body, a fresh connection does the same.
      return set(CURLOPT_POST, 1) && set(CURLOPT_POSTFIELDSIZE, request.body.count)
        && (!request.body.isEmpty || set(CURLOPT_FRESH_CONNECT, 1))
    }
  }

  private func set(_ option: CURLoption, _ value: Int) -> Bool {
    unsafe clibcurl_set_long(handle, option, value) == CURLE_OK
  }

  private func set(_ option: CURLoption, _ text: String) -> Bool {
    // libcurl keeps a copy.
    unsafe text.withCString { unsafe clibcurl_set_pointer(handle, option, $0) == CURLE_OK }
  }

  private func attach(_ exchange: Exchange) -> Bool {
    let context = unsafe Unmanaged.passUnretained(exchange).toOpaque()
    return unsafe clibcurl_set_pointer(handle, CURLOPT_WRITEDATA, context) == CURLE_OK
      && clibcurl_set_pointer(handle, CURLOPT_HEADERDATA, context) == CURLE_OK
      && clibcurl_set_pointer(handle, CURLOPT_READDATA, context) == CURLE_OK
      && clibcurl_set_write(handle, CURLOPT_WRITEFUNCTION, { unsafe take($0, $1 &* $2, $3) { unsafe $0.takeBody($1) } })
        == CURLE_OK
      && clibcurl_set_write(
        handle, CURLOPT_HEADERFUNCTION, { unsafe take($0, $1 &* $2, $3) { unsafe $0.takeHeader($1) } })
        == CURLE_OK
      && clibcurl_set_write(handle, CURLOPT_READFUNCTION, { unsafe give($0, $1 &* $2, $3) }) == CURLE_OK
  }

  private func outcome(_ code: CURLcode, _ exchange: Exchange) -> HTTPOutcome {
    var status = 0
    var sent = 0
    _ = unsafe clibcurl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
    _ = unsafe clibcurl_get_long(handle, CURLINFO_REQUEST_SIZE, &sent)
    if code == CURLE_OK, status > 0 {
      return .answer(HTTPAnswer(status: status, headers: exchange.headers, body: exchange.answer))
    }
    // The connection broke before an answer; libcurl would send the call once more, which is ours alone to decide.
    let words =
      code == CURLE_SEND_FAIL_REWIND
      ? "the connection ended before an answer came" : unsafe String(cString: curl_easy_strerror(code))
    let reason = exchange.refusal ?? "\(words) (libcurl \(code.rawValue))"
    return sent == 0 && exchange.sent == 0 ? .notSent(reason: reason) : .unknown(reason: reason)
  }
}

/// One call's bytes, filled and emptied by libcurl's callbacks while it performs.
private final class Exchange {
  private let body: [UInt8]
  private let limits: CurlTransport.Limits
  private(set) var sent = 0
  private(set) var headers: [(name: String, value: String)] = []
  private var headerBytes = 0
  private(set) var answer: [UInt8] = []
  /// Why we ended the call ourselves.
  private(set) var refusal: String?

  init(_ body: [UInt8], _ limits: CurlTransport.Limits) {
    self.body = body
    self.limits = limits
  }

  func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard answer.count + bytes.count <= limits.answerBytes else {
      refusal = "the answer is longer than \(limits.answerBytes) bytes"
      return false
    }
    unsafe answer.append(contentsOf: bytes)
    return true
  }

  func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
    headerBytes += bytes.count
    guard headerBytes <= limits.headerBytes else {
      refusal = "the headers of the answer are longer than \(limits.headerBytes) bytes"
      return false
    }
    let line = unsafe String(decoding: bytes, as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      // A further block: what came before was an interim answer.
      headers = []
    } else if let colon = line.firstIndex(of: ":") {
      headers.append((trimmed(line[..<colon]), trimmed(line[line.index(after: colon)...])))
    }
    return true
  }

  func give(_ room: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(room.count, body.count - sent)
    guard count > 0 else { return 0 }
    unsafe body.withUnsafeBytes {
      unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[sent..<sent + count]))
    }
    sent += count
    return count
  }
}

/// Hands bytes from libcurl to the exchange; fewer than came end the call.
@unsafe
private func take(
  _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
  _ body: (Exchange, UnsafeRawBufferPointer) -> Bool
) -> Int {
  guard let context = unsafe context else { return 0 }
  let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
  return unsafe body(exchange, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
}

@unsafe
private func give(_ room: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
  guard let context = unsafe context else { return 0 }
  let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
  return unsafe exchange.give(UnsafeMutableRawBufferPointer(start: room, count: count))
}

private func isOneLine(_ text: String) -> Bool { !text.utf8.contains { $0 < 0x20 || $0 == 0x7F } }

private func trimmed(_ text: Substring) -> String {
  var text = text
  while let first = text.first, first.isWhitespace { text.removeFirst() }
  while let last = text.last, last.isWhitespace { text.removeLast() }
  return String(text)
}
