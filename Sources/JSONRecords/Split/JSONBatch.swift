public import Bytes
public import Diagnostics

/// One record of an export: which bytes of its batch it is, and where it stood in the stream.
public struct JSONRecord: Sendable, Equatable {
  /// First byte within the batch.
  public let start: Int
  /// Number of bytes.
  public let count: Int
  /// Where it starts in the stream.
  public let position: JSONPosition
  /// Which record of the stream it is, counted from 1.
  public let index: Int
}

/// Some records in a row with the bytes they lie in; may be handed to another thread as a whole.
///
/// The records are cut out, not checked: picking or scanning does that.
public final class JSONBatch: @unchecked Sendable {
  // Unchecked: a batch changes only while the splitter is its one owner, before handing it out (or after getting it back).
  /// The file as the user named it.
  public let file: String
  /// The records in the order of the stream.
  public internal(set) var records: [JSONRecord] = []
  var buffer: ByteBuffer

  init(file: String, capacity: Int) {
    self.file = file
    buffer = ByteBuffer(capacity: capacity)
  }

  /// The bytes of a record: one JSON object, 64 readable bytes behind it; valid while the batch lives.
  public func bytes(of record: JSONRecord) -> ByteView {
    buffer.view(record.start, record.start + record.count)
  }

  /// Where the byte at `offset` of a record stands in the stream.
  public func position(of record: JSONRecord, offset: Int) -> JSONPosition {
    record.position.advanced(over: bytes(of: record).slice(0, min(max(offset, 0), record.count)))
  }

  /// Where a record begins, for messages.
  public func range(of record: JSONRecord) -> SourceRange { SourceRange(file: file, record.position) }

  /// What to tell about a record that turned out to be wrong.
  public func diagnostic(_ error: JSONError, in record: JSONRecord) -> Diagnostic {
    error.diagnostic(at: SourceRange(file: file, position(of: record, offset: error.offset)))
  }
}

extension SourceRange {
  init(file: String, _ place: JSONPosition) { self.init(file: file, line: place.line, column: place.column) }
}
