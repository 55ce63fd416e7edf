/// How the bytes of an export stand for text.
public enum SourceEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case utf16LE = "utf-16le"
  case utf16BE = "utf-16be"
  case windows1250 = "windows-1250"
  case windows1252 = "windows-1252"
  case iso88591 = "iso-8859-1"

  /// The encoding of that name, whatever its case; the usual other spellings (`utf8`, `cp1252`, `latin-1`) as well.
  public init?(name: String) {
    let plain = String(name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " })
    switch plain {
    case "utf8": self = .utf8
    case "utf16le": self = .utf16LE
    case "utf16be": self = .utf16BE
    case "windows1250", "cp1250": self = .windows1250
    case "windows1252", "cp1252", "ansi": self = .windows1252
    case "iso88591", "latin1": self = .iso88591
    default: return nil
    }
  }

  /// The names that a rule file or profile may use, for messages.
  public static var names: [String] { allCases.map(\.rawValue) }

  /// The table of a single-byte encoding.
  var codePage: CodePage? {
    switch self {
    case .windows1250: .windows1250
    case .windows1252: .windows1252
    case .iso88591: .latin1
    case .utf8, .utf16LE, .utf16BE: nil
    }
  }
}

/// A text that was taken for windows-1252, as it reads in windows-1250; the same where both agree, so that it tells neither.
public func centralEuropeanReading(of text: String) -> String {
  var out = ""
  for scalar in text.unicodeScalars {
    let byte = (UInt8(0x80)...0xFF).first { CodePage.windows1252.scalar($0) == scalar.value }
    let other = byte.flatMap { CodePage.windows1250.scalar($0) }.flatMap(Unicode.Scalar.init)
    out.unicodeScalars.append(scalar.value < 0x80 ? scalar : other ?? scalar)
  }
  return out
}
