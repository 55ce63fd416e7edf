import Bytes
import Diagnostics

/// Bytes that are not the text they should be, and where.
struct TextFault: Error {
  enum Problem: Equatable {
    case malformedUTF8(UInt8)
    case cutCharacter
    case nul
    case replacement
    case undefined(UInt8, SourceEncoding)
    case malformedUTF16
  }
  var problem: Problem
  /// Where the text read so far ends, counted from the start of the last ``TextSource/read(into:atMost:)``.
  var position: Int
  /// The byte of the file, counted from 0.
  var byteOffset: Int
  /// The raw bytes around the fault.
  var surroundings: [UInt8]
  /// Where in `surroundings` the fault is.
  var center: Int

  /// The message, at a line that the caller has counted.
  func diagnostic(file: String, line: Int, column: Int) -> Diagnostic {
    let range = SourceRange(file: file, line: line, column: column)
    let place = "byte \(byteOffset) of the file"
    switch problem {
    case .malformedUTF8(let byte):
      return .error(
        "S005", "the file is not UTF-8: \(place) is 0x\(hex(byte))", at: range,
        expected: "UTF-8, or an encoding declared in the rules", help: encodingHelp)
    case .cutCharacter:
      return .error(
        "S005", "the file ends inside a character, after \(place)", at: range, expected: "a complete file",
        help: "the file is cut off; export or copy it again")
    case .nul:
      return .error("S004", "the file holds a NUL byte (\(place))", at: range, expected: "text", help: nulHelp)
    case .replacement:
      return .error(
        "S006", "the file holds U+FFFD (\(place)), the sign that a character was lost before", at: range,
        help: "export it again as UTF-8; the lost character cannot be restored")
    case .undefined(let byte, let encoding):
      return .error(
        "S007", "0x\(hex(byte)) (\(place)) is no character of \(encoding.rawValue)", at: range,
        help: encoding == .iso88591
          ? "the file is probably windows-1252: declare 'encoding: windows-1252'" : "declare another encoding")
    case .malformedUTF16:
      return .error(
        "S005", "the file is not UTF-16: half a character at \(place)", at: range,
        help: "the file is damaged or cut off; export it again")
    }
  }

  /// Shows the word around the fault as each encoding reads it: a person sees at once which one is right.
  private var encodingHelp: String {
    // Many words read the same either way; one that does not tells which is right.
    let places = [center] + surroundings.indices.filter { surroundings[$0] >= 0x80 }
    let telling = places.lazy.map { word(at: $0) }.first {
      CodePage.windows1250.text($0) != CodePage.windows1252.text($0)
    }
    let shown = telling ?? word(at: center)
    let central = ("windows-1250", CodePage.windows1250.text(shown))
    let western = ("windows-1252", CodePage.windows1252.text(shown))
    if central.1 == western.1 {
      return "it looks like windows-1252: as windows-1252 it reads '\(western.1)', and so it does as windows-1250, "
        + "which is right if it was saved in Central Europe; else declare source: encoding: windows-1252"
    }
    let (likely, other) = centralEuropeanScore > 0 ? (central, western) : (western, central)
    return "it looks like \(likely.0): as \(likely.0) it reads '\(likely.1)', as \(other.0) '\(other.1)'; "
      + "declare source: encoding: \(likely.0)"
  }

  /// The word around a place, at most 24 bytes to either side.
  private func word(at place: Int) -> ArraySlice<UInt8> {
    var lower = place
    var upper = place
    while lower > 0, place - lower < 24, isWord(surroundings[lower - 1]) { lower -= 1 }
    while upper < surroundings.count, upper - place < 24, isWord(surroundings[upper]) { upper += 1 }
    return surroundings[lower..<upper]
  }

  /// Above 0 when the letters are rather those of Czech, Polish or Hungarian than of German, French or Spanish.
  private var centralEuropeanScore: Int {
    var score = 0
    for (place, byte) in surroundings.enumerated() {
      switch byte {
      // Ż ż ł Ł ą Ą Ľ ľ Ş ş, which read as windows-1252 are signs that no word holds: ¯ ¿ ³ £ ¹ ¥ ¼ ¾ ª º
      case 0xAF, 0xBF, 0xB3, 0xA3, 0xB9, 0xA5, 0xBC, 0xBE, 0xAA, 0xBA:
        let next = place + 1 < surroundings.count ? surroundings[place + 1] : 0
        if (asciiLower(next) >= 0x61 && asciiLower(next) <= 0x7A) || next >= 0xC0 { score += 3 }
      // ě ř ů č ď ň ť ž š ł ą and their capitals, which read as windows-1252 are rare letters or signs
      case 0xEC, 0xCC, 0xF8, 0xD8, 0xF9, 0xD9, 0xE8, 0xC8, 0xEF, 0xCF, 0xF2, 0xD2, 0x9D, 0x8D, 0x9E, 0x8E, 0x9A, 0x8A:
        score += 1
      case 0x9C, 0x8C, 0x9F, 0x8F, 0xF5, 0xFB: score += 1
      // à â ê ñ ã å æ ò, which read as windows-1250 are rare
      case 0xE0, 0xE2, 0xEA, 0xF1, 0xE3, 0xE5, 0xE6, 0xC0: score -= 1
      default: break
      }
    }
    return score
  }

  private var nulHelp: String {
    let sameSide = stride(from: center % 2, to: surroundings.count, by: 2)
    let zeroes = sameSide.filter { surroundings[$0] == 0 }.count
    return zeroes * 4 > surroundings.count
      ? "it looks like UTF-16 without a byte order mark: declare 'encoding: utf-16le' (or utf-16be), or save as UTF-8"
      : "it is not a text file, or it is damaged; export it as CSV"
  }
}

private func isWord(_ byte: UInt8) -> Bool {
  byte >= 0x80 || (byte >= 0x30 && byte <= 0x39) || (asciiLower(byte) >= 0x61 && asciiLower(byte) <= 0x7A)
}

private func hex(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return digits.utf8.count == 1 ? "0\(digits)" : digits
}
