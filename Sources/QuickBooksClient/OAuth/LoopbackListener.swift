import Dispatch
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Waits on 127.0.0.1 for the browser to come back from QuickBooks: development keys allow `http://localhost`.
public final class LoopbackListener: Sendable {
  private let descriptor: Int32
  /// The port it listens on.
  public let port: Int

  /// - Parameter port: 0 takes a free one.
  /// - Throws: A007 when the port is taken.
  public init(port: Int) throws(ConnectionError) {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { throw .file("127.0.0.1:\(port)", "cannot be listened on", errno) }
    var on: Int32 = 1
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe bind(descriptor, generic, size) == 0 && listen(descriptor, 8) == 0
          && getsockname(descriptor, generic, &size) == 0
      }
    }
    guard isBound else {
      let number = errno
      close(descriptor)
      throw .file("127.0.0.1:\(port)", "cannot be listened on", number)
    }
    self.descriptor = descriptor
    self.port = Int(UInt16(bigEndian: address.sin_port))
  }

  deinit { close(descriptor) }

  /// Waits for the answer to a consent; whatever else knocks, or comes with another state, is turned away.
  ///
  /// - Throws: A016 after `seconds`; A013 when QuickBooks says no.
  public func answer(
    to consent: Consent, path: String, seconds: Int
  ) async throws(ConnectionError) -> Consent.Answer {
    let result: Result<Consent.Answer, ConnectionError> = await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: self.wait(consent, path, seconds)) }
    }
    return try result.get()
  }

  private func wait(_ consent: Consent, _ path: String, _ seconds: Int) -> Result<Consent.Answer, ConnectionError> {
    let end = DispatchTime.now().uptimeNanoseconds + UInt64(seconds) * 1_000_000_000
    while DispatchTime.now().uptimeNanoseconds < end {
      guard isReadable(descriptor, 200) else { continue }
      let browser = accept(descriptor, nil, nil)
      guard browser >= 0 else { continue }
      defer { close(browser) }
      guard let target = requestTarget(browser), target.split(separator: "?").first.map(String.init) == path else {
        reply(browser, "404 Not Found", "This is not the page that QuickBooks leads to.")
        continue
      }
      do throws(ConnectionError) {
        let answer = try consent.answer(target)
        reply(browser, "200 OK", "dealbill is connected. You can close this window.")
        return .success(answer)
      } catch {
        reply(browser, "400 Bad Request", "dealbill could not use this answer; see its messages.")
        // Another state may be anybody; only the owner of ours can say no.
        if error.code == .accessDenied { return .failure(error) }
      }
    }
    return .failure(
      ConnectionError(
        .timedOut, "nobody came back from QuickBooks within \(seconds / 60) minutes",
        help: "run this again, open the link in a browser on this machine, and choose Connect"))
  }

  private func isReadable(_ descriptor: Int32, _ milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&waiting, 1, milliseconds) == 1
  }

  /// The target of `GET TARGET HTTP/1.1`; nil for anything else, or when it does not come within five seconds.
  private func requestTarget(_ browser: Int32) -> String? {
    var head: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while head.count < 32_768, !head.contains(0x0A) {
      guard isReadable(browser, 5000) else { return nil }
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(browser, $0.baseAddress, $0.count) }
      guard count > 0 else { return nil }
      head += chunk[..<count]
    }
    guard let line = String(decoding: head, as: UTF8.self).split(whereSeparator: \.isNewline).first else { return nil }
    let words = line.split(separator: " ")
    return words.count == 3 && words[0] == "GET" ? String(words[1]) : nil
  }

  private func reply(_ browser: Int32, _ status: String, _ words: String) {
    let page = "<!doctype html><meta charset=utf-8><title>dealbill</title><p>\(words)</p>\n"
    let text = """
      HTTP/1.1 \(status)\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: \(page.utf8.count)\r
      Content-Security-Policy: default-src 'none'\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n\(page)
      """
    _ = unsafe Array(text.utf8).withUnsafeBytes { unsafe send(browser, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }
}
