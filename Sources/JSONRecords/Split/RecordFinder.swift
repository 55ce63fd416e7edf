import Bytes
import Diagnostics

/// Walks the structure around the records (arrays, pages and their members), block by block.
///
/// What lies between records is checked here; a record is only cut out. Indices are those of the bytes at hand;
/// after ``dropPassed(_:)`` the caller moves the bytes from ``at`` on to the front.
struct RecordFinder {
  enum Expectation { case first, next, after }
  enum Container {
    /// An object that is a record or a page.
    case candidate
    /// An object that is a record or a page, to be looked at as a whole.
    case wholeObject
    /// A record that has an array by the name of a page's.
    case recordWithArray
    /// A record in the array of a page.
    case element
    /// An object or array as a member of a page.
    case member
  }
  enum State {
    case start, top
    /// Behind the array at the top, where nothing more may follow.
    case done
    case array(Expectation)
    case page(Expectation)
    case memberValue
    case data(Expectation)
    case container(Container)
  }
  enum Kind { case record, page }

  let file: String
  let recordLimit: Int
  private(set) var state = State.start
  /// Where what has not ended begins: a container, a name, a value; all before was passed.
  private(set) var at = 0
  private var end = ContainerEnd(opening: 0)
  private(set) var kind: Kind?
  private var inArray = false
  private var seenData = false
  private var name = Name.other
  private var recordCount = 0
  /// The place of the byte with the index `counted`.
  private var place = JSONPosition()
  private var counted = 0
  /// Where the array at the top, the page, its array of records began.
  private(set) var arrayPlace = JSONPosition()
  private(set) var pagePlace = JSONPosition()
  private(set) var dataPlace = JSONPosition()

  private enum Name { case data, list, success, additional, paging, done, other }
  /// Whether the last page says that others follow.
  private(set) var announcesMorePages = false

  init(file: String, recordLimit: Int) {
    self.file = file
    self.recordLimit = recordLimit
  }

  /// Counts the lines of what was passed, which is no longer needed.
  mutating func dropPassed(_ bytes: ByteView) {
    place(of: at, bytes)
    end.next -= at
    at = 0
    counted = 0
  }

  /// Where the byte at `index`, not before those asked for earlier, stands in the stream.
  @discardableResult
  private mutating func place(of index: Int, _ bytes: ByteView) -> JSONPosition {
    place.advance(over: bytes.slice(counted, index))
    counted = index
    return place
  }

  /// The same for a message, changing nothing.
  func range(_ index: Int, _ bytes: ByteView) -> SourceRange {
    SourceRange(file: file, place.advanced(over: bytes.slice(counted, max(index, counted))))
  }

  /// Goes as far as `bytes` allow, 64 readable bytes behind them, and appends the records that end.
  mutating func run(_ bytes: ByteView, atEnd: Bool, into records: inout [JSONRecord]) throws(RefusedInput) {
    while try step(bytes, atEnd, into: &records) {}
    if atEnd { try finish(bytes) }
    if bytes.count - at > recordLimit { throw tooLarge(bytes) }
  }

  /// One step; false when more bytes are needed.
  private mutating func step(
    _ bytes: ByteView, _ atEnd: Bool, into records: inout [JSONRecord]
  ) throws(RefusedInput) -> Bool {
    if case .container(let container) = state { return try readContainer(container, bytes, into: &records) }
    if case .start = state { return try readStart(bytes, atEnd) }
    var cursor = JSONCursor(bytes)
    cursor.offset = at
    let byte = cursor.skipSpace()
    at = cursor.offset
    if at == bytes.count { return false }
    switch state {
    case .top: try readTop(byte, bytes)
    case .done: throw refused(JSONError(.textAfterValue, at: at), bytes)
    case .array(let expectation):
      if try readElement(byte, expectation, bytes) {
        state = .array(.next)
      } else if byte == UInt8(ascii: "]") {
        state = .done
      } else {
        begin(.candidate)
      }
    case .data(let expectation):
      if try readElement(byte, expectation, bytes) {
        state = .data(.next)
      } else if byte == UInt8(ascii: "]") {
        state = .page(.after)
      } else {
        begin(.element)
      }
    case .page(let expectation): return try readName(byte, expectation, bytes)
    case .memberValue: return try readMember(byte, bytes)
    case .start, .container: break
    }
    return true
  }

  private mutating func begin(_ container: Container) {
    end = ContainerEnd(opening: at)
    state = .container(container)
  }

  // MARK: Around records

  private mutating func readStart(_ bytes: ByteView, _ atEnd: Bool) throws(RefusedInput) -> Bool {
    if bytes.count < 3, !atEnd { return false }
    let mark = ByteView("\u{FEFF}")
    if bytes.hasPrefix(mark) || mark.hasPrefix(bytes) {
      at = min(bytes.count, mark.count)
      counted = at
      place.offset = at
    } else if bytes.count >= 2, isUTF16(bytes[0], bytes[1]) {
      throw RefusedInput(
        .error(
          "S040", "the file is UTF-16", at: range(0, bytes), expected: "UTF-8", help: "export or save it as UTF-8"))
    }
    state = .top
    return true
  }

  private func isUTF16(_ a: UInt8, _ b: UInt8) -> Bool {
    (a == 0xFF && b == 0xFE) || (a == 0xFE && b == 0xFF) || (a == 0) != (b == 0)
  }

  private mutating func readTop(_ byte: UInt8, _ bytes: ByteView) throws(RefusedInput) {
    if byte == UInt8(ascii: "{") { return begin(.candidate) }
    guard byte == UInt8(ascii: "["), kind == nil else {
      throw shape("neither an object nor an array of objects begins here", bytes)
    }
    arrayPlace = place(of: at, bytes)
    inArray = true
    at += 1
    state = .array(.first)
  }

  /// Passes a comma (then true: another element follows) or a closing bracket; leaves an opening brace.
  private mutating func readElement(
    _ byte: UInt8, _ expectation: Expectation, _ bytes: ByteView
  ) throws(RefusedInput) -> Bool {
    switch (byte, expectation) {
    case (UInt8(ascii: ","), .after):
      at += 1
      return true
    case (UInt8(ascii: "]"), .after), (UInt8(ascii: "]"), .first):
      at += 1
      return false
    case (UInt8(ascii: "{"), .first), (UInt8(ascii: "{"), .next): return false
    case (_, .after): throw refused(JSONError(.commaOrBracketExpected, at: at), bytes)
    default:
      if isValueStart(byte) { throw shape("an element of the array is not an object", bytes) }
      throw refused(JSONError(.valueExpected, at: at), bytes)
    }
  }

  private func isValueStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "-"), 0x30...0x39, UInt8(ascii: "t"),
      UInt8(ascii: "f"), UInt8(ascii: "n"):
      true
    default: false
    }
  }

  // MARK: Members of a page

  private mutating func readName(
    _ byte: UInt8, _ expectation: Expectation, _ bytes: ByteView
  ) throws(RefusedInput) -> Bool {
    switch (byte, expectation) {
    case (UInt8(ascii: "}"), .first), (UInt8(ascii: "}"), .after):
      at += 1
      leaveObject()
      return true
    case (UInt8(ascii: ","), .after):
      at += 1
      state = .page(.next)
      return true
    case (_, .after): throw refused(JSONError(.commaOrBraceExpected, at: at), bytes)
    default: break
    }
    var cursor = JSONCursor(bytes)
    cursor.offset = at
    let isOwnID: Bool
    do {
      let key = try cursor.key()
      name = pageMember(key.raw)
      isOwnID = isID(key.raw)
    } catch {
      if error.isTruncation { return false }
      throw refused(error, bytes)
    }
    if isOwnID {
      throw shape(
        "an object with an 'id' and an array 'data', 'results' or 'records' may be a deal or a page of deals", bytes)
    }
    if name == .data {
      if seenData { throw refused(JSONError(.duplicateKey, at: at), bytes) }
      seenData = true
    }
    at = cursor.offset
    state = .memberValue
    return true
  }

  /// What a member of a page says: of Pipedrive's pages, HubSpot's (`results`, `paging`), Salesforce's (`records`, `done`).
  private func pageMember(_ name: ByteView) -> Name {
    if name.equals("data") { return .data }
    if name.equals("results") || name.equals("records") { return .list }
    if name.equals("success") { return .success }
    if name.equals("additional_data") { return .additional }
    if name.equals("paging") { return .paging }
    return name.equals("done") ? .done : .other
  }

  private mutating func readMember(_ byte: UInt8, _ bytes: ByteView) throws(RefusedInput) -> Bool {
    // Beside `data`, `results` and `records` are mostly a count.
    if name == .data || (name == .list && !seenData), byte == UInt8(ascii: "[") {
      seenData = true
      dataPlace = place(of: at, bytes)
      at += 1
      state = .data(.first)
      return true
    }
    if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
      begin(.member)
      return true
    }
    var cursor = JSONCursor(bytes)
    cursor.offset = at
    do {
      try cursor.skipValue()
    } catch {
      if error.isTruncation { return false }
      throw refused(error, bytes)
    }
    // A number may go on in the next block; a page goes on after a member in any case.
    if cursor.offset == bytes.count { return false }
    if name == .success, byte == UInt8(ascii: "f") { throw failedPage(bytes) }
    if name == .done, byte == UInt8(ascii: "f") { announcesMorePages = true }
    at = cursor.offset
    state = .page(.after)
    return true
  }

  private mutating func leaveObject() { state = inArray ? .array(.after) : .top }

  // MARK: Containers

  private mutating func readContainer(
    _ container: Container, _ bytes: ByteView, into records: inout [JSONRecord]
  ) throws(RefusedInput) -> Bool {
    switch end.find(in: bytes, lookingForData: container == .candidate) {
    case .incomplete: return false
    case .dataArray where beginsWithID(bytes):
      begin(.recordWithArray)
    case .dataArray:
      try become(.page, bytes)
      pagePlace = place(of: at, bytes)
      at += 1
      seenData = false
      announcesMorePages = false
      state = .page(.first)
    case .dataOther:
      begin(.wholeObject)
    case .end(let end):
      if end - at > recordLimit { throw tooLarge(bytes.slice(0, end)) }
      switch container {
      case .candidate, .recordWithArray:
        try become(.record, bytes)
        append(at, end, bytes, to: &records)
        leaveObject()
      case .element:
        append(at, end, bytes, to: &records)
        state = .data(.after)
      case .member:
        do { try checkJSON(bytes.slice(at, end)) } catch { throw refused(error, from: at, bytes) }
        if name == .additional || name == .paging {
          announcesMorePages = announcesMorePages || announcesMore(bytes.slice(at, end))
        }
        state = .page(.after)
      case .wholeObject:
        try readWholeObject(end, bytes, into: &records)
        leaveObject()
      }
      at = end
    }
    return true
  }

  private mutating func append(_ start: Int, _ end: Int, _ bytes: ByteView, to records: inout [JSONRecord]) {
    recordCount += 1
    records.append(
      JSONRecord(start: start, count: end - start, position: place(of: start, bytes), index: recordCount))
  }

  /// Whether the object at hand has an id before its array: then it is a deal with such a member, and no page. The names
  /// before the array have all been read.
  private func beginsWithID(_ bytes: ByteView) -> Bool {
    var cursor = JSONCursor(bytes)
    cursor.offset = at + 1
    do throws(JSONError) {
      while true {
        _ = cursor.skipSpace()
        let name = try cursor.key().raw
        if isID(name) { return true }
        if [.data, .list].contains(pageMember(name)) { return false }
        _ = cursor.skipSpace()
        try cursor.skipValue()
        guard cursor.skipSpace() == UInt8(ascii: ",") else { return false }
        cursor.offset += 1
      }
    } catch { return false }
  }

  private func isID(_ name: ByteView) -> Bool { name.equals("id") || name.equals("Id") }

  /// An object whose `data` is no array: an empty page, a page with one record, or a record with such a member.
  private mutating func readWholeObject(
    _ end: Int, _ bytes: ByteView, into records: inout [JSONRecord]
  ) throws(RefusedInput) {
    let content: PageContent
    do { content = try pageContent(of: bytes.slice(at, end)) } catch { throw refused(error, from: at, bytes) }
    switch content {
    case .notAPage:
      try become(.record, bytes)
      append(at, end, bytes, to: &records)
    case .failed: throw failedPage(bytes)
    case .empty:
      try become(.page, bytes)
      announcesMorePages = announcesMore(bytes.slice(at, end))
    case .record(let lower, let upper):
      try become(.page, bytes)
      announcesMorePages = announcesMore(bytes.slice(at, end))
      append(at + lower, at + upper, bytes, to: &records)
    }
  }

  /// All objects of a stream are records, or all are pages; a mixture means that something was put together wrongly.
  private mutating func become(_ new: Kind, _ bytes: ByteView) throws(RefusedInput) {
    if new == .record, isFailedAnswer(bytes.dropFirst(at)) { throw failedPage(bytes) }
    if let kind, kind != new {
      throw shape(
        new == .page
          ? "a page (an object with 'data') follows an object that is itself a record"
          : "an object without 'data' follows a page", bytes)
    }
    kind = new
  }
}
