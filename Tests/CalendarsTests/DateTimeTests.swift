import Bytes
import Calendars
import Testing

private func iso(_ text: String) -> DateTime? { text.withByteView { DateTime.parseISO($0) } }

/// Date, seconds of the day, offset in seconds.
private struct Expected: CustomTestStringConvertible {
  var text: String
  var date: String
  var time: Int32?
  var offset: Int32?
  init(_ text: String, _ date: String, _ time: Int32? = nil, _ offset: Int32? = nil) {
    self.text = text
    self.date = date
    self.time = time
    self.offset = offset
  }
  var testDescription: String { text }
}

@Test(arguments: [
  Expected("2026-01-09", "2026-01-09"),
  Expected("2026-01-09 14:03:22", "2026-01-09", 50_602),
  Expected("2023-11-15 20:09", "2023-11-15", 72_540),
  Expected("2026-01-19T11:36:49Z", "2026-01-19", 41_809, 0),
  Expected("2026-01-19t11:36:49z", "2026-01-19", 41_809, 0),
  Expected("2026-01-19T11:36:49.123456Z", "2026-01-19", 41_809, 0),
  Expected("2026-01-19T11:36:49.5+05:30", "2026-01-19", 41_809, 19_800),
  Expected("2026-01-19T11:36:49-0930", "2026-01-19", 41_809, -34_200),
  Expected("2026-01-19T11:36:49+14", "2026-01-19", 41_809, 50_400),
  Expected("2026-01-19 00:00:00+00:00", "2026-01-19", 0, 0),
  Expected("2026-01-19T23:59:59", "2026-01-19", 86_399),
  Expected("2026-01-19T11:36Z", "2026-01-19", 41_760, 0),
])
private func `timestamps of the ISO kind are read`(_ row: Expected) throws {
  let found = try #require(iso(row.text))
  #expect(found.date == day(row.date))
  #expect(found.secondsOfDay == row.time)
  #expect(found.offsetSeconds == row.offset)
}

@Test(arguments: [
  "2026-02-30 10:00:00", "2026-01-09 24:00:00", "2026-01-09 23:60:00", "2026-01-09 23:59:60", "2026-01-09 1:00:00",
  "2026-01-09  10:00:00", "2026-01-09 10:00:", "2026-01-09 10:00:0", "2026-01-09 10", "2026-01-09T10:00:00+24:00",
  "2026-01-09T10:00:00+05:60", "2026-01-09T10:00:00+5", "2026-01-09T10:00:00 UTC", "2026-01-09T10:00:00.Z",
  "2026-01-09T10:00:00.1234567890Z", "2026-01-09T10:00:00ZZ", "2026-01-09X10:00:00", "2026-01-09T10-00-00",
  "0000-00-00 00:00:00", "46027.5", "", "2026-01-09T10:00:00+", "2026-01-09T10:00:00+05:", "2026-01-09T10:00:00-05:3",
])
func `other texts are no timestamps`(_ text: String) { #expect(iso(text) == nil) }

@Test func `a timestamp with time and zone is a moment, others are none`() {
  #expect(iso("1970-01-01T00:00:00Z")?.utcSeconds == 0)
  #expect(iso("2026-01-01T00:30:00+01:00")?.utcSeconds == 1_767_223_800)
  #expect(iso("2025-12-31T15:30:00-08:00")?.utcSeconds == 1_767_223_800)
  #expect(iso("2026-01-01T00:30:00")?.utcSeconds == nil)
  #expect(iso("2026-01-01")?.utcSeconds == nil)
}

@Test(arguments: [
  ("0000-00-00", true), ("0000-00-00 00:00:00", true), ("0000-00-00T00:00:00Z", true), ("0000-00-00 00:00", true),
  ("0000-00-00T00:00:00.000000+00:00", true), ("", false), ("0000-00-01", false), ("0000-00-00 00:00:01", false),
  ("0000-00-00x", false), ("2026-01-01", false), ("0000-00-00 ", false), ("0000-00-00 00:00:00 x", false),
])
func `the zero date of databases is told from others`(_ row: (text: String, isNoDate: Bool)) {
  #expect(row.text.withByteView { DateTime.isNoDate($0) } == row.isNoDate)
}

@Test func `no cut of a timestamp does harm`() {
  let full = "2026-01-19T11:36:49.123+05:30"
  for length in 0...full.utf8.count {
    let found = iso(String(full.prefix(length)))
    #expect((found != nil) == [10, 16, 19, 21, 22, 23, 26, 29].contains(length), "\(length)")
  }
}
