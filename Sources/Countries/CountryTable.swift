import Bytes

/// The lists of this target, prepared once for look-up.
enum CountryTable {
  struct Row {
    let alpha2: ByteView
    let alpha3: ByteView
    let name: ByteView
    let isEUMember: Bool
  }

  /// Member states of the European Union in 2026.
  private static let euMembers: StaticString =
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"

  /// One row per country, by alpha-2 code.
  static let rows: [Row] = lines(of: codes).map { line in
    let alpha2 = line.slice(0, 2)
    let rest = line.dropFirst(3)
    let blank = rest.firstIndex(of: UInt8(ascii: " ")) ?? rest.count
    return Row(
      alpha2: alpha2, alpha3: blank == 3 ? rest.slice(0, 3) : .empty, name: rest.dropFirst(blank + 1),
      isEUMember: ByteView(euMembers).contains(alpha2))
  }

  /// Index + 1 of the country of each pair of letters, 0 where there is none.
  static let byAlpha2: [UInt8] = {
    var table = [UInt8](repeating: 0, count: 26 * 26)
    for (index, row) in rows.enumerated() { table[place2(row.alpha2) ?? 0] = UInt8(index + 1) }
    // Greece's prefix in VAT numbers; the United Kingdom's reservation in ISO 3166-1.
    for (alias, alpha2) in [(ByteView("EL"), ByteView("GR")), (ByteView("UK"), ByteView("GB"))] {
      if let from = place2(alpha2), let to = place2(alias) { table[to] = table[from] }
    }
    return table
  }()

  /// Index + 1 of the country of each three letters, 0 where there is none.
  static let byAlpha3: [UInt8] = {
    var table = [UInt8](repeating: 0, count: 26 * 26 * 26)
    for (index, row) in rows.enumerated() {
      if let place = place3(row.alpha3) { table[place] = UInt8(index + 1) }
    }
    return table
  }()

  /// Two letters of either case as a number of base 26.
  static func place2(_ code: ByteView) -> Int? {
    guard code.count == 2, let a = letter(code[0]), let b = letter(code[1]) else { return nil }
    return a * 26 + b
  }

  /// Three letters of either case as a number of base 26.
  static func place3(_ code: ByteView) -> Int? {
    guard code.count == 3, let a = letter(code[0]), let b = letter(code[1]), let c = letter(code[2]) else { return nil }
    return (a * 26 + b) * 26 + c
  }

  private static func letter(_ byte: UInt8) -> Int? {
    let upper = asciiUpper(byte)
    return upper >= 0x41 && upper <= 0x5A ? Int(upper) - 0x41 : nil
  }

  /// English names.
  static let names: CountryNameIndex = {
    var entries = rows.enumerated().map { (name: $0.element.name, country: UInt8($0.offset)) }
    for list in [officialNames, otherNames] { entries += named(in: list) }
    return CountryNameIndex(entries)
  }()

  /// Local names and unofficial signs.
  static let suggestions = CountryNameIndex(named(in: localNames))

  /// The country of a local name equal to `key`, else of the English or local name nearest to it;
  /// nil when two countries are as near ("Austrlia").
  static func suggested(for key: ByteView) -> UInt8? {
    if let exact = suggestions.find(key) { return exact }
    // In three letters every other code is near.
    guard key.count >= 4 else { return nil }
    let wanted = key.array
    var best: (country: UInt8, distance: Int)?
    var isShared = false
    for entry in names.entries + suggestions.entries where entry.key.count >= 4 {
      let limit = min(3, max(wanted.count, entry.key.count) / 4)
      guard abs(wanted.count - entry.key.count) <= limit else { continue }
      let distance = editDistance(wanted, entry.key.array)
      guard distance <= limit, distance <= (best?.distance ?? .max) else { continue }
      if let best, best.distance == distance {
        if best.country != entry.country { isShared = true }
      } else {
        best = (entry.country, distance)
        isShared = false
      }
    }
    return isShared ? nil : best?.country
  }

  /// The lines `XX name|name` of a list, one element per name; codes that are not in ``codes`` do not occur (tested).
  private static func named(in list: StaticString) -> [(name: ByteView, country: UInt8)] {
    var entries: [(name: ByteView, country: UInt8)] = []
    for line in lines(of: list) {
      guard let place = place2(line.slice(0, 2)), byAlpha2[place] != 0 else { continue }
      for name in parts(of: line.dropFirst(3), at: UInt8(ascii: "|")) { entries.append((name, byAlpha2[place] - 1)) }
    }
    return entries
  }

  static func lines(of list: StaticString) -> [ByteView] { parts(of: ByteView(list), at: 0x0A) }

  private static func parts(of text: ByteView, at separator: UInt8) -> [ByteView] {
    var parts: [ByteView] = []
    var from = 0
    while let to = text.firstIndex(of: separator, from: from) {
      parts.append(text.slice(from, to))
      from = to + 1
    }
    parts.append(text.dropFirst(from))
    return parts
  }
}
