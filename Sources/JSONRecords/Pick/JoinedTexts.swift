import Bytes

/// Joins the texts of an array with ",", the primary one first; copies nothing while there is only one.
///
/// Those that nest share one buffer: each works behind what is there and leaves it as it was.
struct JoinedTexts {
  private let start: Int
  private var count = 0
  private var only = ByteView.empty
  private var primary: ByteView?
  private var kind = JSONCellKind.null

  /// - Parameter start: The end of what stands in the buffer.
  init(_ start: Int) { self.start = start }

  /// Adds one text; an empty one only has a say in the kind.
  mutating func add(_ kind: JSONCellKind, _ view: ByteView, isPrimary: Bool, to buffer: inout ByteBuffer) {
    if kind == .structure { self.kind = .structure }
    if kind == .text, self.kind == .null { self.kind = .text }
    if view.isEmpty { return }
    if isPrimary, primary == nil {
      primary = view
      return
    }
    if count == 0 {
      only = view
    } else {
      if count == 1 { buffer.append(only) }
      buffer.append(UInt8(ascii: ","))
      buffer.append(view)
    }
    count += 1
  }

  /// All of them in `arena`; nothing when one of them was an object or array, so that no part is silently lost.
  func finish(_ buffer: inout ByteBuffer, _ arena: inout Arena) -> (kind: JSONCellKind, view: ByteView) {
    defer { buffer.truncate(to: start) }
    if kind == .structure { return (.structure, .empty) }
    guard let primary else {
      return (kind, count > 1 ? arena.take(from: &buffer, startingAt: start) : only)
    }
    if count == 0 { return (kind, primary) }
    let end = buffer.count
    // The room is made first, since what is appended may lie in the buffer itself.
    buffer.reserve(primary.count + 1 + max(end - start, only.count))
    let others = count == 1 ? only : buffer.view(start, end)
    buffer.append(primary)
    buffer.append(UInt8(ascii: ","))
    buffer.append(others)
    return (kind, arena.take(from: &buffer, startingAt: end))
  }
}
