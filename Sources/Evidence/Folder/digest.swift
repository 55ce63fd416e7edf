import Bytes
import CSVRecords
public import Diagnostics
import Digests

/// SHA-256 of a file, in hex.
///
/// - Throws: ``RefusedInput`` when it cannot be read.
func digest(ofFile path: String) throws(RefusedInput) -> String { try measure(path).sha256 }

/// SHA-256 of a text, in hex.
///
/// - Throws: E105 on a machine that computes none.
func digest(of text: String) throws(RefusedInput) -> String {
  try digesting { () throws(DigestError) in try SHA256.hex(of: text) }
}

/// Does something with digests.
///
/// - Throws: E105 on a machine that computes none.
func digesting<T>(_ body: () throws(DigestError) -> T) throws(RefusedInput) -> T {
  do throws(DigestError) { return try body() } catch { throw RefusedInput(.error("E105", error.sentence)) }
}

/// Bytes, lines and digest of a file, read as a stream.
///
/// - Throws: ``RefusedInput`` when it cannot be read.
public func measure(_ path: String) throws(RefusedInput) -> (bytes: Int, lines: Int, sha256: String) {
  let source = try ByteSource(path: path)
  var buffer = ByteBuffer(capacity: 1 << 18)
  var bytes = 0
  var lines = 0
  var hash: SHA256
  do throws(DigestError) { hash = try SHA256() } catch { throw RefusedInput(.error("E105", error.sentence)) }
  while true {
    buffer.removeAll()
    if try source.read(into: &buffer, limit: 1 << 18) == 0 { break }
    let view = buffer.view
    hash.update(view)
    bytes += view.count
    var at = view.position(of: 0x0A, from: 0)
    while at < view.count {
      lines += 1
      at = view.position(of: 0x0A, from: at + 1)
    }
  }
  return (bytes, lines, SHA256.hex(hash.finish()))
}
