import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A server on 127.0.0.1 that does with each request what a test says, byte by byte.
final class ScriptedServer: Sendable {
  /// One request as it came.
  struct Request: Sendable {
    var line: String
    var headers: [String: String]
    var body: [UInt8]
  }

  /// What to do with a request: pieces of bytes, each after a pause; then the connection stays or ends.
  struct Script: Sendable {
    var pieces: [(pauseMilliseconds: UInt32, bytes: [UInt8])] = []
    var keepsAlive = false

    static func text(_ text: String, keepsAlive: Bool = false) -> Script {
      Script(pieces: [(0, Array(text.utf8))], keepsAlive: keepsAlive)
    }

    static func answer(_ status: String, _ body: String, headers: String = "", keepsAlive: Bool = true) -> Script {
      .text("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)", keepsAlive: keepsAlive)
    }
    /// Reads all of the request and closes without a word.
    static let silence = Script()
  }

  private let descriptor: Int32
  let port: Int
  private let seen = Mutex<[Request]>([])
  private let script: @Sendable (Request, Int) -> Script

  var requests: [Request] { seen.withLock { $0 } }
  var url: String { "http://127.0.0.1:\(port)" }

  init(_ script: @escaping @Sendable (Request, Int) -> Script) {
    self.script = script
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    port = bindLoopback(descriptor)
    listen(descriptor, 16)
    let listening = descriptor
    Thread.detachNewThread { [weak self] in
      while true {
        let client = accept(listening, nil, nil)
        guard client >= 0, let server = self else { return }
        Thread.detachNewThread { server.serve(client) }
      }
    }
  }

  func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  deinit { close(descriptor) }

  private func serve(_ client: Int32) {
    defer { close(client) }
    while let request = readRequest(client) {
      let number = seen.withLock { seen in
        seen.append(request)
        return seen.count
      }
      let script = script(request, number)
      for (pause, bytes) in script.pieces {
        if pause > 0 { usleep(pause * 1000) }
        let count = unsafe bytes.withUnsafeBytes { unsafe send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        if count < 0 { return }
      }
      if !script.keepsAlive { return }
    }
  }

  private func readRequest(_ client: Int32) -> Request? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      if let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in head.dropFirst() {
          let pair = line.split(separator: ":", maxSplits: 1)
          headers[pair[0].lowercased()] = pair.count > 1 ? pair[1].trimmingCharacters(in: .whitespaces) : ""
        }
        let length = Int(headers["content-length"] ?? "0") ?? 0
        if bytes.count - end.upperBound >= length {
          return Request(line: head[0], headers: headers, body: Array(bytes[end.upperBound...]))
        }
      }
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(client, $0.baseAddress, $0.count) }
      guard count > 0 else { return nil }
      bytes += chunk[..<count]
    }
  }
}

/// Binds a socket to a free port of 127.0.0.1.
func bindLoopback(_ descriptor: Int32) -> Int {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  var size = socklen_t(MemoryLayout<sockaddr_in>.size)
  return unsafe withUnsafeMutablePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
      _ = unsafe bind(descriptor, generic, size)
      _ = unsafe getsockname(descriptor, generic, &size)
    }
    return Int(UInt16(bigEndian: unsafe pointer.pointee.sin_port))
  }
}

/// A port that nobody listens on.
func freePort() -> Int {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  defer { close(descriptor) }
  return bindLoopback(descriptor)
}
