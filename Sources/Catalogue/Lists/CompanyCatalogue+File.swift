public import Diagnostics
import Foundation
import QuickBooksClient

extension CompanyCatalogue {
  /// The last second of the year 9999, which text of four digits can still tell.
  private static let latestPull: Int64 = 253_402_300_799

  /// The code of a catalogue file that cannot be used.
  public static let refusedCode = "K001"

  /// Reads a catalogue from a file's bytes.
  ///
  /// - Throws: K001 when it is damaged or of another version.
  public init(_ bytes: [UInt8], file: String) throws(RefusedInput) {
    guard let read = try? JSONDecoder().decode(CompanyCatalogue.self, from: Data(bytes)), read.schema == Self.schema,
      (0...Self.latestPull).contains(read.pulled)
    else {
      throw RefusedInput(
        .error(
          Self.refusedCode, "\(file) is no catalogue of this version, or is damaged",
          help: "make it anew: dealbill catalogue pull --company NAME"))
    }
    self = read
  }

  /// The file's bytes; the same lists give the same bytes.
  ///
  /// - Throws: What the encoder throws, which it does for no catalogue that ``init(_:file:)`` takes.
  public func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return Array(try encoder.encode(self)) + [0x0A]
  }

  /// Puts the catalogue in its place, whole or not at all, readable by its owner alone.
  public func write(to path: String) throws { try replaceFile(path, with: try encoded()) }

  /// `2026-04-01 21:03 UTC`.
  public var pulledText: String {
    let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day().dateSeparator(.dash)
    let time = Date.ISO8601FormatStyle(timeZone: .gmt).time(includingFractionalSeconds: false).timeSeparator(.colon)
    let date = Date(timeIntervalSince1970: TimeInterval(pulled))
    return "\(date.formatted(style)) \(date.formatted(time).prefix(5)) UTC"
  }

  /// How long ago the lists were read, in words: `5 hours`.
  public func age(at now: Int64) -> String {
    let seconds = max(0, now - pulled)
    func words(_ count: Int64, _ unit: String) -> String { "\(count) \(unit)\(count == 1 ? "" : "s")" }
    if seconds < 7200 { return words(seconds / 60, "minute") }
    return seconds < 172_800 ? words(seconds / 3600, "hour") : words(seconds / 86_400, "day")
  }
}
