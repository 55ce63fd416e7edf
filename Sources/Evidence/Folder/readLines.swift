import Bytes
import CSVRecords
import Diagnostics

/// Hands each line of a file to `body`, without its line end, in memory that does not grow with the file.
///
/// - Parameter body: Stops the reading when it returns false.
/// - Throws: ``RefusedInput`` when the file cannot be read, or a line is longer than `limit` bytes.
func readLines(_ path: String, limit: Int = 16 << 20, _ body: (ByteView) throws(RefusedInput) -> Bool)
  throws(RefusedInput)
{
  let source = try ByteSource(path: path)
  var buffer = ByteBuffer(capacity: 1 << 20)
  while true {
    let count = try source.read(into: &buffer, limit: 1 << 18)
    let view = buffer.view
    var start = 0
    while start < view.count {
      let end = view.position(of: 0x0A, from: start)
      if end == view.count { break }
      guard try body(view.slice(start, end)) else { return }
      start = end + 1
    }
    if count == 0 {
      if start < view.count { _ = try body(view.slice(start, view.count)) }
      return
    }
    let rest = view.dropFirst(start).array
    buffer.removeAll()
    rest.withByteView { buffer.append($0) }
    if buffer.count > limit {
      throw RefusedInput(.error("E104", "\(path): a line is longer than \(limit) bytes; dealbill writes none such"))
    }
  }
}
