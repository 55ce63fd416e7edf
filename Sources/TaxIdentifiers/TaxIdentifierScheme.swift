public import Bytes

/// One kind of tax number: a country's VAT number, company number or the like.
public struct TaxIdentifierScheme: Sendable {
  let recipe: any TaxIdentifierRecipe.Type

  /// Country, dot, short name, all in small letters: `de.vat`, `gb.utr`, `us.ein`.
  public var code: String { recipe.code.description }

  /// ``code`` without making a text of it.
  public var codeName: StaticString { recipe.code }

  /// ISO 3166-1 alpha-2 code (`GR` for Greek numbers, though they carry EL), `XI` or `EU`.
  public var country: String { recipe.country.description }

  /// What the number is called at home.
  public var name: String { recipe.name.description }

  /// Whether a published check digit can tell a mistyped number.
  public var hasCheckDigit: Bool { recipe.hasCheckDigit }

  /// Whether its holder is registered for VAT, GST or the like, as far as such a number tells: a British UTR does not.
  public var isForTurnoverTax: Bool { recipe.isForTurnoverTax }

  /// The minimal form of a number as somebody wrote it.
  ///
  /// - Returns: nil for a blank cell and for more than 32 characters; a number of the wrong shape comes back as
  ///   far as it could be cleaned, so ask ``validate(_:)`` first.
  public func compact(_ raw: ByteView) -> CompactIdentifier? {
    var number = CompactIdentifier()
    guard cleanIdentifier(raw, dropping: recipe.separators, into: &number) == .fits else { return nil }
    recipe.compact(&number)
    return number
  }

  /// Judges a number as somebody wrote it; never ``TaxIdentifierOutcome/unknownCountry``.
  public func validate(_ raw: ByteView) -> TaxIdentifierOutcome { judge(raw).outcome }

  /// Writes a number in its usual form, with the country prefix where VAT numbers carry one (EL for Greece).
  ///
  /// - Parameter compact: What ``compact(_:)`` gave for a well-formed number; others are written somehow.
  public func format(_ compact: CompactIdentifier, into out: inout ByteBuffer) { recipe.format(compact, into: &out) }

  /// Outcome and minimal form at once; the form is empty when the cell is blank or too long.
  func judge(_ raw: ByteView) -> (outcome: TaxIdentifierOutcome, compact: CompactIdentifier) {
    var number = CompactIdentifier()
    switch cleanIdentifier(raw, dropping: recipe.separators, into: &number) {
    case .blank: return (.absent, number)
    case .tooLong: return (.malformed, CompactIdentifier())
    case .fits:
      recipe.compact(&number)
      return (recipe.validate(number), number)
    }
  }

  /// The scheme of that code, or nil.
  public static func named(_ code: String) -> TaxIdentifierScheme? {
    all.first { $0.code == code }
  }
}
