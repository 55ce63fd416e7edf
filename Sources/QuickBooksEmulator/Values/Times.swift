/// Times as the service writes them. Its own zone is Pacific; this stand-in keeps to -08:00 all year, so that a
/// simulated clock alone decides every text.

/// `2026-03-02T09:14:31-08:00`, with milliseconds as in the envelope's `time` on demand.
func isoTime(_ seconds: Double, milliseconds: Bool = false) -> String {
  let total = Int((seconds * 1000).rounded(.down)) - 8 * 3_600_000
  let second = Int((Double(total) / 1000).rounded(.down))
  let day = Int((Double(second) / 86_400).rounded(.down))
  let time = second - day * 86_400
  var text = isoDate(day: day)
  text += "T" + padded(time / 3600) + ":" + padded(time / 60 % 60) + ":" + padded(time % 60)
  if milliseconds { text += "." + padded(total - second * 1000, 3) }
  return text + "-08:00"
}

/// `Mon, 02 Mar 2026 17:14:31 GMT`, as HTTP writes times (RFC 9110, section 5.6.7).
func httpDate(_ seconds: Double) -> String {
  let second = Int(seconds.rounded(.down))
  let day = Int((Double(second) / 86_400).rounded(.down))
  let time = second - day * 86_400
  let (year, month, dayOfMonth) = civil(day: day)
  let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  let clock = padded(time / 3600) + ":" + padded(time / 60 % 60) + ":" + padded(time % 60)
  return "\(weekdays[((day % 7) + 7) % 7]), \(padded(dayOfMonth)) \(months[month - 1]) \(padded(year, 4)) \(clock) GMT"
}

/// The day of the service's zone, `2026-03-02`.
func serviceDate(_ seconds: Double) -> String {
  isoDate(day: Int(((seconds - 28_800) / 86_400).rounded(.down)))
}

/// A day counted from 1970-01-01 as `YYYY-MM-DD` (proleptic Gregorian; Howard Hinnant, "date algorithms").
func isoDate(day: Int) -> String {
  let z = day + 719_468
  let era = (z >= 0 ? z : z - 146_096) / 146_097
  let doe = z - era * 146_097
  let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365
  let doy = doe - (365 * yoe + yoe / 4 - yoe / 100)
  let mp = (5 * doy + 2) / 153
  let month = mp < 10 ? mp + 3 : mp - 9
  return padded(yoe + era * 400 + (month <= 2 ? 1 : 0), 4) + "-" + padded(month) + "-"
    + padded(doy - (153 * mp + 2) / 5 + 1)
}

/// The day number of `YYYY-MM-DD`; nil when it is not a date of the calendar. A zone after the date is allowed and
/// ignored, as the reference has it (`2026-03-02Z`, `2026-03-02+01:00`).
func dayNumber(_ text: String) -> Int? {
  let bytes = Array(text.utf8)
  guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
    let year = digits(bytes[0..<4]), let month = digits(bytes[5..<7]), let day = digits(bytes[8..<10]),
    (1...12).contains(month), day >= 1, day <= daysInMonth(year, month)
  else { return nil }
  switch bytes.count {
  case 10: break
  case 11: guard bytes[10] == UInt8(ascii: "Z") else { return nil }
  case 16: guard bytes[10] == UInt8(ascii: "+") || bytes[10] == UInt8(ascii: "-") else { return nil }
  default: return nil
  }
  return dayNumber(year, month, day)
}

func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
  let y = month <= 2 ? year - 1 : year
  let era = (y >= 0 ? y : y - 399) / 400
  let yoe = y - era * 400
  let doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  return era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

func daysInMonth(_ year: Int, _ month: Int) -> Int {
  switch month {
  case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  case 4, 6, 9, 11: 30
  default: 31
  }
}

/// Year, month and day of a day number.
func civil(day: Int) -> (year: Int, month: Int, day: Int) {
  let text = Array(isoDate(day: day).utf8)
  return (digits(text[0..<4]) ?? 0, digits(text[5..<7]) ?? 0, digits(text[8..<10]) ?? 0)
}

/// Seconds since 1970 of a date or an ISO 8601 time with or without fraction and offset; nil when it is neither.
/// Without an offset the service's own zone is meant.
func parseTime(_ text: String) -> Double? {
  if let day = dayNumber(text) { return Double(day) * 86_400 + 28_800 }
  let bytes = Array(text.utf8)
  guard bytes.count >= 19, let day = dayNumber(String(text.prefix(10))), bytes[10] == UInt8(ascii: "T"),
    let hour = digits(bytes[11..<13]), let minute = digits(bytes[14..<16]), let second = digits(bytes[17..<19]),
    bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"), hour < 24, minute < 60, second < 61
  else { return nil }
  var seconds = Double(day * 86_400 + hour * 3600 + minute * 60 + second)
  var rest = bytes[19...]
  if rest.first == UInt8(ascii: ".") {
    let fraction = rest.dropFirst().prefix { (48...57).contains($0) }
    guard (1...9).contains(fraction.count), let value = digits(fraction) else { return nil }
    seconds += Double(value) / Double(powerOfTen(fraction.count))
    rest = rest.dropFirst(1 + fraction.count)
  }
  switch rest.count {
  case 0: return seconds + 28_800
  case 1 where rest.first == UInt8(ascii: "Z"): return seconds
  case 5, 6:
    let offset = rest.dropFirst().filter { $0 != UInt8(ascii: ":") }
    guard offset.count == 4, let value = digits(offset[...]), let sign = rest.first else { return nil }
    let shift = Double(value / 100 * 3600 + value % 100 * 60)
    if sign == UInt8(ascii: "+") { return seconds - shift }
    return sign == UInt8(ascii: "-") ? seconds + shift : nil
  default: return nil
  }
}

private func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
  var value = 0
  for byte in bytes {
    guard (48...57).contains(byte) else { return nil }
    value = value * 10 + Int(byte - 48)
  }
  return value
}

private func padded(_ value: Int, _ width: Int = 2) -> String {
  let text = String(value)
  return text.utf8.count >= width ? text : String(repeating: "0", count: width - text.utf8.count) + text
}
