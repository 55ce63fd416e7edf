public import Bytes
public import Diagnostics

/// Cuts a stream of JSON into records without holding more than a batch and the largest record.
///
/// Accepted, each in UTF-8, with or without a byte order mark:
/// - an array of objects, each a record;
/// - pages of an API, one, several one behind another, or an array of them: objects whose member `data` is an array
///   of records; `data` may also be null (none) or one record where `success` stands beside it, or nothing but
///   `additional_data` and `related_objects`;
/// - objects one behind another or one a line (JSON Lines), or a single one, each a record.
///
/// Names of members count as written, without escapes. Records and pages may not be mixed. What is not part of a
/// record is checked here, also against ``JSONLimits``; the records themselves are only cut out and must be checked by whoever
/// reads them. An empty input, and one that ends inside anything, is refused.
public struct JSONRecordSplitter: ~Copyable {
  /// Appends at most the given number of bytes to the buffer; appends none at the end of the input.
  public typealias Source = (inout ByteBuffer, Int) throws(RefusedInput) -> Void

  private let file: String
  private let batchBytes: Int
  private let read: Source
  private var finder: RecordFinder
  private var rest = ByteBuffer()
  private var issued: [JSONBatch] = []
  private var ended = false

  /// - Parameters:
  ///   - file: Its name in messages.
  ///   - batchBytes: Bytes to read for one batch.
  ///   - recordLimit: Most bytes of one record, or of one member of a page.
  ///   - read: Where the bytes come from; asked again until it appends nothing.
  public init(
    file: String, batchBytes: Int = 512 << 10, recordLimit: Int = JSONLimits.recordBytes, read: @escaping Source
  ) {
    self.file = file
    self.batchBytes = max(batchBytes, 1)
    self.read = read
    finder = RecordFinder(file: file, recordLimit: recordLimit)
  }

  /// Whether the last page says that others follow (`next_cursor`, `more_items_in_collection`); known at the end.
  public var announcesMorePages: Bool { finder.announcesMorePages }

  /// The next records, at least one; nil at the end.
  ///
  /// The memory of a batch is used again when nobody holds it any more.
  /// - Throws: What is wrong first between the records, or in the records of this batch; what `read` threw.
  public mutating func nextBatch() throws(RefusedInput) -> JSONBatch? {
    if ended { return nil }
    let batch = emptyBatch()
    while true {
      batch.buffer.append(rest.view)
      rest.removeAll()
      try fill(batch)
      do {
        try finder.run(batch.buffer.view, atEnd: ended, into: &batch.records)
      } catch {
        ended = true
        throw firstInvalid(batch).map { RefusedInput($0) } ?? error
      }
      if !ended { keepRest(batch) }
      if !batch.records.isEmpty { return batch }
      if ended { return nil }
      batch.buffer.removeAll()
    }
  }

  private mutating func fill(_ batch: JSONBatch) throws(RefusedInput) {
    let wanted = batch.buffer.count + batchBytes
    batch.buffer.reserve(batchBytes + 64)
    while batch.buffer.count < wanted {
      let before = batch.buffer.count
      do {
        try read(&batch.buffer, wanted - before)
      } catch {
        ended = true
        throw error
      }
      if batch.buffer.count == before {
        ended = true
        break
      }
    }
    pad(batch)
  }

  /// Makes the 64 bytes behind the last readable, and zero.
  private func pad(_ batch: JSONBatch) {
    _ = unsafe batch.buffer.fill(64) { (room: UnsafeMutableBufferPointer<UInt8>) in
      unsafe room.update(repeating: 0)
      return 0
    }
  }

  /// Keeps what the next batch needs of this one.
  private mutating func keepRest(_ batch: JSONBatch) {
    let bytes = batch.buffer.view
    rest.append(bytes.dropFirst(finder.at))
    finder.dropPassed(bytes)
  }

  /// A fault in a record stands before the one in the structure behind it, and is often its cause.
  private func firstInvalid(_ batch: JSONBatch) -> Diagnostic? {
    for record in batch.records {
      do { try checkJSON(batch.bytes(of: record)) } catch { return batch.diagnostic(error, in: record) }
    }
    return nil
  }

  private mutating func emptyBatch() -> JSONBatch {
    for i in issued.indices where isKnownUniquelyReferenced(&issued[i]) {
      let batch = issued[i]
      // After a huge record the memory goes back.
      if batch.buffer.count > 4 * batchBytes { batch.buffer = ByteBuffer(capacity: 2 * batchBytes) }
      batch.buffer.removeAll()
      batch.records.removeAll(keepingCapacity: true)
      return batch
    }
    let batch = JSONBatch(file: file, capacity: batchBytes + batchBytes / 4 + 64)
    if issued.count < 8 { issued.append(batch) }
    return batch
  }
}
