import Bytes
import Calendars
import Testing

func day(_ text: String) -> CivilDate? { text.withByteView { CivilDate.parseISO($0) } }

/// Days in a month as the rhyme has it; February by the letter of the bull Inter gravissimas.
private func rhyme(_ year: Int, _ month: Int) -> Int {
  if month == 2 {
    if year % 400 == 0 { return 29 }
    if year % 100 == 0 { return 28 }
    return year % 4 == 0 ? 29 : 28
  }
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
}

@Test func `each day from 1900 to 2100 agrees with counting one by one`() throws {
  // 1900-01-01 was 25567 days before 1970-01-01, and a Monday.
  var number: Int32 = -25_567
  var weekday = 1
  for year in 1900...2100 {
    for month in 1...12 {
      for dayOfMonth in 1...31 {
        let date = CivilDate(year: year, month: month, day: dayOfMonth)
        guard dayOfMonth <= rhyme(year, month) else {
          #expect(date == nil)
          continue
        }
        let found = try #require(date)
        let parts = found.components
        let isEqual =
          found.dayNumber == number && parts == (year, month, dayOfMonth) && found.weekday == weekday
          && found.endOfMonth.components == (year, month, rhyme(year, month)) && day(found.description) == found
        if !isEqual { Issue.record("\(year)-\(month)-\(dayOfMonth) is \(found), day \(found.dayNumber)") }
        number += 1
        weekday = (weekday + 1) % 7
      }
    }
  }
  #expect(number == 47_847)  // 2101-01-01
}

@Test func `day numbers from the first day to the last lead back to themselves`() {
  var last = (0, 12, 31)
  for number in CivilDate.earliest.dayNumber...CivilDate.latest.dayNumber {
    let date = CivilDate(clampingDayNumber: Int64(number))
    let parts = date.components
    let isNext =
      parts == (last.0, last.1, last.2 + 1) || parts == (last.0, last.1 + 1, 1) || parts == (last.0 + 1, 1, 1)
    if !isNext || CivilDate(year: parts.year, month: parts.month, day: parts.day) != date {
      Issue.record("day \(number) is \(parts)")
      return
    }
    last = parts
  }
  #expect(last == (9999, 12, 31))
}

@Test(arguments: [
  ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2000-03-01", 11_017), ("2026-01-01", 20_454),
  ("0001-01-01", -719_162), ("9999-12-31", 2_932_896), ("1600-02-29", -135_081),
])
func `well known days have their numbers`(_ row: (text: String, number: Int32)) {
  #expect(day(row.text)?.dayNumber == row.number)
  #expect(day(row.text)?.description == row.text)
}

@Test(arguments: [
  "2026-02-30", "2026-02-29", "2100-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-01-00",
  "2026-01-32", "0000-01-01", "0000-00-00", "26-01-05", "2026-1-5", "2026/01/05", "20260105", "2026-01-05 ",
  " 2026-01-05", "2026-01-0x", "46027", "", "2026-01", "-026-01-01", "２０２６-01-01",
])
func `what is no day is refused`(_ text: String) { #expect(day(text) == nil) }

@Test(arguments: [
  ("2026-01-31", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2026-01-31", 3, "2026-04-30"),
  ("2026-03-31", -1, "2026-02-28"), ("2026-12-15", 1, "2027-01-15"), ("2026-01-15", -1, "2025-12-15"),
  ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"), ("2026-01-31", 0, "2026-01-31"),
  ("9999-12-01", 1, "9999-12-31"), ("0001-01-15", -1, "0001-01-01"), ("2026-01-01", Int.max, "9999-12-31"),
  ("2026-01-01", Int.min, "0001-01-01"),
])
func `adding months keeps the day or takes the month's last`(_ row: (from: String, months: Int, to: String)) {
  #expect(day(row.from)?.adding(months: row.months) == day(row.to))
}

@Test(arguments: [
  ("2026-02-28", 1, "2026-03-01"), ("2028-02-28", 1, "2028-02-29"), ("2026-01-01", -1, "2025-12-31"),
  ("2026-01-01", 365, "2027-01-01"), ("9999-12-31", 1, "9999-12-31"), ("0001-01-01", -1, "0001-01-01"),
  ("2026-01-01", Int.max, "9999-12-31"), ("2026-01-01", Int.min, "0001-01-01"),
])
func `adding days ends at the calendar's ends`(_ row: (from: String, days: Int, to: String)) {
  #expect(day(row.from)?.adding(days: row.days) == day(row.to))
}

@Test func `days are ordered by time`() throws {
  let a = try #require(day("2025-12-31"))
  let b = try #require(day("2026-01-01"))
  #expect(a < b && !(b < a) && a != b)
}
