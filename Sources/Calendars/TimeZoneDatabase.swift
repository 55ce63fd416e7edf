#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The time zone database of the operating system, read from its files; nothing else of the machine is looked at (not
/// its own zone, not `TZ`, not `TZDIR`).
public enum TimeZoneDatabase {
  /// Where the files are expected, for messages: `/usr/share/zoneinfo`.
  public static let systemZoneDirectory = "/usr/share/zoneinfo"

  /// Why rules could not be loaded.
  public enum LoadError: Error, Sendable, Equatable {
    /// Not the form of a zone name ("Europe/Berlin"), or one that means something else on each machine ("localtime").
    case badName(String)
    /// The directory has no zones at all: on Debian the package `tzdata` is missing.
    case databaseMissing(directory: String)
    /// There is no zone of that name.
    case unknownZone(String)
    /// The file is not in the format of RFC 9636, version 2 or later, or counts leap seconds.
    case unusableFile(path: String, reason: String)
  }

  /// The release of the database, e.g. "2025b", for the record of a run; nil when its files do not tell.
  public static func version(in directory: String = systemZoneDirectory) -> String? {
    guard let bytes = contents(of: "\(directory)/tzdata.zi") else { return nil }
    let line = String(decoding: bytes.prefix { $0 != 0x0A }.prefix(80), as: UTF8.self)
    let prefix = "# version "
    return line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : nil
  }

  /// The names of the zones in use (those of `zone.tab`), sorted, for suggestions; empty when the list is missing.
  public static func names(in directory: String = systemZoneDirectory) -> [String] {
    guard let bytes = contents(of: "\(directory)/zone.tab") else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line -> String? in
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      return line.hasPrefix("#") || columns.count < 3 ? nil : String(columns[2])
    }.sorted()
  }

  /// The bytes of a zone's file.
  static func zoneFile(_ name: String, in directory: String) throws(LoadError) -> (path: String, bytes: [UInt8]) {
    guard isZoneName(name) else { throw .badName(name) }
    let path = "\(directory)/\(name)"
    if let bytes = contents(of: path) { return (path, bytes) }
    // A zone that every release has had.
    guard contents(of: "\(directory)/Europe/London") != nil || contents(of: "\(directory)/Etc/UTC") != nil else {
      throw .databaseMissing(directory: directory)
    }
    throw .unknownZone(name)
  }

  /// Whether `name` has the form of a zone name and can lead to no file outside of the database.
  static func isZoneName(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard 1...64 ~= bytes.count, bytes.allSatisfy(isNameByte) else { return false }
    // Links to the machine's own settings, and 'Factory', the zone of a machine that was given none.
    if ["localtime", "posixrules", "Factory"].contains(name) || name.hasPrefix("right/") { return false }
    return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && !part.utf8.allSatisfy { $0 == UInt8(ascii: ".") }
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: [UInt8]("/_+-.".utf8).contains(byte)
    }
  }

  /// The bytes of a regular file of at most 1 MiB; nil when it cannot be read.
  private static func contents(of path: String) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let limit = 1 << 20
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16 << 10)
    while bytes.count <= limit {
      let count = unsafe piece.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }  // a directory, for one
      if count == 0 { return bytes }
      bytes += piece[..<count]
    }
    return nil
  }
}

extension TimeZoneDatabase.LoadError: CustomStringConvertible {
  /// A sentence without a full stop, with the remedy where there is one.
  public var description: String {
    switch self {
    case .badName(let name):
      "'\(name)' is not the name of a time zone; names look like 'Europe/Berlin', 'America/New_York' or 'UTC'"
    case .databaseMissing(let directory):
      "the time zone database is missing from \(directory); on Debian and Ubuntu install the package tzdata"
    case .unknownZone(let name): "the time zone database has no zone '\(name)'"
    case .unusableFile(let path, let reason): "\(path) cannot be used: \(reason)"
    }
  }
}
