/// The closed lists of words that keys of the rule language take, where no type of the compiled rules has them.
enum Words {
  enum NamedValueType: String, CaseIterable { case text, number, date }
  enum ClosedBooks: String, CaseIterable {
    case hold
    case move = "first_open_day"
  }
  enum Encoding: String, CaseIterable {
    case utf8 = "utf-8"
    case utf16LE = "utf-16le"
    case utf16BE = "utf-16be"
    case windows1250 = "windows-1250"
    case windows1252 = "windows-1252"
    case latin1 = "iso-8859-1"
  }
  enum Delimiter: String, CaseIterable { case comma, semicolon, tab, pipe }
  enum Decimal: String, CaseIterable { case point, comma }
  enum Forbidden: String, CaseIterable { case hold, replace }
  enum DiscountShape: String, CaseIterable { case spread, line }
  enum OnMismatch: String, CaseIterable { case hold, warn }
  enum TaxLevel: String, CaseIterable { case line, rate, document }
  enum TaxPlace: String, CaseIterable { case billing, shipping }
  enum Buyer: String, CaseIterable { case business, consumer }
  enum Ties: String, CaseIterable {
    case halfUp = "half_up"
    case halfEven = "half_even"
  }
  enum Credits: String, CaseIterable { case hold, allow }
}
