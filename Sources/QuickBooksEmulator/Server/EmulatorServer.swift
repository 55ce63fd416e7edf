import FlyingFox
import FlyingSocks
import Foundation
import Synchronization

/// An ``Emulator`` behind a port of the loopback interface, HTTP/1.1 with kept-alive connections.
///
/// Faults act on the socket: a reset is a TCP reset, a cut body ends early, a time-out is silence. One thing differs from
/// the vendor's network: a connection that the server has accepted cannot be refused any more, so F1 resets it before
/// any of the answer is sent.
public final class EmulatorServer: Sendable {
  private let emulator: Emulator
  private let server: HTTPServer
  private let state = Mutex(State())
  private let log: (@Sendable ([UInt8]) -> Void)?

  private struct State {
    var inFlight = 0
    var logged = 0
    var running: Task<Void, any Error>?
  }

  /// - Parameters:
  ///   - port: 0 for any free port.
  ///   - log: Called for every request with one line of JSON, in order.
  public init(_ emulator: Emulator, port: UInt16 = 0, log: (@Sendable ([UInt8]) -> Void)? = nil) throws {
    self.emulator = emulator
    self.log = log
    let config = HTTPServer.Configuration(
      address: try .inet(ip4: "127.0.0.1", port: port), timeout: 150, logger: .disabled)
    server = HTTPServer(config: config)
  }

  /// Listens, and gives the port.
  ///
  /// - Throws: When the port is taken.
  public func start() async throws -> UInt16 {
    await server.appendRoute("*") { [self] request in try await respond(request) }
    let (events, continuation) = AsyncStream<(any Error)?>.makeStream()
    let running = Task { [server] in
      do { try await server.run() } catch {
        continuation.yield(error)
        throw error
      }
    }
    state.withLock { $0.running = running }
    let listening = Task { [server] in
      try await server.waitUntilListening(timeout: 10)
      continuation.yield(nil)
    }
    for await failure in events {
      if let failure {
        listening.cancel()
        throw failure
      }
      break
    }
    guard case .ip4(_, let port)? = await server.listeningAddress else { throw SocketError.unsupportedAddress }
    sendWithoutDelay(listenerPort: port)
    return port
  }

  /// Closes the port; requests that are being served are cut off.
  public func stop() async {
    await server.stop(timeout: 0)
    let running = state.withLock { $0.running }
    running?.cancel()
    _ = await running?.result
  }

  // MARK: - One request

  private func respond(_ request: HTTPRequest) async throws -> HTTPResponse {
    let body = [UInt8](try await request.bodyData)
    let inFlight = state.withLock { state in
      state.inFlight += 1
      return state.inFlight
    }
    defer { state.withLock { $0.inFlight -= 1 } }
    let reply = emulator.handle(
      EmulatorRequest(
        method: request.method.rawValue, target: request.target.rawValue,
        headers: request.headers.map { EmulatorHeader($0.key.rawValue, $0.value) }, body: body, inFlight: inFlight))
    writeLog()
    switch reply {
    case .answer(let status, let headers, let body):
      return response(status, headers, HTTPBodySequence(data: Data(body)))
    case .refuseConnection, .reset:
      resetConnection(request)
      return HTTPResponse(statusCode: .internalServerError)
    case .timeOut:
      // The vendor gives up after 120 seconds; a client that has not by then sees the connection end.
      try? await Task.sleep(for: .seconds(130))
      resetConnection(request)
      return HTTPResponse(statusCode: .gatewayTimeout)
    case .truncated(let status, let headers, let body, let keep):
      let bytes = CutBytes(bytes: body, keep: keep)
      return response(status, headers, HTTPBodySequence(from: bytes, count: body.count))
    case .drip(let status, let headers, let body, let rate):
      let bytes = SlowBytes(bytes: body, bytesPerSecond: rate)
      return response(status, headers, HTTPBodySequence(from: bytes, count: body.count))
    }
  }

  private func response(_ status: Int, _ headers: [EmulatorHeader], _ body: HTTPBodySequence) -> HTTPResponse {
    var all = HTTPHeaders()
    for header in headers { all.addValue(header.value, for: HTTPHeader(header.name)) }
    return HTTPResponse(statusCode: HTTPStatusCode(status, phrase: phrase(status)), headers: all, body: body)
  }

  private func phrase(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 302: "Found"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 503: "Service Unavailable"
    default: "Status"
    }
  }

  private func resetConnection(_ request: HTTPRequest) {
    if case .ip4(_, let port)? = request.remoteAddress { resetSocket(peerPort: port) }
  }

  private func writeLog() {
    guard let log else { return }
    state.withLock { state in
      for entry in emulator.log(from: state.logged + 1) {
        state.logged = entry.number
        log(entry.line)
      }
    }
  }
}

/// The first bytes of a body, then an error, which ends the connection.
private struct CutBytes: AsyncBufferedSequence {
  typealias Element = UInt8
  let bytes: [UInt8]
  let keep: Int

  func makeAsyncIterator() -> Iterator { Iterator(left: Array(bytes.prefix(keep))) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    var left: [UInt8]

    mutating func next() async throws -> UInt8? {
      guard !left.isEmpty else { throw SocketError.disconnected }
      return left.removeFirst()
    }

    mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
      guard !left.isEmpty else { throw SocketError.disconnected }
      defer { left = [] }
      return left
    }
  }
}

/// A body that comes so many bytes a second.
private struct SlowBytes: AsyncBufferedSequence {
  typealias Element = UInt8
  let bytes: [UInt8]
  let bytesPerSecond: Int

  func makeAsyncIterator() -> Iterator { Iterator(left: bytes[...], bytesPerSecond: Swift.max(1, bytesPerSecond)) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    var left: ArraySlice<UInt8>
    let bytesPerSecond: Int

    mutating func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

    mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
      guard !left.isEmpty else { return nil }
      try await Task.sleep(for: .seconds(1))
      let part = Array(left.prefix(bytesPerSecond))
      left = left.dropFirst(bytesPerSecond)
      return part
    }
  }
}
