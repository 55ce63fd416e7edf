public import Bytes

/// What a cell says about a moment: a day, perhaps a time of day, perhaps the distance from UTC.
///
/// Nothing is added to what the text says: a time without a zone mark stays one until a rule names its zone.
@frozen
public struct DateTime: Sendable, Hashable {
  public var date: CivilDate
  /// 0 ..< 86400; nil when the text has no time. Fractions of a second are dropped.
  public var secondsOfDay: Int32?
  /// Seconds east of UTC; nil when the text has no zone mark.
  public var offsetSeconds: Int32?

  public init(date: CivilDate, secondsOfDay: Int32? = nil, offsetSeconds: Int32? = nil) {
    self.date = date
    self.secondsOfDay = secondsOfDay
    self.offsetSeconds = offsetSeconds
  }

  /// Seconds since 1970-01-01T00:00:00Z; nil unless there are both a time and a zone mark.
  public var utcSeconds: Int64? {
    guard let secondsOfDay, let offsetSeconds else { return nil }
    return Int64(date.dayNumber) * 86_400 + Int64(secondsOfDay) - Int64(offsetSeconds)
  }

  /// Reads `YYYY-MM-DD`, `YYYY-MM-DD HH:MM[:SS]` (the form of Pipedrive and HubSpot exports) and RFC 3339
  /// (`YYYY-MM-DDTHH:MM:SS[.fraction](Z|±HH:MM)`), the zone mark of which may be missing; nil for anything else.
  ///
  /// Hours end at 23 and seconds at 59: neither 24:00 nor a leap second is taken.
  public static func parseISO(_ text: ByteView) -> DateTime? {
    if text.count == 10 { return CivilDate.parseISO(text).map { DateTime(date: $0) } }
    guard text.count >= 16, let date = CivilDate.parseISO(text.slice(0, 10)) else { return nil }
    guard text[10] == UInt8(ascii: " ") || asciiLower(text[10]) == UInt8(ascii: "t") else { return nil }
    guard text[13] == UInt8(ascii: ":"), let hour = digits(text, 11, 2), let minute = digits(text, 14, 2) else {
      return nil
    }
    var at = 16
    var second = 0
    if at + 3 <= text.count, text[at] == UInt8(ascii: ":") {
      guard let read = digits(text, at + 1, 2) else { return nil }
      second = read
      at += 3
      if let end = fractionEnd(text, at) { at = end }
    }
    guard hour < 24, minute < 60, second < 60 else { return nil }
    var found = DateTime(date: date, secondsOfDay: Int32(hour * 3600 + minute * 60 + second))
    if at < text.count {
      guard let zone = zoneMark(text, at) else { return nil }
      found.offsetSeconds = zone.offsetSeconds
      at = zone.end
    }
    return at == text.count ? found : nil
  }

  /// Whether the text is the `0000-00-00` by which databases write "no date", alone or with a time of midnight.
  public static func isNoDate(_ text: ByteView) -> Bool {
    guard text.hasPrefix(ByteView("0000-00-00")) else { return false }
    if text.count == 10 { return true }
    guard text.count >= 16, text[10] == UInt8(ascii: " ") || text[10] == UInt8(ascii: "T") else { return false }
    guard text.slice(11, 16).equals("00:00") else { return false }
    var at = 16
    if at + 3 <= text.count, text.slice(at, at + 3).equals(":00") {
      at += 3
      if let end = fractionEnd(text, at) { at = end }
    }
    if at < text.count, let zone = zoneMark(text, at) { at = zone.end }
    return at == text.count
  }

  /// Where a fraction of a second (a point or comma and 1 to 9 digits) that starts at `start` ends; nil without one.
  static func fractionEnd(_ text: ByteView, _ start: Int) -> Int? {
    guard start < text.count, text[start] == UInt8(ascii: ".") || text[start] == UInt8(ascii: ",") else { return nil }
    var at = start + 1
    while at < text.count, at <= start + 9, text[at] &- 0x30 <= 9 { at += 1 }
    return at > start + 1 ? at : nil
  }

  /// A zone mark at `start`: `Z`, `±HH:MM`, `±HHMM` or `±HH`, and where it ends.
  static func zoneMark(_ text: ByteView, _ start: Int) -> (offsetSeconds: Int32, end: Int)? {
    guard start < text.count else { return nil }
    let sign = text[start]
    if asciiLower(sign) == UInt8(ascii: "z") { return (0, start + 1) }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), start + 3 <= text.count else { return nil }
    guard let hours = digits(text, start + 1, 2), hours < 24 else { return nil }
    var end = start + 3
    var minutes = 0
    if end < text.count {
      let from = text[end] == UInt8(ascii: ":") ? end + 1 : end
      guard from + 2 <= text.count, let read = digits(text, from, 2), read < 60 else { return nil }
      minutes = read
      end = from + 2
    }
    let seconds = Int32(hours * 3600 + minutes * 60)
    return (sign == UInt8(ascii: "-") ? -seconds : seconds, end)
  }
}
