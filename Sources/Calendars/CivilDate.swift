public import Bytes

/// A day of the proleptic Gregorian calendar from 0001-01-01 to 9999-12-31, without a time and without a time zone.
///
/// The conversions between days and year, month and day follow Howard Hinnant, "chrono-compatible low-level date
/// algorithms" (public domain): years begin in March, so that the leap day comes last.
@frozen
public struct CivilDate: Sendable, Hashable {
  /// Days since 1970-01-01; negative before.
  public let dayNumber: Int32

  /// 0001-01-01.
  public static let earliest = CivilDate(uncheckedDayNumber: -719_162)
  /// 9999-12-31.
  public static let latest = CivilDate(uncheckedDayNumber: 2_932_896)

  private init(uncheckedDayNumber: Int32) { dayNumber = uncheckedDayNumber }

  /// The day that many days after 1970-01-01, or the first or last day there is when that lies beyond.
  public init(clampingDayNumber number: Int64) {
    dayNumber = Int32(min(max(number, Int64(Self.earliest.dayNumber)), Int64(Self.latest.dayNumber)))
  }

  /// The day, or nil when the calendar has no such day: 30 February, month 13, year 0.
  public init?(year: Int, month: Int, day: Int) {
    guard 1...9999 ~= year, 1...12 ~= month, day >= 1 else { return nil }
    if day > 28 && day > Self.dayCount(year: year, month: month) { return nil }
    dayNumber = Self.dayNumber(year, month, day)
  }

  /// Year (1...9999), month (1...12) and day of the month (1...31).
  public var components: (year: Int, month: Int, day: Int) {
    // Euclidean affine functions: Neri and Schneider, Software: Practice and Experience 53 (2023), 937–970.
    let shifted = UInt64(Int64(dayNumber) + 719_468)  // days since 0000-03-01, never negative here
    let quarters = 4 * shifted + 3
    let century = quarters / 146_097
    let dayOfCentury = (quarters - century * 146_097) / 4
    let years = 2_939_745 * (4 * dayOfCentury + 3)
    let yearOfCentury = years >> 32
    let dayOfYear = (years & 0xFFFF_FFFF) / 2_939_745 / 4
    let months = 2_141 * dayOfYear + 197_913
    let month = Int(months >> 16)
    let day = Int((months & 0xFFFF) / 2_141) + 1
    let year = Int(100 * century + yearOfCentury)
    return dayOfYear >= 306 ? (year + 1, month - 12, day) : (year, month, day)
  }

  /// 1...9999.
  public var year: Int { components.year }
  /// 1...12.
  public var month: Int { components.month }
  /// 1...31.
  public var day: Int { components.day }

  /// Day of the week, 0 for Sunday to 6 for Saturday.
  public var weekday: Int {
    let rest = (Int(dayNumber) + 4) % 7  // 1970-01-01 was a Thursday
    return rest < 0 ? rest + 7 : rest
  }

  /// That many days later (earlier when negative); never beyond ``latest`` or ``earliest``.
  public func adding(days: Int) -> CivilDate {
    let span = Int64(min(max(days, -4_000_000), 4_000_000))
    return CivilDate(clampingDayNumber: Int64(dayNumber) + span)
  }

  /// The same day of a later (earlier when negative) month, or that month's last day when it is shorter: 31 January
  /// plus one month is 28 or 29 February. Never beyond ``latest`` or ``earliest``.
  public func adding(months: Int) -> CivilDate {
    let (year, month, day) = components
    let monthNumber = year * 12 + month - 1 + min(max(months, -130_000), 130_000)
    if monthNumber < 12 { return .earliest }
    if monthNumber >= 10_000 * 12 { return .latest }
    return CivilDate(clampingDay: day, year: monthNumber / 12, month: monthNumber % 12 + 1)
  }

  /// The last day of its month.
  public var endOfMonth: CivilDate {
    let (year, month, _) = components
    return CivilDate(clampingDay: 31, year: year, month: month)
  }

  /// The given day (≥ 1) of its month, or the month's last day when it is shorter.
  public func inSameMonth(day: Int) -> CivilDate {
    let (year, month, _) = components
    return CivilDate(clampingDay: max(day, 1), year: year, month: month)
  }

  private init(clampingDay day: Int, year: Int, month: Int) {
    dayNumber = Self.dayNumber(year, month, min(day, Self.dayCount(year: year, month: month)))
  }

  /// How many days the month (1...12) has.
  public static func dayCount(year: Int, month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(truncatingIfNeeded: era * 146_097 + dayOfEra - 719_468)
  }
}

extension CivilDate: Comparable {
  /// Earlier first.
  public static func < (a: CivilDate, b: CivilDate) -> Bool { a.dayNumber < b.dayNumber }
}

extension CivilDate: CustomStringConvertible {
  /// Appends `YYYY-MM-DD`.
  public func append(to buffer: inout ByteBuffer) {
    let (year, month, day) = components
    buffer.append(dateYear: year, month: month, day: day)
  }

  /// `YYYY-MM-DD`.
  public var description: String {
    var buffer = ByteBuffer(capacity: 16)
    append(to: &buffer)
    return buffer.view.string
  }
}

extension CivilDate {
  /// Reads exactly `YYYY-MM-DD`; nil for anything else and for days that do not exist.
  public static func parseISO(_ text: ByteView) -> CivilDate? {
    guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-") else { return nil }
    guard let year = digits(text, 0, 4), let month = digits(text, 5, 2), let day = digits(text, 8, 2) else {
      return nil
    }
    return CivilDate(year: year, month: month, day: day)
  }
}

/// The number that `count` ASCII digits at `start` write; nil when one of them is no digit.
func digits(_ text: ByteView, _ start: Int, _ count: Int) -> Int? {
  var value = 0
  for at in start..<start + count {
    let digit = text[at] &- 0x30
    if digit > 9 { return nil }
    value = value * 10 + Int(digit)
  }
  return value
}
