/// How the clocks of one place differ from UTC, for all times: what turns a timestamp into a date of that place.
///
/// Loaded once per zone and then shared; look-ups allocate nothing.
public final class TimeZoneRules: Sendable {
  /// The name that was loaded, e.g. "Europe/Berlin".
  public let name: String

  /// From `starts[i]` on, `offsets[i]` holds; `starts[0]` is the beginning of time.
  private let starts: [Int64]
  private let offsets: [Int32]
  /// From here on times are looked up whole cycles of 400 years earlier, after which the calendar repeats itself;
  /// `.max` when nothing changes any more.
  private let limit: Int64

  private static let cycleSeconds: Int64 = 146_097 * 86_400
  /// Longer than any distance from UTC.
  private static let margin: Int64 = 2 * 86_400

  /// UTC, which needs no file.
  public static let utc = TimeZoneRules(name: "UTC", firstOffset: 0, changes: [], rule: nil)

  /// Seconds east of UTC, when the clocks of the place never changed; else nil.
  public var onlyOffset: Int32? { offsets.count == 1 ? offsets[0] : nil }

  /// Reads the rules of a zone from the system's time zone database; "UTC" needs none.
  ///
  /// - Parameter name: A name of the database, e.g. "Europe/Berlin"; case matters.
  public static func load(
    name: String, directory: String = TimeZoneDatabase.systemZoneDirectory
  ) throws(TimeZoneDatabase.LoadError) -> TimeZoneRules {
    if name == "UTC" { return utc }
    let (path, bytes) = try TimeZoneDatabase.zoneFile(name, in: directory)
    do {
      let file = try TimeZoneFile(bytes)
      return TimeZoneRules(name: name, firstOffset: file.firstOffset, changes: file.changes, rule: file.rule)
    } catch { throw .unusableFile(path: path, reason: error.reason) }
  }

  init(name: String, firstOffset: Int32, changes: [TimeZoneFile.Change], rule: PosixTimeZone?) {
    self.name = name
    var changes = changes
    if let rule, rule.daylight != nil {
      // Years by the rule for one whole cycle and a little more on both sides.
      let last = changes.last?.start ?? .min
      let lastYear = last == .min ? 1970 : Self.date(localSeconds: last).year
      for year in max(lastYear, 1)...lastYear + 403 where year <= 9999 {
        for change in rule.changes(in: year) where change.start > last {
          // Summer time all year round ends when it begins again: then the later rule holds.
          if change.start == changes.last?.start { changes.removeLast() }
          if change.start > changes.last?.start ?? .min { changes.append(change) }
        }
      }
      let newYear = CivilDate(year: lastYear + 402, month: 1, day: 1) ?? .latest
      limit = Int64(newYear.dayNumber) * 86_400
    } else {
      limit = .max
    }
    starts = [.min] + changes.map(\.start)
    offsets = [firstOffset] + changes.map(\.offset)
  }

  /// The stretch of time that the last look-up fell into: successive timestamps mostly fall into the same. Starts
  /// empty; belongs to one thread and one zone.
  public struct Hint: Sendable {
    fileprivate var segment = 0
    /// The stretch itself, from its first second up to but not including the last; empty at first.
    private var first = Int64.max
    private var end = Int64.min
    private var offset: Int64 = 0
    public init() {}

    fileprivate mutating func note(_ first: Int64, _ end: Int64, _ offset: Int32) {
      self.first = first
      self.end = end
      self.offset = Int64(offset)
    }

    /// The date that the calendar on the wall shows, when the time falls into the last stretch; else nil.
    public func localDate(utcSeconds: Int64) -> CivilDate? {
      guard utcSeconds >= first, utcSeconds < end else { return nil }
      return TimeZoneRules.date(localSeconds: utcSeconds + offset)
    }
  }

  /// Seconds east of UTC at a time given in seconds since 1970-01-01T00:00:00Z.
  public func offset(utcSeconds: Int64, hint: inout Hint) -> Int32 {
    var time = Self.clamped(utcSeconds)
    if time >= limit { time -= shift(time) }
    let segment = hint.segment
    if segment < starts.count, starts[segment] <= time, segment + 1 == starts.count || time < starts[segment + 1] {
      return offsets[segment]
    }
    let found = self.segment(at: time)
    hint.segment = found
    if time == utcSeconds, starts[found] > .min, found + 1 < starts.count {
      hint.note(starts[found], min(starts[found + 1], limit), offsets[found])
    }
    return offsets[found]
  }

  /// Seconds east of UTC at a time given in seconds since 1970-01-01T00:00:00Z.
  public func offset(utcSeconds: Int64) -> Int32 {
    var hint = Hint()
    return offset(utcSeconds: utcSeconds, hint: &hint)
  }

  /// The date that the calendar on the wall shows; the first or last date there is beyond the years 1 to 9999.
  public func localDate(utcSeconds: Int64, hint: inout Hint) -> CivilDate {
    let time = Self.clamped(utcSeconds)
    return Self.date(localSeconds: time + Int64(offset(utcSeconds: time, hint: &hint)))
  }

  /// The date that the calendar on the wall shows; the first or last date there is beyond the years 1 to 9999.
  public func localDate(utcSeconds: Int64) -> CivilDate {
    var hint = Hint()
    return localDate(utcSeconds: utcSeconds, hint: &hint)
  }

  /// When the clocks of the place showed a certain time.
  public enum Instant: Sendable, Hashable {
    /// Once, at this time (seconds since 1970-01-01T00:00:00Z).
    case unique(Int64)
    /// Never, because clocks were put forward over it. `before` reads it by the offset from before the change, which
    /// gives the later time, as though the clock had run on; `after` by the offset from after it.
    case gap(before: Int64, after: Int64)
    /// Twice, because clocks were put back.
    case fold(earlier: Int64, later: Int64)
  }

  /// When the clocks of the place showed the given date and time of day (seconds, 0 ..< 86400).
  public func utcSeconds(local date: CivilDate, secondsOfDay: Int32) -> Instant {
    let wall = Int64(date.dayNumber) * 86_400 + Int64(secondsOfDay)
    if wall < limit - Self.margin { return instant(wall, shiftedBy: 0) }
    let shift = shift(wall + Self.margin)
    return instant(wall - shift, shiftedBy: shift)
  }

  private func instant(_ wall: Int64, shiftedBy shift: Int64) -> Instant {
    let first = segment(at: wall - Self.margin)
    let last = segment(at: wall + Self.margin)
    var earlier: Int64?
    var later: Int64?
    for segment in first...last {
      let time = wall - Int64(offsets[segment])
      guard starts[segment] <= time, segment + 1 == starts.count || time < starts[segment + 1] else { continue }
      if earlier == nil { earlier = time } else { later = time }
    }
    if let earlier {
      return later.map { .fold(earlier: earlier + shift, later: $0 + shift) } ?? .unique(earlier + shift)
    }
    for segment in first..<last {
      let before = wall - Int64(offsets[segment])
      let after = wall - Int64(offsets[segment + 1])
      if after < starts[segment + 1], starts[segment + 1] <= before {
        return .gap(before: before + shift, after: after + shift)
      }
    }
    // Every time is in some stretch or between two.
    preconditionFailure("no stretch of \(name) holds local second \(wall)")
  }

  /// The greatest `i` with `starts[i]` ≤ `time`.
  private func segment(at time: Int64) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= time { low = middle } else { high = middle }
    }
    return low
  }

  /// The least number of whole cycles that brings `time` under the limit, in seconds; `time` is not under it.
  private func shift(_ time: Int64) -> Int64 {
    ((time - limit) / Self.cycleSeconds + 1) * Self.cycleSeconds
  }

  /// Far beyond the years 1 to 9999, far from overflow.
  private static func clamped(_ time: Int64) -> Int64 { min(max(time, -(1 << 40)), 1 << 40) }

  private static func date(localSeconds: Int64) -> CivilDate {
    let clamped = clamped(localSeconds)
    return CivilDate(clampingDayNumber: clamped >= 0 ? clamped / 86_400 : (clamped - 86_399) / 86_400)
  }
}
