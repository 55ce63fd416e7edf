public import Bytes

/// How the dates of a column are written, in the letters that spreadsheets and CRMs use.
///
/// | in the pattern | reads |
/// |---|---|
/// | `YYYY` | the year in four digits (a year of two digits is refused: nobody knows its century) |
/// | `MM`, `DD` | month, day in exactly two digits |
/// | `M`, `D` | month, day in one or two digits |
/// | `MMM`, `MMMM` | English month name, three letters or in full, in any case |
/// | `HH`, `H` | hour 0 to 23 in exactly two, one or two digits |
/// | `hh`, `h` with `A` | hour 1 to 12 and `AM` or `PM` |
/// | `mm`, `ss` | minute, second in two digits |
/// | `.SSS` | a fraction of a second of 1 to 9 digits, which is dropped |
/// | `Z`, `+hh:mm` or `Z|+hh:mm` | `Z`, `±HH:MM`, `±HHMM` or `±HH` |
/// | `T` before the hour | the letter T |
/// | `[ … ]` | a part that may be missing, e.g. `DD.MM.YYYY[ HH:mm[:ss]]` |
/// | blank `.` `,` `/` `-` `:` and non-ASCII letters | themselves |
public struct DatePattern: Sendable, Equatable {
  /// The pattern as it was given.
  public let text: String
  private let steps: [DatePatternStep]
  public let form: Form

  /// Patterns that are read without following their steps.
  public enum Form: Sendable {
    case isoDate
    /// `YYYY-MM-DD HH:mm:ss`, as databases write it.
    case isoTime
    case other
  }

  /// Nil when the pattern is not understood: an unknown letter, a two-digit year, a part twice, a day, month or year
  /// that is missing or optional, digits of open length before other digits, a time without hour or minute.
  public init?(_ pattern: String) {
    guard let steps = DatePatternStep.compile(Array(pattern.utf8)) else { return nil }
    text = pattern
    self.steps = steps
    form = pattern == "YYYY-MM-DD" ? .isoDate : pattern == "YYYY-MM-DD HH:mm:ss" ? .isoTime : .other
  }

  /// Reads a text, which must follow the pattern from its first to its last byte (no blanks around it); nil when it
  /// does not, or when there is no such day or time.
  public func parse(_ text: ByteView) -> DateTime? {
    if form != .other { return Self.parse(text, form) }
    var reading = DateReading()
    return read(text, from: 0, step: 0, into: &reading) ? reading.dateTime : nil
  }

  /// Reads a text of a form other than ``Form/other``, as ``parse(_:)``.
  public static func parse(_ text: ByteView, _ form: Form) -> DateTime? {
    if form == .isoDate { return CivilDate.parseISO(text).map { DateTime(date: $0) } }
    guard text.count == 19, text[10] == UInt8(ascii: " "), text[16] == UInt8(ascii: ":") else { return nil }
    return DateTime.parseISO(text)
  }

  /// Follows the steps from `step` on; an optional part is tried with first, then without.
  private func read(_ text: ByteView, from start: Int, step first: Int, into reading: inout DateReading) -> Bool {
    var at = start
    var index = first
    while index < steps.count {
      if case .optional(let skip) = steps[index] {
        var attempt = reading
        if read(text, from: at, step: index + 1, into: &attempt) {
          reading = attempt
          return true
        }
        index += skip
        continue
      }
      guard reading.take(steps[index], text, &at) else { return false }
      index += 1
    }
    return at == text.count
  }
}

/// The parts of a date and time while they are read.
struct DateReading {
  private var year = 0
  private var month = 0
  private var day = 0
  private var hour: Int?
  private var minute: Int?
  private var second: Int?
  /// Whether AM or PM was read, and which.
  private var isAfternoon: Bool?
  private var offsetSeconds: Int32?

  /// Reads what `step` asks for and moves `at` behind it.
  mutating func take(_ step: DatePatternStep, _ text: ByteView, _ at: inout Int) -> Bool {
    switch step {
    case .literal(let byte):
      guard at < text.count, text[at] == byte else { return false }
      at += 1
    case .number(let part, let least, let most):
      guard let value = number(text, &at, least, most) else { return false }
      set(part, value)
    case .monthName(let inFull):
      guard let found = EnglishMonths.read(text, &at, inFull: inFull) else { return false }
      month = found
    case .halfOfDay:
      guard at + 2 <= text.count, asciiLower(text[at + 1]) == UInt8(ascii: "m") else { return false }
      switch asciiLower(text[at]) {
      case UInt8(ascii: "a"): isAfternoon = false
      case UInt8(ascii: "p"): isAfternoon = true
      default: return false
      }
      at += 2
    case .fraction:
      guard let end = DateTime.fractionEnd(text, at) else { return false }
      at = end
    case .zone:
      guard let zone = DateTime.zoneMark(text, at) else { return false }
      offsetSeconds = zone.offsetSeconds
      at = zone.end
    case .optional: break
    }
    return true
  }

  private mutating func set(_ part: DatePatternStep.Part, _ value: Int) {
    switch part {
    case .year: year = value
    case .month: month = value
    case .day: day = value
    case .hour, .hourOfHalf: hour = value
    case .minute: minute = value
    case .second: second = value
    }
  }

  private func number(_ text: ByteView, _ at: inout Int, _ least: Int, _ most: Int) -> Int? {
    var value = 0
    var count = 0
    while count < most, at < text.count, text[at] &- 0x30 <= 9 {
      value = value * 10 + Int(text[at] &- 0x30)
      at += 1
      count += 1
    }
    return count >= least ? value : nil
  }

  /// What was read, if there is such a day and time.
  var dateTime: DateTime? {
    guard let date = CivilDate(year: year, month: month, day: day) else { return nil }
    guard var hour else {
      // Minutes without their hour would be lost.
      return minute == nil && second == nil && isAfternoon == nil ? DateTime(date: date) : nil
    }
    if let isAfternoon {
      guard 1...12 ~= hour else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    let minute = minute ?? 0
    let second = second ?? 0
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return DateTime(
      date: date, secondsOfDay: Int32(hour * 3600 + minute * 60 + second), offsetSeconds: offsetSeconds)
  }
}

/// Month names of English, without a locale.
enum EnglishMonths {
  private static let names: [StaticString] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
  ]

  /// The month (1...12) whose name stands at `at`, in three letters or in full.
  static func read(_ text: ByteView, _ at: inout Int, inFull: Bool) -> Int? {
    for (index, name) in names.enumerated() {
      let wanted = inFull ? ByteView(name) : ByteView(name).slice(0, 3)
      if at + wanted.count <= text.count, text.slice(at, at + wanted.count).equalsIgnoringASCIICase(wanted) {
        at += wanted.count
        return index + 1
      }
    }
    return nil
  }
}
