/// How the numbers of an export are written, as a person recognises it.
public enum NumberLook: String, Sendable, CaseIterable {
  /// Whole numbers only: they tell nothing of the decimal sign.
  case whole = "1234"
  case point = "1234.56"
  case comma = "1234,56"
  case groupedByComma = "1,234.56"
  case groupedByDot = "1.234,56"
  case groupedBySpace = "1 234,56"
  case groupedBySpaceWithPoint = "1 234.56"
  case groupedByApostrophe = "1'234.56"

  /// What the cells of number columns show.
  public enum Finding: Sendable, Equatable {
    case look(NumberLook)
    /// No cell is a number.
    case none
    /// `1.234` or `1,234` could be a thousand and more, or one and a bit, and no other cell tells which; the cell.
    case ambiguous(String)
    /// Two cells that contradict each other.
    case mixed(String, String)
  }

  /// - Parameter cells: Trimmed and not empty; what is no number is passed over.
  public static func find(_ cells: [String]) -> Finding {
    var decimal: (sign: Character, cell: String)?
    var grouping: (sign: Character, cell: String)?
    var unclear: (sign: Character, cell: String)?
    var count = 0
    for cell in cells {
      guard let marks = Marks(cell) else { continue }
      count += 1
      if let blank = marks.blank { grouping = grouping ?? (blank, cell) }
      switch marks.kind {
      case .none: continue
      case .unclear(let sign): unclear = unclear ?? (sign, cell)
      case .decimal(let sign):
        if let other = decimal, other.sign != sign { return .mixed(other.cell, cell) }
        decimal = decimal ?? (sign, cell)
      case .grouping(let sign):
        if let other = grouping, other.sign != sign { return .mixed(other.cell, cell) }
        grouping = grouping ?? (sign, cell)
      case .both(let group, let sign):
        if let other = decimal, other.sign != sign { return .mixed(other.cell, cell) }
        if let other = grouping, other.sign != group { return .mixed(other.cell, cell) }
        decimal = decimal ?? (sign, cell)
        grouping = grouping ?? (group, cell)
      }
    }
    if count == 0 { return .none }
    if let decimal, let grouping, decimal.sign == grouping.sign { return .mixed(decimal.cell, grouping.cell) }
    if let unclear, decimal == nil, grouping == nil { return .ambiguous(unclear.cell) }
    if let unclear, let decimal, decimal.sign != unclear.sign, grouping == nil {
      return .look(look(decimal.sign, unclear.sign))
    }
    let sign = decimal?.sign ?? (grouping.map { $0.sign == "," ? "." : "," } ?? nil)
    return .look(look(sign, grouping?.sign))
  }

  private static func look(_ decimal: Character?, _ grouping: Character?) -> NumberLook {
    switch (decimal, grouping) {
    case (nil, nil): .whole
    case (",", nil): .comma
    case (_, nil): .point
    case (_, "."?): .groupedByDot
    case (_, ","?): .groupedByComma
    case (_, "'"?): .groupedByApostrophe
    case (".", _): .groupedBySpaceWithPoint
    default: .groupedBySpace
    }
  }

  /// The signs of one number.
  private struct Marks {
    enum Kind {
      case none
      case decimal(Character)
      case grouping(Character)
      case both(Character, Character)
      case unclear(Character)
    }
    var kind = Kind.none
    var blank: Character?

    /// Nil when the cell is no number; a currency sign or code around it is passed over.
    init?(_ cell: String) {
      var text = Substring(cell)
      while let first = text.first, !first.isNumber { text = text.dropFirst() }
      while let last = text.last, !last.isNumber { text = text.dropLast() }
      guard !text.isEmpty, cell.count - text.count <= 5 else { return nil }
      var signs: [(sign: Character, at: Int)] = []
      for (index, character) in text.enumerated() where !character.isASCII || !character.isNumber {
        switch character {
        case ".", ",": signs.append((character, index))
        case "'", "\u{2019}": blank = "'"
        case " ", "\u{A0}", "\u{202F}": blank = " "
        default: return nil
        }
      }
      guard let last = signs.last else { return }
      let others = Set(signs.dropLast().map(\.sign))
      if others.contains(last.sign) {
        kind = others.count == 1 ? .grouping(last.sign) : .none
      } else if let group = others.first {
        kind = .both(group, last.sign)
      } else if blank == nil, text.count - last.at == 4, last.at <= 3, !(last.at == 1 && text.first == "0") {
        kind = .unclear(last.sign)
      } else {
        kind = .decimal(last.sign)
      }
    }
  }
}
