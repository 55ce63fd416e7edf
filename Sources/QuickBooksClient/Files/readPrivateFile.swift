#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads a small file that holds secrets; nil when there is none.
///
/// - Throws: A005 when others may read or write it, A006 when it is too long or no plain file, A017 when it cannot be
///   read.
package func readPrivateFile(_ path: String, limit: Int = 1 << 16) throws(ConnectionError) -> [UInt8]? {
  let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard file >= 0 else {
    if errno == ENOENT { return nil }
    throw .unread(path, "cannot be opened", errno)
  }
  defer { close(file) }
  var facts = stat()
  guard unsafe fstat(file, &facts) == 0 else { throw .unread(path, "cannot be looked at", errno) }
  guard facts.st_mode & S_IFMT == S_IFREG else {
    throw ConnectionError(.damagedFile, "\(path) is not a plain file", help: "name the file that holds the secret")
  }
  guard facts.st_mode & 0o077 == 0 else {
    throw ConnectionError(
      .filePermissions, "\(path) holds a secret, and others on this machine may read or write it",
      help: "run: chmod 600 '\(path)'")
  }
  return try readAll(file, path, limit: limit)
}

/// Everything that a descriptor gives, up to `limit` bytes.
package func readAll(_ descriptor: Int32, _ name: String, limit: Int) throws(ConnectionError) -> [UInt8] {
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { throw .unread(name, "cannot be read", errno) }
    if count == 0 { return bytes }
    bytes += chunk[..<count]
    guard bytes.count <= limit else {
      throw ConnectionError(.damagedFile, "\(name) is longer than \(limit) bytes", help: "name the right file")
    }
  }
}
