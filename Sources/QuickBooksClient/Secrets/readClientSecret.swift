#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The client secret: the first line of a file that its owner alone can read.
///
/// - Throws: A015 when there is none in it, A005 and A017 as for any file with secrets.
public func readClientSecret(file: String) throws(ConnectionError) -> Secret {
  guard let bytes = try readPrivateFile(file) else { throw .unread(file, "cannot be opened", ENOENT) }
  return try firstLine(bytes, file)
}

/// The client secret: the first line that an open descriptor gives.
public func readClientSecret(descriptor: Int32) throws(ConnectionError) -> Secret {
  try firstLine(
    try readAll(descriptor, "file descriptor \(descriptor)", limit: 1 << 16), "file descriptor \(descriptor)")
}

private func firstLine(_ bytes: [UInt8], _ name: String) throws(ConnectionError) -> Secret {
  let line = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false).first ?? []
  let secret = line.filter { $0 != 0x0D && $0 != 0x20 && $0 != 0x09 }
  guard !secret.isEmpty, secret.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
    throw ConnectionError(
      .clientSecret, "\(name) does not begin with a client secret", help: "write it alone into the first line")
  }
  return Secret(String(decoding: secret, as: UTF8.self))
}
