public import Bytes

/// A country or territory with a code of its own, as a small number: its place in the list of codes.
///
/// The list is ISO 3166-1 (249 entries) and two codes that business needs beyond it: XI, Northern Ireland, which for
/// goods counts among the VAT area of the European Union, and XK, Kosovo.
@frozen
public struct Country: Sendable, Hashable {
  /// Place in ``all``, by alpha-2 code.
  public let index: UInt8

  @usableFromInline init(index: UInt8) { self.index = index }

  /// The country of an alpha-2 or alpha-3 code (in either case) or of an English name.
  ///
  /// "EL" is Greece and "UK" the United Kingdom, as in VAT numbers and in common use; England, Scotland and Wales are
  /// the United Kingdom, "XI" and "Northern Ireland" are Northern Ireland. In names, case, accents, punctuation, a
  /// leading "the" and "&" for "and" make no difference. Names in other languages are not found: see
  /// ``suggestion(for:)``. Blanks at either end are passed over. Allocates nothing.
  public static func find(_ text: ByteView) -> Country? {
    let text = text.trimmed
    switch text.count {
    case 0, 1: return nil
    case 2: if let place = CountryTable.place2(text), let found = entry(CountryTable.byAlpha2[place]) { return found }
    case 3: if let place = CountryTable.place3(text), let found = entry(CountryTable.byAlpha3[place]) { return found }
    default: break
    }
    return withCountryNameKey(text) { CountryTable.names.find($0).map { Country(index: $0) } }
  }

  private static func entry(_ indexPlusOne: UInt8) -> Country? {
    indexPlusOne == 0 ? nil : Country(index: indexPlusOne - 1)
  }

  /// The country that was probably meant: by its name in the language of the land, by another well-known sign, or by
  /// the nearest spelling. For messages; it takes its time.
  public static func suggestion(for text: ByteView) -> Country? {
    if let found = find(text) { return found }
    return withCountryNameKey(text.trimmed) { key in
      CountryTable.suggested(for: key).map { Country(index: $0) }
    }
  }

  /// Two capital letters; never freed, so the view may be kept.
  public var alpha2: ByteView { CountryTable.rows[Int(index)].alpha2 }

  /// Three capital letters, empty for XI, which has none; never freed.
  public var alpha3: ByteView { CountryTable.rows[Int(index)].alpha3 }

  /// The usual English short name.
  public var name: String { CountryTable.rows[Int(index)].name.string }

  /// Whether it is one of the 27 member states of the European Union (2026; Article 52 of the Treaty on European
  /// Union, to which Article 5 of Directive 2006/112/EC refers).
  ///
  /// By country, not by region: Åland, the Canaries and other parts outside the VAT area have their state's answer
  /// unless they have a code of their own; Monaco (treated as France) and XI are not member states and give false.
  public var isInEUVATArea: Bool { CountryTable.rows[Int(index)].isEUMember }

  /// Whether it is XI: for goods treated as part of the EU's VAT area, for services as the United Kingdom (Protocol on
  /// Ireland / Northern Ireland, Article 8).
  public var isNorthernIreland: Bool { alpha2.equals("XI") }

  /// Whether ISO 3166-1 assigns the code; false for XI and XK only.
  public var isInISO3166: Bool { !alpha2.equals("XI") && !alpha2.equals("XK") }

  /// All entries by alpha-2 code.
  public static let all: [Country] = CountryTable.rows.indices.map { Country(index: UInt8($0)) }
}

extension Country: Comparable {
  /// By alpha-2 code.
  public static func < (a: Country, b: Country) -> Bool { a.index < b.index }
}

extension Country: CustomStringConvertible {
  public var description: String { alpha2.string }
}
