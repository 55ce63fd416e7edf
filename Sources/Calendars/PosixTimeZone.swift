/// The rule in the footer of a zone file, e.g. `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// The TZ string of POSIX (XBD 8.3) with the hours of -167 to 167 that RFC 9636 adds.
struct PosixTimeZone: Equatable {
  /// A day of the year, in one of the three forms of POSIX.
  enum Day: Equatable {
    /// `Jn`: 1 to 365, 29 February not counted.
    case withoutLeapDay(Int)
    /// `n`: 0 to 365, 29 February counted.
    case withLeapDay(Int)
    /// `Mm.w.d`: weekday `d` (0 is Sunday) of week `w` of month `m`; week 5 is the last.
    case weekday(month: Int, week: Int, weekday: Int)
  }

  /// A change of clocks each year.
  struct Change: Equatable {
    var day: Day
    /// Seconds after local midnight by the clock before the change; may be negative or beyond a day.
    var time: Int
  }

  struct Daylight: Equatable {
    /// Seconds east of UTC.
    var offset: Int32
    var start: Change
    var end: Change
  }

  /// Seconds east of UTC in standard time.
  var standardOffset: Int32
  var daylight: Daylight?

  /// Nil when the text is not such a rule, or has daylight saving time without saying when.
  init?(_ text: [UInt8]) {
    var reader = PosixReader(text: text)
    guard reader.name(), let standard = reader.offset() else { return nil }
    standardOffset = -standard
    if reader.isAtEnd { return }
    guard reader.name() else { return nil }
    var offset = standardOffset + 3600
    if reader.next != UInt8(ascii: ",") {
      guard let written = reader.offset() else { return nil }
      offset = -written
    }
    guard reader.skip(UInt8(ascii: ",")), let start = reader.change(), reader.skip(UInt8(ascii: ",")),
      let end = reader.change(), reader.isAtEnd
    else { return nil }
    daylight = Daylight(offset: offset, start: start, end: end)
  }

  /// The changes of a year (1...9999) in the order of time, as seconds since 1970-01-01T00:00:00Z.
  func changes(in year: Int) -> [TimeZoneFile.Change] {
    guard let daylight else { return [] }
    let start = Self.seconds(daylight.start, year) - Int64(standardOffset)
    let end = Self.seconds(daylight.end, year) - Int64(daylight.offset)
    let both = [
      TimeZoneFile.Change(start: start, offset: daylight.offset),
      TimeZoneFile.Change(start: end, offset: standardOffset),
    ]
    return start <= end ? both : both.reversed()
  }

  private static func seconds(_ change: Change, _ year: Int) -> Int64 {
    Int64(dayNumber(change.day, year)) * 86_400 + Int64(change.time)
  }

  private static func dayNumber(_ day: Day, _ year: Int) -> Int {
    let isLeapYear = CivilDate.dayCount(year: year, month: 2) == 29
    let newYear = Int((CivilDate(year: year, month: 1, day: 1) ?? .latest).dayNumber)
    switch day {
    case .withoutLeapDay(let n): return newYear + n - 1 + (isLeapYear && n >= 60 ? 1 : 0)
    case .withLeapDay(let n): return newYear + n
    case .weekday(let month, let week, let weekday):
      let first = CivilDate(year: year, month: month, day: 1) ?? .latest
      var day = (weekday - first.weekday + 7) % 7 + (week - 1) * 7
      if day >= CivilDate.dayCount(year: year, month: month) { day -= 7 }
      return Int(first.dayNumber) + day
    }
  }
}

private struct PosixReader {
  let text: [UInt8]
  var at = 0

  init(text: [UInt8]) { self.text = text }

  var isAtEnd: Bool { at == text.count }
  var next: UInt8? { at < text.count ? text[at] : nil }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    at += 1
    return true
  }

  /// Three letters or more, or anything in angle brackets.
  mutating func name() -> Bool {
    if skip(UInt8(ascii: "<")) {
      while let byte = next, byte != UInt8(ascii: ">") { at += 1 }
      return skip(UInt8(ascii: ">"))
    }
    let start = at
    while let byte = next, 0x41...0x5A ~= byte || 0x61...0x7A ~= byte { at += 1 }
    return at - start >= 3
  }

  /// A distance from UTC, positive to the west, of at most 24 hours.
  mutating func offset() -> Int32? { time(maximumHours: 24).map { Int32($0) } }

  mutating func change() -> PosixTimeZone.Change? {
    guard let day = day() else { return nil }
    guard skip(UInt8(ascii: "/")) else { return PosixTimeZone.Change(day: day, time: 2 * 3600) }
    return time(maximumHours: 167).map { PosixTimeZone.Change(day: day, time: $0) }
  }

  private mutating func day() -> PosixTimeZone.Day? {
    if skip(UInt8(ascii: "J")) {
      guard let n = number(), 1...365 ~= n else { return nil }
      return .withoutLeapDay(n)
    }
    if skip(UInt8(ascii: "M")) {
      guard let month = number(), 1...12 ~= month, skip(UInt8(ascii: ".")), let week = number(), 1...5 ~= week,
        skip(UInt8(ascii: ".")), let weekday = number(), 0...6 ~= weekday
      else { return nil }
      return .weekday(month: month, week: week, weekday: weekday)
    }
    guard let n = number(), 0...365 ~= n else { return nil }
    return .withLeapDay(n)
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  private mutating func time(maximumHours: Int) -> Int? {
    let isNegative = skip(UInt8(ascii: "-"))
    if !isNegative { _ = skip(UInt8(ascii: "+")) }
    guard let hours = number(), hours <= maximumHours else { return nil }
    var seconds = hours * 3600
    if skip(UInt8(ascii: ":")) {
      guard let minutes = number(), minutes < 60 else { return nil }
      seconds += minutes * 60
      if skip(UInt8(ascii: ":")) {
        guard let rest = number(), rest < 60 else { return nil }
        seconds += rest
      }
    }
    return isNegative ? -seconds : seconds
  }

  private mutating func number() -> Int? {
    let start = at
    var value = 0
    while let byte = next, byte &- 0x30 <= 9, at < start + 4 {
      value = value * 10 + Int(byte &- 0x30)
      at += 1
    }
    return at > start ? value : nil
  }
}
