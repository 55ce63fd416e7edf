import Bytes
import Calendars
import Testing

private func read(_ pattern: String, _ text: String) throws -> DateTime? {
  let pattern = try #require(DatePattern(pattern), "\(pattern)")
  return text.withByteView { pattern.parse($0) }
}

@Test(arguments: [
  ("YYYY-MM-DD", "2026-11-05"), ("DD.MM.YYYY", "05.11.2026"), ("D/M/YYYY", "5/11/2026"), ("D/M/YYYY", "05/11/2026"),
  ("MM/DD/YYYY", "11/05/2026"), ("M/D/YYYY", "11/5/2026"), ("DD-MMM-YYYY", "05-Nov-2026"),
  ("DD-MMM-YYYY", "05-NOV-2026"), ("MMM D, YYYY", "Nov 5, 2026"), ("MMMM D, YYYY", "November 5, 2026"),
  ("D MMMM YYYY", "5 november 2026"), ("YYYYMMDD", "20261105"), ("DDMMMYYYY", "05Nov2026"),
  ("D. M. YYYY", "5. 11. 2026"),
  ("YYYY年M月D日", "2026年11月5日"), ("DD.MM.YYYY[ HH:mm[:ss]]", "05.11.2026"), ("YYYY/MM/DD", "2026/11/05"),
])
func `a date is read by its pattern`(_ row: (pattern: String, text: String)) throws {
  #expect(try read(row.pattern, row.text) == day("2026-11-05").map { DateTime(date: $0) })
}

@Test(
  arguments: [
    ("YYYY-MM-DD HH:mm:ss", "2026-11-05 14:03:22", 50_602, nil), ("DD.MM.YYYY HH:mm", "05.11.2026 14:03", 50_580, nil),
    ("DD.MM.YYYY[ HH:mm[:ss]]", "05.11.2026 14:03", 50_580, nil),
    ("DD.MM.YYYY[ HH:mm[:ss]]", "05.11.2026 14:03:22", 50_602, nil),
    ("M/D/YYYY h:mm A", "11/5/2026 2:03 PM", 50_580, nil), ("M/D/YYYY h:mm A", "11/5/2026 12:00 AM", 0, nil),
    ("M/D/YYYY hh:mm A", "11/5/2026 12:00 pm", 43_200, nil), ("M/D/YYYY H:mm", "11/5/2026 0:05", 300, nil),
    ("YYYY-MM-DDTHH:mm:ssZ", "2026-11-05T14:03:22Z", 50_602, 0),
    ("YYYY-MM-DDTHH:mm:ss[.SSS]Z", "2026-11-05T14:03:22.123+01:00", 50_602, 3600),
    ("YYYY-MM-DDTHH:mm:ss[.SSS]Z|+hh:mm", "2026-11-05T14:03:22-08:00", 50_602, -28_800),
    ("YYYY-MM-DDTHH:mm:ss.SSS+hh:mm", "2026-11-05T14:03:22.5+05:30", 50_602, 19_800),
    ("YYYY-MM-DD HH:mm:ss[ Z]", "2026-11-05 14:03:22 +0200", 50_602, 7200),
  ] as [(String, String, Int32, Int32?)])
func `a time and a zone mark are read by their pattern`(
  _ row: (pattern: String, text: String, time: Int32, offset: Int32?)
) throws {
  let found = try #require(try read(row.pattern, row.text))
  #expect(found.date == day("2026-11-05"))
  #expect(found.secondsOfDay == row.time)
  #expect(found.offsetSeconds == row.offset)
}

@Test(arguments: [
  ("DD.MM.YYYY", "30.02.2026"), ("DD.MM.YYYY", "29.02.2100"), ("DD.MM.YYYY", "01.13.2026"), ("DD.MM.YYYY", "5.11.2026"),
  ("DD.MM.YYYY", "05.11.26"), ("D/M/YYYY", "5/11/26"), ("MM/DD/YYYY", "13/05/2026"), ("D/M/YYYY", "005/11/2026"),
  ("DD.MM.YYYY", "05.11.20266"), ("DD.MM.YYYY", " 05.11.2026"), ("DD.MM.YYYY", "05.11.2026 "), ("DD.MM.YYYY", ""),
  ("DD.MM.YYYY", "46331"), ("YYYY-MM-DD", "46331"), ("M/D/YYYY", "46331"), ("YYYYMMDD", "46331"),
  ("MMM D, YYYY", "46331"),
  ("DD.MM.YYYY", "05.11.2026 10:00"), ("DD.MM.YYYY HH:mm", "05.11.2026"), ("DD.MM.YYYY HH:mm", "05.11.2026 24:00"),
  ("DD.MM.YYYY HH:mm", "05.11.2026 10:60"), ("M/D/YYYY h:mm A", "11/5/2026 13:00 PM"),
  ("M/D/YYYY h:mm A", "11/5/2026 0:30 AM"), ("M/D/YYYY h:mm A", "11/5/2026 2:03"), ("DD-MMM-YYYY", "05-Okt-2026"),
  ("DD-MMM-YYYY", "05-November-2026"), ("MMMM D, YYYY", "Nov 5, 2026"), ("YYYY-MM-DDTHH:mm:ssZ", "2026-11-05T14:03:22"),
  ("YYYY-MM-DD[ HH][:mm]", "2026-11-05:30"), ("YYYY-MM-DD", "0000-00-00"), ("DD.MM.YYYY", "00.00.0000"),
])
func `what does not follow the pattern or is no day is refused`(_ row: (pattern: String, text: String)) throws {
  #expect(try read(row.pattern, row.text) == nil)
}

@Test(arguments: [
  "", "DD.MM", "DD.MM.YY", "D/M/YY", "YY-MM-DD", "YYYYY-MM-DD", "YYYY-MM-DD-DD", "YYYY-MM-MM", "YYYY-MM-DD MMM",
  "yyyy-MM-dd", "YYYY-MM-DD HH", "YYYY-MM-DD mm", "YYYY-MM-DD HH:mm A", "YYYY-MM-DD hh:mm", "YYYY-MM-DD HH:mm.SSS",
  "YYYY-MM-DDZ", "YYYY-MM[-DD]", "YYYY-MM-DD[", "YYYY-MM-DD]", "YYYY-MM-DD[]", "YYYY-MM-DD[[[[[ HH:mm]]]]]", "DMYYYY",
  "DDMYYYY", "YYYYMD", "YYYY-MM-DDT", "YYYY-MM-DD HH:m", "YYYY-MM-DD x", "DDD.MM.YYYY", "MMMMM D, YYYY", "%Y-%m-%d",
  "YYYY-MM-DD HH:mm:ss.SS", "YYYY-MM-DD HH:mm hh:mm A", String(repeating: " ", count: 80) + "YYYY-MM-DD",
])
func `a pattern that is not understood is refused`(_ pattern: String) { #expect(DatePattern(pattern) == nil) }

@Test func `the fast path and the general one agree on every day of four years`() throws {
  // The same pattern, but for an optional part, so that it is followed step by step.
  let general = try #require(DatePattern("YYYY-MM-DD[ HH:mm]"))
  let fast = try #require(DatePattern("YYYY-MM-DD"))
  for year in 2024...2027 {
    for month in 0...13 {
      for dayOfMonth in 0...32 {
        let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(dayOfMonth < 10 ? "0" : "")\(dayOfMonth)"
        let found = text.withByteView { general.parse($0) }
        #expect(found == text.withByteView { fast.parse($0) })
        #expect(found == text.withByteView { DateTime.parseISO($0) })
      }
    }
  }
}
