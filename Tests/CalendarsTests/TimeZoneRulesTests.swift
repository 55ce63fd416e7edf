import Bytes
import Calendars
import Testing

/// Whether the system has a time zone database; without one these tests have nothing to read.
private let hasDatabase = !TimeZoneDatabase.names().isEmpty
private let notice: Comment = "no time zone database on this machine (Debian: tzdata)"

private func utc(_ text: String) throws -> Int64 {
  try #require(text.withByteView { DateTime.parseISO($0) }?.utcSeconds, "\(text)")
}

@Suite(.enabled(if: hasDatabase, notice))
struct TimeZoneRulesTests {
  @Test(arguments: [
    // Summer and winter time, last second and first.
    ("Europe/Berlin", "2026-03-29T00:59:59Z", 3600), ("Europe/Berlin", "2026-03-29T01:00:00Z", 7200),
    ("Europe/Berlin", "2026-10-25T00:59:59Z", 7200), ("Europe/Berlin", "2026-10-25T01:00:00Z", 3600),
    ("America/New_York", "2026-03-08T06:59:59Z", -18_000), ("America/New_York", "2026-03-08T07:00:00Z", -14_400),
    ("America/New_York", "2026-11-01T05:59:59Z", -14_400), ("America/New_York", "2026-11-01T06:00:00Z", -18_000),
    ("Pacific/Auckland", "2026-04-04T13:59:59Z", 46_800), ("Pacific/Auckland", "2026-04-04T14:00:00Z", 43_200),
    ("Pacific/Auckland", "2026-09-26T13:59:59Z", 43_200), ("Pacific/Auckland", "2026-09-26T14:00:00Z", 46_800),
    ("Pacific/Kiritimati", "2026-07-01T00:00:00Z", 50_400), ("Pacific/Pago_Pago", "2026-07-01T00:00:00Z", -39_600),
    ("Asia/Kolkata", "2026-07-01T00:00:00Z", 19_800), ("UTC", "2026-07-01T00:00:00Z", 0),
    // Long ago.
    ("Europe/Berlin", "1970-07-01T00:00:00Z", 3600), ("America/New_York", "1974-01-10T00:00:00Z", -14_400),
    // By the rule for the time after the last change in the file: 2090, and whole cycles of 400 years on.
    ("Europe/Berlin", "2090-03-26T00:59:59Z", 3600), ("Europe/Berlin", "2090-03-26T01:00:00Z", 7200),
    ("Europe/Berlin", "2090-10-29T00:59:59Z", 7200), ("Europe/Berlin", "2090-10-29T01:00:00Z", 3600),
    ("America/New_York", "2090-03-12T07:00:00Z", -14_400), ("America/New_York", "2090-11-05T06:00:00Z", -18_000),
    ("Pacific/Auckland", "2090-04-01T14:00:00Z", 43_200), ("Pacific/Auckland", "2090-09-23T14:00:00Z", 46_800),
    ("Pacific/Kiritimati", "2090-07-01T00:00:00Z", 50_400),
    ("Europe/Berlin", "2490-03-26T00:59:59Z", 3600), ("Europe/Berlin", "2490-03-26T01:00:00Z", 7200),
    ("Europe/Berlin", "9690-10-29T00:59:59Z", 7200), ("Europe/Berlin", "9690-10-29T01:00:00Z", 3600),
  ])
  func `the distance from UTC changes at the very second`(_ row: (zone: String, time: String, offset: Int32)) throws {
    let rules = try TimeZoneRules.load(name: row.zone)
    #expect(rules.offset(utcSeconds: try utc(row.time)) == row.offset)
  }

  @Test(arguments: [
    ("Pacific/Auckland", "2026-12-31T23:30:00Z", "2027-01-01"),
    ("America/Los_Angeles", "2026-12-31T23:30:00Z", "2026-12-31"), ("UTC", "2026-12-31T23:30:00Z", "2026-12-31"),
    ("Pacific/Auckland", "2026-12-31T10:59:59Z", "2026-12-31"),
    ("Pacific/Auckland", "2026-12-31T11:00:00Z", "2027-01-01"),
    ("America/Los_Angeles", "2027-01-01T07:59:59Z", "2026-12-31"),
    ("America/Los_Angeles", "2027-01-01T08:00:00Z", "2027-01-01"),
    ("Pacific/Kiritimati", "2026-12-31T09:59:59Z", "2026-12-31"),
    ("Pacific/Kiritimati", "2026-12-31T10:00:00Z", "2027-01-01"),
    ("Pacific/Pago_Pago", "2027-01-01T10:59:59Z", "2026-12-31"),
    ("Europe/Berlin", "2026-03-31T22:15:00Z", "2026-04-01"), ("Europe/Berlin", "2028-02-28T23:00:00Z", "2028-02-29"),
    ("Europe/Berlin", "1969-12-31T22:59:59Z", "1969-12-31"), ("Europe/Berlin", "1969-12-31T23:00:00Z", "1970-01-01"),
  ])
  func `a timestamp falls on the date of the place`(_ row: (zone: String, time: String, date: String)) throws {
    let rules = try TimeZoneRules.load(name: row.zone)
    #expect(rules.localDate(utcSeconds: try utc(row.time)) == day(row.date))
  }

  @Test(arguments: [
    ("Europe/Berlin", "2026-07-01 12:00:00", ["2026-07-01T10:00:00Z"]),
    ("Europe/Berlin", "2026-03-29 01:59:59", ["2026-03-29T00:59:59Z"]),
    ("Europe/Berlin", "2026-03-29 03:00:00", ["2026-03-29T01:00:00Z"]),
    ("Europe/Berlin", "2026-10-25 01:59:59", ["2026-10-24T23:59:59Z"]),
    ("Europe/Berlin", "2026-10-25 03:00:00", ["2026-10-25T02:00:00Z"]),
    ("Pacific/Kiritimati", "2026-01-01 00:00:00", ["2025-12-31T10:00:00Z"]),
    ("UTC", "2026-01-01 00:00:00", ["2026-01-01T00:00:00Z"]),
    // Twice.
    ("Europe/Berlin", "2026-10-25 02:00:00", ["2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"]),
    ("Europe/Berlin", "2026-10-25 02:59:59", ["2026-10-25T00:59:59Z", "2026-10-25T01:59:59Z"]),
    ("America/New_York", "2026-11-01 01:30:00", ["2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"]),
    ("Pacific/Auckland", "2026-04-05 02:30:00", ["2026-04-04T13:30:00Z", "2026-04-04T14:30:00Z"]),
    ("Europe/Berlin", "2090-10-29 02:30:00", ["2090-10-29T00:30:00Z", "2090-10-29T01:30:00Z"]),
    ("Europe/Berlin", "9690-10-29 02:30:00", ["9690-10-29T00:30:00Z", "9690-10-29T01:30:00Z"]),
    // The last and the first day there are.
    ("America/New_York", "9999-12-31 23:59:59", ["9999-12-31T23:59:59-05:00"]),
    ("UTC", "0001-01-01 00:00:00", ["0001-01-01T00:00:00Z"]),
  ])
  func `a local time was once or twice`(_ row: (zone: String, local: String, times: [String])) throws {
    let rules = try TimeZoneRules.load(name: row.zone)
    let local = try #require(row.local.withByteView { DateTime.parseISO($0) })
    let found = rules.utcSeconds(local: local.date, secondsOfDay: try #require(local.secondsOfDay))
    let times = try row.times.map(utc)
    #expect(found == (times.count == 1 ? .unique(times[0]) : .fold(earlier: times[0], later: times[1])))
  }

  @Test(arguments: [
    ("Europe/Berlin", "2026-03-29 02:00:00", "2026-03-29T01:00:00Z", "2026-03-29T00:00:00Z"),
    ("Europe/Berlin", "2026-03-29 02:59:59", "2026-03-29T01:59:59Z", "2026-03-29T00:59:59Z"),
    ("America/New_York", "2026-03-08 02:30:00", "2026-03-08T07:30:00Z", "2026-03-08T06:30:00Z"),
    ("Pacific/Auckland", "2026-09-27 02:30:00", "2026-09-26T14:30:00Z", "2026-09-26T13:30:00Z"),
    ("Europe/Berlin", "2090-03-26 02:30:00", "2090-03-26T01:30:00Z", "2090-03-26T00:30:00Z"),
    // Samoa left out a whole day.
    ("Pacific/Apia", "2011-12-30 12:00:00", "2011-12-30T22:00:00Z", "2011-12-29T22:00:00Z"),
    // Clocks put forward at midnight: the day began at one.
    ("America/Sao_Paulo", "2018-11-04 00:30:00", "2018-11-04T03:30:00Z", "2018-11-04T02:30:00Z"),
  ])
  func `a local time that never was has a reading by either clock`(
    _ row: (zone: String, local: String, before: String, after: String)
  ) throws {
    let rules = try TimeZoneRules.load(name: row.zone)
    let local = try #require(row.local.withByteView { DateTime.parseISO($0) })
    let found = rules.utcSeconds(local: local.date, secondsOfDay: try #require(local.secondsOfDay))
    #expect(found == .gap(before: try utc(row.before), after: try utc(row.after)))
  }

  @Test func `in every zone each hour of four years leads to a local time and back`() throws {
    let start = try utc("2025-01-01T00:00:00Z")
    for name in TimeZoneDatabase.names() {
      let rules = try TimeZoneRules.load(name: name)
      var hint = TimeZoneRules.Hint()
      for hour in stride(from: 0, to: 4 * 8766, by: 7) {
        let time = start + Int64(hour) * 3600
        let local = time + Int64(rules.offset(utcSeconds: time, hint: &hint))
        let date = rules.localDate(utcSeconds: time, hint: &hint)
        let isBack =
          switch rules.utcSeconds(local: date, secondsOfDay: Int32(local - Int64(date.dayNumber) * 86_400)) {
          case .unique(let found): found == time
          case .fold(let earlier, let later): earlier < later && (earlier == time || later == time)
          case .gap: false
          }
        if !isBack || rules.localDate(utcSeconds: time) != date {
          Issue.record("\(name) at \(time)")
          break
        }
      }
    }
  }

  @Test func `times beyond the calendar give its first and last day`() throws {
    for name in ["UTC", "Europe/Berlin", "Pacific/Kiritimati"] {
      let rules = try TimeZoneRules.load(name: name)
      #expect(rules.localDate(utcSeconds: .max) == .latest)
      #expect(rules.localDate(utcSeconds: .min) == .earliest)
    }
  }

  @Test(arguments: [
    "Europe/Berlim", "europe/berlin ", "Europe", "Mars/Olympus", "berlin", "Europe/Berlin/x",
  ])
  func `a zone that is not there is refused by name`(_ name: String) {
    let isFormed = !name.contains(" ")
    #expect(throws: isFormed ? TimeZoneDatabase.LoadError.unknownZone(name) : .badName(name)) {
      try TimeZoneRules.load(name: name)
    }
  }

  @Test func `a file of the database that is no zone is refused`() {
    #expect { try TimeZoneRules.load(name: "zone.tab") } throws: { error in
      guard case .unusableFile(let path, let reason) = error as? TimeZoneDatabase.LoadError else { return false }
      return path.hasSuffix("/zone.tab") && reason == "it is not a compiled time zone file"
    }
  }

  @Test func `names are known for suggestions`() {
    let names = TimeZoneDatabase.names()
    #expect(names.contains("Europe/Berlin") && names.contains("America/Argentina/Buenos_Aires"))
    #expect(names == names.sorted())
    // Some systems leave out the file that names the release.
    if let version = TimeZoneDatabase.version() { #expect(version.count == 5 && version.hasPrefix("20")) }
  }
}

@Test(arguments: [
  "", "/etc/localtime", "../../../etc/passwd", "Europe/../Europe/Berlin", "Europe/./Berlin", "Europe//Berlin",
  "Europe/", "Europe/Berlin\0", "Europe/Berlin ", "localtime", "posixrules", "Factory", "right/Europe/Berlin", "..",
  "Évora", "C:\\zones", "~root", String(repeating: "a", count: 65),
])
func `what is no name of a zone leads to no file`(_ name: String) {
  #expect(throws: TimeZoneDatabase.LoadError.badName(name)) { try TimeZoneRules.load(name: name) }
}

@Test func `a machine without the database says which package is missing`() {
  let directory = "/nonexistent/zoneinfo"
  let error = TimeZoneDatabase.LoadError.databaseMissing(directory: directory)
  #expect(throws: error) { try TimeZoneRules.load(name: "Europe/Berlin", directory: directory) }
  #expect(error.description.contains("package tzdata") && error.description.contains(directory))
  #expect(TimeZoneDatabase.names(in: directory).isEmpty && TimeZoneDatabase.version(in: directory) == nil)
}

@Test func `UTC needs no database`() throws {
  let rules = try TimeZoneRules.load(name: "UTC", directory: "/nonexistent/zoneinfo")
  #expect(rules.localDate(utcSeconds: 0) == day("1970-01-01"))
  #expect(rules.localDate(utcSeconds: -1) == day("1969-12-31"))
  #expect(rules.utcSeconds(local: .earliest, secondsOfDay: 0) == .unique(-62_135_596_800))
}
