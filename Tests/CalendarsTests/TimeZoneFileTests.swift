import Testing

@testable import Calendars

/// A zone file of version 2 put together by hand: an empty 32-bit part, then the 64-bit part and the footer.
private func zoneFile(
  version: UInt8 = 0x32, changes: [(start: Int64, type: UInt8)] = [], offsets: [Int32] = [3600], leaps: Int32 = 0,
  footer: String = "\nCET-1\n"
) -> [UInt8] {
  func bytes(_ value: some FixedWidthInteger, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
  func header(_ counts: [Int32]) -> [UInt8] {
    Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15) + counts.flatMap { bytes($0, 4) }
  }
  var file = header([0, 0, 0, 0, 1, 1]) + [UInt8](repeating: 0, count: 7)
  file += header([0, 0, leaps, Int32(changes.count), Int32(offsets.count), 4])
  file += changes.flatMap { bytes($0.start, 8) } + changes.map(\.type)
  file += offsets.flatMap { bytes($0, 4) + [0, 0] } + Array("CET\0".utf8)
  file += [UInt8](repeating: 0, count: Int(leaps) * 12)
  return file + Array(footer.utf8)
}

@Test func `a file put together by hand is read`() throws {
  let file = try TimeZoneFile(
    zoneFile(changes: [(-1000, 1), (5000, 0)], offsets: [3600, -7200], footer: "\nXXX-1YYY,M3.5.0,M10.5.0/3\n"))
  #expect(file.firstOffset == 3600)
  #expect(file.changes == [.init(start: -1000, offset: -7200), .init(start: 5000, offset: 3600)])
  #expect(file.rule == PosixTimeZone(Array("XXX-1YYY,M3.5.0,M10.5.0/3".utf8)))
  #expect(try TimeZoneFile(zoneFile(footer: "\n\n")).rule == nil)
}

@Test(
  arguments: [
    ([], "it is not a compiled time zone file"), (Array("TZif".utf8), "it is not a compiled time zone file"),
    (zoneFile(version: 0), "it is of version 1, without 64-bit times"),
    (zoneFile(leaps: 1), "it counts leap seconds, which UTC timestamps do not"),
    (zoneFile(footer: ""), "it has no footer"), (zoneFile(footer: "\nCET-1"), "it has no footer"),
    (zoneFile(footer: "\nCET\n"), "its footer 'CET' is not understood"),
    (zoneFile(offsets: []), "it is cut short"), (zoneFile(offsets: [100_000]), "an offset is out of range"),
    (zoneFile(changes: [(5, 0), (5, 0)]), "it is not in order"), (zoneFile(changes: [(5, 1)]), "it is not in order"),
    (Array(zoneFile(changes: [(5, 0)]).dropLast(20)), "it is cut short"),
  ] as [([UInt8], String)])
func `a damaged file is refused with its reason`(_ row: (bytes: [UInt8], reason: String)) {
  #expect(throws: TimeZoneFile.Fault(reason: row.reason)) { try TimeZoneFile(row.bytes) }
}

@Test func `no cut and no changed byte of a file does harm`() {
  let whole = zoneFile(changes: [(-1000, 1), (5000, 0)], offsets: [3600, -7200], footer: "\nA-1B,M3.5.0,M10.5.0/3\n")
  for length in 0..<whole.count {
    #expect(throws: TimeZoneFile.Fault.self) { try TimeZoneFile(Array(whole[..<length])) }
  }
  let good = zoneFile(
    changes: [(-1000, 1), (5000, 0)], offsets: [3600, -7200], footer: "\nAAA-1BBB,M3.5.0,M10.5.0/3\n")
  for at in good.indices {
    for value in [UInt8(0), 0x7F, 0xFF, good[at] ^ 1] {
      var bytes = good
      bytes[at] = value
      guard let file = try? TimeZoneFile(bytes) else { continue }
      let rules = TimeZoneRules(name: "x", firstOffset: file.firstOffset, changes: file.changes, rule: file.rule)
      for time in [Int64.min, -1000, 0, 5000, 4_000_000_000, 200_000_000_000, .max] {
        let date = rules.localDate(utcSeconds: time)
        _ = rules.utcSeconds(local: date, secondsOfDay: 8000)
      }
    }
  }
}

@Test(
  arguments: [
    // Footers that occur, with the changes of 2026 worked out by hand.
    ("CET-1CEST,M3.5.0,M10.5.0/3", 3600, [(1_774_746_000, 7200), (1_792_890_000, 3600)]),
    ("EST5EDT,M3.2.0,M11.1.0", -18_000, [(1_772_953_200, -14_400), (1_793_512_800, -18_000)]),
    ("NZST-12NZDT,M9.5.0,M4.1.0/3", 43_200, [(1_775_311_200, 43_200), (1_790_431_200, 46_800)]),
    // Dublin: winter time is the exception, one hour back.
    ("IST-1GMT0,M10.5.0,M3.5.0/1", 3600, [(1_774_746_000, 3600), (1_792_890_000, 0)]),
    // Nuuk: the change is on the day before, at 23 o'clock.
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", -7200, [(1_774_746_000, -3600), (1_792_890_000, -7200)]),
    // Gaza in some releases: 50 hours after midnight of a Thursday.
    ("EET-2EEST,M3.4.4/50,M10.4.4/50", 7200, [(1_774_656_000, 10_800), (1_792_796_400, 7200)]),
    // Lord Howe: half an hour.
    ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 37_800, [(1_775_314_800, 37_800), (1_791_041_400, 39_600)]),
    ("XXX0YYY,J60,J300", 0, [(1_772_330_400, 3600), (1_793_062_800, 0)]),
    ("XXX0YYY,59/0,299/0", 0, [(1_772_323_200, 3600), (1_793_055_600, 0)]),
    ("IST-5:30", 19_800, []), ("<+0545>-5:45", 20_700, []), ("UTC0", 0, []), ("<-00>0", 0, []),
  ] as [(String, Int32, [(Int64, Int32)])])
func `a footer's rule gives the changes of 2026`(_ row: (text: String, standard: Int32, changes: [(Int64, Int32)]))
  throws
{
  let rule = try #require(PosixTimeZone(Array(row.text.utf8)))
  #expect(rule.standardOffset == row.standard)
  #expect(rule.changes(in: 2026) == row.changes.map { TimeZoneFile.Change(start: $0.0, offset: $0.1) })
}

@Test func `J60 is 1 March and 59 is 29 February in a leap year`() throws {
  let leap = try #require(PosixTimeZone(Array("XXX0YYY,J60/0,59/0".utf8)))
  let starts = leap.changes(in: 2028).map(\.start)
  // The end, by the summer clock, is the evening of 28 February in UTC.
  #expect(starts == [1_835_391_600, 1_835_481_600])
}

@Test(arguments: [Int64.min, 0, 2_140_045_200])  // no change, 1970, 2037-10-25
func `a footer's rule holds in every year after the last change`(lastChange: Int64) throws {
  let rules = TimeZoneRules(
    name: "x", firstOffset: 3600, changes: lastChange == .min ? [] : [.init(start: lastChange, offset: 3600)],
    rule: PosixTimeZone(Array("CET-1CEST,M3.5.0,M10.5.0/3".utf8)))
  for year in 2038...3300 {
    for (month, before, after) in [(3, Int32(3600), Int32(7200)), (10, 7200, 3600)] {
      // The last Sunday, one o'clock UTC.
      var sunday = try #require(CivilDate(year: year, month: month, day: 31))
      while sunday.weekday != 0 { sunday = sunday.adding(days: -1) }
      let change = Int64(sunday.dayNumber) * 86_400 + 3600
      let isRight =
        rules.offset(utcSeconds: change - 1) == before && rules.offset(utcSeconds: change) == after
        && rules.utcSeconds(local: sunday, secondsOfDay: 3599) == .unique(change - 1 - Int64(before))
      if !isRight { Issue.record("\(sunday)") }
    }
  }
}

@Test func `summer time all year round stays`() throws {
  let rule = PosixTimeZone(Array("EST5EDT,0/0,J365/25".utf8))
  let rules = TimeZoneRules(name: "x", firstOffset: -18_000, changes: [], rule: rule)
  for year in [1971, 2026, 2090, 2371, 2372, 2373, 3000] {
    for (month, day) in [(1, 1), (6, 15), (12, 31)] {
      let date = try #require(CivilDate(year: year, month: month, day: day))
      #expect(rules.offset(utcSeconds: Int64(date.dayNumber) * 86_400 + 43_200) == -14_400, "\(date)")
    }
  }
}

@Test(arguments: [
  "", "CET", "CE-1", "-1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,", "CET-1CEST,M13.5.0,M10.5.0",
  "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J300", "CET-1CEST,J366,J300",
  "CET-1CEST,366,1", "CET-25", "CET-1:60", "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1 ", "<CET-1",
  "CET-1CEST,M3.5.0,M10.5.0x",
  "CET--1", "CET-99999999999999999999",
])
func `what is no rule is refused`(_ text: String) { #expect(PosixTimeZone(Array(text.utf8)) == nil) }
