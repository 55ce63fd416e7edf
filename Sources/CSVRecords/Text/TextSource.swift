import Bytes
import Diagnostics

/// The bytes of a source as checked UTF-8, whatever they were.
///
/// A byte order mark decides (UTF-8, UTF-16 either way) and is dropped; without one the declared encoding holds, and
/// without that the bytes must be strict UTF-8. Archives are refused by their first bytes.
final class TextSource {
  enum Failure: Error {
    case refused(RefusedInput)
    case fault(TextFault)
  }

  let encoding: SourceEncoding
  private let source: ByteSource
  /// Bytes that were read but not handed out yet.
  private var held: [UInt8] = []
  /// Where in the file the first byte not yet handed out stands.
  private var offset = 0
  private var isAtEnd = false
  private var raw: [UInt8] = []
  /// Where a declared code page is read: whether its bytes could as well be UTF-8.
  private var suspicion = UTF8Suspicion()

  /// How far ``read(into:atMost:)`` may go beyond the size it was given.
  static let slack = 64

  init(_ source: ByteSource, declared: SourceEncoding?) throws(RefusedInput) {
    self.source = source
    let first = try source.peek(8)
    if let kind = archiveKind(first) {
      throw RefusedInput(
        .error(
          "S003", "'\(source.name)' is \(kind), not a CSV file", expected: "a text file with one deal a row",
          help: kind.hasPrefix("a ZIP") ? "open it and export as CSV (in Excel: CSV UTF-8)" : "unpack it first"))
    }
    let marks: [(bytes: [UInt8], encoding: SourceEncoding)] = [
      ([0xEF, 0xBB, 0xBF], .utf8), ([0xFF, 0xFE], .utf16LE), ([0xFE, 0xFF], .utf16BE),
    ]
    if first.starts(with: [0xFF, 0xFE, 0, 0]) || first.starts(with: [0, 0, 0xFE, 0xFF]) {
      throw RefusedInput(.error("S004", "'\(source.name)' is UTF-32", help: "export or save it as UTF-8"))
    }
    let mark = marks.first { first.starts(with: $0.bytes) }
    encoding = mark?.encoding ?? declared ?? .utf8
    let markLength = mark?.bytes.count ?? 0
    // Some programs put a second mark behind the first.
    let isDoubled = encoding == .utf8 && first.dropFirst(markLength).starts(with: [0xEF, 0xBB, 0xBF])
    offset = isDoubled ? 2 * markLength : markLength
    var dropped = 0
    while dropped < offset { dropped += try Self.readPiece(source, offset - dropped).count }
  }

  private static func readPiece(_ source: ByteSource, _ size: Int) throws(RefusedInput) -> [UInt8] {
    var piece = [UInt8](repeating: 0, count: size)
    let count = unsafe try piece.withUnsafeMutableBufferPointer { buffer throws(RefusedInput) in
      guard let start = buffer.baseAddress else { return 0 }
      return unsafe try source.read(into: start, atMost: size)
    }
    piece.removeLast(size - count)
    return piece
  }

  /// Writes the next text to `place`, about `size` bytes and never more than `size` + ``slack``; 0 only at the end.
  @unsafe
  func read(into place: UnsafeMutablePointer<UInt8>, atMost size: Int) throws(Failure) -> Int {
    switch encoding {
    case .utf8: unsafe try readUTF8(place, size)
    case .utf16LE, .utf16BE: unsafe try readUTF16(place, size)
    case .windows1250, .windows1252, .iso88591: unsafe try readCodePage(place, size)
    }
  }

  @unsafe
  private func readUTF8(_ place: UnsafeMutablePointer<UInt8>, _ size: Int) throws(Failure) -> Int {
    while true {
      let before = held.count
      for i in 0..<before { unsafe place[i] = held[i] }
      var count = before
      do { count += unsafe try source.read(into: place + before, atMost: size) } catch { throw .refused(error) }
      if count == before { isAtEnd = true }
      if count == 0 { return 0 }
      let view = unsafe ByteView(start: place, count: count)
      switch checkUTF8(view) {
      case .valid(let incomplete):
        if incomplete > 0, isAtEnd { throw .fault(fault(.cutCharacter, view, at: count - incomplete)) }
        held = view.dropFirst(count - incomplete).array
        offset += count - incomplete
        if count > incomplete { return count - incomplete }
      case .malformed(let at): throw .fault(fault(.malformedUTF8(view[at]), view, at: at))
      case .nul(let at): throw .fault(fault(.nul, view, at: at))
      case .replacement(let at): throw .fault(fault(.replacement, view, at: at))
      }
    }
  }

  private func fault(_ problem: TextFault.Problem, _ view: ByteView, at: Int) -> TextFault {
    let lower = max(0, at - 200)
    return TextFault(
      problem: problem, position: at, byteOffset: offset + at,
      surroundings: view.slice(lower, min(view.count, at + 200)).array, center: at - lower)
  }

  /// The next raw bytes, so few that even the widest character stays within `size`.
  private func nextRaw(for size: Int) throws(Failure) -> Bool {
    raw = held
    held = []
    do {
      let piece = try Self.readPiece(source, max(1, min(size / 3, 64 << 10)))
      isAtEnd = piece.isEmpty
      raw += piece
    } catch { throw .refused(error) }
    return !raw.isEmpty
  }

  @unsafe
  private func readCodePage(_ place: UnsafeMutablePointer<UInt8>, _ size: Int) throws(Failure) -> Int {
    guard let page = encoding.codePage, try nextRaw(for: size) else {
      if let first = suspicion.firstLetter { throw .refused(misdeclared(first)) }
      return 0
    }
    var count = 0
    for i in raw.indices {
      let byte = raw[i]
      suspicion.note(byte, at: offset + i)
      guard let scalar = page.scalar(byte), scalar != 0 else {
        throw .fault(rawFault(byte == 0 ? .nul : .undefined(byte, encoding), at: i, position: count))
      }
      count += unsafe put(scalar, place + count)
    }
    offset += raw.count
    return count
  }

  /// A text in a code page never happens to be strict UTF-8 in all its letters beyond ASCII.
  private func misdeclared(_ first: Int) -> RefusedInput {
    RefusedInput(
      .error(
        "S008",
        "'\(source.name)' is UTF-8, not \(encoding.rawValue): all its letters beyond ASCII are, the first at byte \(first) of the file",
        expected: "the encoding that the rules declare",
        help: "leave 'encoding' out of the rules, or export the file in that encoding again"))
  }

  @unsafe
  private func readUTF16(_ place: UnsafeMutablePointer<UInt8>, _ size: Int) throws(Failure) -> Int {
    while try nextRaw(for: size) {
      var count = 0
      var i = 0
      while i + 1 < raw.count {
        let unit = unit(at: i)
        var scalar = UInt32(unit)
        var length = 2
        if unit & 0xF800 == 0xD800 {
          if unit & 0xFC00 == 0xD800, i + 3 >= raw.count, !isAtEnd { break }
          guard unit & 0xFC00 == 0xD800, i + 3 < raw.count, self.unit(at: i + 2) & 0xFC00 == 0xDC00 else {
            throw .fault(rawFault(.malformedUTF16, at: i, position: count))
          }
          scalar = 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(self.unit(at: i + 2) & 0x3FF))
          length = 4
        }
        if scalar == 0 || scalar == 0xFFFD {
          throw .fault(rawFault(scalar == 0 ? .nul : .replacement, at: i, position: count))
        }
        count += unsafe put(scalar, place + count)
        i += length
      }
      if isAtEnd, i < raw.count { throw .fault(rawFault(.malformedUTF16, at: i, position: count)) }
      offset += i
      held = Array(raw[i...])
      if count > 0 { return count }
    }
    return 0
  }

  private func unit(at i: Int) -> UInt16 {
    encoding == .utf16LE
      ? UInt16(raw[i]) | UInt16(raw[i + 1]) << 8 : UInt16(raw[i]) << 8 | UInt16(raw[i + 1])
  }

  private func rawFault(_ problem: TextFault.Problem, at: Int, position: Int) -> TextFault {
    let lower = max(0, at - 200)
    return TextFault(
      problem: problem, position: position, byteOffset: offset + at,
      surroundings: Array(raw[lower..<min(raw.count, at + 200)]), center: at - lower)
  }
}

/// Looks whether bytes beyond ASCII make up UTF-8, all of them.
private struct UTF8Suspicion {
  private var first: Int?
  private var isRefuted = false
  /// Continuation bytes that the letter at hand still needs.
  private var missing = 0

  /// Where the first letter beyond ASCII stands, when all are UTF-8; asked at the end.
  var firstLetter: Int? { isRefuted || missing > 0 ? nil : first }

  mutating func note(_ byte: UInt8, at place: Int) {
    if isRefuted || (byte < 0x80 && missing == 0) { return }
    switch (byte, missing) {
    case (0x80...0xBF, 1...): missing -= 1
    case (0xC2...0xF4, 0):
      missing = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3
      first = first ?? place
    default: isRefuted = true
    }
  }
}

/// Writes `scalar` as UTF-8; the number of bytes written, 1 to 4.
@unsafe @inline(__always)
private func put(_ scalar: UInt32, _ place: UnsafeMutablePointer<UInt8>) -> Int {
  if scalar < 0x80 {
    unsafe place[0] = UInt8(truncatingIfNeeded: scalar)
    return 1
  }
  if scalar < 0x800 {
    unsafe place[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
    unsafe place[1] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
    return 2
  }
  if scalar < 0x10000 {
    unsafe place[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
    unsafe place[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
    unsafe place[2] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
    return 3
  }
  unsafe place[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
  unsafe place[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F)
  unsafe place[2] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
  unsafe place[3] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
  return 4
}

/// What `first` begins, when it is a packed file: those are refused, so no decompression bomb applies.
private func archiveKind(_ first: [UInt8]) -> String? {
  if first.starts(with: [0x50, 0x4B, 0x03, 0x04]) || first.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
    return "a ZIP archive or an Excel workbook (XLSX)"
  }
  if first.starts(with: [0x1F, 0x8B]) { return "packed with gzip" }
  if first.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) { return "packed with xz" }
  if first.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return "an old Excel workbook (XLS)" }
  return nil
}
