import Bytes

/// How one kind of tax number is written and checked; each conforming type stands in a file of its own.
protocol TaxIdentifierRecipe: SendableMetatype {
  /// Country, dot, short name, all in small letters: `de.vat`.
  static var code: StaticString { get }
  /// ISO 3166-1 alpha-2 code, or `XI` or `EU`.
  static var country: StaticString { get }
  /// What the number is called at home.
  static var name: StaticString { get }
  /// Whether a published check digit can tell a mistyped number; true unless said otherwise.
  static var hasCheckDigit: Bool { get }
  /// Whether it is the number under which its holder is registered for VAT, GST or the like, or the one by which such
  /// holders are known; false for numbers that every person or company has. True unless said otherwise.
  static var isForTurnoverTax: Bool { get }
  /// What is dropped wherever it stands.
  static var separators: Separators { get }
  /// Takes a cleaned text (see ``cleanIdentifier(_:dropping:into:)``) to the minimal form: prefix removed, padded.
  static func compact(_ number: inout CompactIdentifier)
  /// Judges a number in its minimal form; never absent or of an unknown country.
  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome
  /// Writes a number of the minimal form as people write it; ``validate(_:)`` judges that spelling alike.
  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer)
}

extension TaxIdentifierRecipe {
  static var hasCheckDigit: Bool { true }
  static var isForTurnoverTax: Bool { true }
  static func compact(_ number: inout CompactIdentifier) {}
  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) { number.append(to: &out) }
}
