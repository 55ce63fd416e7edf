import Bytes

/// What a compiled zone file says: changes of the distance from UTC, and the rule for the time after the last.
///
/// Format: RFC 9636 (TZif), versions 2 to 4, of which the 64-bit part is read.
struct TimeZoneFile: Equatable {
  /// A time from which on an offset holds.
  struct Change: Equatable {
    /// Seconds since 1970-01-01T00:00:00Z.
    var start: Int64
    /// Seconds east of UTC.
    var offset: Int32
  }

  /// Seconds east of UTC before the first change.
  var firstOffset: Int32
  /// Ascending by time.
  var changes: [Change]
  /// For times after the last change; nil when that change holds for ever.
  var rule: PosixTimeZone?

  /// Why a file cannot be used, a clause for a message.
  struct Fault: Error, Equatable { var reason: String }

  /// Reads a whole file.
  init(_ bytes: [UInt8]) throws(Fault) {
    self = try bytes.withByteView { view throws(Fault) in try TimeZoneFile(view) }
  }

  private init(_ bytes: ByteView) throws(Fault) {
    let first = try Header(bytes, at: 0)
    guard first.version >= UInt8(ascii: "2") else { throw Fault(reason: "it is of version 1, without 64-bit times") }
    let header = try Header(bytes, at: Header.size + first.bodySize(timeSize: 4))
    guard header.leapCount == 0 else { throw Fault(reason: "it counts leap seconds, which UTC timestamps do not") }
    let timesAt = header.end
    let indexesAt = timesAt + header.timeCount * 8
    let typesAt = indexesAt + header.timeCount
    let footerAt = header.end + header.bodySize(timeSize: 8)
    guard footerAt <= bytes.count, header.typeCount > 0 else { throw Fault(reason: "it is cut short") }

    var offsets: [Int32] = []
    for type in 0..<header.typeCount {
      let offset = Int32(truncatingIfNeeded: bigEndian(bytes, typesAt + type * 6, 4))
      // RFC 9636, section 3.2, which bounds it by -25 and +26 hours.
      guard -89_999...93_599 ~= offset else { throw Fault(reason: "an offset is out of range") }
      offsets.append(offset)
    }
    firstOffset = offsets[0]
    changes = []
    for index in 0..<header.timeCount {
      let start = Int64(bitPattern: bigEndian(bytes, timesAt + index * 8, 8))
      let type = Int(bytes[indexesAt + index])
      guard type < offsets.count, start > changes.last?.start ?? .min else { throw Fault(reason: "it is not in order") }
      changes.append(Change(start: start, offset: offsets[type]))
    }
    rule = try TimeZoneFile.footer(bytes, footerAt)
  }

  /// The rule that stands between two newlines at the end.
  private static func footer(_ bytes: ByteView, _ start: Int) throws(Fault) -> PosixTimeZone? {
    guard start < bytes.count, bytes[start] == 0x0A, let end = bytes.firstIndex(of: 0x0A, from: start + 1) else {
      throw Fault(reason: "it has no footer")
    }
    if end == start + 1 { return nil }
    guard let rule = PosixTimeZone(bytes.slice(start + 1, end).array) else {
      throw Fault(reason: "its footer '\(bytes.slice(start + 1, end).string)' is not understood")
    }
    return rule
  }

  private struct Header {
    static let size = 44

    let version: UInt8
    let end: Int
    /// In the order of the file.
    let utcCount, standardCount, leapCount, timeCount, typeCount, characterCount: Int

    init(_ bytes: ByteView, at start: Int) throws(Fault) {
      guard start + Self.size <= bytes.count, bytes.slice(start, start + 4).equals("TZif") else {
        throw Fault(reason: "it is not a compiled time zone file")
      }
      version = bytes[start + 4]
      end = start + Self.size
      let counts = (0..<6).map { Int(bigEndian(bytes, start + 20 + $0 * 4, 4)) }
      // Far more than any zone has; keeps the sums below from overflowing.
      guard counts.allSatisfy({ $0 <= 100_000 }) else { throw Fault(reason: "its counts are out of range") }
      utcCount = counts[0]
      standardCount = counts[1]
      leapCount = counts[2]
      timeCount = counts[3]
      typeCount = counts[4]
      characterCount = counts[5]
    }

    /// Bytes of the data block behind the header.
    func bodySize(timeSize: Int) -> Int {
      timeCount * (timeSize + 1) + typeCount * 6 + characterCount + leapCount * (timeSize + 4) + standardCount
        + utcCount
    }
  }
}

private func bigEndian(_ bytes: ByteView, _ start: Int, _ count: Int) -> UInt64 {
  var value: UInt64 = 0
  for at in start..<start + count { value = value << 8 | UInt64(bytes[at]) }
  return value
}
