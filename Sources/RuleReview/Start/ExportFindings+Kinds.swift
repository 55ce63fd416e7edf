import Bytes
import Deals
import Money
import RuleLanguage

/// What columns that no field of the profile claims may hold, by their cells and headers.
extension ExportFindings {
  /// The kind that every cell of a column fits, for a proposal.
  func kind(_ column: Int) -> String? {
    let cells = sample.cells(column)
    guard !cells.isEmpty else { return nil }
    if case .ambiguous = DateLook.find(cells) { return "type: date, format: TODO" }
    if case .pattern(let pattern) = DateLook.find(cells) { return "type: date, format: \(YAMLText.quoted(pattern))" }
    return isNumber(column, cells) ? "type: number" : nil
  }

  /// Whole numbers alone may as well be ids, years or codes, and groups between blanks alone the number of a company:
  /// there the header must speak of money.
  private func isNumber(_ column: Int, _ cells: [String]) -> Bool {
    let numbers = cells.compactMap { NumberCell($0) }
    guard numbers.count == cells.count else { return false }
    return moneyRank(column) != nil || numbers.contains { $0.hasCurrency || $0.text.contains { ".,".contains($0) } }
  }

  /// The column that probably holds the deal's amount: of the numbers that which speaks of money most plainly, or the
  /// only one.
  var amountColumn: Int? {
    guard !sample.isJSON else { return nil }
    let numbers = source.unclaimed(sample).filter { kind($0) == "type: number" }
    if numbers.count == 1 { return numbers[0] }
    return numbers.filter { moneyRank($0) != nil }.min { (moneyRank($0) ?? 0) < (moneyRank($1) ?? 0) }
  }

  /// Columns that may hold the deals' ids: no field claims them, and every row has a code of its own there.
  var columnsThatTellApart: [Int] {
    guard !sample.isJSON, !isRowPerProduct, sample.rows.count > 1 else { return [] }
    return source.unclaimed(sample).filter { column in
      let cells = sample.cells(column)
      return cells.count == sample.rows.count && Set(cells).count == cells.count && kind(column) == nil
        && moneyRank(column) == nil && !words(column).contains(where: Self.wordsOfNoID.contains)
        && cells.allSatisfy { $0.contains { $0.isNumber } && !$0.contains { $0 == "@" || $0.isWhitespace } }
    }
  }

  /// A number cell with a currency beside the number: such cells are held (S201).
  var cellWithCurrency: String? { numberCells.first { NumberCell($0)?.hasCurrency ?? false } }

  // MARK: Headers

  private static let wordsOfNoID: Set<String> = [
    "date", "datum", "fecha", "data", "dato", "quantity", "qty", "menge", "anzahl", "quantité", "cantidad", "zip",
    "postal", "postcode", "plz", "phone", "tel", "telephone",
    "telefon", "téléphone", "teléfono", "mobile", "fax",
  ]

  /// The plainest first.
  private static let wordsOfMoney = [
    "amount", "betrag", "montant", "importe", "value", "wert", "valeur", "valor", "total", "summe", "somme", "monto",
    "importo", "bedrag", "belopp", "beløb", "kwota", "částka", "umsatz", "revenue", "honorar", "fee", "price", "preis",
    "prix", "precio", "preço", "prezzo", "prijs", "cena",
  ]

  private func words(_ column: Int) -> [String] {
    sample.columns[column].lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// How plainly a header speaks of money, 0 most so; also inside a word, such as `Auftragswert`.
  private func moneyRank(_ column: Int) -> Int? {
    let words = words(column)
    return Self.wordsOfMoney.firstIndex { money in
      words.contains { $0 == money || money.count > 3 && $0.hasSuffix(money) }
    }
  }
}

/// A cell that is a number in one of the styles which a rule file can name, maybe with a currency beside it.
struct NumberCell {
  let text: String
  let hasCurrency: Bool

  private static let styles: [NumberStyle] =
    [NumberStyle.Grouping.none, .comma, .indian, .space, .apostrophe].map { NumberStyle(grouping: $0) }
    + [.none, .dot, .space, .apostrophe].map { NumberStyle(decimalSign: UInt8(ascii: ","), grouping: $0) }

  /// Nil when it is none: `01067` is a code.
  init?(_ cell: String) {
    func isBeside(_ character: Character) -> Bool {
      character.isLetter || character.isCurrencySymbol || character.isWhitespace
    }
    let front = cell.prefix { isBeside($0) || $0 == "." }
    let rest = cell.dropFirst(front.count)
    let back = String(rest.reversed().prefix(while: isBeside).reversed())
    text = String(rest.dropLast(back.count))
    let beside = [String(front), back].map { String($0.filter { !$0.isWhitespace }) }.filter { !$0.isEmpty }
    hasCurrency = !beside.isEmpty
    guard beside.allSatisfy(Self.isCurrency), Self.styles.contains(where: reads) else { return nil }
    let digits = text.drop { !$0.isNumber }
    if digits.first == "0", digits.dropFirst().first?.isNumber ?? false { return nil }
  }

  func reads(_ style: NumberStyle) -> Bool {
    if case .success = text.withByteView({ ExactDecimal.parse($0, style) }) { true } else { false }
  }

  private static func isCurrency(_ text: String) -> Bool {
    if text.contains(where: \.isCurrencySymbol) { return true }
    if case .current = text.uppercased().withByteView({ Currency.find($0) }) { return true }
    return ["kr", "kr.", "fr", "fr.", "rs", "rs.", "kč", "zł", "ft", "lei"].contains(text.lowercased())
  }
}
