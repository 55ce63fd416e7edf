/// The lines of a text, divided where libyaml divides them, to look at what stands at a place.
struct SourceLines {
  private let bytes: ArraySlice<UInt8>
  /// Where each line's bytes are, its break left out; at least one line.
  private let lines: [Range<Int>]
  private let characters: CharacterIndex

  /// Breaks are LF, CR, CR LF, and as in YAML 1.1 NEL, LS and PS.
  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    characters = CharacterIndex(bytes)
    var lines: [Range<Int>] = []
    var start = bytes.startIndex
    var i = start
    while i < bytes.endIndex {
      let length = Self.breakLength(bytes, i)
      if length > 0 {
        lines.append(start..<i)
        start = i + length
      }
      i += max(length, 1)
    }
    self.lines = lines + [start..<bytes.endIndex]
  }

  private static func breakLength(_ bytes: ArraySlice<UInt8>, _ i: Int) -> Int {
    switch bytes[i] {
    case 0x0A: return 1
    case 0x0D: return i + 1 < bytes.endIndex && bytes[i + 1] == 0x0A ? 2 : 1
    case 0xC2: return i + 1 < bytes.endIndex && bytes[i + 1] == 0x85 ? 2 : 0
    case 0xE2:
      guard i + 2 < bytes.endIndex, bytes[i + 1] == 0x80 else { return 0 }
      return bytes[i + 2] == 0xA8 || bytes[i + 2] == 0xA9 ? 3 : 0
    default: return 0
    }
  }

  /// Number of lines, at least 1; a break at the end of the text starts one more.
  var count: Int { lines.count }

  /// Bytes of the whole text.
  var byteCount: Int { bytes.count }

  /// A byte, counted from the start of the text.
  func byte(_ offset: Int) -> UInt8 { bytes[bytes.startIndex + offset] }

  /// What stands at a place; nil at the end of a line and beyond.
  func character(at place: Place) -> Unicode.Scalar? {
    String(decoding: rest(from: place).prefix(4), as: UTF8.self).unicodeScalars.first
  }

  /// Columns from a place to the last character of its line that is not blank.
  func columnsToEnd(from place: Place) -> Int {
    let rest = rest(from: place)
    guard let last = rest.lastIndex(where: { !Self.isBlank($0) }) else { return 0 }
    return Self.columns(rest[...last])
  }

  /// Columns from a place to the next blank or the end of the line.
  func columnsToBlank(from place: Place) -> Int {
    Self.columns(rest(from: place).prefix { !Self.isBlank($0) })
  }

  /// The column of a `#` in the word at a place, or nil.
  func commentInWord(at place: Place) -> Int? {
    let word = rest(from: place).prefix { !Self.isBlank($0) }
    return word.firstIndex(of: UInt8(ascii: "#")).map { place.column + Self.columns(word[..<$0]) }
  }

  /// Whether the word at a place has an ASCII digit.
  func hasDigitInWord(at place: Place) -> Bool {
    rest(from: place).prefix { !Self.isBlank($0) }.contains { $0 >= 0x30 && $0 <= 0x39 }
  }

  /// Spaces at the start of a line, from 0.
  func leadingSpaces(ofLine line: Int) -> Int {
    rest(from: Place(line: line, column: 0)).prefix { $0 == 0x20 }.count
  }

  /// The first character of a line that is not blank, the spaces at the line's start, and whether a tab follows
  /// these; nil for a line of blanks.
  func firstInk(ofLine line: Int) -> (ink: Unicode.Scalar, spaces: Int, isTab: Bool)? {
    let rest = rest(from: Place(line: line, column: 0))
    let spaces = rest.prefix { $0 == 0x20 }.count
    let inked = rest.drop(while: Self.isBlank)
    guard let ink = String(decoding: inked.prefix(4), as: UTF8.self).unicodeScalars.first else { return nil }
    return (ink, spaces, inked.startIndex > rest.startIndex + spaces)
  }

  /// Where among the properties (`&…`, `!…`) that stand at a place the one starting with `mark` is, and its columns.
  func property(_ mark: Unicode.Scalar, from place: Place) -> (place: Place, length: Int)? {
    var rest = rest(from: place)
    var column = place.column
    while let first = rest.first, first == UInt8(ascii: "&") || first == UInt8(ascii: "!") {
      let word = rest.prefix { !Self.isBlank($0) }
      if first == UInt8(ascii: mark) { return (Place(line: place.line, column: column), Self.columns(word)) }
      let blanks = rest[word.endIndex...].prefix(while: Self.isBlank)
      column += Self.columns(word) + blanks.count
      rest = rest[blanks.endIndex...]
    }
    return nil
  }

  /// The place of a byte, counted from the start of the text; what goes before it must be sound UTF-8.
  func place(ofByte offset: Int) -> Place {
    let at = min(bytes.startIndex + max(offset, 0), bytes.endIndex)
    let line = lastIndex(lines.count) { lines[$0].lowerBound <= at }
    return Place(line: line, column: characters.count(before: at) - characters.count(before: lines[line].lowerBound))
  }

  /// The place itself, or the end of the text for one on a line behind it: libyaml ends a text without a last line
  /// break on a line of its own.
  func clamped(_ place: Place) -> Place {
    place.line < lines.count ? place : self.place(ofByte: bytes.count)
  }

  /// The bytes of a line from a place on, without the break; none beyond the end.
  private func rest(from place: Place) -> ArraySlice<UInt8> {
    guard lines.indices.contains(place.line) else { return [] }
    let line = lines[place.line]
    if place.column == 0 { return bytes[line] }
    let start = characters.byte(ofCharacter: characters.count(before: line.lowerBound) + place.column)
    return bytes[min(start, line.upperBound)..<line.upperBound]
  }

  private static func columns(_ bytes: ArraySlice<UInt8>) -> Int { bytes.count { $0 & 0xC0 != 0x80 } }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

/// A place in a text as libyaml counts: line and column from 0, columns in Unicode scalars.
struct Place: Equatable {
  var line: Int
  var column: Int
}
