#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Sets TCP_NODELAY on the listener of a port; on Linux accepted sockets inherit it.
///
/// The server library writes head and body in two pieces: without this each answer on a kept-alive connection waits
/// 40 ms for the client's delayed acknowledgement.
@discardableResult
func sendWithoutDelay(listenerPort port: UInt16) -> Bool {
  guard let descriptor = openSocket(where: { $0.isListening && $0.localPort == port }) else { return false }
  var on: Int32 = 1
  return unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size)) == 0
}

/// Ends the connection to a peer with a TCP reset: linger time zero, then the socket is closed under its number, which
/// from then on means `/dev/null`, so that the server library finds an ended stream and closes it as usual.
func resetSocket(peerPort port: UInt16) {
  guard let descriptor = openSocket(where: { !$0.isListening && $0.peerPort == port }) else { return }
  var linger = linger(l_onoff: 1, l_linger: 0)
  unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
  let null = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
  guard null >= 0 else { return }
  dup2(null, descriptor)
  close(null)
}

/// The library does not tell descriptors, so they are looked for by port.
private func openSocket(where matches: (OpenSocket) -> Bool) -> Int32? {
  (3..<4096).first { matches(OpenSocket(descriptor: $0)) }
}

private struct OpenSocket {
  let descriptor: Int32

  var isListening: Bool {
    var value: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return unsafe getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &value, &size) == 0 && value == 1
  }

  var localPort: UInt16? { unsafe port { unsafe getsockname(descriptor, $0, $1) } }
  var peerPort: UInt16? { unsafe port { unsafe getpeername(descriptor, $0, $1) } }

  private func port(
    _ ask: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) -> UInt16? {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe ask($0, &length) }
    }
    guard status == 0, Int32(address.sin_family) == AF_INET else { return nil }
    return UInt16(bigEndian: address.sin_port)
  }
}
